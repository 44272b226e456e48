"""MP4 in fragments, as browsers and phones record it: where its packets lie (ISO 14496-12 section 8.8)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from wgsm_archive.adapters.media.sound.boxes import Box, body, find, inside
from wgsm_archive.adapters.media.sound.common import MAX_PACKETS, Unclean

Place = tuple[int, int]
"""Where a packet of sound begins and how many bytes it has."""
_BASE, _SIZE, _FROM_HERE = 0x1, 0x10, 0x20000
_BEFORE_SIZE = ((0x1, 8), (0x2, 4), (0x8, 4))
"""What may stand in the head of a fragment before the size of its packets, and its bytes."""
_OFFSET, _FIRST_FLAGS = 0x1, 0x4
_DURATION, _EACH_SIZE, _FLAGS, _SHIFT = 0x100, 0x200, 0x400, 0x800
"""What a run may tell of every packet, four bytes each."""


def after_times(told: bytes) -> int:
    """The number that follows the two times in the heads of films and tracks: units a second, or the track's number."""
    number = _number(told, 20 if told[:1] == b"\x01" else 12)
    if not number:
        raise Unclean
    return number


def places(data: bytes, top: Sequence[Box], movie: Box, track: Box) -> list[Place]:
    """Where the packets of a track lie, in all fragments. Raises `Unclean`."""
    number = after_times(body(data, track, b"tkhd"))
    usual = _usual_size(data, movie, number)
    found: list[Place] = []
    for moof in top:
        end = moof.at
        for part in inside(data, moof, b"traf") if moof.name == b"moof" else ():
            head = body(data, part, b"tfhd")
            flags = _number(head, 0)
            before = 8 + sum(more for flag, more in _BEFORE_SIZE if flags & flag)
            size = _number(head, before) if flags & _SIZE else usual
            if flags & _BASE:
                end = _number(head, 8) << 32 | _number(head, 12)
            elif flags & _FROM_HERE:
                end = moof.at
            start = end
            for run in inside(data, part, b"trun"):
                held = _run(data[run.start : run.end], start, end, size)
                end = sum(held[-1]) if held else end
                found += held if _number(head, 4) == number else ()
                if len(found) > MAX_PACKETS:
                    raise Unclean
    return found


def _number(told: bytes, at: int) -> int:
    if len(told) < at + 4:
        raise Unclean
    return int(struct.unpack_from(">I", told, at)[0])


def _usual_size(data: bytes, movie: Box, number: int) -> int:
    usual = find(data, movie, b"mvex")
    for one in inside(data, usual, b"trex") if usual else ():
        told = data[one.start : one.end]
        if _number(told, 4) == number:
            return _number(told, 16)
    return 0


def _run(told: bytes, start: int, end: int, size: int) -> list[Place]:
    """Packets that lie one behind the other: from an offset to the start, or where the run before ended."""
    flags, count, at = _number(told, 0), _number(told, 4), 8
    if flags & _OFFSET:
        end = start + int(struct.unpack(">i", _number(told, at).to_bytes(4))[0])
        at += 4
    at += 4 if flags & _FIRST_FLAGS else 0
    row = 4 * sum(bool(flags & told_of) for told_of in (_DURATION, _EACH_SIZE, _FLAGS, _SHIFT))
    if count > MAX_PACKETS or count * row > len(told) - at:
        raise Unclean
    found = []
    for _ in range(count):
        here = _number(told, at + (4 if flags & _DURATION else 0)) if flags & _EACH_SIZE else size
        found.append((end, here))
        end += here
        at += row
    return found
