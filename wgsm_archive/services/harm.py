"""Stories that harm somebody: saying so, taking them out of sight, and letting them be read again."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, select

from wgsm_archive.db.models import Case, HarmReport, Receipt
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import teller
from wgsm_archive.domain.consent import ConsentBasis
from wgsm_archive.domain.errors import NotNow
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import ReceiptCode
from wgsm_archive.domain.text import clean_text
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, find_case
from wgsm_archive.services.consenting import last_decision
from wgsm_archive.services.hiding import forget_what_was_seen
from wgsm_archive.services.receipts import receipts_for
from wgsm_archive.services.throttling import count_try, place_of
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work

_REPORTS_OF_ONE, _REPORTS_OF_ALL = 3, 60
_WORDS_OF_ONE, _WORDS_OF_ALL = 10, 300
"""Reports, and tries at words, within five minutes: of one place, and of all together."""


def count_report(work: Work, place: str, *, with_words: bool) -> None:
    """Count a report before it is taken, in a transaction of its own.

    Raises:
        TooOften: there were too many from this place, or in all.
    """
    count_try(work, "harm-place", place_of(place), limit=_REPORTS_OF_ONE)
    count_try(work, "harm", limit=_REPORTS_OF_ALL)
    if with_words:
        # The same counters as those of the page where codes are typed: no second door for guessing.
        count_try(work, "receipt-place", place_of(place), limit=_WORDS_OF_ONE)
        count_try(work, "receipt", limit=_WORDS_OF_ALL)


def report(work: Work, public_id: str, reason: str, form_key: str, *, words: str = "") -> bool:
    """Take a report that a story harms somebody; whether it took the story out of sight at once.

    It does where the words are the story's code, or those that its group was given for this. Otherwise facilitators
    see the report at the top of their work, and can hide the story with one button. The same form is one report.

    Raises:
        NotFound, Withdrawn: there is no story to read at this address.
    """
    with work.full_sight():
        sent = work.session.scalar(select(HarmReport).where(HarmReport.form_key == form_key))
    if sent is not None:
        return sent.blocked
    case = find_case(work, public_id)
    may_block = bool(words.strip()) and any(row.case_id == case.id for row in receipts_for(work, words))
    is_blocked = may_block and _block_as_teller(work, case)
    hidden = withheld_in(work, case).hide(clean_text(reason), case.original_language)
    work.session.add(
        HarmReport(case_id=case.id, reason=hidden, said_on=work.today, blocked=is_blocked, form_key=form_key)
    )
    work.record(Happened(Event.HARM_REPORTED, case.id, detail={"blocked": is_blocked}))
    return is_blocked


def _block_as_teller(work: Work, case: Case) -> bool:
    before = work.actor
    work.become(teller(case.id))
    try:
        block(work, case)
    finally:
        work.become(before)
    return True


def block(work: Work, case: Case) -> None:
    """Take a story out of everybody's sight but its tellers' and facilitators', until the latter have looked."""
    step = require(work.actor, Act.BLOCK, acting_facts(work, case))
    case.withdrawn_from, case.state = case.state, CaseState(str(step.to_state))
    work.record(Happened(Event.CASE_BLOCKED, case.id))


def unblock(work: Work, case: Case) -> None:
    """Let a story be read again by those its tellers chose."""
    require(work.actor, Act.UNBLOCK, acting_facts(work, case))
    before = case.withdrawn_from
    case.state = before if before in (CaseState.PUBLISHED, CaseState.SUBMITTED) else CaseState.SUBMITTED
    case.withdrawn_from = None
    forget_what_was_seen(work, case.id)
    work.record(Happened(Event.CASE_UNBLOCKED, case.id))


def new_block_words(work: Work, case: Case) -> ReceiptCode:
    """Words for a group whose assembly decided: any member can take the story out of sight with them, and nothing else.

    Words that were given out before hold no longer.

    Raises:
        NotNow: no group decided on this story.
    """
    require(work.actor, Act.CONSENT, acting_facts(work, case))
    stands = last_decision(work, case)
    if stands is None or stands.basis is ConsentBasis.PERSON:
        raise NotNow(Act.BLOCK, case.state)
    work.session.execute(delete(Receipt).where(Receipt.case_id == case.id, Receipt.only_block.is_(True)))
    code = ReceiptCode(secrets.randbits(48))
    work.session.add(Receipt(code_hash=code.hashed(work.tools.secret), case_id=case.id, only_block=True))
    return code
