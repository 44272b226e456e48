"""The archive as the doors see it: ask for a unit of work on behalf of an actor."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from wgsm_archive.db.data_version import DataVersion
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.expiring import let_consent_end
from wgsm_archive.services.jobs.bell import Bell
from wgsm_archive.services.policy import Remembered
from wgsm_archive.services.transactions import transaction
from wgsm_archive.services.work import Tools


class Archive:
    """Holds the engine and the tools; gives out units of work."""

    def __init__(self, engine: Engine, tools: Tools) -> None:
        self.engine = engine
        self.tools = tools
        self.data_version = DataVersion(engine)
        self.bell = Bell()
        self.remembered = Remembered(tools.vocabularies)
        self._day: dt.date | None = None
        self._taking_over = threading.Lock()
        self._caught_up = ""

    @contextmanager
    def unit_of_work(self, actor: Actor, *, write: bool = False, said: str | None = None) -> Iterator[BoundWork]:
        """One actor's transaction: committed when the block ends well, undone when it raises.

        With `write` the worker is woken after the commit, so that what follows from the act is done at once.
        `said` is what `data_version` has just said, if it was asked.
        """
        self._turn_the_day()
        with transaction(self.engine, self.tools, actor, BoundWork, write=write) as work:
            self._take_over(work, write=write, said=said)
            yield work
        if write:
            self.bell.ring()

    def _turn_the_day(self) -> None:
        """Close what was allowed until yesterday before anybody reads today, whether or not a worker is at work."""
        today = self.tools.clock.now().date()
        if self._day == today:
            return
        with transaction(self.engine, self.tools, SYSTEM, BoundWork, write=True) as work:
            let_consent_end(work)
        self._day = today

    def catch_up(self, said: str | None = None) -> None:
        """Take over what stewards changed meanwhile; every unit of work begins so, too.

        `said` is what `data_version` has just said, if it was asked.
        """
        self._turn_the_day()
        if not self.data_version.is_cheap or (said or self.data_version.read()) != self._caught_up:
            with self.unit_of_work(ANONYMOUS):
                pass

    def _take_over(self, work: BoundWork, *, write: bool, said: str | None) -> None:
        # Whoever writes may have to wait for another writer, and nobody else must wait with them.
        if write or not self.data_version.is_cheap:
            self.remembered.catch_up(work)
            return
        with self._taking_over:
            # Read first: what is committed while we read is looked at once more by the next unit of work.
            version = said or self.data_version.read()
            if version != self._caught_up:
                self.remembered.catch_up(work)
                self._caught_up = version
