"""Coming back with a receipt code: state, questions, changes, hiding and showing again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import DialogueMessage, Proposal, Tombstone
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.errors import NotNow
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import clean_text
from wgsm_archive.domain.workflow import RESTORE_WITHIN, Act, require
from wgsm_archive.services.case_rows import acting_facts, acts_open, original_of
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.contributing.writing import own_case, refuse_overwriting
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.throttling import count_try, place_of
from wgsm_archive.services.work import Work

_TRIES_OF_ONE, _TRIES_OF_ALL = 10, 300
"""Tries at a code within five minutes, of one place and of all together. A code holds 48 random bits."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message between tellers and facilitators."""

    from_teller: bool
    text: str
    written_on: dt.date


@dataclass(frozen=True, slots=True)
class Story:
    """Where a story stands, for its tellers."""

    public_id: str
    slug: str
    title: str
    language: str
    state: CaseState
    may: frozenset[Act]
    messages: tuple[Message, ...]
    proposed: bool
    restore_until: dt.date | None


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
        return None if case_id is None else tellers.open_session(self._work, case_id, draft=False)

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
        until = case.withdrawn_on + RESTORE_WITHIN if case.withdrawn_on else None
        may = acts_open(work, case)
        return Story(
            public_id=case.public_id,
            slug=version.slug,
            title=version.title,
            language=version.language,
            state=case.state,
            may=may if until is None or work.today <= until else may - {Act.RESTORE},
            messages=tuple(Message(row.from_teller, row.text, row.written_on) for row in rows),
            proposed=proposed is not None,
            restore_until=until,
        )

    def answer(self, text: str, form_key: str) -> None:
        """Write to the facilitators; the same form twice is one message."""
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.ANSWER, acting_facts(work, case))
        known = work.session.scalar(
            select(DialogueMessage.id).where(DialogueMessage.case_id == case.id, DialogueMessage.form_key == form_key)
        )
        if known is not None:
            return
        work.session.add(
            DialogueMessage(
                case_id=case.id,
                from_teller=True,
                text=clean_text(text),
                written_on=work.today,
                form_key=form_key,
            )
        )
        work.record(Happened(Event.CASE_ANSWER, case.id))

    def propose(self, texts: Mapping[str, str], *, based_on: int) -> None:
        """Propose a change to a text that others already have.

        Raises:
            Conflict: the same answers were changed since revision `based_on`.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.PROPOSE, acting_facts(work, case))
        version = original_of(work, case)
        now = current_texts(work, version)
        refuse_overwriting(work, version, texts, now, based_on)
        # Only what differs: a name that a facilitator took out elsewhere must not come back with it.
        changed = {name: text for name, text in texts.items() if text != now.get(name, "")}
        open_one = work.session.scalar(
            select(Proposal).where(Proposal.case_id == case.id, Proposal.decided.is_(False)).limit(1)
        )
        if open_one is not None:
            # A second change before the first was looked at joins it. It stays based on the older text: where
            # that has changed meanwhile, a facilitator brings both together by hand.
            open_one.texts = {**open_one.texts, **changed}
            open_one.written_on = work.today
        else:
            work.session.add(Proposal(case_id=case.id, texts=changed, based_on=version.revision, written_on=work.today))
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
        work.record(Happened(Event.CASE_WITHDRAWN, case.id))

    def restore(self) -> None:
        """Put a hidden story back where it was.

        Raises:
            NotNow: the time for it is over.
        """
        work, case = self._work, own_case(self._work)
        require(work.actor, Act.RESTORE, acting_facts(work, case))
        if case.withdrawn_on is None or work.today > case.withdrawn_on + RESTORE_WITHIN:
            raise NotNow(Act.RESTORE, case.state)
        case.state = case.withdrawn_from or CaseState.SUBMITTED
        case.withdrawn_from = case.withdrawn_on = None
        tombstone = work.session.get(Tombstone, case.public_id)
        if tombstone is not None:
            work.session.delete(tombstone)
        work.record(Happened(Event.CASE_RESTORED, case.id))
