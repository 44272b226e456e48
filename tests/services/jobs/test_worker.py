"""Jobs that fail: tried again after growing waits, given up in plain sight, and never in the way of others."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from tests.fakes import HeldClock
from tests.make import WorkerThread, a_case, index
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.db.models import (
    AuditEvent,
    CaseLabel,
    Job,
    LanguageVersion,
    RenderedVersion,
    SegmentNow,
    SegmentVersion,
    VersionLabel,
)
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.ports.search import SearchDocument, Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs import indexing, worker
from wgsm_archive.services.jobs.checking import MOST_ATTEMPTS, faults
from wgsm_archive.services.jobs.indexing import verify
from wgsm_archive.services.reactions import INDEX_CASE
from wgsm_archive.services.reading.views import Found, Question
from wgsm_archive.services.work import Work
from wgsm_archive.settings import Settings


def _jobs(archive: Archive) -> list[Job]:
    with archive.unit_of_work(SYSTEM) as work:
        return list(work.session.scalars(select(Job).order_by(Job.id)))


def _find(archive: Archive) -> Found:
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.find(Question(words="pescadores"), ("es",))


def _faults(archive: Archive) -> list[str]:
    with archive.unit_of_work(SYSTEM) as work:
        return list(faults(work))


def _say(archive: Archive, settings: Settings, *words: str) -> tuple[int, str]:
    context = Context(settings, lambda _settings: archive, lambda *_: None)  # type: ignore[arg-type]
    result = CliRunner().invoke(wgsm, list(words), obj=context)
    return result.exit_code, result.output


def _fail_for(monkeypatch: pytest.MonkeyPatch, *case_ids: int) -> None:
    real = indexing.documents_of

    def documents_of(work: Work, shelf: Shelf, wanted: Sequence[int]) -> list[SearchDocument]:
        if set(wanted) & set(case_ids):
            raise RuntimeError("the words of a story")
        return real(work, shelf, wanted)

    monkeypatch.setattr(indexing, "documents_of", documents_of)


def test_waits_grow_and_the_job_is_given_up_in_plain_sight(
    archive: Archive, settings: Settings, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_case(archive)
    _fail_for(monkeypatch, made.id)
    waits = []
    for _ in range(MOST_ATTEMPTS):
        index(archive)
        job = _jobs(archive)[0]
        waits.append(job.not_before - clock.now())
        index(archive)
        assert _jobs(archive)[0].attempts == job.attempts, "tried before its time"
        clock.moment = job.not_before
    assert waits[:3] == [dt.timedelta(seconds=30), dt.timedelta(seconds=60), dt.timedelta(seconds=120)]
    assert waits == sorted(waits)
    assert waits[-1] == dt.timedelta(hours=1)
    index(archive)
    job = _jobs(archive)[0]
    assert (job.attempts, job.last_error) == (MOST_ATTEMPTS, "RuntimeError")
    assert f"given up: {len(_jobs(archive))})" in _say(archive, settings, "status")[1]
    code, said = _say(archive, settings, "check")
    assert code == 1
    assert "was given up after 20 tries (RuntimeError)" in said
    assert "words of a story" not in said


def test_a_start_gives_what_was_given_up_another_chance(archive: Archive) -> None:
    a_case(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for job in work.session.scalars(select(Job)):
            job.attempts = MOST_ATTEMPTS
    index(archive)
    assert _jobs(archive)
    with WorkerThread(archive):
        end = time.monotonic() + 20
        while _jobs(archive) and time.monotonic() < end:
            time.sleep(0.05)
    assert _jobs(archive) == []
    assert _find(archive).total == 1


def test_one_story_that_cannot_be_read_does_not_hide_the_others(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [a_case(archive) for _ in range(4)]
    _fail_for(monkeypatch, made[1].id)
    index(archive)
    assert _find(archive).total == 3
    assert {job.case_id for job in _jobs(archive)} == {made[1].id}


def test_a_job_whose_story_vanished_is_done_and_leaves_nothing_behind(archive: Archive) -> None:
    gone, kept = a_case(archive), a_case(archive)
    index(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for table in (SegmentNow, SegmentVersion):
            work.session.execute(delete(table).where(table.version_id == gone.version_id))
        work.session.execute(delete(LanguageVersion).where(LanguageVersion.case_id == gone.id))
        for case_id in (gone.id, 987_654):
            work.session.add(Job(kind=INDEX_CASE, case_id=case_id, payload={}, not_before=work.now))
    index(archive)
    assert _jobs(archive) == []
    with archive.unit_of_work(SYSTEM) as work:
        for shelf in Shelf:
            assert set(work.tools.index.contents(shelf)) == {kept.version_id}
            assert verify(work, shelf).whole


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _scribble(file: Path) -> None:
    file.write_bytes(b"\xff" * file.stat().st_size)


@pytest.mark.parametrize("spoil", [_truncate, _scribble, Path.unlink], ids=["cut short", "garbage", "deleted"])
@pytest.mark.parametrize("with_job", [True, False], ids=["with a job", "while idle"])
def test_a_spoilt_index_is_made_anew_without_anybody(
    archive: Archive,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    *,
    spoil: Callable[[Path], None],
    with_job: bool,
) -> None:
    monkeypatch.setattr(worker, "_LOOK_OVER_EVERY", 0.1)
    a_case(archive)
    index(archive)
    for file in list(settings.index_folder.rglob("*")):
        if (file.is_file() and file.suffix in (".toc", ".seg")) or file.name.startswith("_MAIN"):
            spoil(file)
    if with_job:
        a_case(archive)
    wanted = 2 if with_job else 1
    with WorkerThread(archive):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            found = _find(archive)
            if not found.plain and found.total == wanted:
                break
            time.sleep(0.05)
    found = _find(archive)
    assert (found.plain, found.total) == (False, wanted)
    assert _faults(archive) == []


def _plant_label(archive: Archive, made_id: int, version_id: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(delete(CaseLabel).where(CaseLabel.case_id == made_id, CaseLabel.label == "public"))


def _plant_version_label(archive: Archive, made_id: int, version_id: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(VersionLabel(version_id=version_id, label="circle:7"))


def _plant_rendering(archive: Archive, made_id: int, version_id: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(delete(RenderedVersion).where(RenderedVersion.version_id == version_id))


def _plant_old_rendering(archive: Archive, made_id: int, version_id: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(RenderedVersion, version_id).revision = 99


def _plant_missing(archive: Archive, made_id: int, version_id: int) -> None:
    for shelf in Shelf:
        archive.tools.index.apply(shelf, [], [version_id])


def _plant_no_index(archive: Archive, made_id: int, version_id: int) -> None:
    for file in list(Path(str(archive.engine.url.database)).parent.rglob("*.toc")):
        file.unlink()


def _plant_change(archive: Archive, made_id: int, version_id: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        event = work.session.scalars(select(AuditEvent)).first()
        assert event is not None
        event.detail = {"level": "private"}


def _plant_lost_end(archive: Archive, made_id: int, version_id: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        last = work.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        work.session.delete(last)


def _plant_lost_middle(archive: Archive, made_id: int, version_id: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        first = work.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).first()
        work.session.delete(first)


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (_plant_label, "its access labels are not those of the rule"),
        (_plant_version_label, "its access labels are not those of the rule"),
        (_plant_rendering, "rendered from revision None, but 1 holds"),
        (_plant_old_rendering, "rendered from revision 99, but 1 holds"),
        (_plant_missing, "index differs from the database"),
        (_plant_no_index, "index is broken"),
        (_plant_change, "the trail is broken at event"),
        (_plant_lost_end, "the trail is broken at its end"),
        (_plant_lost_middle, "the trail is broken at event"),
    ],
)
def test_check_finds_what_does_not_agree_and_quotes_no_story(
    archive: Archive, settings: Settings, plant: Callable[[Archive, int, int], None], told: str
) -> None:
    made = a_case(archive)
    a_case(archive)
    index(archive)
    assert _say(archive, settings, "check") == (0, "Everything agrees.\n")
    plant(archive, made.id, made.version_id)
    code, said = _say(archive, settings, "check")
    assert code == 1
    assert told in said
    assert "huelga" not in said.lower()
