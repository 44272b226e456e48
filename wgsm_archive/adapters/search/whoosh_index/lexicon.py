"""The table of terms of a segment, as Whoosh lays it out, looked up with few and small reads.

Whoosh's own reader asks the file for each number by itself, a dozen times for a term; a question of one word looks up
that word in every language and in every segment.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from whoosh.filedb.filetables import OrderedHashReader

from wgsm_archive.adapters.search.whoosh_index.codec import hash_of
from wgsm_archive.adapters.search.whoosh_index.storage import IndexFile

_SLOT = Struct("!Iq")  # hash of a key and where it lies; nothing lies at 0
_SIZES = Struct("!II")  # of key and value
_TOGETHER = 4  # slots that are read at once: tables are half empty, so the first or second is what is looked for
_AHEAD = 64  # bytes beyond a key that are read with it; values have fewer
_CHUNK = 65_536  # bytes that are read at once where many terms follow one another
_KEPT_STEPS = 9  # first steps of every search for a place, whose keys are kept: at most 511


class Lexicon(OrderedHashReader):  # type: ignore[misc]
    """Keys in order, each with a value. Raises EOFError where the file ends before it should."""

    def __init__(self, file: IndexFile, length: int) -> None:
        super().__init__(file, length)
        self._kept_keys: dict[int, bytes] = {}

    def value_of(self, key: bytes) -> bytes | None:
        """The value of a key, None when the table does not have it."""
        hashed = hash_of(key)
        start, slots = self.tables[hashed & 255]
        at = (hashed >> 8) % slots if slots else 0
        left = slots
        while left > 0:
            size = min(_TOGETHER, slots - at)
            for found, position in _SLOT.iter_unpack(self.dbfile.get(start + at * _SLOT.size, size * _SLOT.size)):
                if not position:
                    return None
                if found == hashed:
                    there, value = self._entry(position, len(key) + _AHEAD)
                    if there == key:
                        return value
            left -= size
            at = (at + size) % slots
        return None

    def beginning_at(self, key: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Keys and values from a key on, in order; many are read at once."""
        at, end = self._place_of(key), self.endofdata
        while at < end:
            chunk = self.dbfile.get(at, min(_CHUNK, end - at))
            begin = read = 0
            while begin + _SIZES.size <= len(chunk):
                key_size, size = _SIZES.unpack_from(chunk, begin)
                begin += _SIZES.size
                if begin + key_size + size > len(chunk):
                    break
                yield chunk[begin : begin + key_size], chunk[begin + key_size : begin + key_size + size]
                begin = read = begin + key_size + size
            if not read:
                raise EOFError("a term that is longer than terms are")
            at += read

    def _entry(self, position: int, likely: int) -> tuple[bytes, bytes]:
        """The key and the value at a position, which are likely to be so long together."""
        chunk = self.dbfile.get(position, min(_SIZES.size + likely, self.endofdata - position))
        key_size, size = _SIZES.unpack_from(chunk)
        begin, end = _SIZES.size + key_size, _SIZES.size + key_size + size
        if end > len(chunk):
            if position + end > self.endofdata:
                raise EOFError("a term that goes on after the last one")
            chunk = self.dbfile.get(position, end)
        return chunk[_SIZES.size : begin], chunk[begin:end]

    def _place_of(self, key: bytes) -> int:
        """Where the first key lies that is not before this one; the end of all keys when there is none."""
        low, high, step = 0, self.indexlen, 0
        while low < high:
            middle = (low + high) // 2
            if self._key(middle, keep=step < _KEPT_STEPS) < key:
                low = middle + 1
            else:
                high = middle
            step += 1
        return int(self._get_pos(self.indexbase + low * self.indexsize) if low < self.indexlen else self.endofdata)

    def _key(self, number: int, *, keep: bool) -> bytes:
        """The key of a number in the order of all keys."""
        key = self._kept_keys.get(number)
        if key is None:
            key, _ = self._entry(self._get_pos(self.indexbase + number * self.indexsize), _AHEAD)
            if keep:
                self._kept_keys[number] = key
        return key
