"""Keeping the prose of language versions: revisions, slots, and the append-only paragraphs in them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.base import insert_rows
from wgsm_archive.db.models import Case, LanguageVersion, Revision, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import TITLE, Origin, ordered_fields
from wgsm_archive.domain.errors import Conflict
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.segments import Aligned, Fate, Piece, align, cut, text_hash
from wgsm_archive.domain.text import clean_line, clean_text
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class SlotNow:
    """A slot with what stands in it in one language."""

    slot: Slot
    now: SegmentNow
    newest: SegmentVersion

    @property
    def base_id(self) -> int | None:
        """The paragraph that the newest text was made from, or was found correct for since."""
        to_newest = self.now.approved_id in (None, self.now.segment_id)
        return (self.now.confirmed_base_id if to_newest else None) or self.newest.base_id


@dataclass(frozen=True, slots=True)
class NewText:
    """A text to be put into a slot. `base_id` is the paragraph it was made from; `minor` leaves translations valid."""

    slot: Slot
    text: str
    origin: Origin = Origin.ORIGINAL
    base_id: int | None = None
    state: VersionState = VersionState.APPROVED
    minor: bool = False


_SLOTS = lasting(select(Slot).where(Slot.case_id == bindparam("case_id"), Slot.position.is_not(None)))
_NOW = lasting(
    select(SegmentNow, SegmentVersion, Slot)
    .join(SegmentVersion, SegmentVersion.id == SegmentNow.segment_id)
    .join(Slot, Slot.id == SegmentNow.slot_id)
    .where(SegmentNow.version_id == bindparam("version_id"))
)
_REVISION = lasting(
    select(Revision).where(Revision.version_id == bindparam("version_id"), Revision.number == bindparam("number"))
)
_ADDED = lasting(
    select(SegmentVersion.id, SegmentVersion.slot_id, SegmentVersion.version_id, SegmentVersion.number).where(
        SegmentVersion.version_id.in_(bindparam("versions", expanding=True)),
        SegmentVersion.number.in_(bindparam("numbers", expanding=True)),
    )
)


def slots_of(work: Work, case_id: int) -> list[Slot]:
    """The slots of a case that have a place, in reading order."""
    rows = work.session.scalars(_SLOTS, {"case_id": case_id}).all()
    order = {name: place for place, name in enumerate(ordered_fields({row.field for row in rows}))}
    return sorted(rows, key=lambda row: (order[row.field], row.position or 0))


def texts_now(work: Work, version_id: int) -> dict[int, SlotNow]:
    """What stands in each slot in a language version, by slot id."""
    rows = work.session.execute(_NOW, {"version_id": version_id})
    return {slot.id: SlotNow(slot, now, newest) for now, newest, slot in rows}


def current_texts(work: Work, version: LanguageVersion) -> dict[str, str]:
    """The fields of a version as they were last saved."""
    if not version.revision:
        return {}
    found = work.session.scalar(_REVISION, {"version_id": version.id, "number": version.revision})
    return dict(found.texts) if found else {}


def readable_texts(work: Work, version: LanguageVersion) -> dict[str, str]:
    """The fields of a version as they were last saved, without the sections that this actor may not see.

    A revision holds the whole text and is closed to such an actor; the paragraphs are opened one by one.
    """
    if not version.revision:
        return {}
    now = texts_now(work, version.id)
    fields: dict[str, str] = {}
    for slot in slots_of(work, version.case_id):
        if slot.id in now:
            fields[slot.field] = fields.get(slot.field, "") + slot.lead + now[slot.id].newest.text
    return {name: text.strip() for name, text in fields.items()}


def changes_since(
    work: Work,
    version: LanguageVersion,
    texts: Mapping[str, str],
    *,
    based_on: int,
    hide: Callable[[str, str], str] | None = None,
) -> dict[str, str]:
    """The fields among `texts` that somebody really changed, who began from revision `based_on`.

    What others changed meanwhile in other fields stays as they left it. `hide` gives a field (name, text) without the
    words that are withheld since then: a page that was open before still holds them.

    Raises:
        Conflict: the same field was changed by others as well, and differently; holds the text that stands.
    """
    now = current_texts(work, version)
    if based_on == version.revision:
        then = now
    else:
        seen = work.session.scalar(
            select(Revision).where(Revision.version_id == version.id, Revision.number == based_on)
        )
        then = dict(seen.texts) if seen else {}
    changed = {name: tidy(name, text) for name, text in texts.items()}
    changed = {name: text for name, text in changed.items() if text != then.get(name, "")}
    if hide is not None:
        changed = {name: text for name, text in changed.items() if hide(name, text) != then.get(name, "")}
    if any(now.get(name, "") not in (then.get(name, ""), text) for name, text in changed.items()):
        raise Conflict(now, version.revision)
    return changed


def save_original(
    work: Work,
    case: Case,
    version: LanguageVersion,
    texts: Mapping[str, str],
    *,
    based_on: int,
    note: str = "",
    minor: Collection[str] = (),
) -> int:
    """Save the original's text as a new revision and follow each paragraph from the one before.

    `minor` names fields whose change is a small correction that leaves translations valid. Saving what stands
    already changes nothing. Returns the number of the revision that now holds.

    Raises:
        Conflict: somebody saved since revision `based_on`; holds the text that stands now.
    """
    before = current_texts(work, version)
    tidied = {name: tidy(name, text) for name, text in texts.items()}
    kept = {name: text for name, text in tidied.items() if text}
    if kept == before and version.revision:
        return version.revision
    if based_on != version.revision:
        raise Conflict(before, version.revision)
    add_revision(work, version, kept, note)
    now = texts_now(work, version.id) if before else {}
    changes: list[NewText] = []
    for name in ordered_fields({*before, *kept}):
        if before.get(name) != kept.get(name):
            of_field = [held for held in now.values() if held.slot.field == name and held.slot.position is not None]
            of_field.sort(key=lambda held: held.slot.position or 0)
            changes += _follow(work, case, name, kept.get(name, ""), of_field, is_minor=name in minor)
    add_texts(work, version, changes, is_first=based_on == 0)
    return version.revision


def add_revision(work: Work, version: LanguageVersion, texts: Mapping[str, str], note: str = "") -> None:
    """Keep the whole text of a version as it now stands."""
    version.revision += 1
    # What tellers write is not tied to an account: the trail tells of the edit, the text does not tell of them.
    person = None if version.origin is Origin.ORIGINAL else work.actor.person_id
    work.session.add(
        Revision(
            version_id=version.id,
            number=version.revision,
            texts=dict(texts),
            note=note,
            person_id=person,
            saved_on=work.today,
        )
    )


def add_texts(work: Work, version: LanguageVersion, changes: Sequence[NewText], *, is_first: bool = False) -> None:
    """Append texts to their slots in a language and make them the ones that hold.

    `is_first` says that the version has no texts yet, so that none are looked for.
    """
    if not changes:
        return
    session = work.session
    session.flush()
    numbers = {} if is_first else _last_numbers(work, version, [change.slot.id for change in changes])
    ids = insert_texts(
        work, [_segment(work, version, change, numbers.get(change.slot.id, 0) + 1) for change in changes]
    )
    held = _held_rows(work, version, numbers)
    new: list[dict[str, object]] = []
    for change, segment_id in zip(changes, ids, strict=True):
        approved = segment_id if change.state is VersionState.APPROVED else None
        row = held.get(change.slot.id)
        if row is None:
            new.append(
                {
                    "slot_id": change.slot.id,
                    "version_id": version.id,
                    "segment_id": segment_id,
                    "approved_id": approved,
                    "state": change.state,
                }
            )
        else:
            row.segment_id, row.state = segment_id, change.state
            if approved or row.approved_id is None:
                # Otherwise the confirmation was given to the text that readers still see.
                row.confirmed_base_id = None
            row.approved_id = approved or row.approved_id
    insert_rows(session, SegmentNow, new)
    session.flush()


_SLOT_IDS = lasting(select(Slot.key, Slot.id).where(Slot.case_id.in_(bindparam("cases", expanding=True))))


def insert_texts(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Append texts, given as the columns of `SegmentVersion`; their ids, in the order given."""
    # Rows of their own kind by the hundred: as objects of the session they would cost several times as much, and
    # SQLite would take them one by one if it had to give back their ids.
    insert_rows(work.session, SegmentVersion, rows)
    versions, numbers = ({row[name] for row in rows} for name in ("version_id", "number"))
    with work.full_sight():
        found = work.session.execute(_ADDED, {"versions": sorted(versions), "numbers": sorted(numbers)}).all()
    ids = {(slot_id, version_id, number): segment_id for segment_id, slot_id, version_id, number in found}
    return [ids[row["slot_id"], row["version_id"], row["number"]] for row in rows]


def _segment(work: Work, version: LanguageVersion, change: NewText, number: int) -> dict[str, object]:
    return {
        "slot_id": change.slot.id,
        "version_id": version.id,
        "number": number,
        "text": change.text,
        "hash": text_hash(change.text),
        "base_id": change.base_id,
        "origin": change.origin,
        "minor": change.minor,
        "person_id": None if change.origin is Origin.ORIGINAL else work.actor.person_id,
    }


def _last_numbers(work: Work, version: LanguageVersion, slot_ids: Sequence[int]) -> dict[int, int]:
    if not version.revision:
        return {}
    rows = work.session.execute(
        select(SegmentVersion.slot_id, func.max(SegmentVersion.number))
        .where(SegmentVersion.version_id == version.id, SegmentVersion.slot_id.in_(slot_ids))
        .group_by(SegmentVersion.slot_id)
    )
    return {slot_id: number for slot_id, number in rows}  # noqa: C416 - rows are not pairs to the type checker


def _held_rows(work: Work, version: LanguageVersion, slot_ids: Iterable[int]) -> dict[int, SegmentNow]:
    wanted = list(slot_ids)
    if not wanted:
        return {}
    rows = work.session.scalars(
        select(SegmentNow).where(SegmentNow.version_id == version.id, SegmentNow.slot_id.in_(wanted))
    )
    return {row.slot_id: row for row in rows}


def _follow(work: Work, case: Case, name: str, text: str, held: Sequence[SlotNow], *, is_minor: bool) -> list[NewText]:
    pieces = pieces_of(name, text)
    if len(held) == len(pieces) == 1:
        # A new title is still the title: what was made from the old one is behind it, and not lost.
        steps = [Aligned(0, 0, Fate.CHANGED)]
    else:
        steps = align([old.newest.text for old in held], [piece.text for piece in pieces])
    for old in held:
        old.slot.position = None
    changes: list[NewText] = []
    for step, piece in zip(steps, pieces, strict=True):
        if step.old is None:
            slot = _new_slot(case, name, step.new, piece)
            work.session.add(slot)
            changes.append(NewText(slot, piece.text, minor=is_minor))
            continue
        before = held[step.old]
        before.slot.position, before.slot.lead = step.new, piece.lead
        if before.newest.text != piece.text:
            rewrapped = before.newest.hash == piece.hash
            changes.append(NewText(before.slot, piece.text, minor=is_minor or rewrapped))
    return changes


def is_line(name: str) -> bool:
    """Whether a field is one line (a title, a date, how a term applies) and not prose."""
    return name == TITLE or name.startswith("how.") or name.endswith(".when")


def tidy(name: str, text: str) -> str:
    """A field as it is kept: cleaned, and prose in the spelling of Markdown that all readers of it agree on."""
    return clean_line(text) if is_line(name) else normalise(clean_text(text)).strip()


def pieces_of(name: str, text: str) -> tuple[Piece, ...]:
    """The paragraphs of a field; a title, a date line and a `how` line are one piece each."""
    if is_line(name):
        return (Piece("", text.strip()),) if text.strip() else ()
    return cut(text).pieces


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A slot that was just written, with the names of `Slot`, which the session need not hold."""

    id: int
    case_id: int
    field: str
    position: int
    lead: str
    key: str


def insert_slots(work: Work, fields: Iterable[tuple[Case, str, str]]) -> list[NewSlot]:
    """Append the slots of fields that have none yet: case, name, and the text as `tidy` gives it; in their order."""
    rows: list[dict[str, Any]] = [
        {"case_id": case.id, "field": name, "position": place, "lead": piece.lead, "key": _new_key()}
        for case, name, text in fields
        for place, piece in enumerate(pieces_of(name, text))
    ]
    if not rows:
        return []
    insert_rows(work.session, Slot, rows)
    with work.full_sight():
        found = work.session.execute(_SLOT_IDS, {"cases": sorted({row["case_id"] for row in rows})}).all()
    ids = {key: slot_id for key, slot_id in found}  # noqa: C416 - rows are not pairs to the type checker
    return [NewSlot(id=ids[row["key"]], **row) for row in rows]


def _new_slot(case: Case, name: str, place: int, piece: Piece) -> Slot:
    return Slot(case_id=case.id, field=name, position=place, lead=piece.lead, key=_new_key())


def _new_key() -> str:
    # An XML NMTOKEN, because exchange formats use it as an id.
    return f"s-{secrets.token_hex(6)}"
