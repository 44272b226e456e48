"""Writes Whoosh's own segment format, quicker and smaller, and reads its posting blocks as arrays.

A posting list is taken whole instead of posting by posting. Any Whoosh that can import this package reads the result.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from struct import Struct
from typing import Any

from whoosh.codec import whoosh3
from whoosh.util.numeric import length_to_byte

from wgsm_archive.adapters.search.whoosh_index.postings import PackedPlaces, small_array

BLOCK = 1024
"""Postings to a block."""
_PACKED_FROM = 12  # shorter blocks stay plain tuples, which pickle smaller
_INT = Struct("!i").pack
_KEY = Struct("!H").pack
_INFO = Struct("!BfIBBfIIqi").pack  # whoosh3.W3TermInfo followed by offset and length


@dataclass(slots=True)
class TermPostings:
    """All postings of one term of one field in a segment; `values` is empty for a field without places."""

    field: str
    term: bytes
    ids: list[int] = dataclasses.field(default_factory=list)
    counts: list[int] = dataclasses.field(default_factory=list)
    values: list[bytes] = dataclasses.field(default_factory=list)


class BlockCodec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's codec with a writer that takes whole posting lists."""

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """The writer of terms and postings."""
        return _FieldWriter(self, storage, segment)


class _FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
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
        start = self._postfile.tell()
        shortest, longest = 255, 0
        out = [whoosh3.WHOOSH3_HEADER_MAGIC]
        ids, counts = item.ids, item.counts
        for at in range(0, len(ids), BLOCK):
            part = ids[at : at + BLOCK]
            sizes = [length_of[i] for i in part] if length_of is not None else [0]
            shortest, longest = min(shortest, *sizes), max(longest, *sizes)
            data = _block(part, counts[at : at + BLOCK], item.values[at : at + BLOCK])
            top = float(max(counts[at : at + BLOCK])) if counts else 1.0
            info = pickle.dumps((len(part), part[-1], top, 0, min(sizes), max(sizes)), 2)
            size = len(info) + len(data)
            out += (_INT(size if at + BLOCK < len(ids) else -size), info, data)
        blob = b"".join(out)
        self._postfile.write(blob)
        total = float(sum(counts)) if counts else float(len(ids))
        top = float(max(counts)) if counts else 1.0
        key = _KEY(self._fieldid) + item.term
        self._tindex.add(key, _INFO(0, total, len(ids), shortest, longest, top, ids[0], ids[-1], start, len(blob)))


def _block(ids: list[int], counts: list[int], values: list[bytes]) -> bytes:
    steps = [ids[0], *(b - a for a, b in pairwise(ids))]
    if len(ids) < _PACKED_FROM:
        weights = tuple(map(float, counts)) if any(c != 1 for c in counts) else None
        return pickle.dumps((tuple(steps), weights, tuple(values) if values else None), 4)
    sizes = small_array(counts) if counts else None
    weights_kept = sizes if sizes is not None and any(c != 1 for c in counts) else None
    packed = PackedPlaces.of(values, sizes) if values and sizes is not None else None
    return pickle.dumps((small_array(steps), weights_kept, packed), 4)


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
