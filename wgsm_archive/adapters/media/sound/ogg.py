"""Ogg with one stream of Opus or Vorbis: every page written anew, the comments empty (RFC 3533, RFC 7845)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wgsm_archive.adapters.media.sound import opus, vorbis
from wgsm_archive.adapters.media.sound.common import OPUS_RATE, UNKNOWN, Sound, Unclean, seconds_of

_HEAD = struct.Struct("<4sBBqIIIB")
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_NOTHING_ENDS = -1
_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(slots=True)
class _Page:
    """One page: where it stands in time, the sizes of its pieces, its body, whether it begins within a packet."""

    time: int
    table: bytes
    body: bytes
    continued: bool = False

    @property
    def ends(self) -> int:
        """How many packets end in this page."""
        return len(self.table) - self.table.count(255)

    @property
    def goes_on(self) -> bool:
        """Whether its last packet continues in the next page."""
        return self.table.endswith(b"\xff")


def clean(data: bytes) -> Sound:
    """Write an Ogg file anew. Raises `Unclean`."""
    pages = _pages(data)
    first = b"".join(_headers(pages, 1))
    if first.startswith(opus.HEAD):
        head = opus.read_head(first)
        if not _headers(pages, 1)[0].startswith(b"OpusTags"):
            raise Unclean
        kept = _opus_times(pages)
        seconds = seconds_of(_end(kept) - head.skip, OPUS_RATE)
        return Sound("audio/ogg", seconds, _write(head.head, [b"OpusTags" + bytes(8)], kept))
    if first.startswith(vorbis.IDENTIFICATION):
        about = vorbis.read_head(first)
        comments, setup = _headers(pages, 2)
        vorbis.check_setup(comments, setup)
        kept = _vorbis_times(pages, about.longest)
        seconds = seconds_of(_end(kept), about.rate)
        return Sound("audio/ogg", seconds, _write(about.packet, [vorbis.EMPTY_COMMENTS, setup], kept))
    raise Unclean(UNKNOWN)


def checksum(page: bytes) -> int:
    """The sum of a page (RFC 3533 section 6), by way of zlib's: the same polynomial read from the other end."""
    turned = zlib.crc32(page.translate(_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(turned.to_bytes(4, "little").translate(_TURNED))


def _pages(data: bytes) -> Iterator[_Page]:
    """The pages of the one stream. What is cut off at the end is left out; a second stream is refused."""
    at, serial, goes_on = 0, None, False
    while at + _HEAD.size <= len(data):
        name, version, flags, time, stream, _, told, count = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size + count
        table = data[at + _HEAD.size : start]
        end = start + sum(table)
        if name != b"OggS" or version:
            raise Unclean
        if end > len(data) or len(table) < count:
            return
        if bool(flags & _FIRST) != (serial is None) or stream != (stream if serial is None else serial):
            raise Unclean(UNKNOWN)
        if checksum(data[at : at + 22] + bytes(4) + data[at + 26 : end]) != told or goes_on != bool(flags & _CONTINUED):
            raise Unclean
        serial, at = stream, end
        if table:
            page = _Page(time, table, data[start:end], goes_on)
            goes_on = page.goes_on
            yield page
        if flags & _LAST:
            if at < len(data):
                raise Unclean(UNKNOWN)
            return


def _headers(pages: Iterator[_Page], count: int) -> list[bytes]:
    """So many packets of header, which end where a page ends."""
    found: list[bytes] = []
    parts: list[bytes] = []
    for page in pages:
        at = 0
        for size in page.table:
            parts.append(page.body[at : at + size])
            at += size
            if size < 255:
                found.append(b"".join(parts))
                parts = []
        if len(found) >= count:
            break
    if len(found) != count or parts:
        raise Unclean
    return found


def _opus_times(pages: Iterator[_Page]) -> list[_Page]:
    """The pages with their times counted anew: an Opus packet tells its length, so the file need not be believed."""
    kept, time, waiting = [], 0, 0
    for page in pages:
        at, begins = 0, not page.continued
        for size in page.table:
            if begins:
                waiting = opus.samples(page.body[at : at + min(size, 2)])
            at += size
            begins = size < 255
            time += waiting if begins else 0
        page.time = time if page.ends else _NOTHING_ENDS
        kept.append(page)
    return kept


def _vorbis_times(pages: Iterator[_Page], longest: int) -> list[_Page]:
    """The pages, where each follows the one before by no more than its packets can hold."""
    kept, time = [], 0
    for page in pages:
        if not page.ends:
            page.time = _NOTHING_ENDS
        elif not time <= page.time <= time + page.ends * longest:
            raise Unclean
        else:
            time = page.time
        kept.append(page)
    return kept


def _end(pages: Iterable[_Page]) -> int:
    """The time of the last packet."""
    return max((page.time for page in pages), default=0)


def _write(first: bytes, others: list[bytes], pages: list[_Page]) -> bytes:
    heads = [_Page(0, _table(first), first), _Page(0, b"".join(map(_table, others)), b"".join(others))]
    every = heads + pages
    whole = []
    for number, page in enumerate(every):
        flags = (page.continued * _CONTINUED) | (not number) * _FIRST | (number == len(every) - 1) * _LAST
        # One number for all streams of the archive: by its own, this one could be recognised elsewhere.
        head = _HEAD.pack(b"OggS", 0, flags, page.time, 1, number, 0, len(page.table)) + page.table
        told = checksum(head + page.body).to_bytes(4, "little")
        whole += [head[:22], told, head[26:], page.body]
    return b"".join(whole)


def _table(packet: bytes) -> bytes:
    return b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
