"""The acting rule as a whole: who may do what, and from where."""

import itertools

import pytest

from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role, teller
from wgsm_archive.domain.errors import NotAllowed, NotNow, SignInNeeded
from wgsm_archive.domain.workflow import STEPS, Act, Facts, may, require

PEOPLE = {
    "anonymous": ANONYMOUS,
    "teller": teller(1),
    "member": Actor(ActorKind.PERSON, 2, roles=frozenset({Role.MEMBER})),
    "translator": Actor(ActorKind.PERSON, 3, roles=frozenset({Role.TRANSLATOR})),
    "facilitator": Actor(ActorKind.PERSON, 4, roles=frozenset({Role.FACILITATOR})),
    "steward": Actor(ActorKind.PERSON, 5, roles=frozenset({Role.STEWARD})),
    "worker": SYSTEM,
}
OF_TELLERS = {
    Act.WRITE,
    Act.SEND,
    Act.ANSWER,
    Act.PROPOSE,
    Act.CONSENT,
    Act.WITHDRAW,
    Act.RESTORE,
    Act.ATTACH,
    Act.DETACH,
    Act.SETTLE,
}
OF_FACILITATORS = {
    Act.CLAIM,
    Act.ASK,
    Act.EDIT,
    Act.CHECK,
    Act.CONFIRM,
    Act.PUBLISH,
    Act.DECLINE,
    Act.RESTRICT,
    Act.REOPEN,
    Act.UNBLOCK,
}
OF_TRANSLATORS = {Act.TRANSLATE, Act.READY, Act.APPROVE, Act.RETURN}


def _who(act: Act) -> set[str]:
    if act is Act.BLOCK:
        return {"teller", "facilitator"}
    if act in OF_TELLERS:
        return {"teller"}
    if act in OF_FACILITATORS:
        return {"facilitator"}
    return {"translator", "facilitator"} if act in OF_TRANSLATORS else {"worker"}


@pytest.mark.parametrize(("act", "name"), list(itertools.product(Act, PEOPLE)))
def test_every_act_belongs_to_somebody(act: Act, name: str):
    for state in (*CaseState, *VersionState):
        facts = Facts(state, mine=name == "teller")
        expected = name in _who(act) and state in STEPS[act].from_states
        assert may(PEOPLE[name], act, facts) is expected


def test_refusals_tell_what_is_wrong():
    with pytest.raises(SignInNeeded):
        require(ANONYMOUS, Act.PUBLISH, Facts(CaseState.SUBMITTED))
    with pytest.raises(NotAllowed):
        require(PEOPLE["steward"], Act.PUBLISH, Facts(CaseState.SUBMITTED))
    with pytest.raises(NotNow):
        require(PEOPLE["facilitator"], Act.PUBLISH, Facts(CaseState.PUBLISHED))


def test_a_translation_is_approved_by_a_second_person():
    facts = Facts(VersionState.READY, translator_ids=frozenset({3}))
    assert not may(PEOPLE["translator"], Act.APPROVE, facts)
    assert may(PEOPLE["facilitator"], Act.APPROVE, facts)


@pytest.mark.parametrize("act", sorted(OF_TRANSLATORS))
def test_nobody_translates_what_the_tellers_do_not_want_translated(act: Act):
    for state in VersionState:
        assert not any(may(actor, act, Facts(state, may_translate=False)) for actor in PEOPLE.values())


def test_tellers_can_take_a_story_back_from_wherever_it_is():
    places = {state for state in CaseState if may(PEOPLE["teller"], Act.WITHDRAW, Facts(state, mine=True))}
    assert places == set(CaseState) - {CaseState.WITHDRAWN, CaseState.ERASED}


def test_a_second_reader_is_neither_the_first_nor_the_teller():
    facilitator = PEOPLE["facilitator"]
    assert may(facilitator, Act.CONFIRM, Facts(CaseState.SUBMITTED, checker_id=9))
    assert not may(facilitator, Act.CONFIRM, Facts(CaseState.SUBMITTED, checker_id=4))
    assert not may(facilitator, Act.CONFIRM, Facts(CaseState.SUBMITTED, mine=True, checker_id=9))
