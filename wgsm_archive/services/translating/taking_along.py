"""Taking a translation along: the paragraphs of a story with what is translated of them, for work without a connection.

Only what readers can see of the source leaves the house, and of the translation nothing that somebody else
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, CaseTerm, LanguageVersion, SegmentVersion, Slot
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.glossary import Said, TermKind, terms_in
from wgsm_archive.domain.glossary import Term as Glossed
from wgsm_archive.domain.narrowing import is_below
from wgsm_archive.domain.placeholders import Code, masked, masked_alike
from wgsm_archive.ports.offline import Parcel, Term, Unit
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.glossary import terms_for
from wgsm_archive.services.narrowing import narrowings_of
from wgsm_archive.services.rendering import outdated_slots
from wgsm_archive.services.texts import SlotNow, slots_of, texts_now
from wgsm_archive.services.translating.rows import opened
from wgsm_archive.services.translating.sources import SourceText, texts_to_translate
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: its field, and which of the paragraphs there it is (0 where it is the only one).

    `term` is the vocabulary and the id of the term that a line on a term is about.
    """

    field: str
    number: int
    term: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """A parcel, and by key where its paragraphs stand and what they are called on paper."""

    parcel: Parcel
    places: Mapping[str, Place]
    paper_numbers: Mapping[str, str]


def take_along(work: Work, public_id: str, target: str, *, source: str = "", whole: bool = True) -> TakenAlong:
    """A translation with its source in the language `source` (the chosen one by default).

    Without `whole` it holds what nobody has translated yet and what is behind its source.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
    """
    case, version = opened(work, public_id, target)
    chosen, sources, _originals = texts_to_translate(work, case, version, source)
    now = texts_now(work, version.id)
    late = outdated_slots(work, version.id, newest=True)
    before = _texts_before(work, [now[slot_id].base_id for slot_id in late if slot_id in now])
    slots = [slot for slot in _slots_that_travel(work, case) if slot.id in sources]
    told = {slot.id: _unit(work, slot, sources[slot.id], now.get(slot.id), before) for slot in slots}
    words = withheld_in(work, case)
    kept = [
        slot
        for slot in slots
        if (whole or slot.id in late or not (slot.id in now and now[slot.id].newest.text))
        and not words.problems({"source": sources[slot.id].text}, sources[slot.id].language)
        and not words.problems({"target": told[slot.id].target}, version.language)
    ]
    parcel = Parcel(
        story=case.public_id,
        title=original_of(work, case).title,
        revision=version.revision,
        source=chosen,
        target=version.language,
        units=tuple(told[slot.id] for slot in kept),
        terms=_terms(work, case, [sources[slot.id] for slot in kept], (chosen, version.language)),
    )
    return TakenAlong(parcel, _places(slots), _paper_numbers(work, case, kept, sources))


def _slots_that_travel(work: Work, case: Case) -> list[Slot]:
    """Without the sections that fewer people may read than the story, though this actor be one of them."""
    narrowed = narrowings_of(work, [case.id]).get(case.id, {})
    return [slot for slot in slots_of(work, case.id) if not any(is_below(slot.field, prefix) for prefix in narrowed)]


def _unit(
    work: Work, slot: Slot, source: SourceText, held: SlotNow | None, before: Mapping[int, tuple[str, LanguageVersion]]
) -> Unit:
    found = masked(source.text)
    text = _text_to_show(work, held)
    base = before.get(held.base_id or 0) if held is not None and text == held.newest.text else None
    return Unit(
        key=slot.key,
        source=found.text,
        source_language=source.language,
        codes=tuple(code.source for code in found.codes),
        target=_numbered(text, found.codes, base),
        standing=str(held.now.state) if held is not None and text else "missing",
        previous=masked(base[0]).text if base is not None and text else "",
    )


def _numbered(text: str, codes: tuple[Code, ...], base: tuple[str, LanguageVersion] | None) -> str:
    """A translation with the numbers of its source; as it was typed where its codes are others."""
    own = masked(base[0]).codes if base is not None else codes
    return masked_alike(text, own) or text


def _text_to_show(work: Work, held: SlotNow | None) -> str:
    """The newest text of a paragraph; of what somebody else is still writing, the one that readers see, if any."""
    if held is None:
        return ""
    if held.now.state is not VersionState.DRAFT or held.newest.person_id == work.actor.person_id:
        return held.newest.text
    approved = work.session.get(SegmentVersion, held.now.approved_id) if held.now.approved_id else None
    return approved.text if approved is not None else ""


def _texts_before(work: Work, base_ids: list[int | None]) -> dict[int, tuple[str, LanguageVersion]]:
    rows = work.session.execute(
        select(SegmentVersion.id, SegmentVersion.text, LanguageVersion)
        .join(LanguageVersion, LanguageVersion.id == SegmentVersion.version_id)
        .where(SegmentVersion.id.in_(sorted(one for one in base_ids if one is not None)))
    )
    return {base_id: (text, version) for base_id, text, version in rows}


def _places(slots: list[Slot]) -> dict[str, Place]:
    lengths: dict[str, int] = {}
    for slot in slots:
        lengths[slot.field] = lengths.get(slot.field, 0) + 1
    places: dict[str, Place] = {}
    number, before = 0, ""
    for slot in slots:
        number, before = (number + 1 if slot.field == before else 1), slot.field
        _how, vocabulary, term = slot.field.split(".", 2) if slot.field.startswith("how.") else ("", "", "")
        about = (vocabulary, term) if term else None
        places[slot.key] = Place(slot.field, number if lengths[slot.field] > 1 else 0, about)
    return places


def _terms(work: Work, case: Case, texts: list[SourceText], pair: tuple[str, str]) -> tuple[Term, ...]:
    """What the story's subjects are called in both languages, and what the glossary says of words that go along."""
    source, target = pair
    terms, subjects = terms_for(work, case.id, ()), _subjects(work, case)
    about = {term.key: (source, term) for term in terms if term.key in subjects}
    met = {term.key: (one.language, term) for one in texts for term in terms_in(Said(one.text, one.language), terms)}
    rows = [_pair(term, language, target) for language, term in (about | met).values()]
    return tuple(dict.fromkeys(row for row in rows if row is not None))


def _subjects(work: Work, case: Case) -> set[str]:
    rows = work.session.execute(select(CaseTerm.vocabulary, CaseTerm.term).where(CaseTerm.case_id == case.id))
    return {f"{vocabulary}/{term}" for vocabulary, term in rows}


def _pair(term: Glossed, source: str, target: str) -> Term | None:
    if term.kind is TermKind.DO_NOT_TRANSLATE:
        there = term.texts_in(term.language)
        here = term.texts_in(target) or there
    else:
        there, here = term.texts_in(source), term.texts_in(target)
    return Term(there[0], here[0], term.why) if there and here and term.kind is not TermKind.FORBIDDEN else None


def _paper_numbers(work: Work, case: Case, slots: list[Slot], sources: Mapping[int, SourceText]) -> dict[str, str]:
    """A number for each paragraph that it keeps for good, with that of its text where that was changed."""
    ranks = ranks_of(work, case)
    rows = work.session.execute(
        select(SegmentVersion.id, SegmentVersion.number).where(
            SegmentVersion.id.in_(sorted(sources[slot.id].base_id for slot in slots))
        )
    )
    texts = {segment_id: number for segment_id, number in rows}  # noqa: C416 - rows are not pairs to the type checker
    named = {slot.key: (ranks[slot.id], texts[sources[slot.id].base_id]) for slot in slots}
    return {key: str(rank) if text == 1 else f"{rank}-{text}" for key, (rank, text) in named.items()}


def ranks_of(work: Work, case: Case) -> dict[int, int]:
    """Slots in the order in which the story got them, counted from 1: those that went keep their numbers."""
    with work.full_sight():
        ids = work.session.scalars(select(Slot.id).where(Slot.case_id == case.id).order_by(Slot.id)).all()
    return {slot_id: rank for rank, slot_id in enumerate(ids, start=1)}
