"""Killed again and again while people tell their stories: what was acknowledged is there, and there once."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.served import Served
from tests.web.contributing.tellers import Teller, Told
from wgsm_archive.db.models import Case, ConsentDecision, DraftWords, LanguageVersion, Revision
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing.tellers import case_for_code
from wgsm_archive.services.jobs.checking import faults
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.settings import Settings

KILLS = 100
TELLERS = 4
MOST_ANSWERS = 5
"""Kills come after up to so many answers: some as soon as the archive listens, some in the midst of its work."""


@pytest.fixture
def served(archive: Archive, settings: Settings, tmp_path: Path) -> Iterator[Served]:
    with Served(settings.instance, tmp_path / "server.log") as made:
        yield made


class Standing:
    """What stands in the database."""

    def __init__(self, archive: Archive) -> None:
        with archive.unit_of_work(SYSTEM) as work:
            newest: dict[int, Mapping[str, str]] = {}
            cases = {row.id: row.case_id for row in work.session.scalars(select(LanguageVersion))}
            rows = work.session.execute(select(Revision.version_id, Revision.texts).order_by(Revision.number))
            self.saves: Counter[int] = Counter()
            for version, texts in rows:
                newest[cases[version]] = texts
                self.saves[cases[version]] += 1
            self.texts = newest
            self.words = list(work.session.scalars(select(DraftWords.texts)))
            self.states = {row.id: row.state for row in work.session.scalars(select(Case))}
            self.decisions = Counter(work.session.scalars(select(ConsentDecision.case_id)))

    def lost(self, told: Told) -> list[str]:
        """What was acknowledged of a story and is not there."""
        mine = [texts for texts in self.texts.values() if any(told.word in text for text in texts.values())]
        found = {text for texts in mine for text in texts.values()}
        missing = [text for text in list(told.saved) if text not in found]
        # Unfinished words give way to the finished ones, even where the answer to the button was lost.
        if not any(set(told.kept) <= {*words.values()} for words in self.words) and not found >= set(told.finished):
            missing.append(f"unfinished {told.kept}")
        if len(mine) > 1:
            missing.append(f"there {len(mine)} times")
        return [f"{told.word}: {one}" for one in missing]


@pytest.mark.timeout(600)
def test_killed_a_hundred_times_while_stories_are_told(archive: Archive, settings: Settings, served: Served) -> None:
    enough, chance = threading.Event(), random.Random(1789)  # noqa: S311 - moments, not secrets
    people = [Teller(served.address, name, enough) for name in "abcdefgh"[:TELLERS]]
    number = served.begin()
    for person in people:
        person.start()
    for _ in range(KILLS):
        after(people, chance.randrange(MOST_ANSWERS))
        time.sleep(chance.uniform(0, 0.05))
        served.kill(number)
        standing = Standing(archive)
        assert [lost for person in people for told in person.told[-2:] for lost in standing.lost(told)] == []
        assert [person.problems for person in people if person.problems] == []
        number = served.begin()
    enough.set()
    for person in people:
        person.join(120)
    served.kill(number)
    assert [person.problems for person in people if person.problems] == []
    whole(archive, [told for person in people for told in person.told])
    worker = Worker(archive, settings.instance / "worker.lock")
    worker.heal()
    worker.run_once()
    with archive.unit_of_work(SYSTEM) as work:
        assert list(faults(work)) == []


def after(people: list[Teller], answers: int) -> None:
    """Wait until so many more answers have come, whatever the speed of this machine."""
    goal, end = sum(person.answers for person in people) + answers, time.monotonic() + 60
    while sum(person.answers for person in people) < goal and not any(person.problems for person in people):
        assert time.monotonic() < end, "nobody is answered"
        time.sleep(0.002)


def whole(archive: Archive, stories: list[Told]) -> None:
    """Every story is there once, sent, with all its answers; its code opens it, and no answer was saved twice."""
    standing = Standing(archive)
    assert [lost for told in stories for lost in standing.lost(told)] == []
    assert set(standing.states.values()) == {CaseState.SUBMITTED}
    assert len(standing.states) == len(stories) >= TELLERS
    with archive.unit_of_work(SYSTEM) as work:
        opened = [case_for_code(work, told.code) for told in stories]
    for told, case_id in zip(stories, opened, strict=True):
        assert case_id is not None, told.word
        assert standing.texts[case_id]["title"] == told.saved[0]
    assert set(standing.saves.values()) == {6}
    assert set(standing.decisions.values()) == {1}
