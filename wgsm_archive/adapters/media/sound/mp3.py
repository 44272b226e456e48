"""MP3: the frames of sound one after the other, behind a frame of ours that tells players how many there are."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from wgsm_archive.adapters.media.sound.common import Sound, Unclean, seconds_of
from wgsm_archive.domain.media import MOST_SECONDS

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_ENTRIES = 100
_STEADY, _VARYING, _OTHER = b"Info", b"Xing", b"VBRI"
_LOOKS_LIKE_ONE = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][^\xf0-\xff]")
_MAX_LOOKS = 100_000
"""How often what is no frame may look like one. Pictures in tags do it a few times."""


class _Frame(NamedTuple):
    """The four bytes before a frame, read."""

    version: int
    rate: int
    kbits: int
    mono: bool
    size: int
    head: bytes

    @property
    def like(self) -> tuple[int, int]:
        """What all frames of one recording share."""
        return self.version, self.rate

    @property
    def samples(self) -> int:
        """How many samples it holds."""
        return 1152 if self.version == 3 else 576

    @property
    def side(self) -> int:
        """Bytes of side information behind the head."""
        return (17 if self.mono else 32) if self.version == 3 else (9 if self.mono else 17)


def clean(data: bytes) -> Sound:
    """Write an MP3 file anew. Raises `Unclean`."""
    runs: list[tuple[int, int]] = []
    places: list[int] = []
    kept, speeds, first = 0, set(), None
    for at, frame in _frames(data):
        if _tells(data, at, frame):
            continue
        first = first or frame
        if len(places) * frame.samples > MOST_SECONDS * frame.rate:
            break
        places.append(kept)
        kept += frame.size
        speeds.add(frame.kbits)
        joins = runs and runs[-1][1] == at
        runs.append((runs.pop()[0] if joins else at, at + frame.size))
    if first is None:
        raise Unclean
    seconds = seconds_of(len(places) * first.samples, first.rate)
    about = _about(first, places, kept, _STEADY if len(speeds) == 1 else _VARYING)
    return Sound("audio/mpeg", seconds, b"".join([about, *(data[start:end] for start, end in runs)]))


def _read(data: bytes, at: int) -> _Frame | None:
    """The head of a frame of layer III, or None."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, kbits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or kbits in (0, 15) or rate == 3:
        return None
    hertz = _RATES[version][rate]
    speed = (_KBITS_1 if version == 3 else _KBITS_2)[kbits]
    size = (144_000 if version == 3 else 72_000) * speed // hertz + (head[2] >> 1 & 1)
    return _Frame(version, hertz, speed, head[3] >> 6 == 3, size, head)


def _behind_tags(data: bytes) -> int:
    """Where the tags before the sound end (ID3v2: sizes of seven bits a byte)."""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 127
        at += 10 + size + (10 if data[at + 5] & 16 else 0)
    return at


def _frames(data: bytes) -> Iterator[tuple[int, _Frame]]:
    """All frames that belong together, and where they lie. What is between them is passed over."""
    at, due, looks = _behind_tags(data), -1, 0
    like: tuple[int, int] | None = None
    while look := _LOOKS_LIKE_ONE.search(data, at):
        at = look.start()
        frame = _read(data, at)
        if frame and ((at == due and frame.like == like) or _three_follow(data, at, like)):
            if at + frame.size > len(data):
                return
            yield at, frame
            at += frame.size
            due, like = at, frame.like
        elif looks == _MAX_LOOKS:
            raise Unclean
        else:
            at, looks = at + 1, looks + 1


def _three_follow(data: bytes, at: int, like: tuple[int, int] | None) -> bool:
    """Whether three frames of one kind follow each other. A lone one may be part of a picture."""
    for _ in range(3):
        frame = _read(data, at)
        if frame is None or (like and frame.like != like):
            return False
        at, like = at + frame.size, frame.like
    return True


def _tells(data: bytes, at: int, frame: _Frame) -> bool:
    """Whether a frame holds no sound, but what an encoder tells of the file and of itself."""
    start = at + 4 + frame.side + (0 if frame.head[1] & 1 else 2)
    return data[start : start + 4] in (_STEADY, _VARYING) or data[at + 36 : at + 40] == _OTHER


def _about(like: _Frame, places: list[int], kept: int, name: bytes) -> bytes:
    """A silent frame with the number of frames and bytes, and where each hundredth of the time begins."""
    for index in range(1, 15):
        frame = _read(bytes([0xFF, like.head[1] | 1, index << 4 | like.head[2] & 0x0C, like.head[3] & 0xC0]), 0)
        if frame and frame.size >= 4 + like.side + 16 + _ENTRIES:
            whole = kept + frame.size
            seek = (256 * (frame.size + places[n * len(places) // _ENTRIES]) // whole for n in range(_ENTRIES))
            told = name + struct.pack(">III", 7, len(places), whole) + bytes(seek)
            return (frame.head + bytes(like.side) + told).ljust(frame.size, b"\0")
    raise Unclean
