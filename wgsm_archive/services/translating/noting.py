"""Notes of those who translate a story for all others who do, into whatever language. Readers never see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, Person, TranslatorsNote
from wgsm_archive.domain.access import NETWORK
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import clean_line, clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.texts import slots_of, texts_now
from wgsm_archive.services.translating.rows import begun, parts_of
from wgsm_archive.services.withholding import require_withheld, withheld_in
from wgsm_archive.services.work import Work

MOST = 20
"""Notes on one paragraph."""
_LONGEST, _LONGEST_ABOUT = 1000, 120


@dataclass(frozen=True, slots=True)
class TypedNote:
    """A note as somebody writes it, in the language that they use the archive in."""

    slot_id: int
    about: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note. `is_old`: the original says something else there by now; `may_remove`: it is the actor's to take out."""

    id: int
    about: str
    text: str
    language: str
    direction: str
    by: str
    written_on: dt.date
    is_old: bool
    may_remove: bool


def notes_of(work: Work, case: Case) -> Mapping[int, tuple[NoteLine, ...]]:
    """The notes on a story that its translators may read, by slot, the oldest first.

    One with words that are withheld by now is left out: nobody should copy them from it.
    """
    rows = work.session.execute(
        select(TranslatorsNote, Person.shown_name)
        .outerjoin(Person, Person.id == TranslatorsNote.person_id)
        .where(TranslatorsNote.case_id == case.id)
        .order_by(TranslatorsNote.id)
    ).all()
    if not rows:
        return {}
    now, named = texts_now(work, original_of(work, case).id), withheld_in(work, case)
    found: dict[int, tuple[NoteLine, ...]] = {}
    for row, name in rows:
        held = now.get(row.slot_id)
        if held is None or named.found_in(f"{row.about}\n{row.text}", row.language):
            continue
        line = NoteLine(
            id=row.id,
            about=row.about,
            text=row.text,
            language=row.language,
            direction=direction(work, row.language),
            by=name or "",
            written_on=row.written_on,
            is_old=row.original_id != held.newest.id,
            may_remove=_may_remove(work, row),
        )
        found[row.slot_id] = (*found.get(row.slot_id, ()), line)
    return found


def write_note(work: Work, public_id: str, target: str, part: str, typed: TypedNote) -> None:
    """Write a note on a paragraph down.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`; NotFound also for a part the story does not have.
        Refused: `paragraph` - there is no such paragraph in this part (any more), or it has notes enough; `text`,
            `about` - no words, or too many, or words that are withheld in this story.
    """
    case, _version = begun(work, public_id, target, Act.TRANSLATE)
    places = parts_of(slots_of(work, case.id))
    if part not in places:
        raise NotFound
    about, text = clean_line(typed.about), clean_text(typed.text).strip()
    problems = {}
    if typed.slot_id not in {slot.id for slot in places[part]}:
        problems["paragraph"] = "unknown-choice"
    elif len(notes_of(work, case).get(typed.slot_id, ())) >= MOST:
        problems["paragraph"] = "notes-many"
    if not text or len(text) > _LONGEST:
        problems["text"] = "too-long" if text else "required"
    if len(about) > _LONGEST_ABOUT:
        problems["about"] = "too-long"
    if problems:
        raise Refused(problems)
    require_withheld(work, case, {"about": about, "text": text}, typed.language)
    held = texts_now(work, original_of(work, case).id).get(typed.slot_id)
    row = TranslatorsNote(
        case_id=case.id,
        slot_id=typed.slot_id,
        about=about,
        text=text,
        language=typed.language,
        original_id=held.newest.id if held is not None else None,
        label=NETWORK,
        person_id=work.actor.person_id,
        written_on=work.today,
    )
    work.session.add(row)
    work.record(Happened(Event.TRANSLATORS_NOTE, case.id, detail={"how": "added"}))


def take_note_out(work: Work, public_id: str, target: str, note_id: int) -> None:
    """Take a note out: whoever wrote it, or a facilitator.

    Raises:
        NotFound, Withdrawn: as `rows.begun`; NotFound also where there is no such note.
        NotAllowed: as `rows.begun`; also for somebody else's note.
    """
    case, _version = begun(work, public_id, target, Act.TRANSLATE)
    row = work.session.scalar(
        select(TranslatorsNote).where(TranslatorsNote.id == note_id, TranslatorsNote.case_id == case.id)
    )
    if row is None:
        raise NotFound
    if not _may_remove(work, row):
        raise NotAllowed
    work.session.delete(row)
    work.record(Happened(Event.TRANSLATORS_NOTE, case.id, detail={"how": "removed"}))


def _may_remove(work: Work, row: TranslatorsNote) -> bool:
    mine = row.person_id is not None and row.person_id == work.actor.person_id
    return mine or work.actor.has(Role.FACILITATOR)
