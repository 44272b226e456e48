"""Titles and summaries, story after story: what makes a story findable in a language within minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from wgsm_archive.db.models import AuditEvent, Case, Claim, LanguageVersion, SegmentNow, Slot, TranslationRequest
from wgsm_archive.domain.case_study import TITLE, Origin, Section
from wgsm_archive.domain.events import Event
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.labelling import relabel
from wgsm_archive.services.texts import is_line, slots_of, texts_now
from wgsm_archive.services.translating.lists import count, in_language
from wgsm_archive.services.translating.rows import parts_of, published_case
from wgsm_archive.services.translating.saving import save
from wgsm_archive.services.translating.sources import SourceText, can_be_source, source_texts, versions_of
from wgsm_archive.services.translating.starting import start
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.translating.wanted import wanted_in
from wgsm_archive.services.work import Work

PART = str(Section.SUMMARY)


@dataclass(frozen=True, slots=True)
class SprintSlot:
    """One paragraph of a title or summary beside its source; `target_id` is None where nothing stands."""

    id: int
    field: str
    line: bool
    source: str
    source_language: str
    source_direction: str
    base_id: int
    text: str
    target_id: int | None


@dataclass(frozen=True, slots=True)
class SprintDesk:
    """A story whose title and summary are wanted, and how many such stories there are. No story: nothing is left."""

    language: str
    direction: str
    total: int
    card: CaseCard | None = None
    source_language: str = ""
    slots: tuple[SprintSlot, ...] = ()


def sprint_desk(
    work: Work, language: str, languages: tuple[str, ...], *, skip: int = 0, public_id: str = ""
) -> SprintDesk:
    """The story at a place of the list, or the one that is named, beside a source that the reader can read.

    Raises:
        NotFound, Withdrawn: as `rows.published_case`, for a story that is named.
    """
    statement = _left(work, language)
    total = count(work, statement)
    empty = SprintDesk(language, direction(work, language), total)
    if public_id:
        case: Case | None = published_case(work, public_id)
    else:
        asked = func.coalesce(TranslationRequest.asked, 0)
        request = and_(TranslationRequest.case_id == Case.id, TranslationRequest.language == language)
        ordered = statement.outerjoin(TranslationRequest, request).order_by(asked.desc(), Case.published_on, Case.id)
        case = work.session.scalar(ordered.offset(skip % total).limit(1)) if total else None
    if case is None:
        return empty
    source_language, slots = _slots(work, case, language, languages)
    card = next(iter(cards(work, [case.id], languages)), None)
    return SprintDesk(language, empty.direction, total, card, source_language, slots)


def save_sprint(work: Work, public_id: str, language: str, source: str, typed: Mapping[int, Typed]) -> int:
    """Save title and summary; gives how many paragraphs changed. The first word in a language begins the translation.

    Raises:
        As `starting.start` and `saving.save`.
    """
    case = published_case(work, public_id)
    begun = select(LanguageVersion.id).where(LanguageVersion.case_id == case.id, *in_language(language))
    if work.session.scalar(begun) is None:
        if not any(one.text.strip() for one in typed.values()):
            return 0
        start(work, public_id, language, source)
        with work.full_sight():
            # What was begun just now is opened to translators at once, not at the end of the transaction.
            relabel(work.session, [case.id], work.today)
            work.session.flush()
    return save(work, public_id, language, PART, typed)


def _left(work: Work, language: str) -> Select[Case]:
    """Stories that lack a paragraph of title or summary, without those that somebody else is at or has taken on."""
    at_it = select(LanguageVersion.id).where(*in_language(language))
    held = exists().where(SegmentNow.slot_id == Slot.id, SegmentNow.version_id.in_(at_it))
    open_slot = exists().where(
        Slot.case_id == Case.id, Slot.field.in_((TITLE, PART)), Slot.position.is_not(None), ~held
    )
    return wanted_in(work, language).where(open_slot, ~_busy(work, language))


def _busy(work: Work, language: str) -> ColumnElement[bool]:
    # The trail keeps hours and no minutes: whoever saved within this hour is taken to be still at it.
    saved = select(AuditEvent.case_id).where(
        AuditEvent.event.in_([str(Event.VERSION_STARTED), str(Event.VERSION_SAVED)]),
        AuditEvent.hour == work.hour,
        AuditEvent.case_id.is_not(None),
        AuditEvent.person_id.is_not(None),
        AuditEvent.person_id != work.actor.person_id,
        AuditEvent.version_id.in_(select(LanguageVersion.id).where(*in_language(language))),
    )
    claimed = (
        select(LanguageVersion.case_id)
        .join(Claim, Claim.version_id == LanguageVersion.id)
        .where(
            *in_language(language),
            Claim.part == PART,
            Claim.until >= work.today,
            Claim.person_id != work.actor.person_id,
        )
    )
    return or_(Case.id.in_(saved), Case.id.in_(claimed))


def _slots(work: Work, case: Case, language: str, languages: tuple[str, ...]) -> tuple[str, tuple[SprintSlot, ...]]:
    versions = versions_of(work, case)
    original = next(row for row in versions if row.origin is Origin.ORIGINAL)
    usable = {row.language: row for row in versions if can_be_source(row, language)}
    source = next((usable[tag] for tag in languages if tag in usable), original)
    texts = {**source_texts(work, original), **(source_texts(work, source) if source is not original else {})}
    own = next((row for row in versions if row.language == language), None)
    now = texts_now(work, own.id) if own is not None else {}
    return source.language, tuple(
        _slot(
            work, slot, texts[slot.id], (now[slot.id].newest.id, now[slot.id].newest.text) if slot.id in now else None
        )
        for slot in parts_of(slots_of(work, case.id)).get(PART, [])
        if slot.id in texts
    )


def _slot(work: Work, slot: Slot, source: SourceText, held: tuple[int, str] | None) -> SprintSlot:
    return SprintSlot(
        id=slot.id,
        field=slot.field,
        line=is_line(slot.field),
        source=source.text,
        source_language=source.language,
        source_direction=direction(work, source.language),
        base_id=source.base_id,
        text=held[1] if held else "",
        target_id=held[0] if held else None,
    )
