"""Saving what a translator typed, paragraph by paragraph, without losing anybody's work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, SegmentVersion, Slot
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.checking import mend
from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.counting import words_in
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.texts import NewText, SlotNow, add_revision, add_texts, is_line, slots_of, texts_now, tidy
from wgsm_archive.services.translating import checking, claiming, unsaved
from wgsm_archive.services.translating.rows import begun, part_of, whole_text
from wgsm_archive.services.translating.sources import can_be_source, versions_of
from wgsm_archive.services.translating.tally import count_words
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work

# Neither character can be part of a text; browsers never send them of themselves.
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass
class _Sorted:
    """What a save comes to. `words` are those of the sources of paragraphs that the actor had not written before."""

    changes: list[NewText] = field(default_factory=list)
    taken_away: list[SlotNow] = field(default_factory=list)
    confirmed: list[tuple[SlotNow, int]] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    words: int = 0


def save(work: Work, public_id: str, target: str, part: str, typed: Mapping[int, Typed]) -> int:
    """Save the paragraphs of one part, by slot id; gives how many of them changed.

    Only changed texts are kept. An emptied paragraph counts as not translated. What was approved stays what readers
    see until the new text is approved too.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`; NotFound also for a part the story does not have.
        Refused: slot id -> code (`masked-term`: it holds what is withheld in this story); nothing was saved.
        Conflict: somebody changed one of the same paragraphs meanwhile, or the original lost it; holds by slot id
            what stands there now. Nothing was saved.
    """
    return save_parts(work, public_id, target, {part: typed})


def save_parts(
    work: Work,
    public_id: str,
    target: str,
    parts: Mapping[str, Mapping[int, Typed]],
    *,
    origin: Origin = Origin.HUMAN,
) -> int:
    """As `save`, for several parts at once: all of them are saved, or none."""
    case, version = begun(work, public_id, target, Act.TRANSLATE)
    slots = {slot.id: slot for slot in slots_of(work, case.id) if part_of(slot.field) in parts}
    if not slots:
        raise NotFound
    typed = {slot_id: one for of_part in parts.values() for slot_id, one in of_part.items()}
    now = texts_now(work, version.id)
    found = _sort(_Save(work, case, version, now, origin), slots, typed)
    words = withheld_in(work, case)
    found.problems |= words.problems({str(one.slot.id): one.text for one in found.changes}, version.language)
    found.theirs |= _without_place(work, case, now, typed)
    if found.problems:
        raise Refused(found.problems)
    if found.theirs:
        raise Conflict(found.theirs, version.revision)
    found.words = _new_words(work, found.changes, now)
    changed = _keep(work, case, version, found, next(iter(parts)) if len(parts) == 1 else "")
    checking.decide(work, version, {slot_id: one for slot_id, one in typed.items() if slot_id in slots})
    if origin is Origin.HUMAN:
        # What comes from a file is not what somebody is typing here: that waits until they have seen both.
        unsaved.let_go(work, version, typed)
    for part in parts:
        claiming.renew(work, version, part)
    return changed


@dataclass(frozen=True)
class _Save:
    work: Work
    case: Case
    version: LanguageVersion
    now: Mapping[int, SlotNow]
    origin: Origin


def _sort(save: _Save, slots: Mapping[int, Slot], typed: Mapping[int, Typed]) -> _Sorted:
    known = _segments(save, typed)
    found = _Sorted()
    for slot_id, slot in slots.items():
        if slot_id in typed:
            _sort_one(found, save, slot, typed[slot_id], known)
    return found


def _sort_one(found: _Sorted, save: _Save, slot: Slot, one: Typed, known: Mapping[int, SegmentVersion]) -> None:
    held = save.now.get(slot.id)
    key, standing = str(slot.id), held.newest.text if held else ""
    wrong = _unreadable(one.text)
    if wrong:
        found.problems[key] = wrong
        return
    base = known.get(one.base_id or 0)
    text = _as_kept(save, slot, one, base)
    if text == standing:
        if one.confirmed_id is not None and held is not None:
            _confirm(found, one.confirmed_id, held, known)
        return
    seen = known.get(one.target_id or 0)
    if one.target_id != (held.newest.id if held else None):
        # Others were faster. Where this person left the paragraph as they found it, theirs simply stands.
        if text != (seen.text if seen is not None and seen.slot_id == slot.id else ""):
            found.theirs[key] = standing
        return
    if len(text) > (MAX_TITLE if is_line(slot.field) else MAX_FIELD):
        found.problems[key] = "too-long"
    elif not text and held is not None and held.now.approved_id is None:
        found.taken_away.append(held)
    elif base is None or base.slot_id != slot.id or base.version_id == save.version.id:
        found.problems[key] = "form-old"
    else:
        is_minor = one.minor or (held is not None and held.newest.hash == text_hash(text))
        found.changes.append(NewText(slot, text, save.origin, base.id, VersionState.DRAFT, is_minor))


def _as_kept(save: _Save, slot: Slot, one: Typed, base: SegmentVersion | None) -> str:
    text = tidy(slot.field, one.text)
    if base is None:
        return text
    text = mend(base.text, text, save.version.language)
    # The row of a table is one line: a break would end the table.
    return " ".join(text.split()) if base.text.startswith("|") else text


def _unreadable(text: str) -> str:
    """The code of what keeps a text from being looked at, empty for nothing."""
    if _NOT_TEXT.search(text):
        return "not-text"
    # Far beyond what tidying could shorten enough: not worth the time that it takes.
    return "too-long" if len(text) > 4 * MAX_FIELD else ""


def _confirm(found: _Sorted, confirmed_id: int, held: SlotNow, known: Mapping[int, SegmentVersion]) -> None:
    newer, base = known.get(confirmed_id), known.get(held.newest.base_id or 0)
    fits = (
        newer is not None
        and base is not None
        and newer.slot_id == base.slot_id == held.slot.id
        and newer.version_id == base.version_id
        and newer.number >= base.number
    )
    if fits and held.now.approved_id not in (None, held.newest.id):
        # Readers still see another text, which the row's confirmation belongs to: the draft is kept anew instead.
        found.changes.append(
            NewText(held.slot, held.newest.text, Origin.HUMAN, confirmed_id, VersionState.DRAFT, minor=True)
        )
    elif fits:
        found.confirmed.append((held, confirmed_id))
    else:
        found.problems[str(held.slot.id)] = "form-old"


def _segments(save: _Save, typed: Mapping[int, Typed]) -> dict[int, SegmentVersion]:
    """The paragraphs that a form names, as far as they are of this story and may be named: own ones and sources."""
    sources = {row.id for row in versions_of(save.work, save.case) if can_be_source(row, save.version.language)}
    named = {one for each in typed.values() for one in (each.base_id, each.target_id, each.confirmed_id)}
    named |= {save.now[slot_id].newest.base_id for slot_id in typed if slot_id in save.now}
    rows = save.work.session.scalars(
        select(SegmentVersion).where(
            SegmentVersion.id.in_(sorted(one for one in named if one is not None)),
            SegmentVersion.version_id.in_(sources | {save.version.id}),
        )
    )
    return {row.id: row for row in rows}


def _without_place(work: Work, case: Case, now: Mapping[int, SlotNow], typed: Mapping[int, Typed]) -> dict[str, str]:
    """Paragraphs that were taken out of the story while somebody was translating them."""
    gone = work.session.scalars(
        select(Slot).where(Slot.case_id == case.id, Slot.position.is_(None), Slot.id.in_(sorted(typed)))
    )
    lost = {}
    for slot in gone:
        standing = now[slot.id].newest.text if slot.id in now else ""
        if tidy(slot.field, typed[slot.id].text) not in ("", standing):
            lost[str(slot.id)] = standing
    return lost


def _new_words(work: Work, changes: Sequence[NewText], now: Mapping[int, SlotNow]) -> int:
    found = 0
    for one in changes:
        mine = one.slot.id in now and now[one.slot.id].newest.person_id == work.actor.person_id
        base = work.session.get(SegmentVersion, one.base_id) if one.text and not mine else None
        found += words_in(base.text) if base is not None else 0
    return found


def _keep(work: Work, case: Case, version: LanguageVersion, found: _Sorted, part: str) -> int:
    changed = len(found.changes) + len(found.taken_away)
    if not changed and not found.confirmed:
        return 0
    for held, confirmed_id in found.confirmed:
        held.now.confirmed_base_id = confirmed_id
    if changed:
        for held in found.taken_away:
            work.session.delete(held.now)
        add_texts(work, version, found.changes)
        if version.state is VersionState.READY:
            # The second reader must not approve what they have not seen.
            version.state = VersionState.DRAFT
        # With the sections that this translator may not see: a revision holds the whole text.
        with work.full_sight():
            whole = whole_text(work, case, version)
        add_revision(work, version, whole)
        count_words(work, version.language, found.words)
    with work.full_sight():
        render_case(work, case)
    detail: dict[str, str | int | bool] = {"part": part, "changed": changed, "confirmed": len(found.confirmed)}
    work.record(Happened(Event.VERSION_SAVED, case.id, version.id, detail=detail))
    return changed
