"""What a connection is set up to do, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, String, cast, select

from wgsm_archive.db.access_guard import open_session
from wgsm_archive.db.models import Case, CaseSource

ALL = frozenset({"everything"})


@pytest.mark.parametrize("word", ["أرض", "ñ", "plain", 'a "quotation"', "\U0001f33e"])
def test_words_are_kept_in_lists_as_they_are_written(three: Engine, word: str) -> None:
    with open_session(three, ALL, write=True) as session:
        source = session.scalars(select(CaseSource).join(Case, CaseSource.case_id == Case.id)).first()
        assert source is not None
        source.supports = [word]
        session.commit()
        number = source.id
    with open_session(three, ALL, write=False) as session:
        kept, read = session.execute(
            select(cast(CaseSource.supports, String), CaseSource.supports).where(CaseSource.id == number)
        ).one()
    assert read == [word]
    assert kept == '["' + word.replace('"', '\\"') + '"]'


def test_half_a_letter_is_no_error(three: Engine) -> None:
    with open_session(three, ALL, write=True) as session:
        source = session.scalars(select(CaseSource)).first()
        assert source is not None
        source.supports = ["\ud83c"]
        session.commit()
        session.expire_all()
        assert source.supports == ["\ud83c"]
