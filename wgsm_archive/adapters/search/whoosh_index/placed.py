"""A shelf at one moment whose segments know the places of words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from wgsm_archive.adapters.search.whoosh_index.postings import Ints, Longs, Mask
from wgsm_archive.adapters.search.whoosh_index.segment import Segment
from wgsm_archive.adapters.search.whoosh_index.snapshot import Snapshot

_MUCH_LONGER = 20


class PlacedSnapshot(Snapshot):
    """The segments of an index of Whoosh at one moment."""

    def __init__(self, segments: Sequence[Segment], deleted: Sequence[Ints]) -> None:
        super().__init__(segments, deleted)
        self.placed = tuple(segments)

    def prepare(self, lookups: Iterable[tuple[str, str]]) -> None:
        """Nothing: the postings are near."""

    def places(self, field: str, term: str, wanted: Mask) -> Longs:
        """Places of a term in the wanted slots, as slot * 2**32 + place, ascending."""
        found, last, in_order = [np.empty(0, dtype=np.int64)], -1, True
        for number, entry in self.entries(field, term):
            documents, counts, places = self.placed[number].places(entry)
            slots = self.slot[documents + self._bases[number]].astype(np.int64)
            keep = (slots >= 0) & wanted[slots]
            if not keep.all():
                places = places[np.repeat(keep, counts)]
                slots, counts = slots[keep], counts[keep]
            if not len(slots):
                continue
            # In order as a rule: cases are written one after another.
            in_order = in_order and slots[0] > last and bool((slots[1:] > slots[:-1]).all())
            last = int(slots[-1])
            every = np.repeat(slots << 32, counts)
            every += places
            found.append(every)
        every = found[-1] if len(found) <= 2 else np.concatenate(found)
        return every if in_order else np.sort(every, kind="stable")

    def in_order(self, field: str, places: Sequence[tuple[int, Sequence[str]]], candidates: Mask) -> Longs:
        """The candidate slots where the words stand at the wanted distances."""
        starts: Longs | None = None
        for offset, terms in places:
            every = [self.places(field, term, candidates) for term in terms]
            here = every[0] if len(every) == 1 else np.unique(np.concatenate(every))
            if offset:
                here = here - offset
            starts = here if starts is None else _common(starts, here)
            if not len(starts):
                break
            candidates = np.zeros_like(candidates)
            candidates[starts >> 32] = True
        return np.flatnonzero(candidates) if starts is not None and len(starts) else np.empty(0, dtype=np.int64)


def _common(these: Longs, those: Longs) -> Longs:
    """The numbers that two ascending arrays without repetitions have in common."""
    few, many = (these, those) if len(these) < len(those) else (those, these)
    if len(few) * _MUCH_LONGER < len(many):
        at = np.minimum(np.searchsorted(many, few), len(many) - 1)
        found: Longs = few[many[at] == few]
        return found
    # Sorting what consists of two ascending parts is one walk through both.
    both: Longs = np.sort(np.concatenate([few, many]), kind="stable")
    twice: Longs = both[1:][both[1:] == both[:-1]]
    return twice
