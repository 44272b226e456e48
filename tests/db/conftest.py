"""Every test of rows runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.postgres import postgres_url
from wgsm_archive.db.base import Base
from wgsm_archive.db.engine import make_engine
from wgsm_archive.db.schema import migrate

_MISSING = "PostgreSQL is not installed: its half of these tests is left out"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    url = f"sqlite:///{tmp_path / 'rows.sqlite3'}"
    if request.param == "postgresql":
        found = postgres_url()
        if found is None:
            pytest.skip(_MISSING)
        url = found
    engine = make_engine(url)
    yield engine
    with engine.begin() as connection:
        if request.param == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()


@pytest.fixture
def engine(empty_engine: Engine, empty_database: Path) -> Engine:
    """A database with this version's tables."""
    if empty_engine.dialect.name == "sqlite":
        shutil.copyfile(empty_database, str(empty_engine.url.database))
    else:
        migrate(empty_engine)
    assert Base.metadata.tables
    return empty_engine
