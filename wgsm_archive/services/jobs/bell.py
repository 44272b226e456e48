"""Waking the worker of the same process, so that it need not wait for its next look at the outbox."""

from __future__ import annotations

import threading


class Bell:
    """Rung after a commit; the worker waits for it."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ring(self) -> None:
        """There may be something to do."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it rings, at most so long; whether it rang."""
        rang = self._event.wait(seconds)
        self._event.clear()
        return rang
