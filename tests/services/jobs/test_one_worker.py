"""Two workers could write a story that was taken back: on one PostgreSQL there is one, however many machines serve."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import waitress
from click.testing import CliRunner
from sqlalchemy import Engine, text

from tests.postgres import postgres_url
from wgsm_archive.app import create_archive
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.db.engine import make_engine
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.one_worker import OnlyOneWorker, WorkerLock
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.settings import Settings


@pytest.fixture
def url() -> str:
    found = postgres_url()
    if found is None:
        pytest.skip("PostgreSQL is not installed: these tests are left out")
    return found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = make_engine(url)
    yield made
    made.dispose()


def test_another_machine_gets_no_worker_until_the_first_ends(url: str, engine: Engine, tmp_path: Path) -> None:
    other = create_archive(Settings(instance=tmp_path / "b", database_url=url))
    second = Worker(other, tmp_path / "b" / "worker.lock")
    with WorkerLock(engine, tmp_path / "a" / "worker.lock") as first:
        first.make_sure()
        assert not second.start()
        with pytest.raises(OnlyOneWorker):
            second.run_forever()
    with WorkerLock(other.engine, tmp_path / "b" / "worker.lock"):
        pass
    other.engine.dispose()


def test_whoever_loses_the_connection_loses_the_lock_and_takes_it_again_when_it_is_free(
    engine: Engine, tmp_path: Path
) -> None:
    with WorkerLock(engine, tmp_path / "a") as first:
        with engine.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            )
        with WorkerLock(engine, tmp_path / "b"):
            for _ in range(2):  # it must not connect anew and think that it has the lock
                with pytest.raises(OnlyOneWorker):
                    first.make_sure()
        first.make_sure()
        with pytest.raises(OnlyOneWorker):
            WorkerLock(engine, tmp_path / "b")


def test_serving_goes_on_beside_another_worker_and_says_so(
    archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waitress, "serve", lambda *_given, **_named: None)
    monkeypatch.setattr(tempfile, "tempdir", None)
    context = Context(settings, lambda _settings: archive, lambda *_, **__: SimpleNamespace(config={}))  # type: ignore[arg-type]
    with WorkerLock(archive.engine, settings.instance / "worker.lock"):
        said = CliRunner().invoke(wgsm, ["serve", "--empty"], obj=context)
    assert said.exit_code == 0
    assert "this one serves only" in said.output
