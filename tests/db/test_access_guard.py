"""A session sees only what its labels open, however the question is put."""

import datetime as dt
import re
from typing import Any

import pytest
from sqlalchemy import Engine, and_, bindparam, delete, exists, func, literal, select, true, union, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Mapper, Session, aliased, selectinload

from wgsm_archive.db.access_guard import HELD, ReadOnlyUnit, _guarded_mappers, lasting, narrowed, open_session
from wgsm_archive.db.models import (
    Case,
    CaseLabel,
    CaseTerm,
    ConsentDecision,
    LanguageVersion,
    RenderedVersion,
    VersionLabel,
)
from wgsm_archive.domain.consent import ConsentLevel

ALL = frozenset({"everything"})


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        (frozenset(), set()),
        (frozenset({"public"}), {"open"}),
        (frozenset({"public", "network"}), {"open", "inner"}),
        (ALL, {"open", "inner", "shut"}),
    ],
)
def test_every_way_of_asking_is_narrowed(three: Engine, held: frozenset[str], seen: set[str]):
    with open_session(three, held, write=False) as session:
        assert set(session.scalars(select(Case.public_id))) == seen
        assert {case.public_id for case in session.scalars(select(Case))} == seen
        assert session.scalar(select(func.count()).select_from(Case)) == len(seen)
        assert set(session.scalars(select(LanguageVersion.title))) == seen
        assert set(session.scalars(select(RenderedVersion.plain))) == seen
        assert session.scalar(select(func.count()).select_from(CaseTerm)) == len(seen)
        joined = select(LanguageVersion.title).join(Case, Case.id == LanguageVersion.case_id)
        assert set(session.scalars(joined)) == seen
        inside = select(CaseLabel.case_id).where(CaseLabel.case_id.in_(select(Case.id)))
        assert len(set(session.scalars(inside))) == len(seen - {"shut"})
        loaded = session.scalars(select(Case).options(selectinload(Case.versions))).all()
        assert {version.title for case in loaded for version in case.versions} == seen


@pytest.mark.parametrize(
    ("held", "seen"), [(frozenset(), set()), (frozenset({"public"}), {"open"}), (ALL, {"open", "inner", "shut"})]
)
def test_rows_under_another_name_are_narrowed_wherever_they_stand(three: Engine, held: frozenset[str], seen: set[str]):
    case, version, term = aliased(Case), aliased(LanguageVersion), aliased(CaseTerm)
    anything = select(literal(1).label("one")).subquery()
    asked = [
        select(case.public_id),
        select(case.public_id).select_from(anything).join(case, true()),
        select(case.public_id).select_from(anything).outerjoin(case, true()).where(case.id.is_not(None)),
        select(version.title).select_from(anything).join(version, and_(version.id > 0, version.case_id > 0)),
        select(version.title).select_from(case).join(version, version.case_id == case.id),
        select(case.public_id).select_from(term).join(case, case.id == term.case_id),
        select(anything.c.one, case.public_id).join(case, true()).with_only_columns(case.public_id),
        lasting(select(case.public_id).select_from(anything).join(case, true())),
    ]
    with open_session(three, held, write=False) as session:
        for question in asked:
            assert set(session.scalars(question)) == seen, str(question)


@pytest.mark.parametrize("mapper", sorted(_guarded_mappers(), key=str), ids=lambda mapper: mapper.class_.__name__)
def test_every_clause_asks_about_the_row_at_hand(mapper: Mapper[Any]):
    """A clause that named the table itself beside another name of it would ask whether any row may be read."""
    other = aliased(mapper.class_, name="other")
    anything = select(literal(1).label("one")).subquery("anything")
    for question in (select(other), select(literal(1)).select_from(anything).join(other, true())):
        for held in (frozenset({"public", "network"}), frozenset({"reviewing", "network", "person:1"})):
            asked = str(narrowed(question, held).compile(dialect=sqlite.dialect()))
            table = mapper.local_table.name
            assert re.search(rf"\b{table} AS other\b", asked)
            assert not re.search(rf"\b{table}\b(?! AS )", asked), asked


def test_readers_never_see_what_is_between_tellers_and_facilitators(three: Engine):
    for held in (frozenset({"public"}), frozenset({"public", "network", "translating"})):
        with open_session(three, held, write=False) as session:
            assert session.scalars(select(ConsentDecision)).all() == []


def test_labels_of_one_session_never_reach_another(three: Engine):
    question = select(Case.public_id).order_by(Case.public_id)
    for _ in range(3):
        with open_session(three, frozenset({"network"}), write=False) as session:
            assert session.scalars(question).all() == ["inner", "open"]
        with open_session(three, frozenset({"public"}), write=False) as session:
            assert session.scalars(question).all() == ["open"]


def _asked_in_every_way(session: Session, names: list[str]) -> list[object]:
    case, version = aliased(Case), aliased(LanguageVersion)
    inside = exists(select(version.id).where(version.case_id == Case.id))
    both = union(select(Case.public_id), select(LanguageVersion.title))
    found = session.scalars(select(Case).options(selectinload(Case.versions))).all()
    session.execute(update(CaseTerm).values(term="water"))
    session.execute(delete(CaseTerm).where(CaseTerm.case_id.in_(select(case.id))))
    return [
        sorted(session.scalars(select(Case.public_id).where(inside, Case.public_id.in_(names)))),
        sorted(session.scalars(select(Case.public_id).where(Case.id.in_(select(case.id))))),
        sorted(session.scalars(both)),
        session.scalar(select(func.count()).select_from(Case).join(case, case.id == Case.id)),
        sorted(version.title for one in found for version in one.versions),
        sorted(session.scalars(select(ConsentDecision.case_id))),
    ]


def test_statements_are_compiled_once_for_all_tellers_and_each_sees_only_their_own(engine: Engine):
    seen, compiled = [], []
    with open_session(engine, ALL, write=True) as session:
        for number in (1, 2, 3):
            case = Case(id=number, public_id=f"case-{number}", original_language="es")
            case.labels = [CaseLabel(label=f"case:{number}"), CaseLabel(label="reviewing")]
            version = LanguageVersion(case=case, language="es", title=f"case-{number}")
            version.labels = [VersionLabel(label=f"case:{number}"), VersionLabel(label="reviewing")]
            session.add_all([case, version])
            session.flush()
            session.add(CaseTerm(case_id=number, vocabulary="themes", term="land"))
            decided = {"level": ConsentLevel.NETWORK, "uses": [], "decided_on": dt.date(2026, 1, 1)}
            session.add(ConsentDecision(case_id=number, number=1, **decided))
        session.commit()
    for number in (2, 1, 3):
        before = len(engine._compiled_cache)
        with open_session(engine, frozenset({"public", f"case:{number}"}), write=True) as session:
            seen.append(_asked_in_every_way(session, ["case-1", "case-2", "case-3"]))
            session.commit()
        compiled.append(len(engine._compiled_cache) - before)
        with open_session(engine, ALL, write=False) as session:
            assert number not in set(session.scalars(select(CaseTerm.case_id)))
            left = session.scalar(select(func.count()).select_from(CaseTerm))
            assert left == 3 - len(compiled)
    names = [f"case-{number}" for number in (2, 1, 3)]
    assert seen == [[[name], [name], [name], 1, [name], [int(name[-1])]] for name in names]
    assert compiled == [compiled[0], 0, 0] != [0, 0, 0]


def test_a_statement_that_was_not_filled_in_reads_nothing(three: Engine):
    three = three.execution_options(compiled_cache=None)
    with (
        open_session(three, frozenset({"network"}), write=False) as session,
        pytest.raises(StatementError, match="without the labels"),
    ):
        session.scalars(select(Case.public_id)).all()


def test_a_lookup_by_key_is_narrowed_too(three: Engine):
    with open_session(three, ALL, write=False) as session:
        inner = session.scalar(select(Case.id).where(Case.public_id == "inner"))
    with open_session(three, frozenset({"public"}), write=False) as session:
        assert session.get(Case, inner) is None
        assert session.info[HELD] == {"public"}


def test_a_unit_that_reads_cannot_write(three: Engine):
    with open_session(three, ALL, write=False) as session:
        session.add(Case(public_id="new", original_language="es"))
        with pytest.raises(ReadOnlyUnit):
            session.flush()


def test_what_is_loaded_in_the_wake_of_a_row_is_narrowed(three: Engine):
    with open_session(three, ALL, write=True) as session:
        case = session.scalars(select(Case).where(Case.public_id == "open")).one()
        session.add(LanguageVersion(case=case, language="hi", title="a draft"))
        session.commit()
    with open_session(three, frozenset({"public"}), write=False) as session:
        lazily = session.scalars(select(Case)).one()
        assert [version.title for version in lazily.versions] == ["open"]
        session.expire(lazily)
        assert lazily.public_id == "open"


def test_a_lasting_statement_is_narrowed_to_whoever_runs_it(three: Engine):
    asked = lasting(select(Case.public_id).where(Case.public_id.in_(bindparam("ids", expanding=True))))
    values = {"ids": ["open", "inner", "shut"]}
    everyone = (ALL, 3), (frozenset({"public"}), 1), (frozenset(), 0), (frozenset({"public", "network"}), 2)
    for held, count in (*everyone, *everyone):
        with open_session(three, held, write=False) as session:
            assert len(session.scalars(asked, values).all()) == count
            session.info[HELD] = ALL
            assert len(session.scalars(asked, values).all()) == 3
