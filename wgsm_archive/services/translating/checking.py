"""What the checks find in a translation, and findings that somebody said are right as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from wgsm_archive.db.models import CheckDismissal, LanguageVersion, MachineText, Person, SegmentVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.checking import Finding, Pair, TextCheck, findings
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.services.glossary import binding, terms_for
from wgsm_archive.services.texts import SlotNow, texts_now
from wgsm_archive.services.translating.rows import own_texts, part_of
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in a paragraph. `right` says that somebody found it right as it is, `right_by` who, where known."""

    finding: Finding
    right: bool
    right_by: str

    @property
    def is_open(self) -> bool:
        """Whether it keeps the paragraph from a second reader."""
        return not self.right


@dataclass(frozen=True, slots=True)
class LookAgain:
    """A paragraph that has to be looked at again before a second reader gets it."""

    slot_id: int
    field: str
    part: str
    checks: tuple[TextCheck, ...]
    text: str


def checked(work: Work, version: LanguageVersion, slot_ids: Collection[int]) -> dict[int, tuple[Found, ...]]:
    """What is found in the newest texts of these slots, by slot; slots without anything are left out.

    A text is looked at beside the one it was made from, which need not be the source that is shown.
    """
    now = own_texts(texts_now(work, version.id))
    bases = _bases(work, now.values())
    twins = _twins(now, bases)
    machine = _machine_texts(work, version)
    dismissed = _dismissed(work, version)
    terms = binding(terms_for(work, version.case_id, ()))
    found = {}
    for slot_id in slot_ids:
        held = now.get(slot_id)
        base = bases.get(held.base_id or 0) if held else None
        if held is None or base is None:
            continue
        pair = Pair(
            source=base[0],
            target=held.newest.text,
            source_language=base[1],
            target_language=version.language,
            terms=terms,
            machine=machine.get(slot_id, ""),
            others=twins.get(text_hash(base[0]), ()),
        )
        each = [_found(one, held, dismissed) for one in findings(pair)]
        if each:
            found[slot_id] = tuple(each)
    return found


def to_look_at(work: Work, version: LanguageVersion, order: Sequence[int]) -> tuple[LookAgain, ...]:
    """The drafts that cannot be given to a second reader as they are, in this order of slots."""
    now = texts_now(work, version.id)
    drafts = [slot_id for slot_id in order if slot_id in now and now[slot_id].now.state is VersionState.DRAFT]
    found = checked(work, version, drafts)
    again = []
    for slot_id in drafts:
        checks = tuple(one.finding.check for one in found.get(slot_id, ()) if one.is_open)
        if checks:
            slot, text = now[slot_id].slot, now[slot_id].newest.text
            again.append(LookAgain(slot_id, slot.field, part_of(slot.field), checks, text))
    return tuple(again)


def decide(work: Work, version: LanguageVersion, typed: Mapping[int, Typed]) -> None:
    """Keep which findings are right as they are, as it was sent by slot, and only these.

    A text that is newer than the one whose findings were seen asks anew. Errors are never right as they are, and what
    is not found now cannot be.
    """
    seen = {slot_id: one for slot_id, one in typed.items() if one.looked_at is not None}
    if not seen:
        return
    now = texts_now(work, version.id)
    for slot_id, found in checked(work, version, seen).items():
        held, sent = now[slot_id], seen[slot_id]
        if held.newest.id == sent.looked_at:
            for one in found:
                wanted = one.finding.check in sent.right and not one.finding.is_error
                _decide_one(work, version, held, one, wanted=wanted)
    work.session.flush()


def _decide_one(work: Work, version: LanguageVersion, held: SlotNow, one: Found, *, wanted: bool) -> None:
    check, base_id = one.finding.check, held.base_id
    if wanted and not one.right:
        work.session.add(
            CheckDismissal(
                version_id=version.id,
                slot_id=held.slot.id,
                segment_id=held.newest.id,
                base_id=base_id,
                check=check,
                person_id=work.actor.person_id,
                dismissed_on=work.today,
            )
        )
    elif one.right and not wanted:
        work.session.execute(
            delete(CheckDismissal).where(
                CheckDismissal.segment_id == held.newest.id,
                CheckDismissal.base_id == base_id,
                CheckDismissal.check == check,
            )
        )


def _found(one: Finding, held: SlotNow, dismissed: Mapping[tuple[int, int, TextCheck], str]) -> Found:
    by = dismissed.get((held.newest.id, held.base_id or 0, one.check))
    return Found(one, right=by is not None, right_by=by or "")


def _bases(work: Work, held: Iterable[SlotNow]) -> dict[int, tuple[str, str]]:
    """The texts that others were made from, and their languages, by id."""
    ids = sorted({one.base_id for one in held if one.base_id is not None})
    rows = work.session.execute(
        select(SegmentVersion.id, SegmentVersion.text, LanguageVersion.language)
        .join(LanguageVersion, LanguageVersion.id == SegmentVersion.version_id)
        .where(SegmentVersion.id.in_(ids))
    )
    return {base_id: (text, language) for base_id, text, language in rows}


def _twins(now: Mapping[int, SlotNow], bases: Mapping[int, tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The translations that one source has in several places of the story, by the source's hash."""
    twins: dict[str, tuple[str, ...]] = {}
    for held in now.values():
        base = bases.get(held.base_id or 0)
        if base is not None:
            key = text_hash(base[0])
            twins[key] = (*twins.get(key, ()), held.newest.text)
    return {key: texts for key, texts in twins.items() if len(texts) > 1}


def _machine_texts(work: Work, version: LanguageVersion) -> dict[int, str]:
    """The last text that a machine made for each slot."""
    rows = work.session.execute(
        select(SegmentVersion.slot_id, SegmentVersion.text)
        .where(SegmentVersion.version_id == version.id, SegmentVersion.origin == Origin.MACHINE)
        .order_by(SegmentVersion.number)
    )
    asked = work.session.execute(
        select(MachineText.slot_id, MachineText.text).where(MachineText.version_id == version.id)
    )
    return {slot_id: text for slot_id, text in [*rows, *asked]}  # noqa: C416 - rows are not pairs to the type checker


def _dismissed(work: Work, version: LanguageVersion) -> dict[tuple[int, int, TextCheck], str]:
    rows = work.session.execute(
        select(CheckDismissal, Person.shown_name)
        .outerjoin(Person, Person.id == CheckDismissal.person_id)
        .where(CheckDismissal.version_id == version.id)
    )
    return {(row.segment_id, row.base_id, row.check): name or "" for row, name in rows}
