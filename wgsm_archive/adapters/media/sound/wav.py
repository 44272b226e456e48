"""WAV: what the samples are, and the samples. Everything else in a RIFF file is left behind."""

from __future__ import annotations

import struct

from wgsm_archive.adapters.media.sound.common import EMPTY, UNKNOWN, Sound, Unclean, seconds_of

_PCM, _FLOAT, _ALAW, _ULAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_GUID_END = bytes.fromhex("000000001000800000aa00389b71")
_BITS = {_PCM: (8, 16, 24, 32), _FLOAT: (32, 64), _ALAW: (8,), _ULAW: (8,)}
_MAX_CHUNKS = 1_000
_FIELDS = "<HHIIHH"


def clean(data: bytes) -> Sound:
    """Write a WAV file anew. Raises `Unclean`."""
    found = _chunks(data)
    if b"fmt " not in found or b"data" not in found:
        raise Unclean
    kind, channels, rate, bits = _format(data[found[b"fmt "]])
    block = channels * bits // 8
    body = found[b"data"]
    length = (body.stop - body.start) // block * block
    seconds = seconds_of(length // block, rate)
    head = struct.pack(_FIELDS, kind, channels, rate, rate * block, block, bits)
    head = _chunk(b"fmt ", head if kind == _PCM else head + b"\0\0")
    if kind != _PCM:
        head += _chunk(b"fact", struct.pack("<I", length // block))
    padding = b"\0" * (length % 2)
    size = 4 + len(head) + 8 + length + len(padding)
    sound = data[body.start : body.start + length]
    whole = b"RIFF" + struct.pack("<I", size) + b"WAVE" + head + b"data" + struct.pack("<I", length) + sound + padding
    return Sound("audio/wav", seconds, whole)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body


def _chunks(data: bytes) -> dict[bytes, slice]:
    """Where the first of each kind of chunk lies. One that reaches past the end would take strangers' bytes along."""
    found: dict[bytes, slice] = {}
    at = 12
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            return found
        name, size = struct.unpack_from("<4sI", data, at)
        end = at + 8 + size
        if end > len(data):
            raise Unclean
        found.setdefault(name, slice(at + 8, end))
        at = end + size % 2
    raise Unclean


def _format(body: bytes) -> tuple[int, int, int, int]:
    """Kind of samples, channels, rate, bits of a sample."""
    if len(body) < 16:
        raise Unclean
    kind, channels, rate, _, _, bits = struct.unpack_from(_FIELDS, body)
    if kind == _EXTENSIBLE:
        if len(body) < 40 or body[26:40] != _GUID_END:
            raise Unclean(UNKNOWN)
        kind = struct.unpack_from("<H", body, 24)[0]
    if bits not in _BITS.get(kind, ()) or not 1 <= channels <= 8:
        raise Unclean(UNKNOWN)
    if not 4_000 <= rate <= 192_000:
        raise Unclean(EMPTY if not rate else UNKNOWN)
    return kind, channels, rate, bits
