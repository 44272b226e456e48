"""How far the whole archive is in each language, and what readers wait for there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case as either
from sqlalchemy import func, select

from wgsm_archive.db.models import Case, LanguageVersion, TranslationRequest
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class LanguageProgress:
    """A language: stories that can be read in it by title and summary at least, those that are whole, those behind.

    `words` is how much of them was translated, in words of the originals; `asked` how often readers asked for more.
    """

    language: str
    stories: int
    whole: int
    behind: int
    words: int
    asked: int


def progress(work: Work) -> tuple[LanguageProgress, ...]:
    """All languages that a story can be read in or was asked for in; those with most stories first."""
    whole, behind = LanguageVersion.slots_done >= LanguageVersion.slots_total, LanguageVersion.slots_outdated > 0
    translated = LanguageVersion.origin != Origin.ORIGINAL
    rows = work.session.execute(
        select(
            LanguageVersion.language,
            func.count(),
            func.sum(either((whole, 1), else_=0)),
            func.sum(either((behind, 1), else_=0)),
            func.sum(either((translated, LanguageVersion.words_done), else_=0)),
        )
        .join(Case, Case.id == LanguageVersion.case_id)
        .where(
            Case.state == CaseState.PUBLISHED,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.state == VersionState.APPROVED,
        )
        .group_by(LanguageVersion.language)
    )
    found = {language: (stories, *map(int, numbers)) for language, stories, *numbers in rows}
    asked = _asked(work)
    lines = [
        _line(language, found.get(language, (0, 0, 0, 0)), asked.get(language, 0)) for language in {**found, **asked}
    ]
    return tuple(sorted(lines, key=lambda one: (-one.stories, -one.asked, one.language)))


def _asked(work: Work) -> dict[str, int]:
    rows = work.session.execute(
        select(TranslationRequest.language, func.sum(TranslationRequest.asked))
        .join(Case, Case.id == TranslationRequest.case_id)
        .where(Case.state == CaseState.PUBLISHED)
        .group_by(TranslationRequest.language)
    )
    return {language: int(number) for language, number in rows}


def _line(language: str, numbers: tuple[int, ...], asked: int) -> LanguageProgress:
    stories, whole, behind, words = numbers
    return LanguageProgress(language, stories, whole, behind, words, asked)
