"""A translation as those who work on it see it: its parts and how far they are, one part paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from wgsm_archive.db.models import Case, LanguageVersion, Person, SegmentNow, SegmentVersion, Slot, TellersNote
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import TITLE
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.workflow import Act, may
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.diffing import Run, word_diff
from wgsm_archive.services.disclosure.case_page import CasePage, case_page
from wgsm_archive.services.disclosure.media import MediaView
from wgsm_archive.services.disclosure.wording import direction, term_view
from wgsm_archive.services.rendering import outdated_slots, render_field, shown_slots
from wgsm_archive.services.texts import SlotNow, is_line, slots_of, texts_now
from wgsm_archive.services.translating.beside import OtherText, other_texts, recordings
from wgsm_archive.services.translating.checking import Found, LookAgain, checked, to_look_at
from wgsm_archive.services.translating.claiming import Claimed, claims_of
from wgsm_archive.services.translating.deciding import missing_parts, open_note
from wgsm_archive.services.translating.rows import opened, own_texts, parts_of, version_facts, waiting
from wgsm_archive.services.translating.sources import (
    SourceText,
    SourceVersion,
    far_behind,
    source_versions,
    texts_to_translate,
)
from wgsm_archive.services.translating.unsaved import Unsaved, homeless, unsaved
from wgsm_archive.services.work import Work


class Standing(StrEnum):
    """Where the translation of one paragraph stands."""

    MISSING = "missing"
    DRAFT = "draft"
    READY = "ready"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the story and how far its translation is, in paragraphs."""

    name: str
    total: int
    done: int
    outdated: int
    waiting: int


@dataclass(frozen=True, slots=True)
class VersionDesk:
    """A translation with its parts. `lacking` are fields without which it cannot be given to a second reader.

    `wrote_it` says that the actor wrote some of what waits and so cannot approve it; `credit_as` is the name the
    actor chose to be credited with, empty for none. `claims` says who works on which part; `look_again` are drafts in
    which checks have found something (on the page of the whole translation only).
    """

    public_id: str
    title: str
    title_language: str
    title_direction: str
    slug: str
    language: str
    direction: str
    original_language: str
    source_language: str
    state: VersionState
    revision: int
    parts: tuple[PartView, ...]
    total: int
    done: int
    outdated: int
    drafts: int
    ready: int
    note: str
    tellers_note: str
    lacking: tuple[str, ...]
    may: frozenset[Act]
    wrote_it: bool
    credit_as: str
    sources: tuple[SourceVersion, ...]
    claims: Mapping[str, Claimed]
    look_again: tuple[LookAgain, ...] = ()


@dataclass(frozen=True, slots=True)
class Behind:
    """What changed since a paragraph was translated; `newest_id` is the version of the source that holds now."""

    language: str
    direction: str
    runs: tuple[Run, ...]
    newest_id: int


@dataclass(frozen=True, slots=True)
class SlotView:
    """One paragraph: the source on one side, its translation on the other. `term` is what a line on a term is about.

    `base_id` and `target_id` are the exact versions that are shown; `target_id` is None where nothing stands.
    `original` is what was told, where the source is a translation of it; `elsewhere` is the paragraph in other
    languages that the actor reads, `unsaved` what the actor typed and did not save, `found` what checks have found.
    """

    id: int
    field: str
    term: str
    line: bool
    source: str
    source_language: str
    source_direction: str
    original: str
    base_id: int
    text: str
    target_id: int | None
    standing: Standing
    was_approved: bool
    behind: Behind | None
    far_behind: bool
    found: tuple[Found, ...] = ()
    unsaved: Unsaved | None = None
    elsewhere: tuple[OtherText, ...] = ()


@dataclass(frozen=True, slots=True)
class PartDesk:
    """One part of a translation for working on it. `from_language` is the source shown.

    `recordings` are the tellers' own, `homeless` what the actor typed for paragraphs that the story lost since.
    """

    desk: VersionDesk
    name: str
    from_language: str
    slots: tuple[SlotView, ...]
    before: str
    after: str
    recordings: tuple[MediaView, ...]
    homeless: tuple[str, ...]


def version_desk(work: Work, public_id: str, target: str) -> VersionDesk:
    """A translation with its parts.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
    """
    case, version = opened(work, public_id, target)
    order = [slot.id for slot in slots_of(work, case.id)]
    return replace(_desk(work, case, version), look_again=to_look_at(work, version, order))


def part_desk(
    work: Work, public_id: str, target: str, part: str, *, languages: tuple[str, ...], source: str = ""
) -> PartDesk:
    """One part of a translation, beside an approved version in the language `source` (the chosen one by default).

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`; NotFound also for a part the story does not have.
    """
    case, version = opened(work, public_id, target)
    parts = parts_of(slots_of(work, case.id))
    if part not in parts:
        raise NotFound
    before, after = _neighbours(list(parts), part)
    chosen, texts, originals = texts_to_translate(work, case, version, source)
    far = far_behind(work, case, version)
    views = _slot_views(work, version, parts[part], texts, languages)
    ids = [slot.id for slot in parts[part]]
    found, typed = checked(work, version, ids), unsaved(work, version, ids)
    elsewhere = other_texts(work, case, version, (chosen, case.original_language))
    return PartDesk(
        desk=_desk(work, case, version),
        name=part,
        from_language=chosen,
        slots=tuple(
            replace(
                view,
                far_behind=view.id in far and view.behind is None,
                original=originals[view.id].text if view.source_language != case.original_language else "",
                found=found.get(view.id, ()),
                unsaved=typed.get(view.id),
                elsewhere=elsewhere.get(view.id, ()),
            )
            for view in views
        ),
        before=before,
        after=after,
        recordings=recordings(work, case, part),
        homeless=homeless(work, version, part),
    )


def _slot_views(
    work: Work,
    version: LanguageVersion,
    slots: Sequence[Slot],
    texts: Mapping[int, SourceText],
    languages: tuple[str, ...],
) -> list[SlotView]:
    now = texts_now(work, version.id)
    own = own_texts(now)
    late = _behind(work, version, {slot.id: now[slot.id] for slot in slots if slot.id in own})
    return [
        _slot_view(work, slot, texts[slot.id], now.get(slot.id), behind=late.get(slot.id), languages=languages)
        for slot in slots
        if slot.id in texts
    ]


def _neighbours(names: Sequence[str], part: str) -> tuple[str, str]:
    """The parts before and after one; empty at the ends."""
    place = names.index(part)
    return names[place - 1] if place else "", names[place + 1] if place + 1 < len(names) else ""


def preview(work: Work, public_id: str, target: str, languages: tuple[str, ...]) -> CasePage:
    """The page of a story as its readers would see it if everything that was saved were approved.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
    """
    case, version = opened(work, public_id, target)
    shown = shown_slots(work, slots_of(work, case.id), version, original_of(work, case), newest=True)
    fields: list[Mapping[str, Any]] = [
        render_field(work, name, list(of_field))[0] for name, of_field in groupby(shown, key=lambda one: one.slot.field)
    ]
    page = case_page(work, case, languages, version_id=version.id, fields=fields)
    return replace(
        page,
        title=next((one.text for one in shown if one.slot.field == TITLE), ""),
        outdated=sum(one.outdated for one in shown),
        missing=sum(not one.own for one in shown),
    )


def _desk(work: Work, case: Case, version: LanguageVersion) -> VersionDesk:
    original = original_of(work, case)
    now, late = own_texts(texts_now(work, version.id)), outdated_slots(work, version.id, newest=True)
    parts = tuple(_part_view(name, slots, now, late) for name, slots in parts_of(slots_of(work, case.id)).items())
    open_work, facts = waiting(work, version), version_facts(work, case, version)
    person = work.session.get(Person, work.actor.person_id) if work.actor.person_id else None
    tellers_note = work.session.get(TellersNote, version.id)
    return VersionDesk(
        public_id=case.public_id,
        title=original.title,
        title_language=original.language,
        title_direction=direction(work, original.language),
        slug=version.slug,
        language=version.language,
        direction=direction(work, version.language),
        original_language=case.original_language,
        source_language=version.source_language or case.original_language,
        state=version.state,
        revision=version.revision,
        parts=parts,
        total=sum(part.total for part in parts),
        done=sum(part.done for part in parts),
        outdated=sum(part.outdated for part in parts),
        drafts=open_work.drafts,
        ready=open_work.ready,
        note=open_note(work, version),
        tellers_note=tellers_note.words if tellers_note else "",
        lacking=tuple(missing_parts(work, case, version)),
        may=frozenset(act for act in Act if may(work.actor, act, facts)),
        wrote_it=work.actor.person_id in open_work.writers,
        credit_as=person.credit if person else "",
        sources=source_versions(work, case, version.language),
        claims=claims_of(work, version),
    )


def _part_view(name: str, slots: Sequence[Slot], now: Mapping[int, SlotNow], late: frozenset[int]) -> PartView:
    held = [now[slot.id] for slot in slots if slot.id in now]
    return PartView(
        name=name,
        total=len(slots),
        done=len(held),
        outdated=sum(slot.id in late for slot in slots),
        waiting=sum(one.now.state is not VersionState.APPROVED for one in held),
    )


def _behind(work: Work, version: LanguageVersion, own: Mapping[int, SlotNow]) -> dict[int, Behind]:
    late = outdated_slots(work, version.id, newest=True)
    held = {slot_id: one for slot_id, one in own.items() if slot_id in late}
    bases = {slot_id: one.base_id for slot_id, one in held.items()}
    found = {}
    for slot_id, base_id in bases.items():
        base = work.session.get(SegmentVersion, base_id) if base_id else None
        source = work.session.get(LanguageVersion, base.version_id) if base else None
        now = work.session.get(SegmentNow, (slot_id, base.version_id)) if base else None
        newest = work.session.get(SegmentVersion, now.approved_id) if now and now.approved_id else None
        if base is not None and source is not None and newest is not None:
            language = source.language
            runs = word_diff(base.text, newest.text)
            found[slot_id] = Behind(language, direction(work, language), runs, newest.id)
    return found


def _slot_view(
    work: Work,
    slot: Slot,
    source: SourceText,
    held: SlotNow | None,
    *,
    behind: Behind | None,
    languages: tuple[str, ...],
) -> SlotView:
    term = ""
    if slot.field.startswith("how."):
        _, vocabulary, name = slot.field.split(".", 2)
        term = term_view(work, vocabulary, name, languages).label
    return SlotView(
        id=slot.id,
        field=slot.field,
        term=term,
        line=is_line(slot.field),
        source=source.text,
        source_language=source.language,
        source_direction=direction(work, source.language),
        original="",
        base_id=source.base_id,
        text=held.newest.text if held else "",
        target_id=held.newest.id if held else None,
        standing=Standing(held.now.state) if held and held.newest.text else Standing.MISSING,
        was_approved=held is not None and held.now.approved_id is not None,
        behind=behind,
        far_behind=False,
    )
