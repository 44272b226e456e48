"""What readers do."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from wgsm_archive.db.models import Case, CaseCountry, CaseTerm, LanguageVersion, Record, RecordText
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, RecordType
from wgsm_archive.domain.dates import Period, read_date
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.language import choose
from wgsm_archive.domain.vocabulary import Term, VocabularyName
from wgsm_archive.services.case_rows import find_case
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.disclosure.case_page import CasePage, case_page
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.reading import searching
from wgsm_archive.services.reading.views import Found, Question, RecordView
from wgsm_archive.services.work import Work

_RELATED = 3


class Reading:
    """Use-cases of readers; all of them see only what the actor may read."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def newest(self, languages: tuple[str, ...], limit: int = 6) -> list[CaseCard]:
        """The stories that were published last."""
        ids = self._work.session.scalars(
            select(Case.id)
            .where(Case.id.in_(_approved()))
            .order_by(Case.published_on.desc(), Case.id.desc())
            .limit(limit)
        ).all()
        return cards(self._work, ids, languages)

    def newly_translated(self, languages: tuple[str, ...], limit: int = 3) -> list[CaseCard]:
        """Stories that can be read in the reader's language though they were told in another."""
        rows = self._work.session.execute(
            select(LanguageVersion.case_id, LanguageVersion.id)
            .where(
                LanguageVersion.state == VersionState.APPROVED,
                LanguageVersion.origin != Origin.ORIGINAL,
                LanguageVersion.language == languages[0],
            )
            .order_by(LanguageVersion.published_on.desc(), LanguageVersion.id.desc())
            .limit(limit)
        ).all()
        versions = {case_id: version_id for case_id, version_id in rows}  # noqa: C416 - rows are no pairs to mypy
        return cards(self._work, list(versions), languages, versions)

    def find(self, asked: Question, languages: tuple[str, ...]) -> Found:
        """Search and browse."""
        return searching.find(self._work, asked, languages)

    def case(self, public_id: str, languages: tuple[str, ...]) -> CasePage:
        """The page of a case.

        Raises:
            NotFound, Withdrawn: see `find_case`.
        """
        return case_page(self._work, find_case(self._work, public_id), languages)

    def related(self, case_id: int, languages: tuple[str, ...]) -> list[CaseCard]:
        """Stories that share most terms with this one."""
        own = select(CaseTerm.vocabulary + ":" + CaseTerm.term).where(CaseTerm.case_id == case_id)
        ids = self._work.session.scalars(
            select(CaseTerm.case_id)
            .where(
                (CaseTerm.vocabulary + ":" + CaseTerm.term).in_(own),
                CaseTerm.case_id != case_id,
                CaseTerm.case_id.in_(_approved()),
            )
            .group_by(CaseTerm.case_id)
            .order_by(func.count().desc(), CaseTerm.case_id)
            .limit(_RELATED)
        ).all()
        return cards(self._work, ids, languages)

    def term(self, vocabulary: str, term: str) -> Term:
        """A controlled term.

        Raises:
            NotFound: there is no such list or term.
        """
        found = self._work.tools.vocabularies.find(vocabulary, term)
        if found is None:
            raise NotFound
        return found

    def term_counts(self) -> Mapping[tuple[str, str], int]:
        """How many stories carry each term."""
        rows = self._work.session.execute(
            select(CaseTerm.vocabulary, CaseTerm.term, func.count())
            .where(CaseTerm.case_id.in_(_approved()))
            .group_by(CaseTerm.vocabulary, CaseTerm.term)
        )
        return {(row[0], row[1]): row[2] for row in rows}

    def country_counts(self) -> Mapping[str, int]:
        """How many stories lie in each country."""
        rows = self._work.session.execute(
            select(CaseCountry.country, func.count())
            .where(CaseCountry.case_id.in_(_approved()))
            .group_by(CaseCountry.country)
        )
        return {row[0]: row[1] for row in rows}

    def records(self, types: tuple[RecordType, ...], languages: tuple[str, ...]) -> list[RecordView]:
        """Records of these types with their text in the reader's best language."""
        rows = self._work.session.scalars(
            select(Record)
            .where(Record.type.in_(types))
            .options(selectinload(Record.texts), selectinload(Record.links), selectinload(Record.countries))
            .order_by(Record.starts.desc())
        )
        found = []
        for record in rows:
            texts = {text.language: text for text in record.texts}
            text = texts.get(choose(languages, texts, self._work.fallbacks) or record.language)
            if text is not None:
                found.append(_record_view(self._work, record, text))
        return found

    def vocabulary(self, name: VocabularyName) -> tuple[Term, ...]:
        """All terms of a list."""
        return self._work.tools.vocabularies.terms(name)


def _approved() -> Select[int]:
    return select(LanguageVersion.case_id).where(LanguageVersion.state == VersionState.APPROVED)


def _record_view(work: Work, record: Record, text: RecordText) -> RecordView:
    return RecordView(
        public_id=record.public_id,
        type=record.type,
        kind=record.kind,
        title=text.title,
        html=text.html,
        language=text.language,
        direction=direction(work, text.language),
        period=Period(read_date(record.starts or ""), read_date(record.ends or "")),
        countries=tuple(row.country for row in record.countries),
        alternative_titles=tuple(record.alternative_titles),
        links=tuple((link.title, link.url) for link in record.links),
    )
