"""Coming back with a receipt code: state, questions, changes, hiding and showing again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from wgsm_archive.db.models import AuditEvent, Case, CaseReview, DialogueMessage, Proposal, Tombstone
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.consent import ASK_AGAIN_AFTER
from wgsm_archive.domain.errors import NotNow
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import ReceiptCode
from wgsm_archive.domain.text import clean_text
from wgsm_archive.domain.workflow import RESTORE_WITHIN, Act, require
from wgsm_archive.services.case_rows import (
    RESTRICTED,
    acting_facts,
    acts_open,
    decide_consent,
    facts_of,
    original_of,
)
from wgsm_archive.services.consenting import Decision, decisions, last_decision
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.contributing.standing import open_proposal, require_seen
from wgsm_archive.services.contributing.writing import own_case
from wgsm_archive.services.dialogue import answer, voice_of
from wgsm_archive.services.fact_fields import as_texts, is_fact
from wgsm_archive.services.harm import new_block_words
from wgsm_archive.services.hiding import Seen, forget_what_was_seen, what_was_seen
from wgsm_archive.services.letting_go import let_go_of_unsaved
from wgsm_archive.services.reaching import forget_contact, keep_contact, kept_until
from wgsm_archive.services.texts import changes_since, current_texts
from wgsm_archive.services.throttling import count_try, place_of
from wgsm_archive.services.withholding import withheld_in
from wgsm_archive.services.work import Work

_TRIES_OF_ONE, _TRIES_OF_ALL = 10, 300
"""Tries at a code within five minutes, of one place and of all together. A code holds 48 random bits."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message between tellers and facilitators. `voice` is the public id of a recording that stands for words."""

    from_teller: bool
    text: str
    voice: str
    written_on: dt.date


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done with a story, on a day (UTC); `detail` holds codes only."""

    day: dt.date
    event: Event
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """Where a story stands, for its tellers.

    `reason` is why facilitators did not publish it or keep it among member movements (`restricted`). `asked_again`
    says that its tellers wanted to be asked by now whether their decision still holds. `kept` says that it is not
    erased while it is hidden, `seen` where hiding it took effect.
    """

    public_id: str
    slug: str
    title: str
    language: str
    state: CaseState
    may: frozenset[Act]
    messages: tuple[Message, ...]
    proposed: bool
    restore_until: dt.date | None
    restricted: bool
    reason: str
    happened: tuple[Happening, ...]
    asked_again: bool
    kept: bool
    seen: tuple[Seen, ...]


class Returning:
    """What tellers do once their story is with others."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def count_try(self, place: str) -> None:
        """Count a try at a code, before it is looked at."""
        count_try(self._work, "receipt-place", place_of(place), limit=_TRIES_OF_ONE)
        count_try(self._work, "receipt", limit=_TRIES_OF_ALL)

    def enter(self, typed: str) -> str | None:
        """Open the story of a code: the token for the browser, or None when no story opens with it."""
        case_id = tellers.case_for_code(self._work, typed)
        if case_id is None or self._is_erased(case_id):
            return None
        return tellers.open_session(self._work, case_id, draft=False)

    def erased(self, typed: str) -> tuple[Seen, ...] | None:
        """Of a code whose story was erased: what took effect where. None for any other."""
        case_id = tellers.case_for_code(self._work, typed)
        return what_was_seen(self._work, case_id) if case_id is not None and self._is_erased(case_id) else None

    def _is_erased(self, case_id: int) -> bool:
        with self._work.full_sight():
            return self._work.session.scalar(select(Case.state).where(Case.id == case_id)) is CaseState.ERASED

    def leave(self, token: str) -> None:
        """Forget this browser."""
        tellers.close_session(self._work, token)

    def story(self) -> Story:
        """Where the story stands."""
        work, case = self._work, own_case(self._work)
        version = original_of(work, case)
        rows = work.session.scalars(
            select(DialogueMessage).where(DialogueMessage.case_id == case.id).order_by(DialogueMessage.id)
        )
        proposed = work.session.scalar(
            select(Proposal.id).where(Proposal.case_id == case.id, Proposal.decided.is_(False)).limit(1)
        )
        review = work.session.get(CaseReview, case.id)
        until = case.withdrawn_on + RESTORE_WITHIN if case.withdrawn_on else None
        may = acts_open(work, case)
        return Story(
            public_id=case.public_id,
            slug=version.slug,
            title=version.title,
            language=version.language,
            state=case.state,
            may=may if until is None or case.keep_hidden or work.today <= until else may - {Act.RESTORE},
            messages=tuple(Message(row.from_teller, row.text, voice_of(row), row.written_on) for row in rows),
            proposed=proposed is not None,
            restore_until=until,
            restricted=review is not None and review.decision == RESTRICTED,
            reason=review.reason if review is not None else "",
            happened=self._happened(case),
            kept=case.keep_hidden,
            seen=what_was_seen(work, case.id),
            asked_again=case.ask_again_on is not None and case.ask_again_on <= work.today,
        )

    def _happened(self, case: Case) -> tuple[Happening, ...]:
        rows = self._work.session.scalars(
            select(AuditEvent).where(AuditEvent.case_id == case.id).order_by(AuditEvent.id.desc())
        )
        return tuple(Happening(row.hour.date(), Event(row.event), row.detail) for row in rows)

    def decisions(self) -> tuple[Decision, ...]:
        """All that the tellers decided, the newest first."""
        return decisions(self._work, own_case(self._work))

    def new_block_words(self) -> ReceiptCode:
        """Words for the group that decided, with which any member can take the story out of sight.

        Raises:
            NotNow: no group decided on it.
        """
        return new_block_words(self._work, own_case(self._work))

    def contact_until(self) -> dt.date | None:
        """The day on which what is kept of how the tellers can be reached is deleted; None where nothing is kept."""
        return kept_until(self._work, own_case(self._work))

    def keep_contact(self, words: str, months: str) -> None:
        """Seal how the tellers can be reached.

        Raises:
            Refused: see `reaching.keep_contact`.
        """
        keep_contact(self._work, own_case(self._work), words, months)

    def forget_contact(self) -> None:
        """Delete how the tellers can be reached."""
        forget_contact(self._work, own_case(self._work))

    def decide_again(self) -> None:
        """Let the decision that holds go on to hold, and be asked again in a year.

        Raises:
            NotNow: nothing was decided yet.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.CONSENT, acting_facts(work, case))
        stands = last_decision(work, case)
        if stands is None:
            raise NotNow(Act.CONSENT, case.state)
        decide_consent(work, case, replace(stands, ask_again_on=work.today + ASK_AGAIN_AFTER))

    def answer(self, text: str, form_key: str, *, question_id: int | None = None) -> None:
        """Write to the facilitators, in answer to a question or of oneself; the same words sent twice are one message.

        Raises:
            NotFound: the story has no such question.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.ANSWER, acting_facts(work, case))
        answer(work, case, clean_text(text), form_key, question_id=question_id)

    def propose(self, texts: Mapping[str, str], *, based_on: int, seen: str | None = None) -> None:
        """Propose a change to a text that others already have.

        Raises:
            Conflict: the same answers were changed since revision `based_on`, or another change of them was proposed
                since the page with the mark `seen`.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.PROPOSE, acting_facts(work, case))
        require_seen(work, case, texts, seen)
        version = original_of(work, case)
        open_one = open_proposal(work, case)
        before = open_one.texts if open_one is not None else {}
        stands = {**current_texts(work, version), **as_texts(facts_of(case, with_private_sources=True))}
        words = {name: text for name, text in texts.items() if not is_fact(name)}
        # Only what they changed: a name that a facilitator took out elsewhere must not come back with it.
        wanted = {name: text for name, text in before.items() if name not in texts}
        withheld = withheld_in(work, case)
        wanted |= changes_since(work, version, words, based_on=based_on, hide=withheld.hider(version.language))
        wanted |= {name: text for name, text in texts.items() if is_fact(name)}
        wanted = withheld.hide_proposed(wanted, version.language)
        changed = {name: text for name, text in wanted.items() if text != stands.get(name, "")}
        if changed == before:
            return
        if open_one is None:
            work.session.add(Proposal(case_id=case.id, texts=changed, based_on=version.revision, written_on=work.today))
        else:
            # A second change before the first was looked at joins it. It stays based on the older text: where
            # that has changed meanwhile, a facilitator brings both together by hand.
            open_one.texts, open_one.written_on, open_one.decided = changed, work.today, not changed
        work.record(Happened(Event.CASE_PROPOSAL, case.id))

    def hide(self) -> None:
        """Take the story out of everybody's sight, from this moment on. Hiding it twice changes nothing."""
        work, case = self._work, own_case(self._work)
        if case.state is CaseState.WITHDRAWN:
            return
        require(work.actor, Act.WITHDRAW, acting_facts(work, case))
        case.withdrawn_from, case.withdrawn_on = case.state, work.today
        case.state = CaseState.WITHDRAWN
        if case.was_public and work.session.get(Tombstone, case.public_id) is None:
            work.session.add(Tombstone(public_id=case.public_id, since=work.month))
        let_go_of_unsaved(work, case.id)
        work.record(Happened(Event.CASE_WITHDRAWN, case.id))

    def keep_hidden(self, *, keep: bool) -> None:
        """Decide what becomes of a story that stays hidden for thirty days: kept for its tellers, or erased."""
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.RESTORE, acting_facts(work, case))
        case.keep_hidden = keep

    def restore(self) -> None:
        """Put a hidden story back where it was; one that was kept for long goes to the facilitators first.

        Raises:
            NotNow: the time for it is over.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.RESTORE, acting_facts(work, case))
        is_late = case.withdrawn_on is None or work.today > case.withdrawn_on + RESTORE_WITHIN
        if is_late and not case.keep_hidden:
            raise NotNow(Act.RESTORE, case.state)
        before = case.withdrawn_from or CaseState.SUBMITTED
        case.state = CaseState.SUBMITTED if is_late and before is CaseState.PUBLISHED else before
        case.withdrawn_from = case.withdrawn_on = None
        case.keep_hidden = False
        forget_what_was_seen(work, case.id)
        tombstone = work.session.get(Tombstone, case.public_id)
        if tombstone is not None:
            work.session.delete(tombstone)
        work.record(Happened(Event.CASE_RESTORED, case.id))
