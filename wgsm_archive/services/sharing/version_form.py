"""A language version as the interchange form has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, bindparam, case, select
from sqlalchemy.orm import aliased

from wgsm_archive.db.models import LanguageVersion, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import OVERALL_WHY, TITLE, Origin, PhasePart, Section, phase_field
from wgsm_archive.services.rendering import outdated_slots
from wgsm_archive.services.texts import pieces_of, tidy
from wgsm_archive.services.work import Work

_APPROVED = aliased(SegmentVersion)
_NEWEST = aliased(SegmentVersion)
_TEXTS = (
    select(SegmentNow.slot_id, SegmentNow.state, _NEWEST.id, _NEWEST.text, _APPROVED.id, _APPROVED.text)
    .join(_NEWEST, _NEWEST.id == SegmentNow.segment_id)
    .outerjoin(_APPROVED, _APPROVED.id == SegmentNow.approved_id)
    .where(SegmentNow.version_id == bindparam("version"))
)
_MADE = aliased(SegmentVersion)
_BASE = aliased(SegmentVersion)
_BASES = (
    select(SegmentNow.slot_id, _BASE.text, _BASE.version_id)
    .join(
        _MADE,
        _MADE.id == case((bindparam("approved", type_=Boolean), SegmentNow.approved_id), else_=SegmentNow.segment_id),
    )
    .join(_BASE, _BASE.id == _MADE.base_id)
    .where(SegmentNow.version_id == bindparam("version"))
)


@dataclass(frozen=True, slots=True)
class _Text:
    """What a slot holds in a version: the text that goes with the version's state, and a newer one beside it."""

    text: str
    draft: str | None = None
    draft_state: VersionState = VersionState.DRAFT


def original_form(texts: Mapping[str, str]) -> dict[str, Any]:
    """The version in which a case was told. The lines beside its terms stand with the terms."""
    return {"title": texts.get(TITLE, ""), "origin": str(Origin.ORIGINAL), "sections": _sections(texts)}


def translation_form(
    work: Work, version: LanguageVersion, slots: Sequence[Slot], tags: Mapping[int, str], *, with_drafts: bool
) -> dict[str, Any]:
    """A translation; `tags` are the languages of the case's versions by their row."""
    texts = _texts(work, version)
    fields = {name: _field(name, of_field, texts) for name, of_field in _by_field(slots).items()}
    fields = {name: value for name, value in fields.items() if value}
    source = version.source_language or next(iter(tags.values()))
    form: dict[str, Any] = {"title": fields.get(TITLE, ""), "origin": str(version.origin), "from": source}
    if version.credit:
        form["translator"] = version.credit
    form["state"] = str(version.state)
    hows = {name.removeprefix("how."): text for name, text in fields.items() if name.startswith("how.")}
    if hows:
        form["how"] = hows
    form["sections"] = _sections(fields)
    form["outdated"] = list(_outdated(work, version, slots, tags, source))
    drafts = list(_drafts(slots, texts)) if with_drafts else []
    return {**form, "drafts": drafts} if drafts else form


def _texts(work: Work, version: LanguageVersion) -> dict[int, _Text]:
    found = {}
    is_approved = version.state is VersionState.APPROVED
    for slot_id, state, newest_id, newest, approved_id, approved in work.session.execute(
        _TEXTS, {"version": version.id}
    ):
        if (is_approved and newest_id == approved_id) or (not is_approved and state is version.state):
            found[slot_id] = _Text(newest)
        else:
            found[slot_id] = _Text((approved or "") if is_approved else "", newest, state)
    return found


def _by_field(slots: Sequence[Slot]) -> dict[str, list[Slot]]:
    found: dict[str, list[Slot]] = {}
    for slot in slots:
        found.setdefault(slot.field, []).append(slot)
    return found


def _numbered(slots: Sequence[Slot]) -> Iterable[tuple[str, int, Slot]]:
    for name, of_field in _by_field(slots).items():
        for number, slot in enumerate(of_field, 1):
            yield name, number, slot


def _field(name: str, slots: Sequence[Slot], texts: Mapping[int, _Text]) -> str | list[str | None]:
    """A field as one text; as a list with a text for each paragraph where one text would be read otherwise."""
    pieces = [texts[slot.id].text if slot.id in texts else "" for slot in slots]
    if all(pieces):
        whole = "".join(slot.lead + text for slot, text in zip(slots, pieces, strict=True)).strip("\n")
        if [piece.text for piece in pieces_of(name, tidy(name, whole))] == pieces:
            return whole
    while pieces and not pieces[-1]:
        pieces.pop()
    return [text or None for text in pieces]


def _sections(fields: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section in (*Section, OVERALL_WHY):
        value = _phases(fields) if section == Section.STORY else fields.get(section)
        if value:
            found[str(section)] = value
    return found


def _phases(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    numbers = [int(name.split(".")[1]) for name in fields if name.startswith(f"{Section.STORY}.")]
    return [
        {str(part): fields[name] for part in PhasePart if (name := phase_field(number, part)) in fields}
        for number in range(1, max(numbers, default=0) + 1)
    ]


def _outdated(
    work: Work, version: LanguageVersion, slots: Sequence[Slot], tags: Mapping[int, str], source: str
) -> Iterable[dict[str, Any]]:
    is_approved = version.state is VersionState.APPROVED
    late = outdated_slots(work, version.id, newest=not is_approved)
    if not late:
        return
    rows = work.session.execute(_BASES, {"version": version.id, "approved": is_approved})
    bases = {slot_id: (text, tags.get(version_id, source)) for slot_id, text, version_id in rows}
    for name, number, slot in _numbered(slots):
        if slot.id in late and slot.id in bases:
            was, tag = bases[slot.id]
            row: dict[str, Any] = {"section": name, "paragraph": number, "was": was}
            yield row if tag == source else {**row, "from": tag}


def _drafts(slots: Sequence[Slot], texts: Mapping[int, _Text]) -> Iterable[dict[str, Any]]:
    for name, number, slot in _numbered(slots):
        held = texts.get(slot.id)
        if held is not None and held.draft is not None:
            yield {"section": name, "paragraph": number, "state": str(held.draft_state), "text": held.draft}
