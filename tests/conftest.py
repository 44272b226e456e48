"""What all tests share: an archive of their own in a temporary folder, the app over it, a clock that stands still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import HeldClock
from wgsm_archive.app import create_app, create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(dt.datetime(2026, 11, 25, 10, 30, tzinfo=dt.UTC))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path / "instance")


@pytest.fixture
def archive(settings: Settings, clock: HeldClock) -> Iterator[Archive]:
    made = create_archive(settings, clock=clock)
    migrate(made.engine)
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
