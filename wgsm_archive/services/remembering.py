"""Filling the translation memory with what readers see: done by the worker, after anything of a story has changed.

What must be forgotten is forgotten in the transaction of the act itself (`db.memory_words.forget`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import aliased

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.base import insert_rows
from wgsm_archive.db.memory_words import MOST_WORDS, forget
from wgsm_archive.db.models import (
    Case,
    LanguageVersion,
    MemoryUnit,
    MemoryWord,
    SectionNarrowing,
    SegmentNow,
    SegmentVersion,
    Slot,
)
from wgsm_archive.domain.access import VersionState, open_to_translators
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.consent import is_closed_language
from wgsm_archive.domain.narrowing import is_below
from wgsm_archive.domain.placeholders import masked, masked_alike
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.services.labelling import access_of
from wgsm_archive.services.rendering import outdated_slots
from wgsm_archive.services.texts import slots_of
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work

_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that readers see in a slot; `base_version` is the version it was made from."""

    segment_id: int
    text: str
    base_version: int | None


_base = aliased(SegmentVersion)
_TEXTS = lasting(
    select(SegmentNow.version_id, SegmentNow.slot_id, SegmentVersion.id, SegmentVersion.text, _base.version_id)
    .join(SegmentVersion, SegmentVersion.id == SegmentNow.approved_id)
    .outerjoin(_base, _base.id == SegmentVersion.base_id)
    .where(SegmentNow.version_id.in_(bindparam("versions", expanding=True)), SegmentVersion.text != "")
)


def remember(work: Work, case_ids: Iterable[int]) -> None:
    """Let the memory hold what readers see of these cases now, and nothing else of them."""
    wanted = sorted(set(case_ids))
    # Held, so that nobody decides otherwise between looking and keeping.
    cases = work.session.scalars(select(Case).where(Case.id.in_(wanted)).order_by(Case.id).with_for_update()).all()
    read = [case for case in cases if open_to_translators(access_of(case, work.today))]
    forget(work.session, set(wanted) - {case.id for case in read})
    for case in read:
        _keep(work, case, _units(work, case))


def traits_of(work: Work, text: str) -> list[str]:
    """The words by which a masked paragraph is found, the longest first: those are the rarest as a rule."""
    words = (word[:_LONGEST_WORD] for word in work.tools.speller.traits(text))
    return sorted(set(words), key=lambda word: (-len(word), word))[:MOST_WORDS]


def _units(work: Work, case: Case) -> Iterator[_Unit]:
    versions = _approved(work, case)
    if len(versions) < 2:
        return
    slots = _open_slots(work, case)
    texts = _texts(work, [version.id for version in versions])
    named = withheld_in(work, case)
    original = next((version for version in versions if version.origin is Origin.ORIGINAL), None)
    by_id = {version.id: version for version in versions}
    for version in versions:
        late = outdated_slots(work, version.id) if version is not original else frozenset()
        for slot in slots:
            made = texts[version.id].get(slot.id)
            if made is None or version is original or slot.id in late or named.found_in(made.text, version.language):
                continue
            above = by_id.get(made.base_version or 0)
            for source in dict.fromkeys(one for one in (above, original) if one is not None and one is not version):
                told = texts[source.id].get(slot.id)
                unit = told and _unit(case, slot, (source, told), (version, made), direct=source is above)
                if told and unit and not named.found_in(told.text, source.language):
                    yield {**unit, "before": _before(slots, slot, texts[source.id])}


def _approved(work: Work, case: Case) -> Sequence[LanguageVersion]:
    rows = work.session.scalars(
        select(LanguageVersion)
        .where(
            LanguageVersion.case_id == case.id,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.state == VersionState.APPROVED,
        )
        .order_by(LanguageVersion.id)
    )
    return [row for row in rows if not is_closed_language(row.language, case.closed_languages)]


def _open_slots(work: Work, case: Case) -> list[Slot]:
    """The places of a case that everybody who reads it may see."""
    narrowed = work.session.scalars(select(SectionNarrowing.prefix).where(SectionNarrowing.case_id == case.id)).all()
    return [slot for slot in slots_of(work, case.id) if not any(is_below(slot.field, prefix) for prefix in narrowed)]


def _texts(work: Work, version_ids: Collection[int]) -> dict[int, dict[int, _Text]]:
    found: dict[int, dict[int, _Text]] = {version_id: {} for version_id in version_ids}
    for version_id, slot_id, segment_id, text, base_version in work.session.execute(_TEXTS, {"versions": version_ids}):
        found[version_id][slot_id] = _Text(segment_id, text, base_version)
    return found


_Side = tuple[LanguageVersion, _Text]
_Unit = dict[str, Any]
"""The columns of a `MemoryUnit`."""


def _unit(case: Case, slot: Slot, source: _Side, target: _Side, *, direct: bool) -> _Unit | None:
    """None for a translation that carries other codes than its source: they could not be put back elsewhere."""
    (from_version, told), (to_version, made) = source, target
    found = masked(told.text)
    translated = masked_alike(made.text, found.codes)
    if translated is None:
        return None
    return {
        "case_id": case.id,
        "field": slot.field,
        "slot_id": slot.id,
        "source_id": told.segment_id,
        "target_id": made.segment_id,
        "source_language": from_version.language,
        "target_language": to_version.language,
        "source_text": found.text,
        "target_text": translated,
        "hash": text_hash(found.text),
        "length": len(found.text),
        "direct": direct,
    }


def _before(slots: Sequence[Slot], slot: Slot, texts: Mapping[int, _Text]) -> str:
    place = slots.index(slot)
    before = slots[place - 1] if place else None
    told = texts.get(before.id) if before is not None and before.field == slot.field else None
    return hash_of(told.text) if told else ""


def hash_of(text: str) -> str:
    """The fingerprint of a paragraph, whatever its links lead to."""
    return text_hash(masked(text).text)


_COLUMNS = tuple(column for column in MemoryUnit.__table__.columns if column.name != "id")
_HELD = lasting(select(MemoryUnit.id, *_COLUMNS).where(MemoryUnit.case_id == bindparam("case_id")))


def _keep(work: Work, case: Case, wanted: Iterable[_Unit]) -> None:
    """Write what is not held yet, and take out what is not wanted any more; most units stay with every edit."""
    missing = {tuple(unit[column.name] for column in _COLUMNS): unit for unit in wanted}
    gone = [
        unit_id
        for unit_id, *held in work.session.execute(_HELD, {"case_id": case.id})
        if missing.pop(tuple(held), None) is None
    ]
    if gone:
        work.session.execute(delete(MemoryUnit).where(MemoryUnit.id.in_(gone)))
    units = [MemoryUnit(**unit) for unit in missing.values()]
    work.session.add_all(units)
    work.session.flush()
    words = [
        {
            "language": unit.source_language,
            "target_language": unit.target_language,
            "word": word,
            "unit_id": unit.id,
        }
        for unit in units
        for word in traits_of(work, unit.source_text)
    ]
    insert_rows(work.session, MemoryWord, words)
