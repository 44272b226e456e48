"""The elements that WebM is made of: a name, a size, a body (RFC 8794)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wgsm_archive.adapters.media.sound.common import Unclean

MAX_ELEMENTS = 1_000_000
MAX_CHILDREN = 10_000


class Element(NamedTuple):
    """An element: its name as a number, where its body begins, where it ends (None: it does not say)."""

    name: int
    start: int
    end: int | None


def element(data: bytes, at: int, end: int) -> Element | None:
    """The element that begins here; None where its head is cut off. Raises `Unclean`."""
    first = data[at] if at < end else 0
    width = 9 - first.bit_length()
    if not first or width > 4:
        if at < end:
            raise Unclean
        return None
    name = int.from_bytes(data[at : at + width])
    at += width
    size = number(data, at, end)
    if size is None:
        return None
    value, width = size
    at += width
    unknown = value == (1 << 7 * width) - 1
    return Element(name, at, None if unknown else at + value)


def number(data: bytes, at: int, end: int) -> tuple[int, int] | None:
    """A number and how many bytes it takes; None where it is cut off. Raises `Unclean`."""
    if at >= end:
        return None
    width = 9 - data[at].bit_length()
    if width > 8:
        raise Unclean
    if at + width > end:
        return None
    return int.from_bytes(data[at : at + width]) & ((1 << 7 * width) - 1), width


def children(data: bytes, parent: Element) -> Iterator[tuple[int, bytes]]:
    """Name and body of what an element holds, one floor down. Raises `Unclean` where it does not fit together."""
    at, end = parent.start, parent.end
    if end is None or end > len(data):
        raise Unclean
    for _ in range(MAX_CHILDREN):
        if at == end:
            return
        found = element(data, at, end)
        if found is None or found.end is None or found.end > end:
            raise Unclean
        yield found.name, data[found.start : found.end]
        at = found.end
    raise Unclean


def within(body: bytes) -> Iterator[tuple[int, bytes]]:
    """As `children`, of a body that was cut out already."""
    return children(body, Element(0, 0, len(body)))


def write(name: int, *bodies: bytes) -> bytes:
    """An element of its bodies, its size in as few bytes as may be."""
    length = sum(map(len, bodies))
    width = next(width for width in range(1, 9) if length < (1 << 7 * width) - 1)
    head = name.to_bytes((name.bit_length() + 7) // 8) + (length | 1 << 7 * width).to_bytes(width)
    return b"".join((head, *bodies))


def whole_number(name: int, value: int) -> bytes:
    """An element that holds a number in eight bytes, whatever it is: so the place of what follows is known before."""
    return write(name, value.to_bytes(8))
