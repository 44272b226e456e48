"""Reading a story aloud at the workbench: part by part, from the text that readers see, with a second pair of ears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import LanguageVersion, Person, SpokenPart
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, NotFound, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.spoken_texts import SPOKEN_PARTS, count_heard, take_out
from wgsm_archive.services.translating.rows import opened_text
from wgsm_archive.services.whole_parts import Paragraph, is_behind, paragraphs_of
from wgsm_archive.services.withholding import require_withheld, withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording of a part. `by` names who sent it, to those at work; `credit` is the name that listeners read."""

    id: str
    seconds: int
    bytes: int
    credit: str
    by: str
    mine: bool
    may_remove: bool
    waits: bool
    note: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class SpokenDeskPart:
    """A part of the text, what readers hear of it, and what waits for a second person or was given back."""

    field: str
    text: str
    heard: Recording | None
    newest: Recording | None


@dataclass(frozen=True, slots=True)
class SpokenDesk:
    """All parts of a story in one language. `my_name` is the name that the actor is usually credited with."""

    public_id: str
    language: str
    direction: str
    title: str
    slug: str
    my_name: str
    parts: tuple[SpokenDeskPart, ...]


def desk(work: Work, public_id: str, language: str) -> SpokenDesk:
    """The workbench for reading a story aloud.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened_text`.
    """
    case, version = opened_text(work, public_id, language, Act.TRANSLATE)
    now, rows = paragraphs_of(work, version), recordings_of(work, version)
    people = select(Person.id, Person.shown_name).where(Person.id.in_([row.person_id for row in rows]))
    names: dict[int | None, str] = {row.id: row.shown_name for row in work.session.execute(people)}
    me = work.session.get(Person, work.actor.person_id) if work.actor.person_id is not None else None

    def view(field: str, *, holds: bool) -> Recording | None:
        found = [row for row in rows if row.field == field and row.holds is holds]
        return _recording(work, found[-1], names, now[field]) if found else None

    return SpokenDesk(
        public_id=case.public_id,
        language=version.language,
        direction=direction(work, version.language),
        title=version.title,
        slug=version.slug,
        my_name=me.credit if me is not None else "",
        parts=tuple(
            SpokenDeskPart(
                field=field,
                text="\n\n".join(one.text for one in now[field]),
                heard=view(field, holds=True),
                newest=view(field, holds=False),
            )
            for field in SPOKEN_PARTS
            if field in now
        ),
    )


def approve(work: Work, public_id: str, language: str, recording_id: str) -> None:
    """Let readers hear a recording, in the place of the one that they heard before. By another person.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `desk`; NotFound also where there is no such recording.
        NotAllowed: the actor sent it.
        NotNow: it does not wait (any more).
    """
    case, version = opened_text(work, public_id, language, Act.APPROVE)
    row = _waiting(work, version, recording_id, Act.APPROVE)
    if row.person_id == work.actor.person_id:
        raise NotAllowed
    require_withheld(work, case, {"credit": row.credit}, version.language)
    take_out(work, [one for one in recordings_of(work, version) if one.field == row.field and one.holds])
    row.state, row.holds, row.label = VersionState.APPROVED, True, ""
    work.session.flush()
    count_heard(work, version)
    work.record(Happened(Event.SPOKEN_APPROVED, case.id, version.id))


def give_back(work: Work, public_id: str, language: str, recording_id: str, note: str) -> None:
    """Give a recording back with a note for whoever sent it.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `desk`.
        NotNow: it does not wait (any more).
        Refused: the note is empty or too long.
    """
    case, version = opened_text(work, public_id, language, Act.RETURN)
    cleaned_note = clean_text(note).strip()
    if not cleaned_note or len(cleaned_note) > MAX_FIELD:
        raise Refused({"note": "too-long" if cleaned_note else "required"})
    row = _waiting(work, version, recording_id, Act.RETURN)
    row.state, row.note = VersionState.DRAFT, withheld_in(work, case).hide(cleaned_note, version.language)


def confirm(work: Work, public_id: str, language: str, recording_id: str) -> None:
    """Say that a recording that readers hear is still right beside the text of today.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `desk`.
    """
    _case, version = opened_text(work, public_id, language, Act.TRANSLATE)
    row = _find(work, version, recording_id)
    if not row.holds:
        raise NotFound
    row.made_from = [one.id for one in paragraphs_of(work, version).get(row.field, [])]


def remove(work: Work, public_id: str, language: str, recording_id: str) -> None:
    """Take a recording out for good: whoever sent it, at any time, and facilitators.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `desk`; NotAllowed also for somebody else's.
    """
    case, version = opened_text(work, public_id, language, Act.TRANSLATE)
    row = _find(work, version, recording_id)
    if not _may_remove(work, row):
        raise NotAllowed
    take_out(work, [row])
    count_heard(work, version)
    work.record(Happened(Event.SPOKEN_REMOVED, case.id, version.id))


def recordings_of(work: Work, version: LanguageVersion) -> list[SpokenPart]:
    """All recordings of a text that the actor may hear, the oldest first."""
    rows = select(SpokenPart).where(SpokenPart.version_id == version.id).order_by(SpokenPart.id)
    return list(work.session.scalars(rows))


def _find(work: Work, version: LanguageVersion, recording_id: str) -> SpokenPart:
    row = work.session.scalar(
        select(SpokenPart).where(SpokenPart.version_id == version.id, SpokenPart.public_id == recording_id)
    )
    if row is None:
        raise NotFound
    return row


def _waiting(work: Work, version: LanguageVersion, recording_id: str, act: Act) -> SpokenPart:
    row = _find(work, version, recording_id)
    work.session.refresh(row, with_for_update=True)
    if row.state is not VersionState.READY:
        raise NotNow(act, row.state)
    return row


def _may_remove(work: Work, row: SpokenPart) -> bool:
    mine = row.person_id is not None and row.person_id == work.actor.person_id
    return mine or work.actor.has(Role.FACILITATOR)


def _recording(work: Work, row: SpokenPart, names: Mapping[int | None, str], now: list[Paragraph]) -> Recording:
    return Recording(
        id=row.public_id,
        seconds=row.seconds,
        bytes=row.bytes,
        credit=row.credit,
        by=names.get(row.person_id, ""),
        mine=row.person_id is not None and row.person_id == work.actor.person_id,
        may_remove=_may_remove(work, row),
        waits=row.state is VersionState.READY,
        note=row.note,
        is_behind=is_behind(row.made_from, now),
    )
