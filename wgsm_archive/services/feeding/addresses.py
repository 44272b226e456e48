"""The addresses that search engines are told of: only what the tellers let be found there."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, func, or_, select

from wgsm_archive.db.models import Case, LanguageVersion, Record, RecordText
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import VersionKind
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.feeding.views import RecordAddress, StoryAddress
from wgsm_archive.services.work import Work


class Addresses:
    """The addresses of stories and records, to be asked for piece by piece."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def count_stories(self) -> int:
        """How many language versions of stories search engines may know of."""
        return self._work.session.scalar(select(func.count()).select_from(LanguageVersion).where(*self._found())) or 0

    def stories(self, offset: int, limit: int) -> list[StoryAddress]:
        """Language versions of stories in a steady order."""
        session = self._work.session
        rows = session.execute(
            select(
                LanguageVersion.case_id, LanguageVersion.language, LanguageVersion.slug, LanguageVersion.published_on
            )
            .where(*self._found())
            .order_by(LanguageVersion.case_id, LanguageVersion.id)
            .offset(offset)
            .limit(limit)
        ).all()
        if not rows:
            return []
        first, last = rows[0][0], rows[-1][0]
        cases = session.execute(
            select(Case.id, Case.public_id, Case.published_on).where(Case.id.between(first, last))
        ).all()
        public = {row[0]: (row[1], row[2]) for row in cases}
        versions: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for case_id, tag, slug in session.execute(
            select(LanguageVersion.case_id, LanguageVersion.language, LanguageVersion.slug)
            .where(*self._found(), LanguageVersion.case_id.between(first, last))
            .order_by(LanguageVersion.id)
        ):
            versions[case_id].append((tag, slug))
        return [
            StoryAddress(public[case_id][0], tag, slug, month or public[case_id][1], tuple(versions[case_id]))
            for case_id, tag, slug, month in rows
        ]

    def count_records(self) -> int:
        """How many texts of records there are."""
        counted = select(func.count()).select_from(Record).join(RecordText, RecordText.record_id == Record.id)
        return self._work.session.scalar(counted) or 0

    def records(self, offset: int, limit: int) -> list[RecordAddress]:
        """Texts of records in a steady order."""
        joined = select(Record.id, Record.public_id, Record.type, RecordText.language, RecordText.slug).join(
            RecordText, RecordText.record_id == Record.id
        )
        rows = self._work.session.execute(
            joined.order_by(Record.id, RecordText.language).offset(offset).limit(limit)
        ).all()
        if not rows:
            return []
        versions: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in self._work.session.execute(
            joined.where(Record.id.between(rows[0][0], rows[-1][0])).order_by(Record.id, RecordText.language)
        ):
            versions[row[0]].append((row[3], row[4]))
        return [RecordAddress(row[1], row[2], row[3], row[4], tuple(versions[row[0]])) for row in rows]

    def _found(self) -> tuple[ColumnElement[bool], ...]:
        # The same rule as `Consent.allows(Use.SEARCH_ENGINES, day)`, as a clause.
        may_be_found = select(Case.id).where(
            Case.state == CaseState.PUBLISHED,
            Case.consent_level == ConsentLevel.PUBLIC_SHARE,
            or_(Case.consent_until.is_(None), Case.consent_until >= self._work.today),
        )
        return (
            LanguageVersion.state == VersionState.APPROVED,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.case_id.in_(may_be_found),
        )
