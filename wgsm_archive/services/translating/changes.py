"""What changed under somebody's translations: paragraphs of theirs whose source says something else by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from wgsm_archive.db.models import Case, LanguageVersion, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.services.diffing import Run, word_diff
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.rendering import outdated_in
from wgsm_archive.services.translating.lists import Listed, translatable_now
from wgsm_archive.services.translating.rows import part_of
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class ChangedParagraph:
    """A paragraph that is behind: its place at the workbench, and what changed in the language it was made from."""

    public_id: str
    title: str
    title_language: str
    title_direction: str
    language: str
    part: str
    slot_id: int
    source_language: str
    source_direction: str
    runs: tuple[Run, ...]


def changed(work: Work, *, offset: int, limit: int) -> Listed[ChangedParagraph]:
    """The paragraphs that the actor wrote last and that are behind now, what changed last first."""
    found = behind_of_mine(work)
    return Listed(tuple(_view(work, row) for row in found[offset : offset + limit]), len(found))


def behind_of_mine(work: Work) -> Sequence[Any]:
    """The rows behind `changed`: a case, a version, a slot, and the old and the new text of the source."""
    mine = _versions_of_mine(work)
    late = outdated_in(work, mine)
    wanted = [version_id for version_id, slots in late.items() if slots]
    rows = work.session.execute(_paragraphs(wanted, work.actor.person_id)).all() if wanted else []
    return [row for row in rows if row.slot_id in late[row.version_id]]


def _versions_of_mine(work: Work) -> list[int]:
    written = (
        select(SegmentNow.version_id)
        .join(SegmentVersion, SegmentVersion.id == SegmentNow.segment_id)
        .where(SegmentVersion.person_id == work.actor.person_id)
    )
    statement = (
        select(LanguageVersion.id)
        .join(Case, Case.id == LanguageVersion.case_id)
        .where(
            *translatable_now(work),
            LanguageVersion.id.in_(written),
            LanguageVersion.origin != Origin.ORIGINAL,
            LanguageVersion.kind == VersionKind.STANDARD,
        )
    )
    return list(work.session.scalars(statement))


def _paragraphs(version_ids: list[int], person_id: int | None) -> Any:
    made, base, held, newest = (
        aliased(SegmentVersion),
        aliased(SegmentVersion),
        aliased(SegmentNow),
        aliased(SegmentVersion),
    )
    source = aliased(LanguageVersion)
    return (
        select(
            SegmentNow.version_id,
            SegmentNow.slot_id,
            Case.id.label("case_id"),
            Case.public_id,
            LanguageVersion.language,
            Slot.field,
            source.language.label("source_language"),
            base.text.label("then"),
            newest.text.label("now"),
        )
        .join(made, made.id == SegmentNow.segment_id)
        .join(base, base.id == func.coalesce(SegmentNow.confirmed_base_id, made.base_id))
        .join(held, (held.slot_id == base.slot_id) & (held.version_id == base.version_id))
        .join(newest, newest.id == held.approved_id)
        .join(source, source.id == base.version_id)
        .join(Slot, Slot.id == SegmentNow.slot_id)
        .join(LanguageVersion, LanguageVersion.id == SegmentNow.version_id)
        .join(Case, Case.id == LanguageVersion.case_id)
        .where(SegmentNow.version_id.in_(version_ids), made.person_id == person_id, Slot.position.is_not(None))
        .order_by(newest.id.desc(), SegmentNow.slot_id)
    )


def _view(work: Work, row: Any) -> ChangedParagraph:
    title, language = work.session.execute(
        select(LanguageVersion.title, LanguageVersion.language).where(
            LanguageVersion.case_id == row.case_id, LanguageVersion.origin == Origin.ORIGINAL
        )
    ).one()
    return ChangedParagraph(
        public_id=row.public_id,
        title=title,
        title_language=language,
        title_direction=direction(work, language),
        language=row.language,
        part=part_of(row.field),
        slot_id=row.slot_id,
        source_language=row.source_language,
        source_direction=direction(work, row.source_language),
        runs=tuple(word_diff(row.then, row.now)),
    )
