"""What programs may ask for. Like all reading it goes through the guarded session; consent narrows it further."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.consent import ConsentLevel, Use
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.services.case_rows import find_case
from wgsm_archive.services.disclosure.cards import CaseCard, cards, languages_of
from wgsm_archive.services.disclosure.credits import shown_author
from wgsm_archive.services.disclosure.terms import terms_of
from wgsm_archive.services.feeding.views import Entry
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.work import Work


class Feeding:
    """Use-cases of programs that read along."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def entries(self, shown: Sequence[CaseCard], languages: tuple[str, ...]) -> list[Entry]:
        """These stories with everything that a program is told of them, in the same order."""
        work, ids = self._work, [card.case_id for card in shown]
        found = {case.id: case for case in work.session.scalars(select(Case).where(Case.id.in_(ids)))}
        terms, readable = terms_of(work, ids, languages), languages_of(work, ids)
        months = self._months([card.version_id for card in shown])
        return [
            Entry(
                card=card,
                languages=readable[card.case_id],
                told_by=shown_author(found[card.case_id], work.today),
                licence=found[card.case_id].licence,
                terms=terms.get(card.case_id, {}),
                updated=months.get(card.version_id) or found[card.case_id].published_on or work.month,
                shared=consent_of(found[card.case_id]).allows(Use.SEARCH_ENGINES, work.today),
            )
            for card in shown
            if card.case_id in found
        ]

    def newest(self, languages: tuple[str, ...], limit: int) -> list[Entry]:
        """What is new to a reader of these languages, newest first: stories, and translations into the first of them.

        Only stories whose tellers let others copy them: what a feed has carried away cannot be called back.
        """
        session = self._work.session
        approved = (LanguageVersion.state == VersionState.APPROVED, LanguageVersion.kind == VersionKind.STANDARD)
        shared = Case.consent_level == ConsentLevel.PUBLIC_SHARE
        stories = session.scalars(
            select(Case.id)
            .where(shared, Case.id.in_(select(LanguageVersion.case_id).where(*approved)))
            .order_by(Case.published_on.desc().nulls_last(), Case.id.desc())
            .limit(limit)
        ).all()
        translated = session.scalars(
            select(LanguageVersion.case_id)
            .join(Case, Case.id == LanguageVersion.case_id)
            .where(
                *approved,
                shared,
                LanguageVersion.language == languages[0],
                LanguageVersion.origin != Origin.ORIGINAL,
            )
            .order_by(LanguageVersion.published_on.desc().nulls_last(), LanguageVersion.id.desc())
            .limit(limit)
        ).all()
        shown = cards(self._work, list(dict.fromkeys([*stories, *translated])), languages)
        found = [entry for entry in self.entries(shown, languages) if entry.shared]
        return sorted(found, key=lambda entry: (entry.updated, entry.card.version_id), reverse=True)[:limit]

    def band(self, public_id: str, languages: tuple[str, ...]) -> CaseCard:
        """The story whose band is to be woven.

        Raises:
            NotFound, Withdrawn: see `find_case`.
        """
        found = cards(self._work, [find_case(self._work, public_id).id], languages)
        if not found:
            raise NotFound
        return found[0]

    def languages_of(self, case_ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
        """The languages in which these stories can be read."""
        return languages_of(self._work, list(case_ids))

    def sender_ids(self, case_ids: Iterable[int]) -> Mapping[int, str]:
        """The ids that those who sent these stories gave them, where they gave one."""
        rows = self._work.session.execute(select(Case.id, Case.sender_id).where(Case.id.in_(list(case_ids))))
        return {row[0]: row[1] for row in rows if row[1]}

    def _months(self, version_ids: list[int]) -> Mapping[int, dt.date]:
        rows = self._work.session.execute(
            select(LanguageVersion.id, LanguageVersion.published_on).where(LanguageVersion.id.in_(version_ids))
        )
        return {row[0]: row[1] for row in rows if row[1] is not None}
