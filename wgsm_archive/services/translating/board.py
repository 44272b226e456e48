"""The board: what is begun in a language, behind its source, and ready for a second reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select

from wgsm_archive.db.models import Case, LanguageVersion, Person, SegmentNow, Slot
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.translating.lists import Listed, count, in_language
from wgsm_archive.services.translating.wanted import wanted_in
from wgsm_archive.services.work import Work


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


def started(work: Work, language: str, *, offset: int, limit: int) -> Listed[BegunVersion]:
    """Translations that somebody is writing: new ones, and changes to approved ones."""
    return listed_versions(work, _started(language), offset, limit)


def behind(work: Work, language: str, *, offset: int, limit: int) -> Listed[BegunVersion]:
    """Approved translations that are older than what they were made from, or incomplete; the most behind first."""
    return listed_versions(work, _behind(language), offset, limit)


def ready(work: Work, language: str, *, offset: int, limit: int) -> Listed[BegunVersion]:
    """Translations that wait for a second reader."""
    return listed_versions(work, _ready(language), offset, limit)


def counts(work: Work, language: str) -> Counts:
    """How much there is to do in a language."""
    return Counts(
        language=language,
        wanted=count(work, wanted_in(work, language)),
        started=count(work, _started(language)),
        behind=count(work, _behind(language)),
        ready=count(work, _ready(language)),
    )


def has_approved(work: Work, language: str) -> bool:
    """Whether the actor can read a story in a language."""
    found = select(LanguageVersion.id).where(
        LanguageVersion.language == language, LanguageVersion.state == VersionState.APPROVED
    )
    return work.session.scalar(found.limit(1)) is not None


def _translations(language: str) -> Select[LanguageVersion]:
    published = select(Case.id).where(Case.state == CaseState.PUBLISHED)
    return select(LanguageVersion).where(
        *in_language(language), LanguageVersion.origin != Origin.ORIGINAL, LanguageVersion.case_id.in_(published)
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


def listed_versions(work: Work, statement: Select[LanguageVersion], offset: int, limit: int) -> Listed[BegunVersion]:
    """One page of the translations that a statement finds, the most behind first."""
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
    return Listed(items, count(work, statement))


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
