"""From texts to posting lists.

A stretch of text is a number as soon as it is read, so that a text is a row of numbers. What stands in a stretch is
looked up once for all texts when the posting lists are written, and numpy sorts the places by their terms.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from wgsm_archive.adapters.search.analysis import analyser
from wgsm_archive.adapters.search.analysis.analyser import Labels, Stretch
from wgsm_archive.adapters.search.whoosh_index.codec import TermPostings
from wgsm_archive.adapters.search.whoosh_index.postings import Ints

_AT_ONCE = 400_000  # places that are sorted at once: what is held in memory for it is some fifty bytes each
_MOST_SHARES = 32  # all texts are gone through for each share: more places are sorted at once where they are many
_NARROW = 1 << 16

Longs = npt.NDArray[np.int64]
_Key = TypeVar("_Key", str, Labels)


class FieldTexts:
    """What the documents of a segment that is being written say in one field."""

    def __init__(self, name: str, *, placed: bool) -> None:
        self._name = name
        self._placed = placed  # whether it is kept where in the text a term stands
        self._terms: dict[str, int] = {}
        self._known: dict[str, _Numbers[str]] = {}
        self._labels = _Numbers[Labels](analyser.label_stretch, self._number)
        # What stands in stretch s: terms and places at `ends[s]` to `ends[s + 1]`.
        self._lengths: list[int] = []
        self._ends = array("i", [0])
        self._term_of = array("i")
        self._place_of = array("i")
        # Documents in ascending order, how many stretches each has, and these stretches.
        self._documents = array("i")
        self._sizes = array("i")
        self._stretches = array("i")

    def add_text(self, docnum: int, language: str, text: str) -> int:
        """Read a document's text; returns how many places it has. Documents come in ascending order."""
        known = self._known.get(language)
        if known is None:
            known = self._known[language] = _Numbers[str](analyser.analyser_for(language).read, self._number)
        numbers = list(map(known.__getitem__, text.split()))
        self._add(docnum, numbers)
        return sum(map(self._lengths.__getitem__, numbers))

    def add_labels(self, docnum: int, labels: Labels) -> None:
        """Read the labels of a document's terms."""
        self._add(docnum, [self._labels[labels]])

    def _add(self, docnum: int, numbers: Sequence[int]) -> None:
        self._documents.append(docnum)
        self._sizes.append(len(numbers))
        self._stretches.extend(numbers)

    def _number(self, stretch: Stretch) -> int:
        for place, terms in stretch.words:
            for term in terms:
                self._term_of.append(self._terms.setdefault(term, len(self._terms)))
                self._place_of.append(place)
        self._ends.append(len(self._term_of))
        self._lengths.append(stretch.length)
        return len(self._lengths) - 1

    def postings(self) -> Iterator[TermPostings]:
        """The posting lists, sorted by term."""
        terms = [term.encode() for term in self._terms]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), dtype=np.int32)
        rank[order] = np.arange(len(terms), dtype=np.int32)
        inverted = _Inverted(
            terms=rank[_ints(self._term_of)],
            places=_ints(self._place_of),
            ends=_ints(self._ends),
            lengths=np.array(self._lengths, dtype=np.int32),
            stretches=np.frombuffer(self._stretches, dtype=np.int32),
            documents=_ints(self._documents),
            starts=np.cumsum([0, *self._sizes], dtype=np.int64),
        )
        for first, last in inverted.shares(len(terms)):
            yield from self._lists([terms[i] for i in order[first:last]], *inverted.share(first, last))

    def _lists(self, terms: Sequence[bytes], ranks: Ints, documents: Ints, places: Ints) -> Iterator[TermPostings]:
        """One posting list for each term, of places that are sorted by rank, document and place."""
        postings = _starts(ranks, documents)
        lists = _starts(ranks[postings])
        ends = [*postings.tolist(), len(ranks)]
        ids = documents[postings].tolist()
        counts = np.diff(ends).tolist()
        wide = bool(places.max(initial=0) >= _NARROW)
        width = 4 if wide else 2
        packed = places.astype(np.uint32 if wide else np.uint16).tobytes()
        for term, (at, to) in zip(terms, pairwise([*lists.tolist(), len(ids)]), strict=True):
            if self._placed:
                where = packed[ends[at] * width : ends[to] * width]
                yield TermPostings(self._name, term, ids[at:to], counts[at:to], where, wide)
            else:
                yield TermPostings(self._name, term, ids[at:to])


class _Numbers(dict[_Key, int], Generic[_Key]):
    """Stretches by their numbers; a new one is read and numbered when it is first asked for."""

    def __init__(self, read: Callable[[_Key], Stretch], number: Callable[[Stretch], int]) -> None:
        super().__init__()
        self._read: Callable[[_Key], Stretch] = read
        self._number = number

    def __missing__(self, stretch: _Key) -> int:
        number = self[stretch] = self._number(self._read(stretch))
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inverted:
    """All that the texts of a field say, to be sorted by its terms, which are numbered in their order.

    Stretch s says terms and places at `ends[s]` to `ends[s + 1]`, and takes so many places; document d consists of the
    stretches at `starts[d]` to `starts[d + 1]`.
    """

    terms: Ints
    places: Ints
    ends: Ints
    lengths: Ints
    stretches: Ints
    documents: Ints
    starts: Longs

    def shares(self, terms: int) -> Iterator[tuple[int, int]]:
        """Ranges of terms that together stand at some hundred thousand places."""
        used = np.bincount(self.stretches, minlength=len(self.lengths))
        so_far = np.cumsum(np.bincount(self.terms, weights=np.repeat(used, np.diff(self.ends)), minlength=terms))
        most = max(_AT_ONCE, so_far[-1] // _MOST_SHARES) if terms else 0
        first = 0
        while first < terms:
            before = so_far[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(so_far, before + most, side="right")))
            yield first, last
            first = last

    def share(self, first: int, last: int) -> tuple[Ints, Ints, Ints]:
        """Number, document and place of all that a range of terms stands at, sorted by them."""
        wanted = (self.terms >= first) & (self.terms < last)
        terms, places = self.terms[wanted] - first, self.places[wanted]
        ends = np.concatenate(([0], np.cumsum(wanted, dtype=np.int32)))[self.ends].astype(np.int32)
        parts = [self._part(ends, *slab) for slab in self._slabs()]
        at, documents, begins = (np.concatenate(column) for column in zip(*parts, strict=True))
        found = terms[at]
        # Numbers of two bytes are sorted by counting; documents and places already ascend.
        order = np.argsort(found.astype(np.uint16) if last - first < _NARROW else found, kind="stable")
        return found[order], documents[order], (places[at] + begins)[order]

    def _slabs(self) -> Iterator[tuple[int, int]]:
        """Ranges of documents, each with some hundred thousand stretches."""
        first, count = 0, len(self.documents)
        while first < count:
            last = int(np.searchsorted(self.starts, self.starts[first] + _AT_ONCE, side="right")) - 1
            last = min(count, max(first + 1, last))
            yield first, last
            first = last

    def _part(self, ends: Ints, first: int, last: int) -> tuple[Ints, Ints, Ints]:
        """Of a range of documents: which of the wanted stand there, in which document, and where their stretch begins.

        `ends` says which of the wanted each stretch says.
        """
        starts = self.starts[first : last + 1] - self.starts[first]
        stretches = self.stretches[self.starts[first] : self.starts[last]]
        sizes = np.diff(ends)[stretches]
        having = np.flatnonzero(sizes)
        sizes = sizes[having]
        upto = np.cumsum(sizes, dtype=np.int32)
        at = np.repeat(ends[stretches[having]] - (upto - sizes), sizes)
        at += np.arange(len(at), dtype=np.int32)
        so_far = np.concatenate(([0], np.cumsum(self.lengths[stretches], dtype=np.int32)))
        document = np.searchsorted(starts, having, side="right") - 1
        begins = (so_far[having] - so_far[starts[document]]).astype(np.int32)
        return at, np.repeat(self.documents[first + document], sizes), np.repeat(begins, sizes)


def _starts(*columns: Ints) -> Longs:
    """Where any of these columns changes."""
    new = np.ones(len(columns[0]), dtype=bool)
    new[1:] = False
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def _ints(numbers: array[int]) -> Ints:
    return np.array(numbers, dtype=np.int32)
