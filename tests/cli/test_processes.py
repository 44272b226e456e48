"""`wgsm serve --workers`: several processes at one address, of which each that ends is begun anew."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from tests.make import TEXTS, Made, a_case
from tests.served import Served
from wgsm_archive.app import create_app, create_archive
from wgsm_archive.cli import keeper
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.one_worker import WorkerLock
from wgsm_archive.settings import Settings

PATIENCE = 30.0


@pytest.fixture
def served(archive: Archive, settings: Settings, tmp_path: Path) -> Iterator[Served]:
    with Served(settings.instance, tmp_path / "server.log") as made:
        yield made


def test_both_answer_and_both_see_an_edit(archive: Archive, served: Served) -> None:
    parent = served.begin("--workers", "2")
    until(lambda: len(children(parent)) == 2)
    story = a_case(archive, texts={**TEXTS, "title": "Quixotl en el muelle"})
    until(lambda: finds(served, story))
    for one in children(parent):
        with alone(parent, one):
            assert finds(served, story)


def test_one_that_is_killed_is_begun_anew_and_does_the_work_of_the_one_before(archive: Archive, served: Served) -> None:
    parent = served.begin("--workers", "2")
    until(lambda: len(children(parent)) == 2)
    for round_ in range(2):
        first, second = children(parent)
        os.kill(first if round_ == 0 else second, signal.SIGKILL)
        assert ask(served, "/healthz") == "ok\n"  # the other one goes on
        until(lambda gone={first, second}: len(children(parent)) == 2 and set(children(parent)) != gone)  # type: ignore[misc]
    # Whichever of the two was the worker: what is published now is found.
    story = a_case(archive, texts={**TEXTS, "title": "Quixotl en el muelle"})
    until(lambda: finds(served, story))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_none_stays_when_the_one_they_come_from_ends(
    archive: Archive, settings: Settings, served: Served, how: signal.Signals
) -> None:
    parent = served.begin("--workers", "2")
    until(lambda: len(children(parent)) == 2)
    running = children(parent)
    served.kill(parent, how)
    if how is not signal.SIGKILL:
        assert not [one for one in running if is_there(one)]
    until(lambda: not [one for one in running if is_there(one)])
    # The worker let go of its lock, and nobody listens any more.
    with WorkerLock(archive.engine, settings.instance / "worker.lock"):
        pass
    with pytest.raises(OSError, match="refused"):
        ask(served, "/healthz")


def test_a_door_that_is_taken_is_said_in_one_line(
    archive: Archive, settings: Settings, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)  # serving moves it to the archive's folder
    served.begin()
    said = CliRunner().invoke(
        wgsm,
        ["serve", "--empty", "--workers", "2", "--port", str(served.port)],
        obj=Context(settings, lambda settings: archive, create_app),
    )
    assert said.exit_code == 1
    assert "in use" in said.output


def test_where_processes_cannot_be_forked_it_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    said = CliRunner().invoke(wgsm, ["serve", "--workers", "2"], obj=Context(settings, create_archive, create_app))
    assert said.exit_code == 1
    assert "leave out --workers" in said.output


def test_one_that_cannot_be_begun_is_tried_again(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    answers: list[OSError | int] = [OSError(11, "no room for one more"), 4321]

    def spawn(*_given: object, **_wishes: object) -> int:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(os, "posix_spawn", spawn)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    running: dict[int, int] = {}
    keeper._begin(running, {}, 1, ["serve"])
    assert running == {4321: 1}
    assert "serving process 2 cannot be begun: [Errno 11] no room for one more" in capfd.readouterr().err


def test_one_that_has_ended_already_keeps_nobody_from_ending_the_others():
    gone, stays = (subprocess.Popen(["sleep", seconds]) for seconds in ("0", "60"))
    gone.wait()
    keeper._end_all({gone.pid: 0, stays.pid: 1})
    assert not is_there(stays.pid)
    stays.wait()  # to tell Python, too


def ask(served: Served, path: str) -> str:
    with urlopen(f"{served.address}{path}", timeout=PATIENCE) as answer:  # noqa: S310 - our own
        return str(answer.read().decode())


def finds(served: Served, story: Made) -> bool:
    return story.public_id in ask(served, "/es/search?q=quixotl")


def children(parent: int) -> list[int]:
    """The processes that serve, oldest first."""
    lines = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    found = [line.split() for line in lines.splitlines()]
    return sorted(int(pid) for pid, of, state in found if int(of) == parent and not state.startswith("Z"))


def is_there(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


@contextmanager
def alone(parent: int, process: int) -> Iterator[None]:
    """Only this one of the processes runs."""
    others = [one for one in children(parent) if one != process]
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
