"""A case as its page shows it: the same for readers, for the tellers' preview and for facilitators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select

from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import Case, LanguageVersion, NarrowedPassage, RenderedVersion
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import (
    OVERALL_WHY,
    CaseFacts,
    Origin,
    PhasePart,
    Section,
    VersionKind,
    how_field,
    phase_field,
    section_of,
)
from wgsm_archive.domain.consent import AUDIENCE_OF, AudienceLevel, Reach, Use
from wgsm_archive.domain.language import choose
from wgsm_archive.domain.media import MediaKind
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.case_rows import Hanging, ShownFacts, acts_open, is_mine, shown_facts
from wgsm_archive.services.disclosure.credits import shown_author
from wgsm_archive.services.disclosure.media import MediaView, media_views
from wgsm_archive.services.disclosure.wording import TermView, autonym, direction, term_view
from wgsm_archive.services.labelling import consent_of, uses_allowed
from wgsm_archive.services.reaching import may_write
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.work import Work

_Row = Any  # a row of the columns below
_APART = Lookup(
    select(NarrowedPassage.field, NarrowedPassage.label, NarrowedPassage.content).where(
        NarrowedPassage.version_id == bindparam("version_id")
    )
)
_VERSIONS = Lookup(
    select(
        LanguageVersion.id,
        LanguageVersion.language,
        LanguageVersion.origin,
        LanguageVersion.state,
        LanguageVersion.slug,
        LanguageVersion.title,
        LanguageVersion.source_language,
        LanguageVersion.credit,
        LanguageVersion.slots_total,
        LanguageVersion.slots_done,
        LanguageVersion.slots_outdated,
        LanguageVersion.read_back_on,
        LanguageVersion.easy_parts,
        LanguageVersion.spoken_parts,
        LanguageVersion.revision,
    )
    .where(LanguageVersion.case_id == bindparam("case_id"), LanguageVersion.kind == VersionKind.STANDARD)
    .order_by(LanguageVersion.id)
)
_RENDERED = Lookup(
    select(
        RenderedVersion.renderer,
        RenderedVersion.sections,
        exists().where(NarrowedPassage.version_id == RenderedVersion.version_id).label("has_apart"),
    ).where(RenderedVersion.version_id == bindparam("version_id"))
)


class Passage(NamedTuple):
    """A rendered field. `missing` counts paragraphs shown in another language, `outdated` those behind their source."""

    field: str
    html: str
    language: str
    direction: str
    missing: int = 0
    outdated: int = 0


class PhaseView(NamedTuple):
    """One phase of the story."""

    number: int
    when: str
    we: Passage | None
    they: Passage | None
    changed: Passage | None


class VersionLink(NamedTuple):
    """Another language the case can be read in, with its credit; `source_language` only if it can be read, too.

    `is_easy`: there is a text in easy words in this language; `is_spoken`: some of it can be heard.
    """

    language: str
    autonym: str
    direction: str
    slug: str
    title: str
    is_original: bool
    source_language: str | None
    credit: str
    state: VersionState
    complete: bool
    outdated: bool
    read_back_on: dt.date | None
    is_easy: bool
    is_spoken: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything a case page shows. `allowed` are the uses that consent permits today.

    `narrowed` are the sections among those shown that fewer may read than the story. `may_write` says that the actor
    may send the tellers a message.
    """

    public_id: str
    slug: str
    state: CaseState
    level: AudienceLevel
    language: str
    direction: str
    original_language: str
    title: str
    passages: tuple[Passage, ...]
    phases: tuple[PhaseView, ...]
    overall_why: Passage | None
    terms: Mapping[VocabularyName, tuple[TermView, ...]]
    facts: CaseFacts
    author_name: str
    versions: tuple[VersionLink, ...]
    outdated: int
    missing: int
    media: tuple[MediaView, ...]
    published_on: dt.date | None
    allowed: frozenset[Use]
    mine: bool
    may: frozenset[Act]
    case_id: int
    version_id: int
    revision: int
    narrowed: Mapping[str, Reach]
    may_write: bool

    @property
    def told(self) -> Mapping[str, Passage]:
        """The passages by their field."""
        return {one.field: one for one in self.passages}

    @property
    def relay(self) -> tuple[VersionLink, ...]:
        """The translations through which the text came into this language, the one made from the original first.

        One that may not be read here, or is gone, ends the chain: what lies above it is not told.
        """
        links = {one.language: one for one in self.versions if not one.is_original}
        chain: dict[str, VersionLink] = {}
        tag: str | None = self.language
        while tag is not None and tag in links and tag not in chain:
            chain[tag] = links[tag]
            tag = links[tag].source_language
        return tuple(reversed(chain.values()))

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections in the order of the page: those with a text or steps, and those that were only spoken."""
        told = {one.field for one in self.passages} | {one.part for one in self.media if one.kind is MediaKind.AUDIO}
        if self.phases:
            told.add(Section.STORY)
        first = (Section.SUMMARY, Section.STORY)
        return tuple(one for one in (*first, *(one for one in Section if one not in first)) if one in told)


def case_page(
    work: Work,
    case: Case,
    languages: tuple[str, ...],
    *,
    version_id: int | None = None,
    fields: Sequence[Mapping[str, Any]] | None = None,
    hanging: Hanging | None = None,
) -> CasePage:
    """The page of a case in the version that suits these languages best, or in a particular version.

    `fields` are rendered fields to show instead of those that are stored: what translators have not published yet.
    `hanging` is what `read_case` has read beside the case.
    """
    versions = _versions(work, case)
    version = _pick(work, case, versions, languages, version_id)
    rendered = _rendered(work, case, version) if fields is None else None
    apart = _apart(work, version) if rendered is None or rendered.has_apart else ()
    stored = rendered.sections["fields"] if rendered else ()
    shown = [*stored, *(row.content for row in apart)] if fields is None else fields
    passages = {row["field"]: _passage(work, row) for row in shown}
    return _page(
        work,
        case,
        version,
        languages,
        told=shown_facts(work, case, hanging),
        passages=passages,
        links=_links(work, [row for row in versions if row.state is VersionState.APPROVED or row.id == version.id]),
        narrowed={section_of(row.field): Reach(row.label) for row in apart if row.field in passages},
    )


def _page(
    work: Work,
    case: Case,
    version: _Row,
    languages: tuple[str, ...],
    *,
    told: ShownFacts,
    passages: Mapping[str, Passage],
    links: tuple[VersionLink, ...],
    narrowed: Mapping[str, Reach],
) -> CasePage:
    return CasePage(
        public_id=case.public_id,
        slug=version.slug,
        state=case.state,
        level=AUDIENCE_OF[consent_of(case).level_on(work.today)],
        language=version.language,
        direction=direction(work, version.language),
        original_language=case.original_language,
        title=version.title,
        passages=tuple(passages[section] for section in Section if section in passages),
        phases=_phases(passages),
        overall_why=passages.get(OVERALL_WHY),
        terms=_terms(work, told.facts, passages, languages),
        facts=told.facts,
        author_name=shown_author(case, work.today),
        versions=links,
        outdated=version.slots_outdated,
        missing=version.slots_total - version.slots_done,
        media=media_views(work, case) if told.has_files else (),
        published_on=case.published_on,
        allowed=uses_allowed(case, work.today),
        mine=is_mine(work.actor, case),
        may=acts_open(work, case),
        case_id=case.id,
        version_id=version.id,
        revision=version.revision,
        may_write=may_write(work, case),
        narrowed=narrowed,
    )


def _apart(work: Work, version: _Row) -> Sequence[_Row]:
    """The fields of a version that fewer may read, as far as this actor may."""
    return _APART.rows(work.session, version_id=version.id)


def _versions(work: Work, case: Case) -> Sequence[_Row]:
    return _VERSIONS.rows(work.session, case_id=case.id)


def _pick(
    work: Work,
    case: Case,
    versions: Sequence[_Row],
    languages: tuple[str, ...],
    version_id: int | None,
) -> _Row:
    named = next((row for row in versions if row.id == version_id), None)
    if named is not None:
        return named
    # Before publishing only the original is there to be read; afterwards what was approved.
    readable = {row.language: row for row in versions if row.state is VersionState.APPROVED}
    original = next(row for row in versions if row.origin is Origin.ORIGINAL)
    tag = choose(languages, readable, work.fallbacks)
    return readable.get(tag or "", readable.get(case.original_language, original))


def _rendered(work: Work, case: Case, version: _Row) -> _Row | None:
    rows = _RENDERED.rows(work.session, version_id=version.id)
    # Another renderer made it: readers see its work until the next save or `wgsm check` renders anew.
    if work.writes and (not rows or rows[0].renderer != work.tools.markup.version):
        with work.full_sight():
            render_case(work, case)
        rows = _RENDERED.rows(work.session, version_id=version.id)
    return rows[0] if rows else None


def _passage(work: Work, row: Mapping[str, Any]) -> Passage:
    return Passage(
        field=row["field"],
        html=row["html"],
        language=row["language"],
        direction=direction(work, row["language"]),
        missing=row["missing"],
        outdated=row["outdated"],
    )


def _phases(passages: Mapping[str, Passage]) -> tuple[PhaseView, ...]:
    numbers = sorted({int(name.split(".")[1]) for name in passages if name.startswith(f"{Section.STORY}.")})
    views = []
    for number in numbers:
        when = passages.get(phase_field(number, PhasePart.WHEN))
        views.append(
            PhaseView(
                number=number,
                when=when.html if when else "",
                we=passages.get(phase_field(number, PhasePart.WE)),
                they=passages.get(phase_field(number, PhasePart.THEY)),
                changed=passages.get(phase_field(number, PhasePart.CHANGED)),
            )
        )
    return tuple(views)


def _terms(
    work: Work, facts: CaseFacts, passages: Mapping[str, Passage], languages: tuple[str, ...]
) -> dict[VocabularyName, tuple[TermView, ...]]:
    views: dict[str, list[TermView]] = {name: [] for name in VocabularyName}
    for use in facts.terms:
        how = passages.get(how_field(use.vocabulary, use.term))
        views[use.vocabulary].append(
            term_view(
                work,
                use.vocabulary,
                use.term,
                languages,
                how=how.html if how else "",
                how_language=how.language if how else "",
            )
        )
    return {name: tuple(views[name]) for name in VocabularyName}


def _links(work: Work, shown: Sequence[_Row]) -> tuple[VersionLink, ...]:
    # A version that is closed, or was taken back, is not named by those that were made from it either.
    readable = {version.language for version in shown}
    return tuple(_link(work, version, readable) for version in shown)


def _link(work: Work, version: _Row, readable: Collection[str]) -> VersionLink:
    return VersionLink(
        language=version.language,
        autonym=autonym(work, version.language),
        direction=direction(work, version.language),
        slug=version.slug,
        title=version.title,
        is_original=version.origin is Origin.ORIGINAL,
        source_language=version.source_language if version.source_language in readable else None,
        credit=version.credit,
        state=version.state,
        complete=version.slots_done >= version.slots_total,
        outdated=version.slots_outdated > 0,
        read_back_on=version.read_back_on,
        is_easy=version.easy_parts > 0,
        is_spoken=version.spoken_parts > 0,
    )
