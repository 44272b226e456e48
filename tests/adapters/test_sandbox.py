"""What is done with strangers' files is done by a process that can reach nothing and ends in time."""

from __future__ import annotations

import json
import os
import threading
import time

import pytest

from tests.warm_sandbox import COLD
from wgsm_archive.adapters import sandbox
from wgsm_archive.adapters.sandbox import Broken, Busy, Limits, Overrun, run

LIMITS = Limits(memory=400_000_000, answer=1_000_000, processor=2, clock=20)
TASKS = "tests.adapters.sandbox_tasks"


@pytest.fixture(autouse=True)
def _no_warm_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_started", COLD)


def test_a_task_answers():
    content = os.urandom(300_000)
    assert run(f"{TASKS}:turn", content, LIMITS) == content[::-1]


def test_a_task_reaches_nothing_and_is_told_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WGSM_DATABASE_URL", "postgresql://somebody:secret@example.org/archive")
    done, environment = json.loads(run(f"{TASKS}:reach_out", b"", LIMITS))
    assert done == []
    assert "secret" not in str(environment)


@pytest.mark.parametrize("task", ["eat", "spin", "talk"])
def test_a_greedy_task_is_stopped(task: str):
    with pytest.raises(Overrun):
        run(f"{TASKS}:{task}", b"", LIMITS)


def test_a_slow_task_is_stopped_by_the_clock():
    since = time.monotonic()
    with pytest.raises(Overrun):
        run(f"{TASKS}:sleep", b"x" * 1_000_000, Limits(400_000_000, 1_000, processor=2, clock=2))
    assert time.monotonic() - since < 20


@pytest.mark.parametrize("task", ["fail", "die"])
def test_a_task_that_breaks_says_nothing(task: str, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(Broken):
        run(f"{TASKS}:{task}", b"words of a story", LIMITS)
    assert "words of a story" not in "".join(capfd.readouterr())


def test_only_so_many_tasks_are_at_work(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "_places", threading.BoundedSemaphore(1))
    with sandbox._places, pytest.raises(Busy):
        run(f"{TASKS}:turn", b"x", Limits(400_000_000, 1_000, processor=1, clock=1))
    assert run(f"{TASKS}:turn", b"xy", LIMITS) == b"yx"
