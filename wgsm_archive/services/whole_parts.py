"""The parts of a story in one language as wholes, for what is made of a whole part: easy words, a voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import LanguageVersion, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.case_study import TITLE, Section, ordered_fields, section_of
from wgsm_archive.services.work import Work

PARTS = (TITLE, *(str(section) for section in Section))
"""The parts of a page, in their order."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as readers see it. `is_minor` says that it was put right without a change of meaning."""

    id: int
    field: str
    text: str
    is_minor: bool


def paragraphs_of(work: Work, version: LanguageVersion) -> Mapping[str, list[Paragraph]]:
    """What readers of a language version see, by part, in the order of the story. As far as the actor may read it."""
    rows = work.session.execute(
        select(Slot.field, SegmentVersion.id, SegmentVersion.text, SegmentVersion.minor)
        .join(SegmentNow, SegmentNow.slot_id == Slot.id)
        .join(SegmentVersion, SegmentVersion.id == SegmentNow.approved_id)
        .where(SegmentNow.version_id == version.id, Slot.position.is_not(None))
        .order_by(Slot.field, Slot.position)
    ).all()
    order = {name: place for place, name in enumerate(ordered_fields({row.field for row in rows}))}
    found: dict[str, list[Paragraph]] = {}
    for field, segment_id, text, minor in sorted(rows, key=lambda row: order[row.field]):
        part = TITLE if field == TITLE else section_of(field)
        if part in PARTS and text:
            found.setdefault(part, []).append(Paragraph(segment_id, field, text, minor))
    return found


def is_behind(made_from: Sequence[int], now: Sequence[Paragraph]) -> bool:
    """Whether a part says something else than when something was made from these paragraphs of it."""
    held = set(made_from)
    new = [one for one in now if one.id not in held]
    gone = held - {one.id for one in now}
    # A paragraph that was put right takes the place of one: as many are gone as came.
    return any(not one.is_minor for one in new) or len(gone) > len(new)
