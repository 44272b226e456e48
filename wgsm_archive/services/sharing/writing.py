"""Writing an imported case: new, or onto what the same sender sent before. A file never undoes what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, Revision
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import CaseFacts, Origin, VersionKind
from wgsm_archive.domain.consent import (
    AUDIENCE_OF,
    AudienceLevel,
    Consent,
    narrower,
    narrower_parts,
    uses_of,
    with_uses,
)
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.services.case_rows import apply_but_terms, apply_facts, decide_consent, facts_of, set_terms
from wgsm_archive.services.consenting import last_decision
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.sharing.paragraphs import NOTE, Places, Tell, Translation, held_in, places_of
from wgsm_archive.services.sharing.problems import Code, Problem, Unreadable
from wgsm_archive.services.sharing.reading_in import CaseIn
from wgsm_archive.services.sharing.reading_texts import VersionIn
from wgsm_archive.services.sharing.withheld import withhold_in_file
from wgsm_archive.services.texts import current_texts, save_original, slots_of
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work


class Outcome(StrEnum):
    """What became of a record."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def require_open(case: Case | None, language: str) -> None:
    """Refuse to write into what its tellers took back, have in their own hands, or told in another language.

    Raises:
        Unreadable: a file does not write there.
    """
    if case is None:
        return
    if case.state in (CaseState.WITHDRAWN, CaseState.BLOCKED, CaseState.ERASED):
        raise Unreadable(Code.TAKEN_BACK, "id")
    if case.state is CaseState.DRAFT:
        raise Unreadable(Code.BEING_WRITTEN, "id")
    if case.original_language != language:
        raise Unreadable(Code.NO_ORIGINAL, "original_language", language)


def new_case(work: Work, read: CaseIn) -> Case:
    """A case without its terms, its texts and its consent, not written yet."""
    case = Case(
        public_id=new_public_id(),
        sender_id=read.sender_id,
        original_language=read.language,
        state=CaseState.DRAFT,
    )
    apply_but_terms(case, read.facts)
    work.session.add(case)
    return case


def new_version(work: Work, case: Case, sent: VersionIn) -> LanguageVersion:
    """A language version without its text, not written yet."""
    version = LanguageVersion(
        case=case,
        language=sent.language,
        origin=sent.origin,
        state=sent.state,
        credit=sent.credit,
        brought_credit=sent.credit,
        revision=0,
        source_language=None if sent.origin is Origin.ORIGINAL else sent.source,
    )
    work.session.add(version)
    return version


def _wanted_state(read: CaseIn, *, publish: bool) -> CaseState:
    if read.state is not CaseState.PUBLISHED:
        return read.state
    return CaseState.PUBLISHED if publish else CaseState.SUBMITTED


def first_state(work: Work, case: Case, read: CaseIn, *, publish: bool) -> None:
    """The state in which a case begins here, once its consent is decided."""
    case.state = _wanted_state(read, publish=publish)
    if case.state is CaseState.SUBMITTED:
        case.sent_on = case.sent_on or work.today
    if case.state is CaseState.PUBLISHED:
        case.published_on = case.published_on or work.month
        case.was_public = AUDIENCE_OF[case.consent_level] is AudienceLevel.PUBLIC
        _publish_versions(work, case)


def _publish_versions(work: Work, case: Case) -> None:
    for version in case.versions:
        if case.state is CaseState.PUBLISHED and version.state is VersionState.APPROVED:
            version.published_on = version.published_on or work.month


@dataclass
class CaseWriter:
    """Writes one case with all its versions. `held` is the case as the archive has it."""

    work: Work
    read: CaseIn
    held: Case | None
    publish: bool
    tell: Tell

    def write(self) -> tuple[Case, Outcome]:
        """Write it.

        Raises:
            Unreadable: as `require_open`.
        """
        require_open(self.held, self.read.language)
        if self.held is not None:
            self.read = withhold_in_file(self.read, withheld_in(self.work, self.held), self.tell)
        case = self.held or self._new_case()
        changed = self._decide(case)
        changed |= self._facts(case)
        changed |= self._state(case)
        changed |= self._texts(case)
        if changed:
            self.work.record(Happened(Event.CASE_IMPORTED, case.id, detail={"versions": len(self.read.versions)}))
            render_case(self.work, case)
        return case, Outcome.NEW if self.held is None else Outcome.UPDATED if changed else Outcome.UNCHANGED

    def _new_case(self) -> Case:
        case = new_case(self.work, self.read)
        set_terms(case, self.read.facts.terms)
        return case

    def _decide(self, case: Case) -> bool:
        """What both the tellers here and the file allow: a file never widens a consent."""
        if self.held is None:
            decide_consent(self.work, case, self.read.consent)
            return True
        before = last_decision(self.work, case)
        if before is None:
            decide_consent(self.work, case, self.read.consent)
            return True
        both = _narrower(before, self.read.consent)
        if _reach(both) == _reach(before):
            return False
        decide_consent(self.work, case, both)
        return True

    def _facts(self, case: Case) -> bool:
        if self.held is None:
            return True
        facts = self.read.facts
        now, sent = facts_of(case, with_private_sources=True), _as_held(facts)
        if now == sent:
            return False
        if case.sender_id is None or case.revision:
            # Told here, or edited here since: a place made coarser or a name taken out must not come back.
            self.tell(Problem(Code.CHANGED_HERE, ", ".join(_different(now, sent))))
            return False
        apply_facts(case, facts)
        return True

    def _state(self, case: Case) -> bool:
        before = case.state
        wanted = _wanted_state(self.read, publish=self.publish)
        if self.held is None or self._is_only_waiting(case):
            first_state(self.work, case, self.read, publish=self.publish)
        elif case.state is CaseState.DECLINED and wanted is CaseState.PUBLISHED:
            self.tell(Problem(Code.DECLINED))
        return case.state is not before

    def _is_only_waiting(self, case: Case) -> bool:
        """Sent by a file and never published: what was published and taken up again waits for people."""
        return case.state is CaseState.SUBMITTED and case.published_on is None and case.sender_id is not None

    def _texts(self, case: Case) -> bool:
        first = self.read.versions[0]
        there = {} if self.held is None else {row.language: row for row in _standard(case)}
        versions = {
            one.language: there.get(one.language) or new_version(self.work, case, one) for one in self.read.versions
        }
        self.work.session.flush()
        original = versions[first.language]
        changed = self._original(case, original, first)
        places = self._places(case, original, first)
        for sent in self.read.versions[1:]:
            is_new = sent.language not in there
            changed |= self._translation(versions, sent, places, is_new=is_new)
        _publish_versions(self.work, case)
        return changed

    def _original(self, case: Case, version: LanguageVersion, sent: VersionIn) -> bool:
        before = version.revision
        texts = sent.texts if self.held is None else self._merged(version, sent.texts)
        save_original(self.work, case, version, texts, based_on=before, note=NOTE)
        return version.revision != before

    def _merged(self, version: LanguageVersion, sent: Mapping[str, str]) -> dict[str, str]:
        """Field by field: the file's text where only the sender changed it, the archive's where people did."""
        now, before = current_texts(self.work, version), self._last_imported(version)
        merged = dict(now)
        for name in {*now, *sent, *before}:
            ours, theirs, was = now.get(name, ""), sent.get(name, ""), before.get(name, "")
            if theirs in (ours, was):
                continue
            if ours == was:
                merged[name] = theirs
            else:
                self.tell(Problem(Code.CHANGED_HERE, f"versions.{version.language}.{name}"))
        return merged

    def _last_imported(self, version: LanguageVersion) -> Mapping[str, str]:
        found = self.work.session.scalar(
            select(Revision.texts)
            .where(Revision.version_id == version.id, Revision.note == NOTE)
            .order_by(Revision.number.desc())
            .limit(1)
        )
        return found or {}

    def _places(self, case: Case, original: LanguageVersion, sent: VersionIn) -> Places:
        if len(self.read.versions) == 1:
            return {}
        return places_of(slots_of(self.work, case.id), sent, held_in(self.work, original))

    def _translation(
        self, versions: Mapping[str, LanguageVersion], sent: VersionIn, places: Places, *, is_new: bool
    ) -> bool:
        version = versions[sent.language]
        writer = Translation(self.work, version, versions, sent, places, self.tell)
        writer.write()
        if is_new or version.translator_id is not None or version.reviewer_id is not None:
            return writer.changed
        facts = (sent.state, sent.credit, sent.origin, sent.source)
        if facts == (version.state, version.credit, version.origin, version.source_language):
            return writer.changed
        version.state, version.credit, version.origin, version.source_language = facts
        version.brought_credit = sent.credit
        return True


def _standard(case: Case) -> list[LanguageVersion]:
    return [version for version in case.versions if version.kind is VersionKind.STANDARD]


def _reach(consent: Consent) -> tuple[object, ...]:
    """What a decision lets happen, without who made it and how."""
    return consent.level, uses_of(consent), consent.until, consent.narrowed, sorted(consent.not_in)


def _narrower(held: Consent, sent: Consent) -> Consent:
    """What both allow: the tellers may have narrowed their consent since the file was written."""
    days = [day for day in (held.until, sent.until) if day is not None]
    both = replace(
        sent,
        level=narrower(held.level, sent.level),
        until=min(days, default=None),
        narrowed=narrower_parts(held.narrowed, sent.narrowed),
        not_in=tuple(sorted({*held.not_in, *sent.not_in})),
    )
    return with_uses(both, set(uses_of(held)) & set(uses_of(sent)))


def _as_held(facts: CaseFacts) -> CaseFacts:
    """Facts as they come back from the rows."""
    return replace(facts, author=replace(facts.author, name=facts.author.shown_name))


def _different(now: CaseFacts, sent: CaseFacts) -> list[str]:
    return [name for name in CaseFacts.__slots__ if getattr(now, name) != getattr(sent, name)]
