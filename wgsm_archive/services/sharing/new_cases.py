"""Writing cases that are new, many at a time: their rows go in together, and what is known already is not read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wgsm_archive.db.base import insert_rows
from wgsm_archive.db.models import Case, LanguageVersion, SegmentNow
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, ordered_fields
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.services.case_rows import decide_consent, insert_terms
from wgsm_archive.services.narrowing import prefixes
from wgsm_archive.services.rendering import OriginalTexts, shown_in, store_rendering
from wgsm_archive.services.sharing.paragraphs import NOTE
from wgsm_archive.services.sharing.reading_in import CaseIn
from wgsm_archive.services.sharing.reading_texts import VersionIn
from wgsm_archive.services.sharing.writing import first_state, new_case, new_version
from wgsm_archive.services.texts import NewSlot, add_revision, insert_slots, insert_texts
from wgsm_archive.services.work import Work


def is_plain(read: CaseIn) -> bool:
    """Whether all there is to a case is the text that holds: nothing older or newer beside it."""
    return not any(sent.outdated or sent.drafts for sent in read.versions)


@dataclass(slots=True)
class _New:
    """A case on its way in. `texts` holds what each version has in each slot."""

    case: Case
    read: CaseIn
    versions: dict[str, LanguageVersion]
    slots: list[NewSlot] = field(default_factory=list)
    texts: dict[str, dict[int, str]] = field(default_factory=dict)
    segments: dict[tuple[str, int], int] = field(default_factory=dict)


def write_new_cases(work: Work, reads: Sequence[CaseIn], *, publish: bool) -> list[Case]:
    """Write cases that the archive does not have, in their order."""
    new = [_begin(work, read) for read in reads]
    work.session.flush()
    for one in new:
        decide_consent(work, one.case, one.read.consent, is_first=True)
        first_state(work, one.case, one.read, publish=publish)
        for sent in one.read.versions:
            add_revision(work, one.versions[sent.language], sent.texts, NOTE)
    work.session.flush()
    insert_terms(work, [(one.case, one.read.facts.terms) for one in new])
    _write_slots(work, new)
    _write_texts(work, new)
    for one in new:
        _render(work, one)
    for one in new:
        work.record(Happened(Event.CASE_IMPORTED, one.case.id, detail={"versions": len(one.versions)}))
    return [one.case for one in new]


def _begin(work: Work, read: CaseIn) -> _New:
    case = new_case(work, read)
    return _New(case, read, {sent.language: new_version(work, case, sent) for sent in read.versions})


def _write_slots(work: Work, new: Sequence[_New]) -> None:
    originals = [(one.case, one.read.versions[0].texts) for one in new]
    fields = [(case, name, texts[name]) for case, texts in originals for name in ordered_fields(texts)]
    of_case = {one.case.id: one for one in new}
    for slot in insert_slots(work, fields):
        of_case[slot.case_id].slots.append(slot)


def _write_texts(work: Work, new: Sequence[_New]) -> None:
    """The texts of all originals first, then version by version, because a translation names what it was made from."""
    now: list[dict[str, Any]] = []
    for number in range(max(len(one.read.versions) for one in new)):
        places = [
            (one, one.read.versions[number], slot_id, text)
            for one in new
            if number < len(one.read.versions)
            for slot_id, text in _texts(one, one.read.versions[number]).items()
        ]
        rows = [_segment(one, sent, slot_id, text) for one, sent, slot_id, text in places]
        if not rows:
            continue
        for (one, sent, slot_id, _), segment_id in zip(places, insert_texts(work, rows), strict=True):
            one.segments[sent.language, slot_id] = segment_id
            now.append(_now(one.versions[sent.language], slot_id, segment_id))
    insert_rows(work.session, SegmentNow, now)


def _texts(one: _New, sent: VersionIn) -> Mapping[int, str]:
    places = {(slot.field, slot.position): slot.id for slot in one.slots}
    one.texts[sent.language] = {
        places[name, number]: text for name, pieces in sent.pieces.items() for number, text in enumerate(pieces) if text
    }
    return one.texts[sent.language]


def _segment(one: _New, sent: VersionIn, slot_id: int, text: str) -> dict[str, Any]:
    return {
        "slot_id": slot_id,
        "version_id": one.versions[sent.language].id,
        "number": 1,
        "text": text,
        "hash": text_hash(text),
        "base_id": None if sent.origin is Origin.ORIGINAL else one.segments.get((sent.source, slot_id)),
        "origin": sent.origin,
        "minor": False,
    }


def _now(version: LanguageVersion, slot_id: int, segment_id: int) -> dict[str, Any]:
    approved = segment_id if version.state is VersionState.APPROVED else None
    return {
        "slot_id": slot_id,
        "version_id": version.id,
        "segment_id": segment_id,
        "approved_id": approved,
        "state": version.state,
    }


def _render(work: Work, one: _New) -> None:
    source = OriginalTexts(one.read.language, one.texts[one.read.language])
    narrowed = prefixes(one.read.consent.narrowed)
    for tag, version in one.versions.items():
        store_rendering(work, version, shown_in(one.slots, tag, one.texts[tag], source), narrowed)
