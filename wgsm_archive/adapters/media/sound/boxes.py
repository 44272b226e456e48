"""The boxes that MP4 is made of: a size, a name, a body (ISO 14496-12 section 4.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from wgsm_archive.adapters.media.sound.common import Unclean

MAX_BOXES = 100_000


class Box(NamedTuple):
    """A box: its name, where it begins, where its body begins, where it ends."""

    name: bytes
    at: int
    start: int
    end: int


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """What lies here, one after the other. Raises `Unclean` where it does not fit together."""
    at = start
    for _ in range(MAX_BOXES):
        if at == end:
            return
        if at + 8 > end:
            raise Unclean
        size, name = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1:
            if at + 16 > end:
                raise Unclean
            size = struct.unpack_from(">Q", data, body)[0]
            body += 8
        elif size == 0:
            size = end - at
        if not body - at <= size <= end - at:
            raise Unclean
        yield Box(name, at, body, at + size)
        at += size
    raise Unclean


def inside(data: bytes, box: Box, name: bytes) -> Iterator[Box]:
    """The boxes of one name in a box, one floor down."""
    return (one for one in boxes(data, box.start, box.end) if one.name == name)


def find(data: bytes, box: Box, *names: bytes) -> Box | None:
    """The first box on this way down."""
    for name in names:
        found = next(inside(data, box, name), None)
        if found is None:
            return None
        box = found
    return box


def body(data: bytes, box: Box, *names: bytes) -> bytes:
    """What is in the box on this way down. Raises `Unclean` where there is none."""
    found = find(data, box, *names)
    if found is None:
        raise Unclean
    return data[found.start : found.end]


def table(body: bytes, fields: str, at: int = 4) -> Iterator[tuple[int, ...]]:
    """The rows of a table: their number lies here, and the rows behind it. Raises `Unclean` where rows are missing."""
    row = struct.Struct(f">{fields}")
    count = struct.unpack_from(">I", body, at)[0] if len(body) >= at + 4 else -1
    start = at + 4
    if count < 0 or count * row.size > len(body) - start:
        raise Unclean
    return row.iter_unpack(body[start : start + count * row.size])


def write(name: bytes, *bodies: bytes) -> bytes:
    """A box of its bodies."""
    return b"".join((struct.pack(">I4s", 8 + sum(map(len, bodies)), name), *bodies))
