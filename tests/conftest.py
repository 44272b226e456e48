"""What all tests share: an archive of their own in a temporary folder, the app over it, a clock that stands still."""

from __future__ import annotations

import datetime as dt
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import HeldClock
from tests.once import made_once
from wgsm_archive.app import create_app, create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

_JOURNEYS = "tests/journeys/"
_OF_THE_SAMPLE = tuple(f"{_JOURNEYS}test_{name}.py" for name in ("access", "paper", "weight"))

_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes its own folder there, closed to others
_ROOM = 2 * 1024**3


def pytest_configure() -> None:
    """Keep what tests write in memory, where this machine offers it: thousands of small saves wait for no disk.

    The collector looks around seldom: a fifth of the time of all tests went into its walks.
    """
    gc.set_threshold(100_000, 50, 50)
    if os.access(_MEMORY, os.W_OK):
        place = os.statvfs(_MEMORY)
        if place.f_bavail * place.f_frsize >= _ROOM and not place.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Hand out tests by file: what those of one share is made once. Journeys are long, and go one by one."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - it is there where this is called

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if file in _OF_THE_SAMPLE:
                return "the sample archive in a browser"
            return nodeid if file.startswith(_JOURNEYS) else file

    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files whose tests may take longest: begun last, one of them would keep all processes waiting."""
    patience: dict[Path, float] = {}
    for item in items:
        mark = item.get_closest_marker("timeout")
        patience[item.path] = max(patience.get(item.path, 0), mark.args[0] if mark else 0)
    items.sort(key=lambda item: -patience[item.path])


def pytest_collection_finish() -> None:
    """Set aside what lives as long as the run, so that the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(dt.datetime(2026, 11, 25, 10, 30, tzinfo=dt.UTC))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path / "instance")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with this version's tables and nothing in them, to be copied: migrating for each test takes minutes."""
    settings = Settings(instance=tmp_path_factory.mktemp("empty"))
    made = create_archive(settings)
    migrate(made.engine)
    made.engine.dispose()
    return settings.instance / "archive.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    with made_once():
        yield


@pytest.fixture
def archive(settings: Settings, clock: HeldClock, empty_database: Path) -> Iterator[Archive]:
    made = create_archive(settings, clock=clock)
    shutil.copyfile(empty_database, settings.instance / empty_database.name)
    yield made
    made.engine.dispose()


@pytest.fixture
def app(archive: Archive, settings: Settings) -> Flask:
    made = create_app(settings, archive=archive)
    made.testing = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
