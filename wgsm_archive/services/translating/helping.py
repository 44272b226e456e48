"""What helps with a part of a translation: what was said before, what terms are called, what must not be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.glossary import Said, Term, TermKind, terms_in
from wgsm_archive.services.glossary import terms_for
from wgsm_archive.services.translating.desk import PartDesk, SlotView, Standing
from wgsm_archive.services.translating.machine import open_to_machines
from wgsm_archive.services.translating.noting import NoteLine, notes_of
from wgsm_archive.services.translating.rows import opened
from wgsm_archive.services.translating.said_before import SaidBefore, Wanted, said_before
from wgsm_archive.services.translating.sources import SourceText
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class TermHelp:
    """A term that a paragraph speaks of: what it is called there, what in the translation, and what to do with it."""

    key: str
    kind: TermKind
    there: str
    here: tuple[str, ...]
    definition: str
    why: str


@dataclass(frozen=True, slots=True)
class SlotHelp:
    """What helps with one paragraph. `names_masked` says that something in it, or its source, must not be named.

    `machine` is where its source would be sent for a machine's translation; empty where no machine may be asked.
    """

    said: tuple[SaidBefore, ...] = ()
    terms: tuple[TermHelp, ...] = ()
    names_masked: bool = False
    notes: tuple[NoteLine, ...] = ()
    machine: str = ""

    def __bool__(self) -> bool:
        return bool(self.said or self.terms or self.names_masked or self.notes or self.machine)


def help_with(work: Work, part: PartDesk, languages: tuple[str, ...]) -> Mapping[int, SlotHelp]:
    """What helps with each paragraph of a part, by slot; without those that nothing helps with.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
    """
    case, version = opened(work, part.desk.public_id, part.desk.language)
    target = version.language
    said = said_before(work, case, target, _wanted(part.slots), languages)
    terms, named, notes = terms_for(work, case.id, languages), withheld_in(work, case), notes_of(work, case)
    machine = _machine(work, case, version, part.slots)
    found = {}
    for slot in part.slots:
        met = terms_in(Said(slot.source, slot.source_language), terms)
        one = SlotHelp(
            said.get(slot.id, ()),
            tuple(_help(term, slot.source_language, target) for term in met),
            bool(named.found_in(slot.source, slot.source_language) or named.found_in(slot.text, target)),
            notes.get(slot.id, ()),
            machine.get(slot.id, ""),
        )
        if one:
            found[slot.id] = one
    return found


def text_said_before(work: Work, part: PartDesk, languages: tuple[str, ...], slot_id: int, unit_id: int) -> str:
    """One of the texts that `help_with` offers for a paragraph; empty where it is offered no more."""
    said = help_with(work, part, languages).get(slot_id, SlotHelp()).said
    return next((one.text for one in said if one.unit_id == unit_id), "")


def _wanted(slots: Sequence[SlotView]) -> list[Wanted]:
    """The paragraphs that somebody is about to translate, each with the one before it in its field."""
    wanted = []
    for place, slot in enumerate(slots):
        before = slots[place - 1] if place and slots[place - 1].field == slot.field else None
        if slot.standing is not Standing.APPROVED or slot.behind is not None:
            wanted.append(Wanted(slot.id, slot.source, slot.source_language, before.source if before else ""))
    return wanted


def _machine(work: Work, case: Case, version: LanguageVersion, slots: Sequence[SlotView]) -> dict[int, str]:
    """Where texts go, by slot, for those that somebody is about to translate."""
    if work.tools.machine is None:
        return {}
    shown = {slot.id: SourceText(slot.base_id, slot.source, slot.source_language) for slot in slots}
    allowed, where = open_to_machines(work, case, version, shown), work.tools.machine.where
    return {slot.id: where for slot in slots if slot.id in allowed and slot.standing is not Standing.APPROVED}


def _help(term: Term, source: str, target: str) -> TermHelp:
    there = term.texts_in(source) or term.texts_in(term.language)
    here = term.texts_in(target)
    if term.kind is TermKind.DO_NOT_TRANSLATE:
        here = here or there
    return TermHelp(term.key, term.kind, there[0] if there else "", here, term.definition, term.why)
