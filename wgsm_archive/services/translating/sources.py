"""Versions that can be translated from, and marks that come from further up the chain of translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case as either
from sqlalchemy import select
from sqlalchemy.orm import aliased

from wgsm_archive.db.models import Case, LanguageVersion, SegmentNow, SegmentVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.services.disclosure.wording import autonym, direction
from wgsm_archive.services.rendering import outdated_slots
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class SourceVersion:
    """An approved version. `steps` counts the translations between it and the original (0 for the original)."""

    language: str
    autonym: str
    direction: str
    is_original: bool
    steps: int
    complete: bool
    outdated: int
    credit: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """The paragraph that a translator has before them: its text, its language, and the exact version of it."""

    base_id: int
    text: str
    language: str


def versions_of(work: Work, case: Case) -> Sequence[LanguageVersion]:
    """All standard versions of a story that the actor may see, in the order they were begun."""
    return work.session.scalars(
        select(LanguageVersion)
        .where(LanguageVersion.case_id == case.id, LanguageVersion.kind == VersionKind.STANDARD)
        .order_by(LanguageVersion.id)
    ).all()


def can_be_source(version: LanguageVersion, target: str) -> bool:
    """Whether a translation into a language may be made from a version."""
    return version.state is VersionState.APPROVED and version.language != target


def source_versions(work: Work, case: Case, target: str) -> tuple[SourceVersion, ...]:
    """The versions that a translation into a language can be made from, the original first."""
    versions = versions_of(work, case)
    origins = {version.language: version.source_language for version in versions}
    usable = [version for version in versions if can_be_source(version, target)]
    usable.sort(key=lambda version: (version.origin is not Origin.ORIGINAL, version.id))
    return tuple(
        SourceVersion(
            language=version.language,
            autonym=autonym(work, version.language),
            direction=direction(work, version.language),
            is_original=version.origin is Origin.ORIGINAL,
            steps=steps_from(origins, version.language),
            complete=version.slots_done >= version.slots_total,
            outdated=version.slots_outdated,
            credit=version.credit,
        )
        for version in usable
    )


def steps_from(origins: Mapping[str, str | None], language: str) -> int:
    """How many translations lie between a language and the original; `origins` says what each was made from."""
    steps, at, seen = 0, origins.get(language), {language}
    while at is not None and at not in seen:
        steps, seen = steps + 1, seen | {at}
        at = origins.get(at)
    return steps


def source_texts(work: Work, version: LanguageVersion) -> dict[int, SourceText]:
    """What readers of a version see in each slot, with the exact paragraph it is."""
    rows = work.session.execute(
        select(SegmentNow.slot_id, SegmentVersion.id, SegmentVersion.text)
        .join(SegmentVersion, SegmentVersion.id == SegmentNow.approved_id)
        .where(SegmentNow.version_id == version.id, SegmentVersion.text != "")
    )
    return {slot_id: SourceText(base_id, text, version.language) for slot_id, base_id, text in rows}


def texts_to_translate(
    work: Work, case: Case, version: LanguageVersion, wanted: str
) -> tuple[str, dict[int, SourceText], dict[int, SourceText]]:
    """The language shown as the source, its paragraphs (or the original's in their place), and the original's."""
    usable = {row.language for row in source_versions(work, case, version.language)}
    tried = (wanted, version.source_language or "", case.original_language)
    chosen = next(tag for tag in tried if tag in usable or tag == case.original_language)
    by_language = {row.language: row for row in versions_of(work, case)}
    originals = source_texts(work, by_language[case.original_language])
    if chosen == case.original_language:
        return chosen, originals, originals
    # A paragraph that the original no longer has is no longer translated, whoever still has it.
    own = source_texts(work, by_language[chosen])
    return chosen, {slot_id: own.get(slot_id, told) for slot_id, told in originals.items()}, originals


def far_behind(work: Work, case: Case, version: LanguageVersion) -> frozenset[int]:
    """Slots of a translation where something changed further up than the paragraph it was made from."""
    versions = versions_of(work, case)
    late = {row.id: outdated_slots(work, row.id) for row in versions if row.origin is not Origin.ORIGINAL}
    above = _made_from(work, [row.id for row in versions], version.id)
    found = set()
    for slot_id in {slot for holder, slot in above if holder == version.id}:
        at, seen = above.get((version.id, slot_id)), {version.id}
        while at is not None and at not in seen:
            if slot_id in late.get(at, frozenset()):
                found.add(slot_id)
            seen.add(at)
            at = above.get((at, slot_id))
    return frozenset(found)


def _made_from(work: Work, version_ids: Sequence[int], target_id: int) -> dict[tuple[int, int], int]:
    """(version, slot) -> the version its paragraph was made from: its newest in the target, the approved elsewhere."""
    made, base = aliased(SegmentVersion), aliased(SegmentVersion)
    shown = either((SegmentNow.version_id == target_id, SegmentNow.segment_id), else_=SegmentNow.approved_id)
    rows = work.session.execute(
        select(SegmentNow.version_id, SegmentNow.slot_id, base.version_id)
        .join(made, made.id == shown)
        .join(base, base.id == made.base_id)
        .where(SegmentNow.version_id.in_(version_ids))
    )
    return {(holder, slot_id): above for holder, slot_id, above in rows}
