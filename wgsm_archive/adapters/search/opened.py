"""What a process has opened of each shelf, kept for as long as it is what the index holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from wgsm_archive.ports.search import Shelf

Opened = TypeVar("Opened")


class OpenedShelves(Generic[Opened]):
    """One opened thing for each shelf, shared by all threads; while one of them opens it anew, the others wait."""

    def __init__(self) -> None:
        self._held: dict[Shelf, Opened] = {}
        self._opening = {shelf: threading.Lock() for shelf in Shelf}

    def fresh(
        self, shelf: Shelf, is_current: Callable[[Opened], bool], open_anew: Callable[[Opened | None], Opened]
    ) -> Opened:
        """What is opened of a shelf, opened anew when it is no longer current."""
        held = self._held.get(shelf)
        if held is not None and is_current(held):
            return held
        with self._opening[shelf]:
            held = self._held.get(shelf)
            if held is None or not is_current(held):
                held = self._held[shelf] = open_anew(held)
            return held
