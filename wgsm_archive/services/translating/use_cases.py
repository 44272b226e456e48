"""What translators see first."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.consent import Use
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.work import Work

_MOST = 24


class Translating:
    """Use-cases of translators."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def wanted(self, language: str, languages: tuple[str, ...]) -> list[CaseCard]:
        """Stories that may be translated and cannot be read in this language yet, oldest first."""
        there = select(LanguageVersion.case_id).where(LanguageVersion.language == language)
        rows = self._work.session.scalars(
            select(Case)
            .where(Case.state == CaseState.PUBLISHED, Case.id.not_in(there))
            .order_by(Case.published_on, Case.id)
        )
        ids = [case.id for case in rows if Use.TRANSLATE in case.allowed_uses]
        return cards(self._work, ids[:_MOST], languages)

    def behind(self, language: str, languages: tuple[str, ...]) -> list[CaseCard]:
        """Stories whose version in this language is incomplete or older than its original."""
        rows = self._work.session.execute(
            select(LanguageVersion.case_id, LanguageVersion.id)
            .where(
                LanguageVersion.language == language,
                LanguageVersion.state == VersionState.APPROVED,
                (LanguageVersion.slots_outdated > 0) | (LanguageVersion.slots_done < LanguageVersion.slots_total),
            )
            .limit(_MOST)
        ).all()
        versions = {row[0]: row[1] for row in rows}
        return cards(self._work, list(versions), languages, versions)
