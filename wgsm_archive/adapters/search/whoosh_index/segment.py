"""One immutable segment of an index, read as arrays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import columns
from whoosh.codec.whoosh3 import W3Codec
from whoosh.util.numeric import byte_to_length

from wgsm_archive.adapters.search.whoosh_index.codec import TermPostings, blocks, whole_list
from wgsm_archive.adapters.search.whoosh_index.layout import NUMBERS, TITLE, language_of
from wgsm_archive.adapters.search.whoosh_index.lexicon import Lexicon
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
        self._terms = Lexicon(storage.open_file(name), storage.file_length(name))
        self._postings = segment.open_file(storage, W3Codec.POSTS_EXT)
        self._field_ids: dict[str, int] = self._terms.extras["fieldmap"]
        self.fields = frozenset(self._field_ids)
        reader = segment.codec().per_document_reader(storage, segment)
        self.total_length: dict[str, float] = {name: reader.field_length(name) for name in self.fields}
        # Columns are read now: a later commit may remove the files while this segment is still searched.
        self.version = self.number("version")
        self.revision = self.number("revision")
        self.case = self.number("case")
        self.published = self.number("published")
        self.kinds = self._read_kinds()
        self.profile_keys, self.profile_numbers, self.profiles = self._read_profiles()
        self.text_lengths = self._read_lengths()
        self._title_keys = self._bytes_column("title_key")

    # -- terms and postings ----------------------------------------------------------------------------------------

    def find(self, field: str, term: str) -> Entry | None:
        """A term's entry in the lexicon, None when the segment does not have it."""
        number = self._field_ids.get(field)
        if number is None:
            return None
        value = self._terms.value_of(_KEY(number) + term.encode())
        return None if value is None else _entry(value)

    def beginning_with(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Terms that begin with a prefix, with the number of their documents; the first `most` in order of bytes."""
        number = self._field_ids.get(field)
        if number is None:
            return []
        start = _KEY(number) + prefix.encode()
        found: list[tuple[str, int]] = []
        for key, info in self._terms.beginning_at(start):
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

    def places(self, entry: Entry) -> tuple[Ints, Ints, Ints]:
        """Every place of a term: its documents, how many places it has in each, and all these places in one."""
        documents, counts, places = [], [], []
        for steps, weights, values in blocks(self._postings.get(entry.offset, entry.size)):
            documents.append(ids_of(steps))
            counts.append(weights_of(weights, len(documents[-1])).astype(np.int32))
            places += [values.places()] if isinstance(values, PackedPlaces) else [unpack_places(v) for v in values]
        return np.concatenate(documents), np.concatenate(counts), np.concatenate(places)

    def posting_lists(self) -> Iterator[TermPostings]:
        """Every posting list, sorted by field name and term, for merging."""
        for name, number in sorted(self._field_ids.items()):
            start = _KEY(number)
            for key, info in self._terms.beginning_at(start):
                if not key.startswith(start):
                    break
                entry = _entry(info)
                yield whole_list(name, key[2:], self._postings.get(entry.offset, entry.size))

    # -- columns -----------------------------------------------------------------------------------------------------

    def _column(self, name: str, kind: str) -> npt.NDArray[Any]:
        """A column of numbers; documents at the end may be missing from the file and have zero."""
        file = self._storage.open_file(W3Codec.column_filename(self._segment, name))
        raw = np.frombuffer(file.content(), dtype=np.dtype(kind).newbyteorder(">"))
        found = np.zeros(self.size, dtype=kind)
        found[: len(raw)] = raw
        return found

    def _bytes_column(self, name: str) -> Any:
        """A column of byte strings, by document number."""
        file = self._storage.open_file(W3Codec.column_filename(self._segment, name))
        return columns.VarBytesColumn().reader(file, 0, len(file.content()), self.size)

    def number(self, name: str) -> npt.NDArray[np.int64]:
        """A column of `layout.NUMBERS`."""
        return self._column(name, "i8" if NUMBERS[name] == "q" else "i4").astype(np.int64)

    def title_keys(self) -> list[bytes]:
        """Collation key of the title of each document."""
        return [bytes(key) for key in self._title_keys]

    def _read_lengths(self) -> dict[str, tuple[npt.NDArray[np.int64], Floats]]:
        """For each text field and the title: the documents that have it, and how long it is in each."""
        found = {}
        for name in self.fields:
            if name == TITLE or language_of(name) is not None:
                coded = self._column(f"_{name}_len", "u1")
                has = np.flatnonzero(coded)
                found[name] = (has, _LENGTHS[coded[has]])
        return found

    def _read_kinds(self) -> tuple[Ints, list[tuple[str, frozenset[str]]]]:
        """Number of each document's kind, and the kinds: language tag and access labels."""
        _, first, numbers = np.unique(self.number("kind_key"), return_index=True, return_inverse=True)
        column = self._bytes_column("kind")
        kinds = [json.loads(column[int(i)]) for i in first]
        return numbers.astype(np.int32), [(language, frozenset(labels)) for language, labels in kinds]

    def _read_profiles(self) -> tuple[npt.NDArray[np.int64], Ints, Profiles]:
        """Key of each profile, the number of each document's profile, and the profiles by their numbers."""
        keys, first, numbers = np.unique(self.number("profile_key"), return_index=True, return_inverse=True)
        column = self._bytes_column("profile")
        return keys, numbers.astype(np.int32), profiles_of([bytes(column[int(i)]) for i in first])


def profiles_of(values: Sequence[bytes]) -> Profiles:
    """Profiles as `layout` writes them, read into arrays."""
    known: dict[tuple[str, str], int] = {}
    start, codes, begins, ends = [0], [], [], []
    for value in values:
        begin, end, facets = json.loads(value)
        begins.append(NO_YEAR if begin is None else begin)
        ends.append(NO_YEAR if end is None else end)
        for facet, named in facets.items():
            codes += [known.setdefault((facet, one), len(known)) for one in dict.fromkeys(named)]
        start.append(len(codes))
    year_from, year_to, starts, of_profile = (np.array(a, dtype=np.int32) for a in (begins, ends, start, codes))
    return Profiles(year_from, year_to, starts, of_profile, tuple(known))


def _entry(info: bytes) -> Entry:
    return Entry(_DF.unpack_from(info, 5)[0], *_EXTENT.unpack_from(info, _INFO_SIZE))
