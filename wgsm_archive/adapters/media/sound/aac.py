"""What players need to know of AAC: its short configuration (ISO 14496-3 section 1.6)."""

from __future__ import annotations

from dataclasses import dataclass

from wgsm_archive.adapters.media.sound.common import UNKNOWN, Unclean

_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
_LOW_COMPLEXITY, _WITH_UPPER_BAND, _WITH_STEREO = 2, 5, 29
_MAX_CONFIG = 8
_AAC = 0x40
_STREAM, _DECODER, _CONFIG = 3, 4, 5


@dataclass(frozen=True, slots=True)
class Aac:
    """How a stream is to be decoded, and how long its packets are."""

    config: bytes
    channels: int
    rate: int
    packet: int


def read_config(config: bytes) -> Aac:
    """Read a configuration; plain AAC, with or without its upper band and stereo extension. Raises `Unclean`."""
    if not 2 <= len(config) <= _MAX_CONFIG:
        raise Unclean(UNKNOWN)
    bits = f"{int.from_bytes(config):0{8 * len(config)}b}".ljust(80, "0")
    kind, at = int(bits[:5], 2), 5
    rate, at = _rate(bits, at)
    channels, at = int(bits[at : at + 4], 2), at + 4
    if kind in (_WITH_UPPER_BAND, _WITH_STEREO):
        _, at = _rate(bits, at)
        kind, at = int(bits[at : at + 5], 2), at + 5
    if kind != _LOW_COMPLEXITY or not 1 <= channels <= 7:
        raise Unclean(UNKNOWN)
    return Aac(config, channels, rate, 960 if bits[at] == "1" else 1024)


def _rate(bits: str, at: int) -> tuple[int, int]:
    index, at = int(bits[at : at + 4], 2), at + 4
    if index == 15:
        rate, at = int(bits[at : at + 24], 2), at + 24
        if not 4_000 <= rate <= 192_000:
            raise Unclean(UNKNOWN)
        return rate, at
    if index >= len(_RATES):
        raise Unclean(UNKNOWN)
    return _RATES[index], at


def read_stream(data: bytes) -> Aac:
    """Find the configuration in the descriptors that MP4 keeps (ISO 14496-1 section 7.2.6). Raises `Unclean`."""
    stream = _descriptor(data, _STREAM)
    if len(stream) < 3 or stream[2] & 0xE0:
        raise Unclean(UNKNOWN)
    decoder = _descriptor(stream[3:], _DECODER)
    if len(decoder) < 13 or decoder[0] != _AAC:
        raise Unclean(UNKNOWN)
    return read_config(_descriptor(decoder[13:], _CONFIG))


def stream(about: Aac) -> bytes:
    """The descriptors anew."""
    decoder = bytes([_AAC, 0x15]) + bytes(11) + _write(_CONFIG, about.config)
    return _write(_STREAM, bytes(3) + _write(_DECODER, decoder) + _write(6, b"\x02"))


def _write(tag: int, body: bytes) -> bytes:
    return bytes([tag, len(body)]) + body


def _descriptor(data: bytes, tag: int) -> bytes:
    """The body of the first descriptor, which must be of this kind. A size has up to four bytes of seven bits."""
    size = 0
    if not data or data[0] != tag:
        raise Unclean(UNKNOWN)
    for at in range(1, min(5, len(data))):
        size = size << 7 | data[at] & 127
        if not data[at] & 128:
            body = data[at + 1 : at + 1 + size]
            if len(body) == size:
                return body
            break
    raise Unclean
