"""A shelf at one moment whose segments know the places of words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from wgsm_archive.adapters.search.whoosh_index.postings import Ints, Longs, Mask
from wgsm_archive.adapters.search.whoosh_index.segment import Segment
from wgsm_archive.adapters.search.whoosh_index.snapshot import Snapshot

_MUCH_LONGER = 20
_FIT = 2**31  # numbers below it have room in four bytes, which is half the work

_Numbers: TypeAlias = npt.NDArray[np.signedinteger[Any]]


class _Words(NamedTuple):
    """Where one of some terms stands: the slots, how many places each has, and all these places in one.

    `is_sorted` says that slots come in ascending order, each once.
    """

    slots: Longs
    counts: Ints
    places: Ints
    is_sorted: bool

    def numbered(self, bits: int, room: int, candidates: Mask) -> _Numbers:
        """Each place in the candidate slots as slot * 2**bits + place, ascending; `room` is above all of them."""
        slots, counts, places = self.slots, self.counts, self.places
        keep = candidates[slots]
        if not keep.all():
            places = places[np.repeat(keep, counts)]
            slots, counts = slots[keep], counts[keep]
        every = np.repeat((slots << bits).astype(np.int32 if room <= _FIT else np.int64), counts)
        every += places
        return every if self.is_sorted else np.unique(every)


class PlacedSnapshot(Snapshot):
    """The segments of an index of Whoosh at one moment."""

    def __init__(self, segments: Sequence[Segment], deleted: Sequence[Ints]) -> None:
        super().__init__(segments, deleted)
        self.placed = tuple(segments)

    def prepare(self, lookups: Iterable[tuple[str, str]]) -> None:
        """Nothing: the postings are near."""

    def in_order(self, field: str, places: Sequence[tuple[int, Sequence[str]]], candidates: Mask) -> Longs:
        """The candidate slots where the words stand at the wanted distances."""
        none: Longs = np.empty(0, dtype=np.int64)
        # The rarest first: what comes after it is looked at in fewer slots.
        words = sorted(
            ((offset, self._read(field, terms, candidates)) for offset, terms in places),
            key=lambda one: len(one[1].places),
        )
        last = max((offset for offset, _ in words), default=0)
        bits = (max((int(word.places.max(initial=0)) for _, word in words), default=0) + last).bit_length()
        starts = None
        for offset, word in words:
            # All are moved to where the last word would stand, so that none comes to lie before its slot.
            here = word.numbered(bits, len(self) << bits, candidates)
            here = here + (last - offset) if offset < last else here
            starts = here if starts is None else _common(starts, here)
            if not len(starts):
                return none
            candidates = np.zeros_like(candidates)
            candidates[starts >> bits] = True
        return np.flatnonzero(candidates) if starts is not None else none

    def _read(self, field: str, terms: Sequence[str], wanted: Mask) -> _Words:
        """The places of some terms in the wanted slots."""
        found, last, in_order = [], -1, True
        for number, entry in (one for term in terms for one in self.entries(field, term)):
            documents, counts, places = self.placed[number].places(entry)
            slots = self.slot[documents + self._bases[number]].astype(np.int64)
            keep = (slots >= 0) & wanted[slots]
            if not keep.all():
                places = places[np.repeat(keep, counts)]
                slots, counts = slots[keep], counts[keep]
            if len(slots):
                # As a rule: cases are written one after another.
                in_order = in_order and slots[0] > last and bool((slots[1:] > slots[:-1]).all())
                last = int(slots[-1])
                found.append((slots, counts, places))
        if len(found) == 1:
            return _Words(*found[0], in_order)
        parts = [np.concatenate([np.empty(0, dtype=np.int32), *part]) for part in zip(*found, strict=True)]
        slots, counts, places = parts or [np.empty(0, dtype=np.int32)] * 3
        return _Words(slots.astype(np.int64), counts, places, in_order)


def _common(these: _Numbers, those: _Numbers) -> _Numbers:
    """The numbers that two ascending arrays without repetitions have in common."""
    few, many = (these, those) if len(these) < len(those) else (those, these)
    if len(few) * _MUCH_LONGER < len(many):
        at = np.minimum(np.searchsorted(many, few), len(many) - 1)
        return cast("_Numbers", few[many[at] == few])
    both = np.concatenate([few, many])
    both.sort()
    return cast("_Numbers", both[1:][both[1:] == both[:-1]])
