"""Every test of rows runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.postgres import postgres_url
from wgsm_archive.db.access_guard import open_session
from wgsm_archive.db.base import Base
from wgsm_archive.db.engine import make_engine
from wgsm_archive.db.models import (
    Case,
    CaseLabel,
    CaseSource,
    CaseTerm,
    ConsentDecision,
    LanguageVersion,
    RenderedVersion,
    VersionLabel,
)
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.case_study import SourceType
from wgsm_archive.domain.consent import ConsentLevel

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


@pytest.fixture
def three(engine: Engine) -> Engine:
    """A public case, a network case, and one that nobody is let into."""
    with open_session(engine, frozenset({"everything"}), write=True) as session:
        for name, labels in (("open", ["public", "network"]), ("inner", ["network"]), ("shut", [])):
            case = Case(public_id=name, original_language="es", labels=[CaseLabel(label=one) for one in labels])
            version = LanguageVersion(
                case=case, language="es", title=name, labels=[VersionLabel(label=one) for one in labels]
            )
            session.add_all([case, version])
            session.flush()
            session.add(RenderedVersion(version_id=version.id, revision=1, renderer="1", sections={}, plain=name))
            session.add(CaseTerm(case_id=case.id, vocabulary="themes", term="land"))
            session.add(CaseSource(case_id=case.id, type=SourceType.MEDIA, title="100 %s", supports=["summary", "ñ"]))
            session.add(
                ConsentDecision(
                    case_id=case.id, number=1, level=ConsentLevel.NETWORK, uses=[], decided_on=dt.date(2026, 1, 1)
                )
            )
        session.commit()
    return engine
