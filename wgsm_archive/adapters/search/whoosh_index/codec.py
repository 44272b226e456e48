"""Writes Whoosh's own segment format, quicker and smaller, and reads its posting blocks as arrays.

A posting list is taken whole instead of posting by posting. Any Whoosh that can import this package reads the result.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator, Sequence
from hashlib import md5
from itertools import accumulate, pairwise
from pickle import dumps
from struct import Struct
from typing import Any, NamedTuple

from whoosh.codec import whoosh3
from whoosh.filedb import filetables
from whoosh.util.numeric import length_to_byte

from wgsm_archive.adapters.search.whoosh_index.postings import WIDTHS, PackedPlaces, each, joined, small_array

BLOCK = 1024
"""Postings to a block."""
_PACKED_FROM = 12  # shorter blocks stay plain tuples, which pickle smaller
_INT = Struct("!i").pack
_SIZES = Struct("!ii").pack  # of key and value, in a table of terms
_POINTER = Struct("!Iq").pack  # hash and position, in a table of terms
_KEY = Struct("!H").pack
_INFO = Struct("!BfIBBfIIqi").pack  # whoosh3.W3TermInfo followed by offset and length


def hash_of(key: bytes) -> int:
    """The number by which a table of terms knows a key: the low 32 bits of its digest (`filetables.md5_hash`)."""
    return int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")


class TermPostings(NamedTuple):
    """All postings of one term of one field in a segment; a field without places has neither counts nor places."""

    field: str
    term: bytes
    ids: list[int]
    counts: Sequence[int] = ()
    places: bytes = b""  # posting after posting, each place in two bytes, or in four
    wide: bool = False  # whether in four


class BlockCodec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's codec with a writer that takes whole posting lists."""

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """The writer of terms and postings."""
        return _FieldWriter(self, storage, segment)


class _TermsFile(filetables.OrderedHashWriter):  # type: ignore[misc]
    """Goes on with a table of terms that Whoosh began; counts where it stands instead of asking the file."""

    lastkey: bytes

    def __init__(self, begun: filetables.OrderedHashWriter) -> None:
        self.__dict__.update(begun.__dict__)
        self._at: int = begun.dbfile.tell()
        self._put = begun.dbfile.file.write

    def add(self, key: bytes, value: bytes) -> None:
        """Write a term; terms come in order."""
        if key <= self.lastkey:
            raise ValueError(f"terms must increase: {self.lastkey!r}, {key!r}")
        entry = _SIZES(len(key), len(value)) + key + value
        self._put(entry)
        self.index.append(self._at)
        hashed = hash_of(key)
        self.buckets[hashed & 255].append((hashed, self._at))
        self._at += len(entry)
        self.lastkey = key

    def _write_hashes(self) -> None:
        for bucket in self.buckets:
            count = 2 * len(bucket)
            hashes, positions = [0] * count, [0] * count  # nothing lies at position 0
            for hashed, position in bucket:
                slot = (hashed >> 8) % count
                while positions[slot]:
                    slot = (slot + 1) % count
                hashes[slot], positions[slot] = hashed, position
            self.directory.append((self.dbfile.tell(), count))
            self.dbfile.write(b"".join(map(_POINTER, hashes, positions)))


class _FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    _tindex: Any

    def __init__(self, codec: BlockCodec, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._tindex = _TermsFile(self._tindex)
        self._written: int = self._postfile.tell()
        self._put = self._postfile.file.write

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[TermPostings]) -> None:
        """Write posting lists; they come sorted by field and term."""
        current: str | None = None
        length_of: dict[int, int] | None = None
        for item in items:
            if item.field != current:
                if current is not None:
                    self.finish_field()
                current = item.field
                self.start_field(current, schema[current])
                length_of = _Lengths(lengths, current) if schema[current].scorable else None
            self._add_list(item, length_of)
        if current is not None:
            self.finish_field()

    def _add_list(self, item: TermPostings, length_of: dict[int, int] | None) -> None:
        ids, counts = item.ids, item.counts
        if len(ids) == 1:  # most terms of a small segment
            self._add_one(item, length_of)
            return
        shortest, longest, top = 255, 0, 1
        out = [whoosh3.WHOOSH3_HEADER_MAGIC]
        begin = 0
        for at in range(0, len(ids), BLOCK):
            part, times = ids[at : at + BLOCK], counts[at : at + BLOCK]
            sizes = [length_of[i] for i in part] if length_of is not None else [0]
            least, most, often = min(sizes), max(sizes), max(times, default=1)
            shortest, longest, top = min(shortest, least), max(longest, most), max(top, often)
            end = begin + sum(times) * (4 if item.wide else 2)
            data = _block(part, times, item.places[begin:end], item.wide, often)
            begin = end
            info = dumps((len(part), part[-1], float(often), 0, least, most), 2)
            size = len(info) + len(data)
            out += (_INT(size if at + BLOCK < len(ids) else -size), info, data)
        self._write(item, b"".join(out), float(sum(counts) if counts else len(ids)), float(top), (shortest, longest))

    def _add_one(self, item: TermPostings, length_of: dict[int, int] | None) -> None:
        docnum = item.ids[0]
        length = length_of[docnum] if length_of is not None else 0
        weight = float(item.counts[0]) if item.counts else 1.0
        values = (WIDTHS[item.wide] + item.places,) if item.places else None
        data = dumps(((docnum,), (weight,) if weight != 1.0 else None, values), 4)
        info = dumps((1, docnum, weight, 0, length, length), 2)
        blob = b"".join((whoosh3.WHOOSH3_HEADER_MAGIC, _INT(-len(info) - len(data)), info, data))
        self._write(item, blob, weight, weight, (length, length))

    def _write(self, item: TermPostings, blob: bytes, total: float, top: float, lengths: tuple[int, int]) -> None:
        self._put(blob)
        ids = item.ids
        info = _INFO(0, total, len(ids), *lengths, top, ids[0], ids[-1], self._written, len(blob))
        self._tindex.add(_KEY(self._fieldid) + item.term, info)
        self._written += len(blob)


def _block(ids: list[int], counts: Sequence[int], places: bytes, wide: bool, top: int) -> bytes:  # noqa: FBT001
    """The triple of one block; `top` is the greatest of its counts."""
    steps = [ids[0], *(b - a for a, b in pairwise(ids))]
    if len(ids) < _PACKED_FROM:
        weights = tuple(map(float, counts)) if top != 1 else None
        return dumps((tuple(steps), weights, tuple(each(places, counts, wide=wide)) or None), 4)
    sizes = small_array(counts) if counts else None
    packed = PackedPlaces(wide, sizes, places) if sizes is not None else None
    return dumps((small_array(steps), sizes if top != 1 else None, packed), 4)


class _Lengths(dict[int, int]):
    """Length bytes of the documents of one field, asked for once each."""

    def __init__(self, lengths: Any, name: str) -> None:
        super().__init__()
        self._lengths = lengths
        self._name = name

    def __missing__(self, docnum: int) -> int:
        self[docnum] = byte = int(length_to_byte(self._lengths.doc_field_length(docnum, self._name)))
        return byte


def blocks(data: bytes) -> Iterator[tuple[Any, Any, Any]]:
    """The (steps, weights, values) of each block of one posting list as it lies in the postings file.

    Raises ValueError when `data` is no posting list written by `BlockCodec`.
    """
    if data[:4] != whoosh3.WHOOSH3_HEADER_MAGIC:
        raise ValueError("not a posting list")
    stream = io.BytesIO(data)
    stream.seek(4)
    last = False
    while not last:
        last = int.from_bytes(stream.read(4), "big", signed=True) < 0
        pickle.load(stream)  # noqa: S301 - our own index; the information that Whoosh skips blocks by
        yield pickle.load(stream)  # noqa: S301


def whole_list(field: str, term: bytes, data: bytes) -> TermPostings:
    """A posting list as it lies in the postings file, read whole. Raises ValueError as `blocks` does."""
    ids: list[int] = []
    counts: list[int] = []
    placed: list[tuple[bytes, bool]] = []
    for steps, weights, values in blocks(data):
        ids += accumulate(steps)
        if values is None:
            continue
        counts += map(int, weights) if weights is not None else [1] * len(steps)
        if isinstance(values, PackedPlaces):
            placed.append((values.raw, values.wide))
        else:
            placed += ((value[1:], value[:1] == WIDTHS[True]) for value in values)
    places, wide = joined(placed)
    return TermPostings(field, term, ids, counts, places, wide)
