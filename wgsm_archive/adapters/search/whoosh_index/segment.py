"""One immutable segment of an index, read as arrays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import columns
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.util.numeric import byte_to_length

from wgsm_archive.adapters.search.whoosh_index.codec import blocks
from wgsm_archive.adapters.search.whoosh_index.layout import NUMBERS, TITLE, language_of
from wgsm_archive.adapters.search.whoosh_index.postings import (
    Floats,
    Ints,
    PackedPlaces,
    ids_of,
    unpack_places,
    weights_of,
)

_KEY = Struct("!H").pack
_DF = Struct("!I")
_EXTENT = Struct("!qi")
_INFO_SIZE = 23  # whoosh3.W3TermInfo before offset and length
_LENGTHS = np.array([byte_to_length(i) for i in range(256)], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the postings of a term lie, and in how many documents the term stands."""

    documents: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Profiles:
    """The different profiles in a segment: years, and facet codes of profile i at `codes[start[i]:start[i + 1]]`."""

    year_from: Ints
    year_to: Ints
    start: Ints
    codes: Ints
    values: tuple[tuple[str, str], ...]  # facet and value of each code


NO_YEAR = np.iinfo(np.int32).min


class Segment:
    """Terms, postings and columns of a segment. Nothing in it changes; deletions are kept elsewhere."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self.key: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        name = segment.make_filename(W3Codec.TERMS_EXT)
        self._terms = OrderedHashReader(storage.open_file(name), storage.file_length(name))
        self._postings = segment.open_file(storage, W3Codec.POSTS_EXT)
        self._field_ids: dict[str, int] = self._terms.extras["fieldmap"]
        self.fields = frozenset(self._field_ids)
        reader = segment.codec().per_document_reader(storage, segment)
        self.total_length: dict[str, int] = {name: reader.field_length(name) for name in self.fields}

    # -- terms and postings ----------------------------------------------------------------------------------------

    def find(self, field: str, term: str) -> Entry | None:
        """A term's entry in the lexicon, None when the segment does not have it."""
        number = self._field_ids.get(field)
        if number is None:
            return None
        for at, size in self._terms.ranges_for_key(_KEY(number) + term.encode()):
            return _entry(self._terms.dbfile.get(at, size))
        return None

    def beginning_with(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Terms that begin with a prefix, with the number of their documents; the first `most` in order of bytes."""
        number = self._field_ids.get(field)
        if number is None:
            return []
        start = _KEY(number) + prefix.encode()
        found: list[tuple[str, int]] = []
        for key, info in self._terms.items_from(start):
            if not key.startswith(start) or len(found) >= most:
                break
            found.append((key[2:].decode(), _entry(info).documents))
        return found

    def postings(self, entry: Entry) -> tuple[Ints, Floats]:
        """Documents of a term and how often it stands in each."""
        ids, counts = [], []
        for steps, weights, _ in blocks(self._postings.get(entry.offset, entry.size)):
            ids.append(ids_of(steps))
            counts.append(weights_of(weights, len(ids[-1])))
        if len(ids) == 1:
            return ids[0], counts[0]
        return np.concatenate(ids), np.concatenate(counts)

    def places(self, entry: Entry) -> tuple[Ints, Ints]:
        """Every place of a term: (document, place) as two arrays, ascending."""
        documents, places = [], []
        for steps, weights, values in blocks(self._postings.get(entry.offset, entry.size)):
            ids = ids_of(steps)
            documents.append(np.repeat(ids, weights_of(weights, len(ids)).astype(np.int64)))
            places += [values.places()] if isinstance(values, PackedPlaces) else [unpack_places(v) for v in values]
        return np.concatenate(documents), np.concatenate(places)

    def posting_lists(self) -> Iterator[tuple[str, bytes, tuple[Ints, Floats, list[bytes]]]]:
        """Every posting list, sorted by field name and term, for merging."""
        for name, number in sorted(self._field_ids.items()):
            start = _KEY(number)
            for key, info in self._terms.items_from(start):
                if not key.startswith(start):
                    break
                entry = _entry(info)
                ids, counts = self.postings(entry)
                yield name, key[2:], (ids, counts, self._values(entry))

    def _values(self, entry: Entry) -> list[bytes]:
        found: list[bytes] = []
        for _, _, values in blocks(self._postings.get(entry.offset, entry.size)):
            found += values.each() if isinstance(values, PackedPlaces) else values or ()
        return found

    # -- columns -----------------------------------------------------------------------------------------------------

    def _column(self, name: str, kind: str) -> npt.NDArray[Any]:
        """A column of numbers; documents at the end may be missing from the file and have zero."""
        file_name = W3Codec.column_filename(self._segment, name)
        found = np.zeros(self.size, dtype=kind)
        if self._storage.file_exists(file_name):
            file = self._storage.open_file(file_name)
            raw = np.frombuffer(file.content(), dtype=np.dtype(kind).newbyteorder(">"))
            found[: len(raw)] = raw
            file.close()
        return found

    def number(self, name: str) -> npt.NDArray[np.int64]:
        """A column of `layout.NUMBERS`."""
        return self._column(name, "i8" if NUMBERS[name] == "q" else "i4").astype(np.int64)

    def texts(self, name: str, documents: npt.NDArray[np.int64]) -> list[bytes]:
        """Values of a column of byte strings for some documents."""
        file_name = W3Codec.column_filename(self._segment, name)
        if not self._storage.file_exists(file_name):
            return [b""] * len(documents)
        file = self._storage.open_file(file_name)
        column = columns.VarBytesColumn().reader(file, 0, self._storage.file_length(file_name), self.size)
        found = [bytes(column[int(i)]) for i in documents]
        file.close()
        return found

    def lengths(self, field: str) -> Floats:
        """Length of a field in each document, zero where it has none."""
        bytes_ = self._column(f"_{field}_len", "u1")
        return np.where(bytes_ > 0, _LENGTHS[bytes_], np.float32(0)).astype(np.float32)

    @cached_property
    def version(self) -> npt.NDArray[np.int64]:
        """Version id of each document."""
        return self.number("version")

    @cached_property
    def case(self) -> npt.NDArray[np.int64]:
        """Case id of each document."""
        return self.number("case")

    @cached_property
    def text_lengths(self) -> dict[str, tuple[npt.NDArray[np.int64], Floats]]:
        """For each text field and the title: the documents that have it, and how long it is in each."""
        found = {}
        for name in self.fields:
            if name == TITLE or language_of(name) is not None:
                lengths = self.lengths(name)
                has = np.flatnonzero(lengths)
                found[name] = (has, lengths[has])
        return found

    @cached_property
    def kinds(self) -> tuple[Ints, list[tuple[str, frozenset[str]]]]:
        """Number of each document's kind, and the kinds: language tag and access labels."""
        _, first, numbers = np.unique(self.number("kind_key"), return_index=True, return_inverse=True)
        kinds = [json.loads(raw) for raw in self.texts("kind", first)]
        return numbers.astype(np.int32), [(language, frozenset(labels)) for language, labels in kinds]

    @cached_property
    def profile_numbers(self) -> tuple[Ints, npt.NDArray[np.int64]]:
        """Number of each document's profile, and the key of each profile."""
        keys, numbers = np.unique(self.number("profile_key"), return_inverse=True)
        return numbers.astype(np.int32), keys

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles by their numbers."""
        _, first = np.unique(self.number("profile_key"), return_index=True)
        known: dict[tuple[str, str], int] = {}
        start, codes, begins, ends = [0], [], [], []
        for raw in self.texts("profile", first):
            year_from, year_to, facets = json.loads(raw)
            begins.append(NO_YEAR if year_from is None else year_from)
            ends.append(NO_YEAR if year_to is None else year_to)
            for facet, values in facets.items():
                codes += [known.setdefault((facet, value), len(known)) for value in dict.fromkeys(values)]
            start.append(len(codes))
        year_from, year_to, starts, all_codes = (np.array(a, dtype=np.int32) for a in (begins, ends, start, codes))
        return Profiles(year_from, year_to, starts, all_codes, tuple(known))


def _entry(info: bytes) -> Entry:
    return Entry(_DF.unpack_from(info, 5)[0], *_EXTENT.unpack_from(info, _INFO_SIZE))
