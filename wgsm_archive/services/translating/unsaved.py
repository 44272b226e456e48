"""What a translator has typed and not saved yet: kept for them alone, until it is saved or thrown away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import LanguageVersion, SegmentVersion, Slot, TranslationDraft
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.texts import slots_of, texts_now, tidy
from wgsm_archive.services.translating.rows import begun, part_of
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What somebody typed for a paragraph, and the exact texts that it was typed over."""

    text: str
    base_id: int | None
    target_id: int | None


def keep(work: Work, public_id: str, target: str, part: str, typed: Mapping[int, Typed]) -> int:
    """Keep what was typed in a part as it is at the moment; gives how many paragraphs differ from what is saved.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`; NotFound also for a part the story does not have.
        Refused: slot id -> `too-long`; nothing was kept.
    """
    case, version = begun(work, public_id, target, Act.TRANSLATE)
    slots = {slot.id: slot for slot in slots_of(work, case.id) if part_of(slot.field) == part}
    if not slots:
        raise NotFound
    wanted = {slot_id: one for slot_id, one in typed.items() if slot_id in slots}
    long = {str(slot_id): "too-long" for slot_id, one in wanted.items() if len(one.text) > 4 * MAX_FIELD}
    if long:
        raise Refused(long)
    now, rows, known = texts_now(work, version.id), _rows(work, version, slots), _known(work, wanted)
    kept = 0
    for slot_id, one in wanted.items():
        text, row = clean_text(one.text), rows.get(slot_id)
        standing = now[slot_id].newest.text if slot_id in now else ""
        if tidy(slots[slot_id].field, text) == standing:
            if row is not None:
                work.session.delete(row)
            continue
        if row is None:
            row = TranslationDraft(version_id=version.id, slot_id=slot_id, person_id=work.actor.person_id)
            work.session.add(row)
        row.text, row.kept_on = text, work.today
        row.base_id, row.target_id = (
            named if known.get(named or 0) == slot_id else None for named in (one.base_id, one.target_id)
        )
        kept += 1
    return kept


def unsaved(work: Work, version: LanguageVersion, slot_ids: Collection[int]) -> dict[int, Unsaved]:
    """What the actor has typed for these slots, by slot."""
    rows = _rows(work, version, slot_ids)
    return {slot_id: Unsaved(row.text, row.base_id, row.target_id) for slot_id, row in rows.items()}


def homeless(work: Work, version: LanguageVersion, part: str) -> tuple[str, ...]:
    """What the actor has typed for paragraphs of a part that were taken out of the story since."""
    return tuple(row.text for row in _homeless(work, version, part) if row.text)


def let_go(work: Work, version: LanguageVersion, slot_ids: Iterable[int]) -> None:
    """Forget what the actor has typed for these slots: it is saved."""
    for row in _rows(work, version, slot_ids).values():
        work.session.delete(row)


def throw_away(work: Work, public_id: str, target: str, part: str, slot_id: int | None) -> None:
    """Forget what the actor has typed for a paragraph; for none, what they have typed for those that lost their place.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`.
    """
    _case, version = begun(work, public_id, target, Act.TRANSLATE)
    if slot_id is not None:
        let_go(work, version, [slot_id])
        return
    for row in _homeless(work, version, part):
        work.session.delete(row)


def _homeless(work: Work, version: LanguageVersion, part: str) -> list[TranslationDraft]:
    rows = work.session.execute(
        select(TranslationDraft, Slot.field)
        .join(Slot, Slot.id == TranslationDraft.slot_id)
        .where(
            TranslationDraft.version_id == version.id,
            TranslationDraft.person_id == work.actor.person_id,
            Slot.position.is_(None),
        )
        .order_by(TranslationDraft.id)
    )
    return [row for row, field in rows if part_of(field) == part]


def _rows(work: Work, version: LanguageVersion, slot_ids: Iterable[int]) -> dict[int, TranslationDraft]:
    rows = work.session.scalars(
        select(TranslationDraft).where(
            TranslationDraft.version_id == version.id,
            TranslationDraft.person_id == work.actor.person_id,
            TranslationDraft.slot_id.in_(sorted(slot_ids)),
        )
    )
    return {row.slot_id: row for row in rows}


def _known(work: Work, typed: Mapping[int, Typed]) -> dict[int, int]:
    """The texts that a form names, as far as the actor may read them, with their slots."""
    named = {one for each in typed.values() for one in (each.base_id, each.target_id) if one is not None}
    rows = work.session.execute(
        select(SegmentVersion.id, SegmentVersion.slot_id).where(SegmentVersion.id.in_(sorted(named)))
    )
    return {segment_id: slot_id for segment_id, slot_id in rows}  # noqa: C416 - rows are not pairs to the type checker
