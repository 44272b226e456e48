"""Sound without a trace: its container is written anew with nothing but what is needed to play it.

The sound itself is not decoded. What cannot be written anew is refused: nothing is published as it came.
"""

from __future__ import annotations

from wgsm_archive.adapters.media.sound import mp3, mp4, ogg, wav, webm
from wgsm_archive.adapters.media.sound.common import UNKNOWN, Sound, Unclean
from wgsm_archive.domain.media import Format, Size
from wgsm_archive.ports.media import Cleaned

__all__ = ["Sound", "Unclean", "clean", "clean_file"]


def clean_file(data: bytes, format: Format) -> Cleaned:  # noqa: A002 - what it is called everywhere else
    """Write a recording anew, to be kept. Raises `Unclean`."""
    made = clean(data)
    return Cleaned(format, {Size.FILE: made.data}, seconds=max(1, round(made.seconds)))


def clean(data: bytes) -> Sound:
    """Write a recording anew. What it is, its first bytes tell. Raises `Unclean`."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return wav.clean(data)
    if data[:4] == b"OggS":
        return ogg.clean(data)
    if data[:4] == b"\x1aE\xdf\xa3":
        return webm.clean(data)
    if data[4:8] == b"ftyp":
        return mp4.clean(data)
    if data[:3] == b"ID3" or (data[:1] == b"\xff" and data[1:2] >= b"\xe2"):
        return mp3.clean(data)
    raise Unclean(UNKNOWN)
