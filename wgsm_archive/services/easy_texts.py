"""Easy-read wordings as readers see them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from wgsm_archive.db.models import Case, EasyText
from wgsm_archive.domain.case_study import TITLE
from wgsm_archive.services.work import Work


def holding(work: Work, version_id: int) -> Mapping[str, EasyText]:
    """The wordings that readers of a language version see, by part; as far as the actor may read them."""
    rows = work.session.scalars(select(EasyText).where(EasyText.version_id == version_id, EasyText.holds.is_(True)))
    return {row.field: row for row in rows}


def render_easy(work: Work, case: Case, field: str, text: str) -> str:
    """A wording as HTML; a title is one line."""
    if field == TITLE:
        return work.tools.markup.line(text)
    return work.tools.markup.render(text, prefix=f"easy-{case.public_id}-{field}").html
