"""A shelf at one moment whose segments know the places of words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from wgsm_archive.adapters.search.whoosh_index.postings import Ints
from wgsm_archive.adapters.search.whoosh_index.segment import Segment
from wgsm_archive.adapters.search.whoosh_index.snapshot import Longs, Mask, Snapshot


class PlacedSnapshot(Snapshot):
    """The segments of an index of Whoosh at one moment."""

    def __init__(self, segments: Sequence[Segment], deleted: Sequence[Ints]) -> None:
        super().__init__(segments, deleted)
        self.placed = tuple(segments)

    def prepare(self, lookups: Iterable[tuple[str, str]]) -> None:
        """Nothing: the postings are near."""

    def places(self, field: str, term: str, wanted: Mask) -> Longs:
        """Places of a term in the wanted slots, as slot * 2**32 + place, ascending."""
        found = [np.empty(0, dtype=np.int64)]
        for number, entry in self.entries(field, term):
            documents, places = self.placed[number].places(entry)
            slots = self.slot[documents + self._bases[number]].astype(np.int64)
            keep = (slots >= 0) & wanted[slots]
            found.append((slots[keep] << 32) + places[keep])
        return np.sort(np.concatenate(found))

    def in_order(self, field: str, places: Sequence[tuple[int, Sequence[str]]], candidates: Mask) -> Longs:
        """The candidate slots where the words stand at the wanted distances."""
        starts: Longs | None = None
        for offset, terms in places:
            every = [self.places(field, term, candidates) for term in terms]
            here = (every[0] if len(every) == 1 else np.sort(np.concatenate(every))) - offset
            starts = here if starts is None else _common(starts, here)
            if not len(starts):
                break
            candidates = np.zeros_like(candidates)
            candidates[starts >> 32] = True
        return np.flatnonzero(candidates) if starts is not None and len(starts) else np.empty(0, dtype=np.int64)


def _common(these: Longs, those: Longs) -> Longs:
    """The numbers of one ascending array that are in another."""
    if not len(those):
        return those
    at = np.minimum(np.searchsorted(those, these), len(those) - 1)
    found: Longs = these[those[at] == these]
    return found
