"""What players need to know of Opus: its head, and how long a packet lasts (RFC 6716, RFC 7845)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from wgsm_archive.adapters.media.sound.common import OPUS_RATE, UNKNOWN, Unclean

HEAD = b"OpusHead"
_SILK = (480, 960, 1920, 2880)
_HYBRID = (480, 960)
_CELT = (120, 240, 480, 960)
_LONGEST = OPUS_RATE * 120 // 1000


@dataclass(frozen=True, slots=True)
class Opus:
    """How a stream is to be decoded; nothing else of its head is kept."""

    channels: int
    skip: int
    gain: int
    family: int = 0
    layout: bytes = b""

    @property
    def head(self) -> bytes:
        """The head as Ogg and WebM carry it (RFC 7845 section 5.1)."""
        return HEAD + b"\x01" + self._fields("<")

    @property
    def mp4_head(self) -> bytes:
        """The head as MP4 carries it: the same without its name, big-endian, version 0."""
        return b"\x00" + self._fields(">")

    def _fields(self, order: str) -> bytes:
        return struct.pack(f"{order}BHIhB", self.channels, self.skip, OPUS_RATE, self.gain, self.family) + self.layout


def read_head(data: bytes) -> Opus:
    """Read the head of Ogg and WebM. Raises `Unclean`."""
    if len(data) < 19 or not data.startswith(HEAD) or data[8] > 15:
        raise Unclean(UNKNOWN)
    return _read(data[9:], "<")


def read_mp4_head(data: bytes) -> Opus:
    """Read the head of MP4. Raises `Unclean`."""
    if len(data) < 11 or data[0]:
        raise Unclean(UNKNOWN)
    return _read(data[1:], ">")


def _read(data: bytes, order: str) -> Opus:
    channels, skip, _, gain, family = struct.unpack_from(f"{order}BHIhB", data)
    if family == 0 and channels in (1, 2):
        return Opus(channels, skip, gain)
    layout = data[10 : 12 + channels]
    if family != 1 or not 1 <= channels <= 8 or len(layout) != 2 + channels:
        raise Unclean(UNKNOWN)
    return Opus(channels, skip, gain, family, layout)


def samples(start: bytes) -> int:
    """How many samples (of 48,000 a second) a packet holds, told by its first two bytes. Raises `Unclean`."""
    if not start:
        raise Unclean
    kind, code = start[0] >> 3, start[0] & 3
    lengths = _SILK if kind < 12 else _HYBRID if kind < 16 else _CELT
    one = lengths[kind % len(lengths)]
    if code == 3 and len(start) < 2:
        raise Unclean
    held = one * ((start[1] & 63) if code == 3 else (1, 2, 2)[code])
    if not 0 < held <= _LONGEST:
        raise Unclean
    return held
