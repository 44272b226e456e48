"""What players need to know of Vorbis: its first and third header. The second one, comments, is written empty."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from wgsm_archive.adapters.media.sound.common import UNKNOWN, Unclean

IDENTIFICATION, _COMMENTS, _SETUP = b"\x01vorbis", b"\x03vorbis", b"\x05vorbis"
EMPTY_COMMENTS = _COMMENTS + bytes(8) + b"\x01"
_HEAD_SIZE = 30
MAX_SETUP = 60_000
"""Bytes; what encoders write is below 10,000."""


@dataclass(frozen=True, slots=True)
class Vorbis:
    """The first header: channels, samples a second, samples in the longest packet."""

    packet: bytes
    channels: int
    rate: int
    longest: int


def read_head(packet: bytes) -> Vorbis:
    """Read the first header. Raises `Unclean`."""
    if len(packet) < _HEAD_SIZE or not packet.startswith(IDENTIFICATION):
        raise Unclean
    version, channels, rate = struct.unpack_from("<IBI", packet, 7)
    if version or not 1 <= channels <= 8 or not 4_000 <= rate <= 192_000:
        raise Unclean(UNKNOWN)
    return Vorbis(packet[:_HEAD_SIZE], channels, rate, 1 << (packet[28] >> 4))


def check_setup(comments: bytes, setup: bytes) -> None:
    """Raises `Unclean` where the second and third header are not what they should be."""
    if not comments.startswith(_COMMENTS) or not setup.startswith(_SETUP) or len(setup) > MAX_SETUP:
        raise Unclean
