"""From the documents that a query finds to a page of cases: who may see, filters, counts, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import numpy.typing as npt

from wgsm_archive.adapters.search.whoosh_index.execution import Execution, Found
from wgsm_archive.adapters.search.whoosh_index.plan import plan
from wgsm_archive.adapters.search.whoosh_index.postings import Floats, Ints, Longs, Mask
from wgsm_archive.adapters.search.whoosh_index.preference import NOT_READ, preferences
from wgsm_archive.adapters.search.whoosh_index.snapshot import Snapshot
from wgsm_archive.ports.search import Hit, SearchRequest, SearchResult, Sort, Why

Doubles = npt.NDArray[np.float64]
_MANY = 4  # of so many units less than one was found: the values of each are gone through, else the units of each value
_SOME = 3  # of so many slots less than one was found: the best of each unit is looked for among those alone
_FIRST, _SECOND, _THIRD = 6.0e6, 4.0e6, 2.0e6
"""What a version that the reader can read counts as the one to show: if the words stand in it, if only its labels
answer, if nothing of it does."""
_LIKED = 20.0  # so that a language that is read better counts more than all that a score can add, which is one


def answer(snapshot: Snapshot, request: SearchRequest) -> SearchResult:
    """Answer a request from a snapshot."""
    if not len(snapshot) or not request.held:
        return SearchResult((), 0, {facet: {} for facet in request.facets})
    return _Answer(snapshot, request).result()


@dataclass(slots=True)
class _Filters:
    """Masks over units: one per facet that is filtered, and one for the years."""

    facets: dict[str, Mask] = field(default_factory=dict)
    years: Mask | None = None

    def without(self, facet: str | None, units: Mask) -> Mask:
        """The units that pass every filter but that of one facet."""
        for name, mask in self.facets.items():
            if name != facet:
                units = units & mask
        return units if self.years is None else units & self.years


class _Answer:
    def __init__(self, snapshot: Snapshot, request: SearchRequest) -> None:
        self._snapshot = snapshot
        self._request = request
        self._open = snapshot.visibility.of(request.held)
        self._visible = self._open.slots
        tongue, tongues = snapshot.tongues
        liked = np.array(preferences(tongues, tuple(request.languages)), dtype=np.float32)
        self._liked: Floats = liked[tongue]

    def result(self) -> SearchResult:
        found, relaxed = self._find()
        mask = found.mask & self._visible
        score = np.where(mask, found.score * self._liked, np.float32(-1))
        best = self._best_of_units(mask, score)
        # What was found has no score below zero.
        units = self._one_per_case(self._without_excluded(best >= 0), best)
        filters = self._filters()
        shown = filters.without(None, units)
        order = self._page(found, shown, best, mask, score)
        counts = self._counts(filters, units, shown)
        return SearchResult(self._hits(order, found, mask, score), int(np.count_nonzero(shown)), counts, relaxed)

    def _best_of_units(self, mask: Mask, score: Floats) -> Floats:
        """The best score of each unit among the slots of a mask, -1 where it has none of them."""
        slots = np.flatnonzero(mask)
        if len(slots) > len(mask) // _SOME:
            return np.asarray(np.maximum.reduceat(score, self._snapshot.start))
        best: Floats = np.full(len(self._snapshot.start), -1, dtype=np.float32)
        if len(slots):
            unit = self._snapshot.unit[slots]
            begins = np.flatnonzero(np.concatenate(([True], unit[1:] != unit[:-1])))
            best[unit[begins]] = np.maximum.reduceat(score[slots], begins)
        return best

    # -- finding -----------------------------------------------------------------------------------------------------

    def _find(self) -> tuple[Found, bool]:
        wanted = plan(self._request.query, self._snapshot.languages)
        if wanted is None:
            everything = np.ones(len(self._snapshot), dtype=bool)
            return Found(everything, everything, np.zeros(len(self._snapshot), dtype=np.float32), 0.0), False
        execution = Execution(self._snapshot, self._cases)
        return execution.run(wanted), execution.relaxed

    def _cases(self, mask: Mask) -> int:
        """Cases that a mask of documents shows to this asker, before filters."""
        units = np.logical_or.reduceat(mask & self._visible, self._snapshot.start)
        return int(np.count_nonzero(self._without_excluded(units)))

    def _without_excluded(self, units: Mask) -> Mask:
        excluded = self._request.exclude_cases
        if not excluded:
            return units
        return units & ~np.isin(self._snapshot.unit_case, np.fromiter(excluded, dtype=np.int64))

    def _one_per_case(self, units: Mask, best: Floats) -> Mask:
        """Where a case has come apart into several units, keep the best one that was found."""
        if not self._snapshot.parted:
            return units
        # Few cases have: all others stay as they are.
        found = np.flatnonzero(units & self._snapshot.apart)
        case = self._snapshot.unit_case[found]
        order = np.lexsort((found, -best[found], case))
        first = np.ones(len(order), dtype=bool)
        first[1:] = case[order][1:] != case[order][:-1]
        kept = units & ~self._snapshot.apart
        kept[found[order[first]]] = True
        return kept

    # -- filters and counts --------------------------------------------------------------------------------------------

    def _filters(self) -> _Filters:
        found = _Filters()
        for facet, values in self._request.filters.items():
            if not values:
                continue
            found.facets[facet] = self._snapshot.units_with(facet, values)
        if self._request.year_from is not None or self._request.year_to is not None:
            found.years = self._snapshot.units_during(self._request.year_from, self._request.year_to)
        return found

    def _counts(self, filters: _Filters, units: Mask, shown: Mask) -> dict[str, Mapping[str, int]]:
        """How many units have each value of each facet: of those that pass all filters but that of the facet."""
        facets = self._snapshot.facets
        asked = [facet for facet in self._request.facets if facet in facets.ranges]
        alike = [facets.ranges[facet] for facet in asked if facet not in filters.facets]
        found: dict[str, Mapping[str, int]] = {facet: {} for facet in self._request.facets}
        # Facets without a filter count the same units: all that lie between them are gone through once.
        first, last = min((low for low, _ in alike), default=0), max((high for _, high in alike), default=0)
        together = self._count(first, last, shown)
        for facet in asked:
            low, high = facets.ranges[facet]
            if facet in filters.facets:
                counts = self._count(low, high, filters.without(facet, units))
            else:
                counts = together[low - first : high - first]
            found[facet] = {name: count for name, count in zip(facets.names[low:high], counts, strict=True) if count}
        return found

    def _count(self, low: int, high: int, units: Mask) -> list[int]:
        """How many of the units have each of a range of values."""
        if low == high:
            return []
        facets = self._snapshot.facets
        found = np.flatnonzero(units)
        counts: Longs
        if len(found) < len(units) // _MANY:
            begin, size = facets.own_start[found], facets.own_start[found + 1] - facets.own_start[found]
            ends = np.cumsum(size)
            at = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - size - begin, size)
            counts = np.bincount(facets.own[at], minlength=len(facets.names))[low:high]
        else:
            first, last = facets.start[low], facets.start[high]
            hit = units[facets.units[first:last]].astype(np.int32)
            counts = np.add.reduceat(hit, facets.start[low:high] - first)
        return cast("list[int]", counts.tolist())

    # -- order ---------------------------------------------------------------------------------------------------------

    def _page(self, found: Found, units: Mask, best: Floats, mask: Mask, score: Floats) -> Ints:
        every = np.flatnonzero(units)
        first, last = max(0, self._request.offset), max(0, self._request.offset) + max(0, self._request.limit)
        if first >= len(every) or first == last:
            return np.empty(0, dtype=np.int32)
        newest = self._newest(every)
        key: Doubles | Longs
        match self._request.sort:
            case Sort.OLDEST:
                key = -newest
            case Sort.TITLE:
                key = -self._titles(found, mask, score)[every].astype(np.int64)
            case Sort.RELEVANCE if self._request.query.words:
                key = best[every].astype(np.float64)
            case _:
                key = newest
        return every[_top(key, newest, last)[first:last]].astype(np.int32)

    def _newest(self, units: Longs) -> Longs:
        """Day of publication of what the asker may see, and the lower case number first within a day; never equal."""
        return (self._open.days[units] << 32) - units

    def _titles(self, found: Found, mask: Mask, score: Floats) -> Ints:
        """Rank of the title under which each unit is shown."""
        shown = self._display(found, mask, score)
        best = np.maximum.reduceat(shown, self._snapshot.start)
        rank = np.where(shown == best[self._snapshot.unit], self._snapshot.title_rank, np.iinfo(np.int32).max)
        return np.minimum.reduceat(rank, self._snapshot.start)

    # -- hits ----------------------------------------------------------------------------------------------------------

    def _display(self, found: Found, mask: Mask, score: Floats, part: slice | Longs = slice(None)) -> Doubles:
        """How well each slot stands for its case: what the reader can read first, found before merely there."""
        own, hit, visible = found.own[part], mask[part], self._visible[part]
        points, liked = score[part].astype(np.float64), self._liked[part].astype(np.float64)
        points = np.where(hit, points, 0.0)
        tier = np.where(hit, np.where(own, _FIRST, _SECOND), _THIRD)
        read = tier + _LIKED * liked + points / (1.0 + points)
        key = np.where(liked > NOT_READ, read, np.where(hit, points, -1.0))
        return np.asarray(np.where(visible, key, -2.0))

    def _hits(self, units: Ints, found: Found, mask: Mask, score: Floats) -> tuple[Hit, ...]:
        snapshot = self._snapshot
        ends = np.append(snapshot.start[1:], len(snapshot))
        parts = [np.arange(snapshot.start[unit], ends[unit]) for unit in units]
        slots = np.concatenate([np.empty(0, dtype=np.int64), *parts])
        # A case has a handful of versions: lists are quicker for these than arrays.
        display = self._display(found, mask, score, slots).tolist()
        scores = score[slots].tolist()
        own = (found.own[slots] & mask[slots]).tolist()
        hits, begin = [], 0
        for unit, part in zip(units.tolist(), parts, strict=True):
            here = slice(begin, begin + len(part))
            hits.append(self._hit(unit, int(part[0]), display[here], scores[here], own[here]))
            begin += len(part)
        return tuple(hits)

    def _hit(self, unit: int, begin: int, display: list[float], scores: list[float], own: list[bool]) -> Hit:
        """One case, of what is known of each of its slots, which begin at `begin`."""
        snapshot = self._snapshot
        shown = stands = display.index(max(display))
        if not self._request.query.words:
            why = Why.BROWSE
        elif own[shown]:
            why = Why.TEXT
        elif any(own):
            why = Why.OTHER_VERSION
            stands = max(range(len(own)), key=lambda i: (own[i], scores[i], -i))
        else:
            why = Why.LABEL
        tongue, tongues = snapshot.tongues
        return Hit(
            case_id=int(snapshot.unit_case[unit]),
            version_id=int(snapshot.version[begin + shown]),
            language=tongues[int(tongue[begin + shown])],
            score=max(0.0, *scores),
            why=why,
            found_in=int(snapshot.version[begin + stands]),
        )


def _top(key: Doubles | Longs, tie: Longs, most: int) -> Longs:
    """Places of the `most` greatest keys, greatest first; equal keys in descending order of `tie`."""
    places = np.arange(len(key))
    if most * 4 < len(key):
        limit = np.partition(key, len(key) - most)[len(key) - most]
        places = np.flatnonzero(key >= limit)
    return places[np.lexsort((-tie[places], -key[places]))][:most].astype(np.int64)
