"""A machine's translation of one paragraph, as something to work on: never of what not everybody may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, MachineText
from wgsm_archive.domain.access import PUBLIC, labels_for_version
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.narrowing import is_below
from wgsm_archive.domain.placeholders import Code, as_far_as_possible, masked, shape_of
from wgsm_archive.domain.text import clean_text
from wgsm_archive.domain.workflow import Act
from wgsm_archive.ports.machine import LanguagesUnknown, MachineSilent
from wgsm_archive.services.labelling import access_of, consent_of, version_access_of
from wgsm_archive.services.narrowing import narrowings_of
from wgsm_archive.services.texts import slots_of
from wgsm_archive.services.throttling import count_try
from wgsm_archive.services.translating.rows import begun, part_of
from wgsm_archive.services.translating.sources import SourceText, texts_to_translate, versions_of
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Tools, Work

_TRIES = 60
"""Paragraphs that one person can ask about within five minutes."""
_TIMES_LONGER, _LONGER_BY = 4, 400
"""How much longer than its source a translation can be, in characters."""


@dataclass(frozen=True, slots=True)
class MachineQuestion:
    """One paragraph to ask a machine about: `text` with numbers in the place of links and notes, which are `codes`."""

    slot_id: int
    base_id: int
    text: str
    codes: tuple[Code, ...]
    source: str
    target: str


def open_to_machines(
    work: Work, case: Case, version: LanguageVersion, sources: Mapping[int, SourceText]
) -> frozenset[int]:
    """The slots whose source a machine may be asked about: there is one, tellers allow it, and everybody may read it.

    What holds words that are withheld in the story is left out, though nobody should find any.
    """
    if work.tools.machine is None or not consent_of(case).allows(Use.MACHINE_TRANSLATE, work.today):
        return frozenset()
    of_case = access_of(case, work.today)
    public = {
        row.language
        for row in versions_of(work, case)
        if PUBLIC in labels_for_version(of_case, version_access_of(case, row))
    }
    narrowed, named = narrowings_of(work, [case.id]).get(case.id, {}), withheld_in(work, case)
    return frozenset(
        slot.id
        for slot in slots_of(work, case.id)
        if (one := sources.get(slot.id)) is not None
        and one.language in public
        and one.language != version.language
        and not any(is_below(slot.field, prefix) for prefix in narrowed)
        and not named.found_in(one.text, one.language)
    )


def question(work: Work, public_id: str, target: str, part: str, slot_id: int, *, source: str) -> MachineQuestion:
    """What to ask a machine about a paragraph, from its text in the language `source`.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`; NotFound also for a paragraph that no machine may see.
        TooOften: this person asked too much within a few minutes.
    """
    case, version = begun(work, public_id, target, Act.TRANSLATE)
    one = _source(work, case, version, part, slot_id, source=source)
    count_try(work, "machine", str(work.actor.person_id), limit=_TRIES)
    work.record(Happened(Event.MACHINE_ASKED, case.id, version.id))
    found = masked(one.text)
    return MachineQuestion(slot_id, one.base_id, found.text, found.codes, one.language, version.language)


def ask(tools: Tools, asked: MachineQuestion) -> str:
    """What the machine says. It takes its time: ask outside of a unit of work, which others wait for.

    Raises:
        Refused: slot id -> `machine-silent` or `machine-languages`.
    """
    if tools.machine is None:
        raise NotFound
    try:
        text = clean_text(tools.machine.translate(asked.text, asked.source, asked.target)).strip()
    except MachineSilent as problem:
        code = "machine-languages" if isinstance(problem, LanguagesUnknown) else "machine-silent"
        raise Refused({str(asked.slot_id): code}) from problem
    if not text or len(text) > _TIMES_LONGER * len(asked.text) + _LONGER_BY:
        raise Refused({str(asked.slot_id): "machine-silent"})
    return as_far_as_possible(text, shape_of(asked.codes), asked.codes)


def remember(work: Work, public_id: str, part: str, asked: MachineQuestion, text: str) -> None:
    """Keep what a machine said, so that nobody gives it to a second reader as it is.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `question`: what was allowed before the machine answered may be no more.
    """
    case, version = begun(work, public_id, asked.target, Act.TRANSLATE)
    _source(work, case, version, part, asked.slot_id, source=asked.source)
    row = work.session.scalar(
        select(MachineText).where(MachineText.version_id == version.id, MachineText.slot_id == asked.slot_id)
    )
    if row is None:
        row = MachineText(version_id=version.id, slot_id=asked.slot_id)
        work.session.add(row)
    row.base_id, row.text, row.made_on = asked.base_id, text, work.today


def _source(work: Work, case: Case, version: LanguageVersion, part: str, slot_id: int, *, source: str) -> SourceText:
    _chosen, sources, _originals = texts_to_translate(work, case, version, source)
    in_part: Collection[int] = {slot.id for slot in slots_of(work, case.id) if part_of(slot.field) == part}
    if slot_id not in in_part or slot_id not in open_to_machines(work, case, version, sources):
        raise NotFound
    return sources[slot_id]
