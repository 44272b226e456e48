"""Writing imported cases into the archive: new, or in place of what the same sender sent before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sqlalchemy import delete, select

from wgsm_archive.db.models import Case, LanguageVersion, Slot
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import SYSTEM, Actor
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.consent import AUDIENCE_OF, AudienceLevel, Consent, ConsentLevel, uses_of, with_uses
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.services.case_rows import apply_facts, decide_consent, facts_problems
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.sharing.reading_in import CaseIn, Unreadable, VersionIn, read_case
from wgsm_archive.services.texts import (
    NewText,
    add_revision,
    add_texts,
    pieces_of,
    save_original,
    slots_of,
    texts_now,
    tidy,
)
from wgsm_archive.services.transactions import settle
from wgsm_archive.services.work import Work

_AT_ONCE = 50


class Opens(Protocol):
    """What gives out units of work."""

    def unit_of_work(self, actor: Actor, *, write: bool = False) -> Any:
        """One actor's transaction."""
        ...


@dataclass
class Report:
    """What an import did. `problems` name the place in the file (1-based) and what was left out or refused."""

    imported: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)


def import_cases(archive: Opens, sent: Iterable[Mapping[str, Any]], *, publish: bool, dry_run: bool = False) -> Report:
    """Import cases, some at a time; the same sender id again updates."""
    report, batch = Report(), []
    for place, one in enumerate(sent, 1):
        batch.append((place, one))
        if len(batch) == _AT_ONCE:
            _write(archive, batch, report, publish=publish, dry_run=dry_run)
            batch = []
    if batch:
        _write(archive, batch, report, publish=publish, dry_run=dry_run)
    return report


def _write(
    archive: Opens, batch: list[tuple[int, Mapping[str, Any]]], report: Report, *, publish: bool, dry_run: bool
) -> None:
    with archive.unit_of_work(SYSTEM, write=not dry_run) as work:
        for place, one in batch:
            try:
                read = read_case(one, work.tools.vocabularies)
            except (Unreadable, KeyError, TypeError, ValueError, AttributeError) as problem:
                report.refused += 1
                report.problems.append(f"{place}: {problem}")
                continue
            if _taken_back(work, read.sender_id):
                report.refused += 1
                report.problems.append(f"{place}: its tellers took this story back; it is not imported again")
                continue
            wrong = facts_problems(work, read.facts)
            report.problems += [f"{place}: {problem}" for problem in [*read.problems, *wrong.values()]]
            if wrong:
                report.refused += 1
                continue
            report.imported += 1
            if not dry_run:
                import_case(work, read, publish=publish)


def _taken_back(work: Work, sender_id: str | None) -> bool:
    """Whether this is a story that was withdrawn: a file must never undo what its tellers decided."""
    if not sender_id:
        return False
    state = work.session.scalar(select(Case.state).where(Case.sender_id == sender_id))
    return state in (CaseState.WITHDRAWN, CaseState.ERASED)


def _narrower(held: Consent, sent: Consent) -> Consent:
    """What both allow: the tellers may have narrowed their consent since the file was written."""
    levels = list(ConsentLevel)
    days = [day for day in (held.until, sent.until) if day is not None]
    both = replace(sent, level=min(held.level, sent.level, key=levels.index), until=min(days, default=None))
    return with_uses(both, set(uses_of(held)) & set(uses_of(sent)))


def import_case(work: Work, read: CaseIn, *, publish: bool) -> Case:
    """Write one case with all its versions."""
    case = _case(work, read)
    consent = read.consent if case.state is CaseState.DRAFT else _narrower(consent_of(case), read.consent)
    apply_facts(case, read.facts)
    if publish or case.state is not CaseState.PUBLISHED:
        case.state = CaseState.PUBLISHED if publish else CaseState.SUBMITTED
    decide_consent(work, case, consent)
    if publish:
        case.published_on = case.published_on or work.month
        case.was_public = AUDIENCE_OF[ConsentLevel(case.consent_level)] is AudienceLevel.PUBLIC
    versions: dict[str, LanguageVersion] = {}
    for sent in read.versions:
        versions[sent.language] = _version(work, case, sent, versions, read.language, publish=publish)
    work.record(Happened(Event.CASE_IMPORTED, case.id, detail={"versions": len(versions)}))
    settle(work)
    render_case(work, case)
    return case


def _case(work: Work, read: CaseIn) -> Case:
    session = work.session
    case = session.scalar(select(Case).where(Case.sender_id == read.sender_id)) if read.sender_id else None
    if case is None:
        case = Case(public_id=new_public_id(), sender_id=read.sender_id, original_language=read.language)
        session.add(case)
    else:
        # The sender's text takes the place of what they sent before, translations included.
        session.execute(delete(Slot).where(Slot.case_id == case.id))
        case.versions = []
    session.flush()
    return case


def _version(
    work: Work,
    case: Case,
    sent: VersionIn,
    there: Mapping[str, LanguageVersion],
    original: str,
    *,
    publish: bool,
) -> LanguageVersion:
    is_original = sent.language == original
    state = VersionState.APPROVED if is_original else sent.state
    version = LanguageVersion(
        case=case,
        language=sent.language,
        origin=sent.origin,
        state=state,
        credit=sent.credit,
        source_language=None if is_original else sent.source,
        published_on=work.month if publish and state is VersionState.APPROVED else None,
    )
    work.session.add(version)
    work.session.flush()
    if is_original:
        save_original(work, case, version, sent.texts, based_on=0)
    else:
        _translation(work, case, version, sent, source=there.get(sent.source) or there[original], state=state)
    return version


def _translation(
    work: Work,
    case: Case,
    version: LanguageVersion,
    sent: VersionIn,
    *,
    source: LanguageVersion,
    state: VersionState,
) -> None:
    """Pair paragraphs by their place in each field; a field with more paragraphs gives the rest to the last."""
    by_field: dict[str, list[Slot]] = {}
    for slot in slots_of(work, case.id):
        by_field.setdefault(slot.field, []).append(slot)
    base = {slot_id: held.newest.id for slot_id, held in texts_now(work, source.id).items()}
    base |= _older(work, source, by_field, sent)
    texts = {name: tidy(name, text) for name, text in sent.texts.items()}
    changes = []
    for name, text in texts.items():
        slots, pieces = by_field.get(name, []), [piece.text for piece in pieces_of(name, text)]
        if slots and len(pieces) > len(slots):
            pieces = [*pieces[: len(slots) - 1], "\n\n".join(pieces[len(slots) - 1 :])]
        for slot, piece in zip(slots, pieces, strict=False):
            changes.append(NewText(slot, piece, sent.origin, base.get(slot.id), state))
    add_revision(work, version, texts)
    add_texts(work, version, changes)


def _older(work: Work, source: LanguageVersion, by_field: Mapping[str, list[Slot]], sent: VersionIn) -> dict[int, int]:
    """Where a translation was made from older words: those words as a text before the one that holds now."""
    found: dict[int, int] = {}
    for name, paragraph, was in sent.outdated:
        slots = by_field.get(name, [])
        if not 1 <= paragraph <= len(slots):
            continue
        slot = slots[paragraph - 1]
        now = texts_now(work, source.id)[slot.id].newest.text
        add_texts(work, source, [NewText(slot, was, Origin.ORIGINAL)])
        found[slot.id] = texts_now(work, source.id)[slot.id].newest.id
        add_texts(work, source, [NewText(slot, now, Origin.ORIGINAL)])
    return found
