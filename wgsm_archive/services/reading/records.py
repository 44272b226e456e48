"""Records that are not stories: organisations, visits, gatherings, publications; their lists and their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from wgsm_archive.db.models import Case, CaseTerm, LanguageVersion, Record, RecordRelation, RecordText
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import AuthorDisplay, RecordType
from wgsm_archive.domain.dates import Period, read_date
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.language import choose
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.disclosure.credits import shown_author
from wgsm_archive.services.disclosure.wording import TermView, autonym, direction, term_view
from wgsm_archive.services.reading.views import RecordView
from wgsm_archive.services.work import Work

_RELATED = 4
_TOLD = 60
_IN_LISTS = selectinload(Record.texts), selectinload(Record.countries)
_ON_PAGES = (*_IN_LISTS, selectinload(Record.links), selectinload(Record.terms))


@dataclass(frozen=True, slots=True)
class TextLink:
    """A language in which a record can be read."""

    language: str
    autonym: str
    direction: str
    slug: str


@dataclass(frozen=True, slots=True)
class RecordSource:
    """Where a record's facts come from. `url` is empty, or an address on the web."""

    type: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything the page of a record shows.

    `details` are facts that only some kinds have, such as `authors`, `publisher`, `isbn`; `stories` are related ones,
    `told` those that an organisation tells under its own name.
    """

    record: RecordView
    texts: tuple[TextLink, ...]
    terms: Mapping[VocabularyName, tuple[TermView, ...]]
    sources: tuple[RecordSource, ...]
    details: Mapping[str, str]
    records: tuple[RecordView, ...]
    stories: tuple[CaseCard, ...]
    told: tuple[CaseCard, ...]


def listed(work: Work, types: tuple[RecordType, ...], languages: tuple[str, ...]) -> list[RecordView]:
    """Records of these types, newest first, each with its text in the reader's best language."""
    rows = work.session.scalars(
        select(Record)
        .where(Record.type.in_(types))
        .options(*_IN_LISTS)
        .order_by(Record.starts.desc().nulls_last(), Record.id)
    )
    return _views(work, rows.all(), languages)


def page(work: Work, public_id: str, languages: tuple[str, ...]) -> RecordPage:
    """The page of one record.

    Raises:
        NotFound: there is none, or none that this actor may know of.
    """
    record = work.session.scalar(select(Record).where(Record.public_id == public_id).options(*_ON_PAGES))
    text = _best_text(work, record, languages) if record else None
    if record is None or text is None:
        raise NotFound
    told = _told(work, record, languages) if record.type is RecordType.ORGANISATION else []
    shown = {card.case_id for card in told}
    return RecordPage(
        record=_view(work, record, text),
        texts=tuple(
            TextLink(one.language, autonym(work, one.language), direction(work, one.language), one.slug)
            for one in sorted(record.texts, key=lambda one: (one.language != record.language, one.language))
        ),
        terms=_terms(work, record, languages),
        sources=tuple(RecordSource(row.type, row.title, _safe(row.url)) for row in record.links),
        details=_details(record),
        records=tuple(_related_records(work, record, languages)),
        stories=tuple(card for card in _related_stories(work, record, languages) if card.case_id not in shown),
        told=tuple(told),
    )


def _views(work: Work, rows: Sequence[Record], languages: tuple[str, ...]) -> list[RecordView]:
    found = ((record, _best_text(work, record, languages)) for record in rows)
    return [_view(work, record, text) for record, text in found if text is not None]


def _best_text(work: Work, record: Record, languages: tuple[str, ...]) -> RecordText | None:
    texts = {text.language: text for text in record.texts}
    return texts.get(choose(languages, texts, work.fallbacks) or record.language) or next(iter(texts.values()), None)


def _view(work: Work, record: Record, text: RecordText) -> RecordView:
    return RecordView(
        public_id=record.public_id,
        slug=text.slug,
        type=record.type,
        kind=record.kind,
        title=text.title,
        html=text.html,
        language=text.language,
        direction=direction(work, text.language),
        period=Period(read_date(record.starts or ""), read_date(record.ends or "")),
        countries=tuple(sorted(row.country for row in record.countries)),
        alternative_titles=tuple(title for title in record.alternative_titles if title != text.title),
    )


def _safe(url: str) -> str:
    """An address that may be linked to: anything but the web could run in the page."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _terms(work: Work, record: Record, languages: tuple[str, ...]) -> Mapping[VocabularyName, tuple[TermView, ...]]:
    return {
        name: tuple(
            term_view(work, name, row.term, languages)
            for row in sorted(record.terms, key=lambda row: row.term)
            if row.vocabulary == name
        )
        for name in VocabularyName
        if any(row.vocabulary == name for row in record.terms)
    }


def _details(record: Record) -> dict[str, str]:
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in record.details.items()
        if value
    }


def _related_records(work: Work, record: Record, languages: tuple[str, ...]) -> list[RecordView]:
    """Records that this one names, or that name it."""
    named = select(RecordRelation.other_id).where(RecordRelation.record_id == record.id)
    naming = select(RecordRelation.record_id).where(RecordRelation.other_id == record.id)
    rows = work.session.scalars(
        select(Record)
        .where(or_(Record.id.in_(named), Record.id.in_(naming)))
        .options(*_IN_LISTS)
        .order_by(Record.starts.desc().nulls_last(), Record.id)
    )
    return _views(work, rows.all(), languages)


def _related_stories(work: Work, record: Record, languages: tuple[str, ...]) -> list[CaseCard]:
    """Stories that the record names, then those that share most of its terms."""
    named = work.session.scalars(
        select(RecordRelation.case_id).where(RecordRelation.record_id == record.id, RecordRelation.case_id.is_not(None))
    )
    wanted = [case_id for case_id in named if case_id is not None]
    terms = [f"{row.vocabulary}:{row.term}" for row in record.terms]
    if terms:
        approved = select(LanguageVersion.case_id).where(LanguageVersion.state == VersionState.APPROVED)
        wanted += work.session.scalars(
            select(CaseTerm.case_id)
            .where(
                (CaseTerm.vocabulary + ":" + CaseTerm.term).in_(terms),
                CaseTerm.case_id.in_(approved),
                CaseTerm.case_id.not_in(wanted),
            )
            .group_by(CaseTerm.case_id)
            .order_by(func.count().desc(), CaseTerm.case_id)
            .limit(_RELATED)
        )
    return cards(work, wanted, languages)


def _told(work: Work, record: Record, languages: tuple[str, ...]) -> list[CaseCard]:
    """Stories that show this organisation's name to this reader.

    A story that hides its name is left out even where the archive knows who told it: to list it here would tell.
    """
    names = {text.title for text in record.texts} | set(record.alternative_titles)
    rows = work.session.scalars(
        select(Case)
        .where(
            Case.state == CaseState.PUBLISHED,
            Case.author_display == AuthorDisplay.ORGANISATION,
            or_(Case.organisation_id == record.id, Case.author_name.in_(names)),
        )
        .order_by(Case.published_on.desc(), Case.id.desc())
    )
    named = [case.id for case in rows if shown_author(case, work.today)]
    return cards(work, named[:_TOLD], languages)
