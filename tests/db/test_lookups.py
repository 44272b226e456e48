"""Statements that are run without the ORM around them see what every other statement sees, and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
from sqlalchemy import Engine, QueuePool, bindparam, event, select, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError, OperationalError

from wgsm_archive.db.access_guard import HELD, GuardedSession, ReadOnlyUnit, open_session
from wgsm_archive.db.engine import make_engine
from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import Case, CaseSource, LanguageVersion
from wgsm_archive.domain.access import CaseState

ALL = frozenset({"everything"})
STATEMENT = (
    select(Case.public_id.label("name"), Case.state, CaseSource.type, CaseSource.supports, LanguageVersion.title)
    .join(CaseSource, CaseSource.case_id == Case.id)
    .join(LanguageVersion, LanguageVersion.case_id == Case.id)
    .where(
        Case.public_id.in_(bindparam("names", expanding=True)),
        LanguageVersion.language == bindparam("language"),
        Case.state.in_((CaseState.DRAFT, CaseState.PUBLISHED)),
    )
    .order_by(Case.id)
)
IN_ORDER = Lookup(select(Case.public_id).order_by(Case.id))
ASKED: dict[str, Any] = {"names": ["open", "inner", "shut", "100%"], "language": "es"}


def test_it_is_narrowed_to_whoever_asks(three: Engine) -> None:
    lookup = Lookup(STATEMENT)
    everyone = [
        (ALL, ["open", "inner", "shut"]),
        (frozenset({"public"}), ["open"]),
        (frozenset(), []),
        (frozenset({"public", "network"}), ["open", "inner"]),
        (frozenset({"network", "person:7", "reviews"}), ["open", "inner"]),
    ]
    for held, names in (*everyone, *reversed(everyone)):
        with open_session(three, held, write=False) as session:
            assert [row.name for row in lookup.rows(session, **ASKED)] == names
            session.info[HELD] = frozenset()
            assert not lookup.rows(session, **ASKED)


def test_its_rows_are_those_of_the_orm(three: Engine) -> None:
    lookup = Lookup(STATEMENT)
    with open_session(three, ALL, write=False) as session:
        for names in (["open"], ["inner", "open"], [], ["open", "inner", "shut"]):
            asked = {**ASKED, "names": names}
            usual = session.execute(STATEMENT, asked).all()
            found = lookup.rows(session, **asked)
            assert [tuple(row) for row in found] == [tuple(row) for row in usual]
            assert [row._asdict() for row in found] == [row._asdict() for row in usual]
            assert [[type(value) for value in row] for row in found] == [
                [type(value) for value in row] for row in usual
            ]


def test_what_was_just_written_is_found(three: Engine) -> None:
    lookup = Lookup(select(Case.public_id).where(Case.original_language == bindparam("language")))
    with open_session(three, ALL, write=True) as session:
        session.add(Case(public_id="new", original_language="qu"))
        assert [row.public_id for row in lookup.rows(session, language="qu")] == ["new"]


def test_nothing_is_asked_with_a_value_missing(three: Engine) -> None:
    with open_session(three, ALL, write=False) as session, pytest.raises(InvalidRequestError):
        Lookup(STATEMENT).rows(session, names=["open"])


def test_what_goes_wrong_is_told_as_with_every_other_statement(three: Engine) -> None:
    lookup = Lookup(select(Case.public_id))
    with open_session(three, ALL, write=False) as session:
        assert lookup.rows(session)
        session.execute(text("DROP TABLE case_source"))
        with pytest.raises(DBAPIError):
            Lookup(select(CaseSource.title)).rows(session)
        session.rollback()


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql+psycopg://nobody@127.0.0.1:9/none"])
def test_a_database_that_is_away_is_told_as_with_every_other_statement(url: str) -> None:
    engine = make_engine(url)
    with open_session(engine, ALL, write=False) as session, pytest.raises(OperationalError):
        IN_ORDER.rows(session)
    engine.dispose()


def test_after_a_session_has_ended_its_lookups_are_on_its_next_connection(three: Engine) -> None:
    with open_session(three, ALL, write=False) as session:
        before = IN_ORDER.rows(session)
        session.rollback()
        assert IN_ORDER.rows(session) == before
        session.close()
        assert IN_ORDER.rows(session) == before


@pytest.mark.parametrize("first", ["lookup", "orm"])
def test_all_that_is_read_in_a_session_is_read_through_one_connection(three: Engine, first: str) -> None:
    pool = cast("QueuePool", three.pool)
    ways: dict[str, Callable[[GuardedSession], Sequence[str]]] = {
        "lookup": lambda session: [row.public_id for row in IN_ORDER.rows(session)],
        "orm": lambda session: session.scalars(select(Case.public_id).order_by(Case.id)).all(),
    }
    with open_session(three, ALL, write=False) as session:
        assert pool.checkedout() == 0
        for way in (first, *ways, first):
            assert ways[way](session) == ["open", "inner", "shut"]
            assert pool.checkedout() == 1
        session.add(Case(public_id="new", original_language="qu"))
        with pytest.raises(ReadOnlyUnit):
            session.flush()
    assert pool.checkedout() == 0
    with open_session(three, ALL, write=False) as session:
        ways[first](session)
    assert pool.checkedout() == 0


def test_who_listens_to_statements_hears_lookups(three: Engine) -> None:
    heard: list[str] = []

    def hear(connection: object, cursor: object, statement: str, *rest: object) -> None:
        heard.append(statement)

    lookup = Lookup(select(Case.public_id))
    event.listen(three, "before_cursor_execute", hear)
    try:
        with open_session(three, ALL, write=False) as session:
            lookup.rows(session)
    finally:
        event.remove(three, "before_cursor_execute", hear)
    assert any("public_id" in one for one in heard)
