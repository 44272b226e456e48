"""A worker that is killed at any moment leaves an index that is whole, or that the next start makes whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.make import TEXTS, a_case
from wgsm_archive.db.models import Job
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, teller
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.checking import faults
from wgsm_archive.services.jobs.one_worker import OnlyOneWorker
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.reading.views import Question
from wgsm_archive.settings import Settings

ROUNDS = 12
ROOT = Path(__file__).parents[3]


class Killable:
    """Begins workers in other processes and kills them."""

    def __init__(self) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.services.jobs.killable"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def begin(self, instance: Path) -> int:
        assert self._program.stdin is not None
        self._program.stdin.write(f"{instance}\n")
        self._program.stdin.flush()
        return int(self._answer())

    def kill(self, number: int) -> None:
        os.kill(number, signal.SIGKILL)
        assert self._answer() == "ended"

    def close(self) -> None:
        self._program.kill()
        self._program.communicate()

    def _answer(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline().strip()


@pytest.fixture
def killable() -> Iterator[Killable]:
    made = Killable()
    yield made
    made.close()


def _found(archive: Archive) -> int:
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.find(Question(words="almadraba", limit=100), ("es",)).total


def _worker(archive: Archive, settings: Settings) -> Worker:
    return Worker(archive, settings.instance / "worker.lock")


def _waiting(archive: Archive) -> int:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalar(select(func.count()).select_from(Job)) or 0


def _until(reached: object, seconds: float = 30) -> None:
    assert callable(reached)
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@pytest.mark.timeout(300)
def test_after_a_kill_at_any_moment_the_index_is_whole_again(
    archive: Archive, settings: Settings, killable: Killable
) -> None:
    texts = {**TEXTS, "summary": "Paramos la almadraba. " * 40}
    chance, open_cases, kept_waiting = random.Random(1871), [], 0  # noqa: S311 - moments, not secrets
    for _round in range(ROUNDS):
        open_cases += [a_case(archive, texts=texts).id for _ in range(3)]
        with archive.unit_of_work(teller(open_cases[0]), write=True) as work:
            work.contributing.returning.hide()
        del open_cases[0]
        number = killable.begin(settings.instance)
        time.sleep(chance.uniform(0, 0.5))
        killable.kill(number)
        kept_waiting += _waiting(archive) > 0
        # What stands after the kill is asked at once: never an error, never what is hidden.
        assert _found(archive) <= len(open_cases)
        again = _worker(archive, settings)
        again.heal()
        again.run_once()
        assert _found(archive) == len(open_cases)
        with archive.unit_of_work(SYSTEM) as work:
            assert list(faults(work)) == []
    assert kept_waiting, "no kill came before the work was done: the trial shows nothing"


def test_one_worker_holds_the_lock_and_a_kill_lets_go_of_it(
    archive: Archive, settings: Settings, killable: Killable
) -> None:
    a_case(archive)
    number = killable.begin(settings.instance)
    _until(lambda: _waiting(archive) == 0)
    second = _worker(archive, settings)
    assert not second.start()
    with pytest.raises(OnlyOneWorker):
        second.run_forever()
    killable.kill(number)
    assert second.start()
    second.stop()


def test_of_two_workers_in_one_process_one_works(archive: Archive, settings: Settings) -> None:
    first, second = _worker(archive, settings), _worker(archive, settings)
    assert first.start()
    assert not second.start()
    first.stop()
    assert second.start()
    second.stop()
