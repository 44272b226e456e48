"""The acting rule, in one place: which state leads to which, and who may take the step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import Actor, ActorKind, Role
from wgsm_archive.domain.errors import NotAllowed, NotNow, SignInNeeded

RESTORE_WITHIN = dt.timedelta(days=30)
"""How long tellers can show a story again that they took back; then it is erased."""


class Act(StrEnum):
    """Everything that changes where a case or a language version stands."""

    WRITE = "write"  # the tellers' own text before it is sent
    SEND = "send"
    CLAIM = "claim"
    ASK = "ask"
    ANSWER = "answer"
    EDIT = "edit"  # a facilitator's change to the text, told on the trail
    PROPOSE = "propose"  # the tellers' change to a text that is already with others
    SETTLE = "settle"  # the tellers' word on a change that a facilitator suggested
    CHECK = "check"  # answers to the consent and safety checklist
    CONFIRM = "confirm"  # a second reader agrees with those answers
    PUBLISH = "publish"
    DECLINE = "decline"
    RESTRICT = "restrict"  # fewer readers than the tellers allow, or as many again
    REOPEN = "reopen"
    BLOCK = "block"  # out of everybody's sight until facilitators have looked, because somebody is harmed
    UNBLOCK = "unblock"
    CONSENT = "consent"  # a new decision of the tellers
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    ERASE = "erase"
    ATTACH = "attach"  # photos, recordings, documents, and the words on them
    DETACH = "detach"
    TRANSLATE = "translate"
    READY = "ready"
    APPROVE = "approve"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a step may depend on. `mine` means: the actor tells (or told) this story.

    `translator_ids` are the people who wrote any of the paragraphs that wait for approval, `checker_id` whoever
    answered the checklist last.
    """

    state: CaseState | VersionState
    mine: bool = False
    may_translate: bool = True
    translator_ids: frozenset[int] = frozenset()
    checker_id: int | None = None


Who = Callable[[Actor, Facts], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from these states, to that one (None: it stays), for them."""

    from_states: frozenset[CaseState | VersionState]
    to_state: CaseState | VersionState | None
    who: Who


def _tellers(actor: Actor, facts: Facts) -> bool:
    return facts.mine


def _facilitators(actor: Actor, facts: Facts) -> bool:
    return actor.has(Role.FACILITATOR)


def _tellers_or_facilitators(actor: Actor, facts: Facts) -> bool:
    return facts.mine or actor.has(Role.FACILITATOR)


def _translators(actor: Actor, facts: Facts) -> bool:
    return facts.may_translate and actor.has(Role.TRANSLATOR, Role.FACILITATOR)


def _second_pair_of_eyes(actor: Actor, facts: Facts) -> bool:
    return _translators(actor, facts) and actor.person_id not in facts.translator_ids


def _second_readers(actor: Actor, facts: Facts) -> bool:
    return _facilitators(actor, facts) and not facts.mine and actor.person_id != facts.checker_id


def _worker(actor: Actor, facts: Facts) -> bool:
    return actor.kind is ActorKind.SYSTEM


_OPEN = frozenset[CaseState | VersionState]
_WITH_FILES = _OPEN({CaseState.DRAFT, CaseState.SUBMITTED, CaseState.PUBLISHED})
_SENT = _OPEN({CaseState.SUBMITTED})
_HELD = _OPEN({CaseState.SUBMITTED, CaseState.PUBLISHED, CaseState.DECLINED, CaseState.BLOCKED})
_TEXT_WITH_OTHERS = _OPEN({CaseState.SUBMITTED, CaseState.PUBLISHED, CaseState.BLOCKED})
_CAN_HARM = _OPEN({CaseState.SUBMITTED, CaseState.PUBLISHED})

STEPS: Mapping[Act, Step] = {
    Act.WRITE: Step(_OPEN({CaseState.DRAFT}), None, _tellers),
    Act.SEND: Step(_OPEN({CaseState.DRAFT}), CaseState.SUBMITTED, _tellers),
    Act.CLAIM: Step(_SENT, None, _facilitators),
    Act.ASK: Step(_HELD, None, _facilitators),
    Act.ANSWER: Step(_HELD, None, _tellers),
    Act.EDIT: Step(_TEXT_WITH_OTHERS, None, _facilitators),
    Act.PROPOSE: Step(_TEXT_WITH_OTHERS, None, _tellers),
    Act.SETTLE: Step(_TEXT_WITH_OTHERS, None, _tellers),
    Act.CHECK: Step(_TEXT_WITH_OTHERS, None, _facilitators),
    Act.CONFIRM: Step(_SENT, None, _second_readers),
    Act.PUBLISH: Step(_SENT, CaseState.PUBLISHED, _facilitators),
    Act.DECLINE: Step(_SENT, CaseState.DECLINED, _facilitators),
    Act.RESTRICT: Step(_TEXT_WITH_OTHERS, None, _facilitators),
    Act.REOPEN: Step(_OPEN({CaseState.PUBLISHED, CaseState.DECLINED}), CaseState.SUBMITTED, _facilitators),
    Act.BLOCK: Step(_CAN_HARM, CaseState.BLOCKED, _tellers_or_facilitators),
    Act.UNBLOCK: Step(_OPEN({CaseState.BLOCKED}), None, _facilitators),
    Act.CONSENT: Step(_HELD | {CaseState.DRAFT, CaseState.WITHDRAWN}, None, _tellers),
    Act.WITHDRAW: Step(_HELD | {CaseState.DRAFT}, CaseState.WITHDRAWN, _tellers),
    Act.RESTORE: Step(_OPEN({CaseState.WITHDRAWN}), None, _tellers),
    Act.ERASE: Step(_OPEN({CaseState.WITHDRAWN}), CaseState.ERASED, _worker),
    Act.ATTACH: Step(_WITH_FILES, None, _tellers),
    Act.DETACH: Step(_HELD | {CaseState.DRAFT, CaseState.WITHDRAWN}, None, _tellers),
    Act.TRANSLATE: Step(_OPEN(set(VersionState)), None, _translators),
    Act.READY: Step(_OPEN(set(VersionState)), None, _translators),
    Act.APPROVE: Step(_OPEN({VersionState.READY, VersionState.APPROVED}), VersionState.APPROVED, _second_pair_of_eyes),
    Act.RETURN: Step(_OPEN({VersionState.READY, VersionState.APPROVED}), None, _translators),
}
"""The whole workflow.

A case that is restored or unblocked returns to the state it was taken from. A language version that was approved once
stays readable as approved while newer paragraphs are drafted, made ready and approved.
"""


def may(actor: Actor, act: Act, facts: Facts) -> bool:
    """Whether the step is open to this actor now; what a button asks."""
    step = STEPS[act]
    return facts.state in step.from_states and step.who(actor, facts)


def require(actor: Actor, act: Act, facts: Facts) -> Step:
    """The step, for an actor who may take it; the first line of each writing use-case.

    Raises:
        SignInNeeded: nobody is signed in and the step is not the teller's own.
        NotAllowed: somebody else's step.
        NotNow: the right person, but not from this state.
    """
    step = STEPS[act]
    if not step.who(actor, facts):
        if actor.kind is ActorKind.ANONYMOUS:
            raise SignInNeeded
        raise NotAllowed
    if facts.state not in step.from_states:
        raise NotNow(act, facts.state)
    return step
