"""Parts of stories that were read aloud: which ones hold, and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select

from wgsm_archive.db.models import LanguageVersion, SpokenPart
from wgsm_archive.domain.case_study import TITLE
from wgsm_archive.services.media.rows import let_go
from wgsm_archive.services.whole_parts import PARTS
from wgsm_archive.services.work import Work

SPOKEN_PARTS = tuple(part for part in PARTS if part != TITLE)
"""The parts that can be read aloud: a title is said with the first of them."""


def heard(work: Work, version_id: int) -> Mapping[str, SpokenPart]:
    """What readers of a language version hear, by part; as far as the actor may."""
    rows = work.session.scalars(
        select(SpokenPart).where(SpokenPart.version_id == version_id, SpokenPart.holds.is_(True))
    )
    return {row.field: row for row in rows}


def take_out(work: Work, rows: Iterable[SpokenPart]) -> None:
    """Delete recordings for good, and their bytes as soon as that is committed."""
    for row in rows:
        stored = dict(row.stored)
        work.session.delete(row)
        work.after_commit.append(lambda stored=stored: let_go(work.tools.files, stored))  # type: ignore[misc]
    work.session.flush()


def count_heard(work: Work, version: LanguageVersion) -> None:
    """Say at the language version how many parts readers can hear."""
    with work.full_sight():
        held = select(func.count()).where(SpokenPart.version_id == version.id, SpokenPart.holds.is_(True))
        version.spoken_parts = work.session.scalar(held) or 0
