"""The board: what is wanted in a language, begun, behind its source, and ready for a second reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, select

from wgsm_archive.db.models import Case, LanguageVersion, Person, SegmentNow, Slot
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.consent import AUDIENCE_OF, Use
from wgsm_archive.domain.language import shorter
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.translating.rows import OPEN_LEVELS
from wgsm_archive.services.work import Work

_LEVELS = [level for level, audience in AUDIENCE_OF.items() if audience in OPEN_LEVELS]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One page of a list, and how long the whole list is."""

    items: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WantedStory:
    """A story that cannot be read in a language yet. `begun`: somebody is translating it already."""

    card: CaseCard
    paragraphs: int
    begun: bool


@dataclass(frozen=True, slots=True)
class BegunVersion:
    """A translation on the board. `title` is its own where it has one, in `title_language`; `by` who began it."""

    public_id: str
    language: str
    title: str
    title_language: str
    title_direction: str
    source_language: str
    original_language: str
    done: int
    total: int
    outdated: int
    by: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to do in a language."""

    language: str
    wanted: int
    started: int
    behind: int
    ready: int


def wanted(work: Work, language: str, languages: tuple[str, ...], *, offset: int, limit: int) -> Listed[WantedStory]:
    """Stories that may be translated and cannot be read in a language yet: untouched ones first, then by age."""
    statement = _wanted(work, language)
    is_begun = Case.id.in_(
        select(LanguageVersion.case_id).where(*_in_language(language), LanguageVersion.state != VersionState.APPROVED)
    )
    rows = work.session.execute(
        statement.add_columns(is_begun).order_by(is_begun, Case.published_on, Case.id).offset(offset).limit(limit)
    ).all()
    begun = {case.id: bool(found) for case, found in rows}
    paragraphs = _lengths(work, list(begun))
    items = tuple(
        WantedStory(card, paragraphs.get(card.case_id, 0), begun[card.case_id])
        for card in cards(work, list(begun), languages)
    )
    return Listed(items, _count(work, statement))


def started(work: Work, language: str, *, offset: int, limit: int) -> Listed[BegunVersion]:
    """Translations that somebody is writing: new ones, and changes to approved ones."""
    return _versions(work, _started(language), offset, limit)


def behind(work: Work, language: str, *, offset: int, limit: int) -> Listed[BegunVersion]:
    """Approved translations that are older than what they were made from, or incomplete; the most behind first."""
    return _versions(work, _behind(language), offset, limit)


def ready(work: Work, language: str, *, offset: int, limit: int) -> Listed[BegunVersion]:
    """Translations that wait for a second reader."""
    return _versions(work, _ready(language), offset, limit)


def counts(work: Work, language: str) -> Counts:
    """How much there is to do in a language."""
    return Counts(
        language=language,
        wanted=_count(work, _wanted(work, language)),
        started=_count(work, _started(language)),
        behind=_count(work, _behind(language)),
        ready=_count(work, _ready(language)),
    )


def has_approved(work: Work, language: str) -> bool:
    """Whether the actor can read a story in a language."""
    found = select(LanguageVersion.id).where(
        LanguageVersion.language == language, LanguageVersion.state == VersionState.APPROVED
    )
    return work.session.scalar(found.limit(1)) is not None


def _wanted(work: Work, language: str) -> Select[Case]:
    there = select(LanguageVersion.case_id).where(
        *_in_language(language), LanguageVersion.state == VersionState.APPROVED
    )
    return select(Case).where(
        Case.state == CaseState.PUBLISHED,
        Case.consent_level.in_(_LEVELS),
        Case.consent_until.is_(None) | (Case.consent_until >= work.today),
        # A list of plain words, as JSON: the quotes around one tell `translate` from `machine-translate`.
        cast(Case.allowed_uses, String).contains(f'"{Use.TRANSLATE}"'),
        Case.id.not_in(there),
        *(~cast(Case.closed_languages, String).contains(f'"{cut}"', autoescape=True) for cut in shorter(language)),
    )


def _in_language(language: str) -> list[ColumnElement[bool]]:
    return [LanguageVersion.language == language, LanguageVersion.kind == VersionKind.STANDARD]


def _translations(language: str) -> Select[LanguageVersion]:
    published = select(Case.id).where(Case.state == CaseState.PUBLISHED)
    return select(LanguageVersion).where(
        *_in_language(language), LanguageVersion.origin != Origin.ORIGINAL, LanguageVersion.case_id.in_(published)
    )


def _started(language: str) -> Select[LanguageVersion]:
    new = (LanguageVersion.state == VersionState.DRAFT) & ~_has(VersionState.READY)
    return _translations(language).where(new | _has(VersionState.DRAFT))


def _behind(language: str) -> Select[LanguageVersion]:
    lacking = (LanguageVersion.slots_outdated > 0) | (LanguageVersion.slots_done < LanguageVersion.slots_total)
    return _translations(language).where(LanguageVersion.state == VersionState.APPROVED, lacking)


def _ready(language: str) -> Select[LanguageVersion]:
    return _translations(language).where(_has(VersionState.READY), ~_has(VersionState.DRAFT))


def _has(state: VersionState) -> ColumnElement[bool]:
    """Whether a paragraph of the version that has a place in the story stands at a state."""
    return exists().where(
        SegmentNow.version_id == LanguageVersion.id,
        SegmentNow.state == state,
        Slot.id == SegmentNow.slot_id,
        Slot.position.is_not(None),
    )


def _count(work: Work, statement: Select[Any]) -> int:
    return work.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _lengths(work: Work, case_ids: list[int]) -> dict[int, int]:
    rows = work.session.execute(
        select(LanguageVersion.case_id, LanguageVersion.slots_total).where(
            LanguageVersion.case_id.in_(case_ids), LanguageVersion.origin == Origin.ORIGINAL
        )
    )
    return {case_id: total for case_id, total in rows}  # noqa: C416 - rows are not pairs to the type checker


def _versions(work: Work, statement: Select[LanguageVersion], offset: int, limit: int) -> Listed[BegunVersion]:
    order = (LanguageVersion.slots_outdated.desc(), LanguageVersion.id)
    rows = work.session.scalars(statement.order_by(*order).offset(offset).limit(limit)).all()
    originals = {
        row.case_id: row
        for row in work.session.scalars(
            select(LanguageVersion).where(
                LanguageVersion.case_id.in_([row.case_id for row in rows]), LanguageVersion.origin == Origin.ORIGINAL
            )
        )
    }
    people = select(Person).where(Person.id.in_([row.translator_id for row in rows if row.translator_id is not None]))
    names = {person.id: person.shown_name for person in work.session.scalars(people)}
    cases = select(Case).where(Case.id.in_(list(originals)))
    public_ids = {case.id: case.public_id for case in work.session.scalars(cases)}
    items = tuple(
        _begun_version(work, row, originals[row.case_id], public_ids[row.case_id], names)
        for row in rows
        if row.case_id in originals
    )
    return Listed(items, _count(work, statement))


def _begun_version(
    work: Work, row: LanguageVersion, original: LanguageVersion, public_id: str, names: Mapping[int, str]
) -> BegunVersion:
    # Until it has a title of its own, a translation carries the original's.
    titled = row if row.title and row.title != original.title else original
    return BegunVersion(
        public_id=public_id,
        language=row.language,
        title=titled.title,
        title_language=titled.language,
        title_direction=direction(work, titled.language),
        source_language=row.source_language or original.language,
        original_language=original.language,
        done=row.slots_done,
        total=row.slots_total,
        outdated=row.slots_outdated,
        by=names.get(row.translator_id or 0, ""),
        mine=row.translator_id is not None and row.translator_id == work.actor.person_id,
    )
