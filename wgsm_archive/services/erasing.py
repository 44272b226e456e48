"""Erasing what its tellers took back and did not show again: the one exception to history that is only added to."""

from __future__ import annotations

from sqlalchemy import delete, select

from wgsm_archive.db.models import (
    Case,
    CaseRelation,
    CaseReview,
    ConsentDecision,
    Contact,
    DialogueMessage,
    DraftWords,
    EasyNow,
    EasyText,
    GlossaryTerm,
    GuardedTerm,
    HarmReport,
    LanguageVersion,
    MediaFile,
    MemoryUnit,
    Proposal,
    Question,
    Receipt,
    RelayMessage,
    SectionNarrowing,
    Slot,
    SpokenPart,
    Suggestion,
    TellerSession,
    TranslatorsNote,
    Upload,
)
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import CaseFacts
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.workflow import RESTORE_WITHIN, Act, require
from wgsm_archive.services.case_rows import acting_facts, apply_facts
from wgsm_archive.services.jobs.vocabulary import forget_case
from wgsm_archive.services.media.rows import let_go
from wgsm_archive.services.work import Work

_OF_CASE = (
    Question,
    TranslatorsNote,
    GlossaryTerm,
    GuardedTerm,
    Suggestion,
    DialogueMessage,
    DraftWords,
    Proposal,
    ConsentDecision,
    CaseReview,
    TellerSession,
    CaseRelation,
    MemoryUnit,
    EasyNow,
    EasyText,
    SpokenPart,
    Slot,
    Upload,
    MediaFile,
    SectionNarrowing,
    Contact,
    RelayMessage,
    HarmReport,
)


def erase_what_is_due(work: Work) -> int:
    """Erase every story whose days for showing it again are over and whose tellers do not keep it; how many."""
    due = work.session.scalars(
        select(Case).where(
            Case.state == CaseState.WITHDRAWN,
            Case.withdrawn_on < work.today - RESTORE_WITHIN,
            Case.keep_hidden.is_(False),
        )
    ).all()
    for case in due:
        erase(work, case)
    return len(due)


def erase(work: Work, case: Case) -> None:
    """Delete everything that was told. What stays is the address (for the tombstone) and the sender's id.

    The sender's id stays so that a file cannot bring the story back, and the hash of its code so that its tellers can
    see what took effect. A draft that nobody ever saw leaves no code either.
    """
    step = require(work.actor, Act.ERASE, acting_facts(work, case))
    session = work.session
    _let_go_of_files(work, case)
    forget_case(work, case.id)
    for table in _OF_CASE:
        session.execute(delete(table).where(table.case_id == case.id))
    if case.sent_on is None:
        session.execute(delete(Receipt).where(Receipt.case_id == case.id))
    session.execute(delete(CaseRelation).where(CaseRelation.other_id == case.id))
    session.execute(delete(LanguageVersion).where(LanguageVersion.case_id == case.id))
    session.expire(case)
    apply_facts(case, CaseFacts())
    case.owner_id = case.organisation_id = case.form_key = case.risk = case.consent_until = None
    case.consent_level, case.allowed_uses = ConsentLevel.PRIVATE, []
    case.circles = []
    case.state = CaseState(str(step.to_state))
    work.record(Happened(Event.CASE_ERASED, case.id))


def _let_go_of_files(work: Work, case: Case) -> None:
    """The bytes go as soon as their rows are gone for good."""
    stored = [
        names
        for table in (MediaFile, SpokenPart)
        for names in work.session.scalars(select(table.stored).where(table.case_id == case.id))
    ]
    parts = work.session.scalars(select(Upload.part).where(Upload.case_id == case.id)).all()

    def let_go_of_all() -> None:
        for names in stored:
            let_go(work.tools.files, names)
        for part in parts:
            work.tools.files.drop_part(part)

    work.after_commit.append(let_go_of_all)
