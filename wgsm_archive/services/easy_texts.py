"""What an easy-read wording is made from, and whether that has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, EasyText, LanguageVersion, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.case_study import TITLE, Section, section_of
from wgsm_archive.services.work import Work

PARTS = (TITLE, *(str(section) for section in Section))
"""The parts that can be said easily, in the order of the page."""


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
    found: dict[str, list[Paragraph]] = {}
    for field, segment_id, text, minor in sorted(rows, key=lambda row: _place(row[0])):
        part = TITLE if field == TITLE else section_of(field)
        if part in PARTS and text:
            found.setdefault(part, []).append(Paragraph(segment_id, field, text, minor))
    return found


def is_behind(made_from: Sequence[int], now: Sequence[Paragraph]) -> bool:
    """Whether a part says something else than when its easy wording was made."""
    held = set(made_from)
    new = [one for one in now if one.id not in held]
    gone = held - {one.id for one in now}
    # A paragraph that was put right takes the place of one: as many are gone as came.
    return any(not one.is_minor for one in new) or len(gone) > len(new)


def holding(work: Work, version_id: int) -> Mapping[str, EasyText]:
    """The wordings that readers of a language version see, by part; as far as the actor may read them."""
    rows = work.session.scalars(select(EasyText).where(EasyText.version_id == version_id, EasyText.holds.is_(True)))
    return {row.field: row for row in rows}


def render_easy(work: Work, case: Case, field: str, text: str) -> str:
    """A wording as HTML; a title is one line."""
    if field == TITLE:
        return work.tools.markup.line(text)
    return work.tools.markup.render(text, prefix=f"easy-{case.public_id}-{field}").html


def _place(field: str) -> list[tuple[int, str]]:
    # `story.10.we` comes after `story.2.we`.
    return [(int(step), "") if step.isdigit() else (-1, step) for step in field.split(".")]
