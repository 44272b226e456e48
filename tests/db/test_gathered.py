"""What hangs on a story is read as one value, in its order, and by nobody who may not read it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, Select, select

from wgsm_archive.db.access_guard import open_session
from wgsm_archive.db.gathered import gathered, read_gathered
from wgsm_archive.db.models import Case, CaseTerm
from wgsm_archive.domain.access import EVERYTHING

ALL = frozenset({EVERYTHING})
TERMS = [
    ("themes", "water"),
    ("themes", "housing"),
    ("strategies", "land-occupation"),
    *(("rights", f"r{n}") for n in range(20)),
]


def of_cases() -> Select[str, str]:
    terms = gathered(CaseTerm.position, CaseTerm.vocabulary, CaseTerm.term).where(CaseTerm.case_id == Case.id)
    return select(Case.public_id, terms.scalar_subquery()).order_by(Case.id)


def test_rows_come_in_their_order_and_to_whom_they_are_open(three: Engine) -> None:
    with open_session(three, ALL, write=True) as session:
        for case in session.scalars(select(Case)):
            case.terms = [CaseTerm(vocabulary=v, term=t, position=n) for n, (v, t) in reversed(list(enumerate(TERMS)))]
        session.commit()
    with open_session(three, ALL, write=False) as session:
        found = dict(session.execute(of_cases()).all())
        assert len(found) == 3
        assert [tuple(row) for row in read_gathered(found["open"])] == TERMS
    with open_session(three, frozenset({"public"}), write=False) as session:
        assert [row[0] for row in session.execute(of_cases())] == ["open"]
    with open_session(three, frozenset(), write=False) as session:
        assert not session.execute(of_cases()).all()


@pytest.mark.parametrize("value", [None, ""])
def test_where_nothing_hangs_there_are_no_rows(value: str | None) -> None:
    assert read_gathered(value) == []
