"""Two pairs of eyes: giving a translation to a second reader, approving it, giving it back."""

from __future__ import annotations

from sqlalchemy import delete, select

from wgsm_archive.db.models import (
    AuditEvent,
    Case,
    LanguageVersion,
    Revision,
    SegmentNow,
    SegmentVersion,
    TellersNote,
)
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import TITLE, Section
from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.texts import add_revision, slots_of, texts_now
from wgsm_archive.services.translating.checking import to_look_at
from wgsm_archive.services.translating.crediting import credit_of
from wgsm_archive.services.translating.rows import begun, own_texts, waiting, whole_text
from wgsm_archive.services.wishes import forget_wishes
from wgsm_archive.services.withholding import require_withheld, withheld_in
from wgsm_archive.services.work import Work

NEEDED = (TITLE, str(Section.SUMMARY))
"""Without these a story can neither be found nor be chosen from a list."""
CHECKS = "checks"
"""The name under which a refusal says that something was found in drafts."""
_STEPS = (Event.VERSION_READY, Event.VERSION_APPROVED, Event.VERSION_RETURNED)


def make_ready(work: Work, public_id: str, target: str) -> None:
    """Give what was drafted to a second reader.

    Raises:
        NotNow: nothing was drafted since the last time.
        Refused: title or summary is not translated yet, or a field holds what is withheld in this story; `CHECKS`: a
            check has found something in a draft that was neither mended nor found right as it is.
    """
    case, version = begun(work, public_id, target, Act.READY)
    if not waiting(work, version).drafts:
        raise NotNow(Act.READY, version.state)
    lacking = missing_parts(work, case, version)
    if lacking:
        raise Refused(dict.fromkeys(lacking, "required"))
    require_withheld(work, case, whole_text(work, case, version), version.language)
    if to_look_at(work, version, [slot.id for slot in slots_of(work, case.id)]):
        raise Refused({CHECKS: "look-again"})
    for row in _rows(work, version, VersionState.DRAFT):
        row.state = VersionState.READY
    if version.state is VersionState.DRAFT:
        version.state = VersionState.READY
    _finish(work, case, version, Event.VERSION_READY)


def approve(work: Work, public_id: str, target: str, *, based_on: int) -> None:
    """Let readers see what waits; by somebody who wrote none of it, for the revision they have read.

    Raises:
        NotAllowed: the actor wrote some of what waits.
        NotNow: it does not wait for a second reader (any more).
        Conflict: it was changed after they had read it.
        Refused: a field, or `credit`, holds what is withheld in this story.
    """
    case, version = begun(work, public_id, target, Act.APPROVE)
    _require_waiting(work, version, Act.APPROVE, based_on)
    credit = credit_of(work, version)
    require_withheld(work, case, {**whole_text(work, case, version), "credit": credit}, version.language)
    version.credit = credit
    for row in _rows(work, version, VersionState.READY):
        if row.approved_id not in (None, row.segment_id):
            # It was given to the text that is replaced now.
            row.confirmed_base_id = None
        row.state, row.approved_id = VersionState.APPROVED, row.segment_id
        if not work.session.get_one(SegmentVersion, row.segment_id).text:
            # Approved to be taken away: from now on it counts as not translated.
            work.session.delete(row)
    version.state, version.reviewer_id = VersionState.APPROVED, work.actor.person_id
    version.published_on = version.published_on or work.month
    # What the tellers said was said of another text.
    version.read_back_on = None
    work.session.execute(delete(TellersNote).where(TellersNote.version_id == version.id))
    forget_wishes(work, case, version.language)
    _finish(work, case, version, Event.VERSION_APPROVED)


def give_back(work: Work, public_id: str, target: str, note: str, *, based_on: int) -> None:
    """Give a translation back to those who wrote it, with a note that says what to look at.

    Raises:
        NotNow: it does not wait for a second reader (any more).
        Refused: the note is empty or too long.
        Conflict: it was changed after it was read.
    """
    case, version = begun(work, public_id, target, Act.RETURN)
    cleaned = clean_text(note).strip()
    if not cleaned or len(cleaned) > MAX_FIELD:
        raise Refused({"note": "too-long" if cleaned else "required"})
    _require_waiting(work, version, Act.RETURN, based_on)
    for row in _rows(work, version, VersionState.READY):
        row.state = VersionState.DRAFT
    if version.state is VersionState.READY:
        version.state = VersionState.DRAFT
    hidden = withheld_in(work, case).hide(cleaned, version.language)
    add_revision(work, version, whole_text(work, case, version), note=hidden)
    _finish(work, case, version, Event.VERSION_RETURNED)


def open_note(work: Work, version: LanguageVersion) -> str:
    """What the second reader wrote, until the translation is given to them again."""
    last = work.session.scalar(
        select(AuditEvent)
        .where(
            AuditEvent.case_id == version.case_id,
            AuditEvent.version_id == version.id,
            AuditEvent.event.in_([str(step) for step in _STEPS]),
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    if last is None or last.event != Event.VERSION_RETURNED:
        return ""
    note = select(Revision.note).where(Revision.version_id == version.id, Revision.number == last.detail["revision"])
    return work.session.scalar(note) or ""


def missing_parts(work: Work, case: Case, version: LanguageVersion) -> list[str]:
    """Which of title and summary are not translated as a whole."""
    own = own_texts(texts_now(work, version.id))
    open_fields = {slot.field for slot in slots_of(work, case.id) if slot.id not in own}
    return [name for name in NEEDED if name in open_fields]


def _require_waiting(work: Work, version: LanguageVersion, act: Act, based_on: int) -> None:
    if not waiting(work, version).is_ready:
        raise NotNow(act, version.state)
    if based_on != version.revision:
        raise Conflict({}, version.revision)


def _rows(work: Work, version: LanguageVersion, state: VersionState) -> list[SegmentNow]:
    statement = select(SegmentNow).where(SegmentNow.version_id == version.id, SegmentNow.state == state)
    return list(work.session.scalars(statement))


def _finish(work: Work, case: Case, version: LanguageVersion, event: Event) -> None:
    work.session.flush()
    with work.full_sight():
        render_case(work, case)
    work.record(Happened(event, case.id, version.id, detail={"revision": version.revision}))
