"""How much somebody has translated, for themselves; of the others, only what all have done together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from wgsm_archive.db.models import Case, LanguageVersion, SegmentNow, SegmentVersion, WordsOfMonth
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.services.translating.board import BegunVersion, listed_versions
from wgsm_archive.services.translating.lists import Listed
from wgsm_archive.services.work import Work

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MyWork:
    """What the actor has done. `months` are words of sources by month, the present one first; `together` those of all
    translators in the present month.
    """

    months: tuple[tuple[dt.date, int], ...]
    this_month: int
    together: int
    stories: Listed[BegunVersion]


def count_words(work: Work, language: str, words: int) -> None:
    """Count words that the actor has translated into a language just now."""
    if not words or work.actor.person_id is None:
        return
    key = (work.actor.person_id, work.month, language)
    row = work.session.get(WordsOfMonth, key, with_for_update=True)
    if row is None:
        row = WordsOfMonth(person_id=key[0], month=key[1], language=key[2], words=0)
        work.session.add(row)
    row.words += words


def my_work(work: Work, *, offset: int, limit: int) -> MyWork:
    """What the actor has translated: words by month, and the stories that hold paragraphs of theirs."""
    by_month = work.session.execute(
        select(WordsOfMonth.month, func.sum(WordsOfMonth.words))
        .where(WordsOfMonth.person_id == work.actor.person_id)
        .group_by(WordsOfMonth.month)
        .order_by(WordsOfMonth.month.desc())
        .limit(MONTHS_SHOWN)
    )
    months = tuple((month, int(words)) for month, words in by_month)
    together = work.session.scalar(select(func.sum(WordsOfMonth.words)).where(WordsOfMonth.month == work.month))
    written = (
        select(SegmentNow.version_id)
        .join(SegmentVersion, SegmentVersion.id == SegmentNow.segment_id)
        .where(SegmentVersion.person_id == work.actor.person_id, SegmentVersion.text != "")
    )
    stories = select(LanguageVersion).where(
        LanguageVersion.id.in_(written),
        LanguageVersion.origin != Origin.ORIGINAL,
        LanguageVersion.case_id.in_(select(Case.id).where(Case.state == CaseState.PUBLISHED)),
    )
    return MyWork(
        months=months,
        this_month=dict(months).get(work.month, 0),
        together=int(together or 0),
        stories=listed_versions(work, stories, offset, limit),
    )
