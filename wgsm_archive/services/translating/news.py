"""What is new for a translator since they were last told: numbers only, never a word of a story."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from wgsm_archive.db.models import AuditEvent, Case, LanguageVersion, SegmentVersion
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.events import Event
from wgsm_archive.services.translating.changes import behind_of_mine
from wgsm_archive.services.translating.lists import translatable_now
from wgsm_archive.services.translating.wanted import wanted_in
from wgsm_archive.services.work import Work

MOST_LANGUAGES = 8
_CHANGING = (
    Event.CASE_EDITED,
    Event.CASE_MASKED,
    Event.CASE_SUGGESTION_DECIDED,
    Event.CASE_IMPORTED,
    Event.VERSION_APPROVED,
)
_OPENING = (Event.CASE_PUBLISHED, Event.CASE_RESTORED, Event.CASE_UNBLOCKED)


@dataclass(frozen=True, slots=True)
class News:
    """How many paragraphs of theirs are behind, in how many `stories` that changed, and what was decided about theirs.

    `wanted` are stories newly wanted in their languages, `upto` the event of the trail that all this reaches to.
    """

    paragraphs: int
    stories: int
    approved: int
    returned: int
    wanted: int
    upto: int

    @property
    def is_any(self) -> bool:
        """Whether there is something to tell."""
        return any((self.paragraphs, self.approved, self.returned, self.wanted))


def newest_event(work: Work) -> int:
    """The event of the trail that happened last."""
    return work.session.scalar(select(func.max(AuditEvent.id))) or 0


def news(work: Work, since: int) -> News:
    """What happened after an event of the trail, as far as the actor may read what it is about."""
    upto = newest_event(work)
    moved = _cases_of(work, _CHANGING, since)
    rows = [row for row in behind_of_mine(work) if row.case_id in moved] if moved else []
    return News(
        paragraphs=len(rows),
        stories=len({row.case_id for row in rows}),
        approved=_decided(work, Event.VERSION_APPROVED, since),
        returned=_decided(work, Event.VERSION_RETURNED, since),
        wanted=_newly_wanted(work, since),
        upto=upto,
    )


def _cases_of(work: Work, events: tuple[Event, ...], since: int) -> set[int]:
    named = [str(event) for event in events]
    found = select(AuditEvent.case_id).where(AuditEvent.id > since, AuditEvent.event.in_(named))
    return {case_id for case_id in work.session.scalars(found) if case_id is not None}


def _decided(work: Work, event: Event, since: int) -> int:
    """Versions with paragraphs of the actor's that somebody else has decided about."""
    mine = select(SegmentVersion.version_id).where(SegmentVersion.person_id == work.actor.person_id)
    decided = select(AuditEvent.version_id).where(
        AuditEvent.id > since, AuditEvent.event == str(event), AuditEvent.person_id != work.actor.person_id
    )
    found = (
        select(func.count())
        .select_from(LanguageVersion)
        .join(Case, Case.id == LanguageVersion.case_id)
        .where(
            *translatable_now(work),
            LanguageVersion.id.in_(mine),
            LanguageVersion.id.in_(decided),
            LanguageVersion.origin != Origin.ORIGINAL,
        )
    )
    return work.session.scalar(found) or 0


def _newly_wanted(work: Work, since: int) -> int:
    opened = _cases_of(work, _OPENING, since)
    found: set[int] = set()
    for language in work.actor.languages[:MOST_LANGUAGES] if opened else ():
        statement = wanted_in(work, language).with_only_columns(Case.id).where(Case.id.in_(opened))
        found.update(work.session.scalars(statement))
    return len(found)
