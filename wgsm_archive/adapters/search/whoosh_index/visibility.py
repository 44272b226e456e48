"""Which documents of a shelf are open to somebody: looked up once for each set of labels, while the shelf stays so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wgsm_archive.adapters.search.whoosh_index.postings import Ints, Longs, Mask

_MOST = 16  # sets of labels that are kept: all visitors hold the same, members one each


class Open(NamedTuple):
    """The slots that are open to somebody, the units that have one of them, and the last day one was published on.

    Days are -1 where nothing is open. None of these may be changed.
    """

    slots: Mask
    units: Mask
    days: Longs


class Visibility:
    """What is open to whom. `kinds` are the labels of each kind of document, `numbers` the kind of each slot.

    `published` is the day of each slot, `start` the first slot of each unit.
    """

    def __init__(self, numbers: Ints, kinds: Sequence[frozenset[str]], published: Longs, start: Longs) -> None:
        self._numbers = numbers
        self._published = published
        self._start = start
        self._size = len(kinds)
        # Every case has a label of its own, so kinds are as many as documents.
        found: dict[str, list[int]] = {}
        for number, labels in enumerate(kinds):
            for label in labels:
                found.setdefault(label, []).append(number)
        self._kinds_with = {label: np.array(numbers, dtype=np.int64) for label, numbers in found.items()}
        self._known: dict[frozenset[str], Open] = {}

    def of(self, held: frozenset[str]) -> Open:
        """What carries one of these labels."""
        known = self._known.get(held)
        if known is None:
            known = self._look(held)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[held] = known
        return known

    def _look(self, held: frozenset[str]) -> Open:
        allowed = np.zeros(max(1, self._size), dtype=bool)
        for label in held:
            of_label = self._kinds_with.get(label)
            if of_label is not None:
                allowed[of_label] = True
        slots: Mask = allowed[self._numbers]
        units, days = slots, np.where(slots, self._published, -1)
        if len(slots):
            units, days = np.logical_or.reduceat(units, self._start), np.maximum.reduceat(days, self._start)
        for array in (slots, units, days):
            array.setflags(write=False)
        return Open(slots, units, days)
