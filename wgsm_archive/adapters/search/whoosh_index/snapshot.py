"""A shelf at one moment: the living documents of all segments, ordered case by case, and what is counted on them.

Documents are renumbered into *slots* so that the versions of a case stand side by side, which makes "the best version
of each case" one call of numpy. Neighbouring slots of the same case and profile form a *unit*. A case is one unit,
except in the short time when some of its versions have been indexed anew and others have not, or when versions for
different readers differ in their facets; then only the units whose documents an asker may see count for that asker.
"""

from __future__ import annotations

import math
import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from wgsm_archive.adapters.search.whoosh_index.layout import LABELS, TITLE, language_of
from wgsm_archive.adapters.search.whoosh_index.postings import Floats, Ints, Longs, Mask
from wgsm_archive.adapters.search.whoosh_index.segment import NO_YEAR, Profiles
from wgsm_archive.adapters.search.whoosh_index.visibility import Visibility

K1 = 0.9
B = 0.4
"""BM25's constants as retrieval studies usually set them (Anserini): a word's first places count most, and a long text
is not held against its story as much as Whoosh (1.2, 0.75) does. `benchmarks/relevance.py` compares."""
_CACHED_POSTINGS = 4_000_000
"""Postings whose scores are kept in memory per shelf, eight bytes each."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 has to know of a field: the documents that have it, and their average length.

    Whoosh takes both over all documents. In an archive of many languages each text field is rare, and every text
    would look long and every word telling; so they are taken over the documents that have the field.
    """

    documents: int
    average: float

    def idf(self, with_term: int) -> float:
        """Inverse document frequency as Robertson and Spärck Jones have it, never negative."""
        return math.log(1 + (self.documents - with_term + 0.5) / (with_term + 0.5))


@dataclass(frozen=True, slots=True)
class Scored:
    """The slots where a term stands, ascending, what it adds to their score, and how telling it is."""

    slots: Ints
    scores: Floats
    idf: float


@dataclass(frozen=True, slots=True)
class Facets:
    """Which unit has which facet value: entries sorted by value code, and once more by unit."""

    units: Ints
    start: Ints  # entries of code c are units[start[c]:start[c + 1]]
    own: Ints
    own_start: Longs  # codes of unit u are own[own_start[u]:own_start[u + 1]]
    codes: Mapping[tuple[str, str], int]
    ranges: Mapping[str, tuple[int, int]]  # codes of a facet
    names: Sequence[str]  # value of each code


class SegmentRead(Protocol):
    """Documents whose columns are arrays and whose postings can be asked for; see `segment.Segment`.

    `find` gives an entry that only the segment itself can read; it tells in how many `documents` the term stands.
    """

    key: str
    size: int
    fields: frozenset[str]
    total_length: dict[str, float]
    version: Longs
    revision: Longs
    case: Longs
    published: Longs
    kinds: tuple[Ints, list[tuple[str, frozenset[str]]]]
    profile_keys: Longs
    profile_numbers: Ints
    profiles: Profiles
    text_lengths: dict[str, tuple[Longs, Floats]]

    def find(self, field: str, term: str) -> Any:
        """A term's entry, None when it stands nowhere."""
        ...

    def postings(self, entry: Any) -> tuple[Ints, Floats]:
        """Documents of a term and how often it stands in each."""
        ...

    def beginning_with(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Terms that begin with a prefix, with the number of their documents."""
        ...

    def title_keys(self) -> list[bytes]:
        """Collation key of the title of each document."""
        ...


class Snapshot(ABC):
    """A shelf at one moment. Built once, then only read, by any number of threads."""

    def __init__(self, segments: Sequence[SegmentRead], deleted: Sequence[Ints]) -> None:
        self.segments = tuple(segments)
        self._deleted = tuple(deleted)
        self._bases = np.cumsum([0, *(segment.size for segment in segments)]).astype(np.int64)
        self._cache: OrderedDict[tuple[str, str], Scored | None] = OrderedDict()
        self._cached = 0
        self._lock = threading.Lock()
        self.likenesses: dict[tuple[object, ...], Mapping[int, tuple[int, ...]]] = {}
        """What `likeness.alike` has found so far."""
        self.fields = frozenset().union(*(segment.fields for segment in segments))
        self.languages = tuple(sorted(filter(None, map(language_of, self.fields))))
        self._order()

    @abstractmethod
    def prepare(self, lookups: Iterable[tuple[str, str]]) -> None:
        """Called with all that a query looks up, before it does; where postings are far away, they are fetched now."""

    # -- slots and units -------------------------------------------------------------------------------------------

    def _order(self) -> None:
        total = int(self._bases[-1])
        living = np.ones(total, dtype=bool)
        for base, gone in zip(self._bases, self._deleted, strict=False):
            living[base + gone] = False
        documents = np.flatnonzero(living)
        case = self._joined([s.case for s in self.segments])[documents]
        profile = self._joined([s.profile_keys[s.profile_numbers] for s in self.segments])[documents]
        order = np.lexsort((documents, profile, case))
        self.documents: Longs = documents[order]
        self.slot = np.full(total, -1, dtype=np.int32)
        self.slot[self.documents] = np.arange(len(order), dtype=np.int32)
        case, profile = case[order], profile[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (case[1:] != case[:-1]) | (profile[1:] != profile[:-1])
        self.start: Longs = np.flatnonzero(new)
        self.unit: Ints = (np.cumsum(new) - 1).astype(np.int32)
        self.unit_case: Longs = case[self.start]
        alike = self.unit_case[1:] == self.unit_case[:-1]
        self.apart: Mask = np.zeros(len(self.start), dtype=bool)
        self.apart[1:] |= alike
        self.apart[:-1] |= alike
        self.parted = bool(alike.any())

    def _joined(self, columns: Sequence[npt.NDArray[np.int64]]) -> Longs:
        return np.concatenate([np.empty(0, dtype=np.int64), *columns])

    def __len__(self) -> int:
        return len(self.documents)

    def place(self, slot: int) -> tuple[int, int]:
        """Segment and document number of a slot."""
        document = int(self.documents[slot])
        number = int(np.searchsorted(self._bases, document, side="right")) - 1
        return number, document - int(self._bases[number])

    # -- columns by slot ---------------------------------------------------------------------------------------------

    @cached_property
    def version(self) -> Longs:
        """Version id."""
        return self._joined([s.version for s in self.segments])[self.documents]

    @cached_property
    def revision(self) -> Longs:
        """Revision that was indexed."""
        return self._joined([s.revision for s in self.segments])[self.documents]

    @cached_property
    def published(self) -> Longs:
        """Day of publication."""
        return self._joined([s.published for s in self.segments])[self.documents]

    @cached_property
    def title_rank(self) -> Ints:
        """Place of the title among all titles; equal titles share one."""
        keys: list[bytes] = []
        for segment in self.segments:
            keys += segment.title_keys()
        place = {key: i for i, key in enumerate(sorted(set(keys)))}
        return np.array([place[key] for key in keys], dtype=np.int32)[self.documents]

    @cached_property
    def kinds(self) -> tuple[Ints, list[tuple[str, frozenset[str]]]]:
        """Kind number of each slot; language and access labels of each kind."""
        known: dict[tuple[str, frozenset[str]], int] = {}
        parts = []
        for segment in self.segments:
            numbers, kinds = segment.kinds
            target = np.array([known.setdefault(kind, len(known)) for kind in kinds] or [0], dtype=np.int64)
            parts.append(target[numbers])
        return self._joined(parts)[self.documents].astype(np.int32), list(known)

    @cached_property
    def tongues(self) -> tuple[Ints, tuple[str, ...]]:
        """Number of each slot's language, and the languages."""
        numbers, kinds = self.kinds
        known: dict[str, int] = {}
        target = np.array([known.setdefault(language, len(known)) for language, _ in kinds] or [0], dtype=np.int32)
        return target[numbers], tuple(known)

    @cached_property
    def visibility(self) -> Visibility:
        """Which slots and units are open to whom."""
        numbers, kinds = self.kinds
        return Visibility(numbers, [labels for _, labels in kinds], self.published, self.start)

    # -- columns by unit ---------------------------------------------------------------------------------------------

    @cached_property
    def _profile_of_unit(self) -> list[tuple[Ints, Ints]]:
        """For each segment: the units whose first document lies in it, and that document's profile number."""
        first = self.documents[self.start]
        number = np.searchsorted(self._bases, first, side="right") - 1
        found = []
        for i, segment in enumerate(self.segments):
            units = np.flatnonzero(number == i).astype(np.int32)
            found.append((units, segment.profile_numbers[first[units] - self._bases[i]]))
        return found

    @cached_property
    def years(self) -> tuple[Ints, Ints]:
        """First and last year of each unit, `segment.NO_YEAR` where not told."""
        begins, ends = np.zeros((2, len(self.start)), dtype=np.int32)
        for segment, (units, numbers) in zip(self.segments, self._profile_of_unit, strict=True):
            begins[units] = segment.profiles.year_from[numbers]
            ends[units] = segment.profiles.year_to[numbers]
        return begins, ends

    @cached_property
    def facets(self) -> Facets:
        """Facet values of all units."""
        every = sorted({value for segment in self.segments for value in segment.profiles.values})
        codes = {value: code for code, value in enumerate(every)}
        units, found = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int32)]
        for segment, (own, numbers) in zip(self.segments, self._profile_of_unit, strict=True):
            profiles = segment.profiles
            size = profiles.start[numbers + 1] - profiles.start[numbers]
            ends = np.cumsum(size)
            at = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - size - profiles.start[numbers], size)
            target = np.array([codes[value] for value in profiles.values], dtype=np.int32)
            found.append(target[profiles.codes[at]] if len(at) else np.empty(0, dtype=np.int32))
            units.append(np.repeat(own, size))
        code, unit = np.concatenate(found), np.concatenate(units)
        # Values of which no living document is left must go: a count over an empty range would not be zero.
        used, codes_used = np.unique(code, return_inverse=True)
        values = [every[i] for i in used]
        codes = {value: number for number, value in enumerate(values)}
        order = np.argsort(codes_used, kind="stable")
        start = np.searchsorted(codes_used[order], np.arange(len(values) + 1)).astype(np.int32)
        ranges: dict[str, tuple[int, int]] = {}
        for number, (facet, _) in enumerate(values):
            ranges[facet] = (ranges.get(facet, (number, 0))[0], number + 1)
        own = codes_used[np.argsort(unit, kind="stable")].astype(np.int32)
        own_start = np.concatenate([[0], np.cumsum(np.bincount(unit, minlength=len(self.start)))]).astype(np.int64)
        return Facets(unit[order], start, own, own_start, codes, ranges, [value for _, value in values])

    def units_with(self, facet: str, values: Sequence[str]) -> Mask:
        """Units that carry one of these values."""
        mask: Mask = np.zeros(len(self.start), dtype=bool)
        for value in values:
            code = self.facets.codes.get((facet, value))
            if code is not None:
                mask[self.facets.units[self.facets.start[code] : self.facets.start[code + 1]]] = True
        return mask

    def units_during(self, first: int | None, last: int | None) -> Mask:
        """Units whose struggle overlaps the years; one whose beginning is not told is never in, an open end is."""
        begins, ends = self.years
        mask: Mask = (begins != NO_YEAR) | (ends != NO_YEAR)
        if first is not None:
            mask &= (ends == NO_YEAR) | (ends >= first)
        if last is not None:
            mask &= np.where(begins == NO_YEAR, ends, begins) <= last
        return mask

    # -- terms -------------------------------------------------------------------------------------------------------

    @cached_property
    def statistics(self) -> Mapping[str, Statistics]:
        """Statistics of the title and of each text field, deleted documents included, as Whoosh has it too."""
        found = {}
        for name in self.fields:
            if name == LABELS:
                found[name] = Statistics(int(self._bases[-1]), 1.0)
                continue
            documents = sum(len(s.text_lengths[name][0]) for s in self.segments if name in s.fields)
            length = sum(s.total_length[name] for s in self.segments if name in s.fields)
            found[name] = Statistics(documents, length / documents if documents else 1.0)
        return found

    @cached_property
    def _damping(self) -> dict[str, Floats]:
        """BM25's part that depends on the length of a text, by slot: one array for all languages, one for titles.

        A document has text in one language only, so its text fields can share an array.
        """
        found = {kind: np.zeros(int(self._bases[-1]), dtype=np.float32) for kind in (TITLE, "text")}
        for base, segment in zip(self._bases, self.segments, strict=False):
            for name, (documents, lengths) in segment.text_lengths.items():
                average = self.statistics[name].average
                found[TITLE if name == TITLE else "text"][base + documents] = K1 * ((1 - B) + B * lengths / average)
        return {kind: values[self.documents] for kind, values in found.items()}

    def entries(self, field: str, term: str) -> list[tuple[int, Any]]:
        """Where a term lies: segment number and entry, for the segments that have it."""
        found = ((number, segment.find(field, term)) for number, segment in enumerate(self.segments))
        return [(number, entry) for number, entry in found if entry is not None]

    def scored(self, field: str, term: str) -> Scored | None:
        """Where a term stands and its BM25F score there; None when no living document has it."""
        key = (field, term)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        made = self._score(field, term)
        self._remember(key, made)
        return made

    def _remember(self, key: tuple[str, str], made: Scored | None) -> None:
        with self._lock:
            if key not in self._cache:
                self._cache[key] = made
                self._cached += _cost(made)
            while self._cached > _CACHED_POSTINGS and len(self._cache) > 1:
                _, old = self._cache.popitem(last=False)
                self._cached -= _cost(old)

    def _score(self, field: str, term: str) -> Scored | None:
        entries = self.entries(field, term)
        if not entries:
            return None
        parts: list[tuple[Ints, Floats]] = []
        for number, entry in entries:
            ids, counts = self.segments[number].postings(entry)
            parts.append((self.slot[ids + self._bases[number] if number else ids], counts))
        slots, counts = parts[0]
        if len(parts) > 1:
            slots, counts = np.concatenate([s for s, _ in parts]), np.concatenate([c for _, c in parts])
        if len(self) < len(self.slot):  # some documents are deleted
            slots, counts = slots[slots >= 0], counts[slots >= 0]
        if not len(slots):
            return None
        idf = self.statistics[field].idf(sum(entry.documents for _, entry in entries))
        if field == LABELS:
            return Scored(slots, np.full(len(slots), idf, dtype=np.float32), idf)
        damping = self._damping[TITLE if field == TITLE else "text"][slots]
        scores: Floats = counts * np.float32(idf * (K1 + 1)) / (counts + damping)
        return Scored(slots, scores, idf)

    @abstractmethod
    def in_order(self, field: str, places: Sequence[tuple[int, Sequence[str]]], candidates: Mask) -> Longs:
        """The candidate slots where the words stand at the wanted distances."""


def _cost(made: Scored | None) -> int:
    """What a cached term counts; even an absent word takes memory."""
    return 50 + (len(made.slots) if made is not None else 0)
