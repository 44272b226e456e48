"""The reading rule as a whole: every state and level against everybody who may come."""

import itertools

import pytest

from wgsm_archive.domain.access import (
    CaseAccess,
    CaseState,
    VersionAccess,
    VersionState,
    labels_for_case,
    labels_for_version,
    labels_of,
    may_read,
    private_labels,
)
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role, teller
from wgsm_archive.domain.consent import AudienceLevel

CASE, OWNER, CIRCLE = 7, 3, 40


def _person(number: int, *roles: Role, organisations: tuple[int, ...] = ()) -> Actor:
    return Actor(
        kind=ActorKind.PERSON, person_id=number, roles=frozenset(roles), organisation_ids=frozenset(organisations)
    )


PEOPLE = {
    "anonymous": ANONYMOUS,
    "other teller": teller(CASE + 1),
    "member": _person(10, Role.MEMBER),
    "in the circle": _person(11, Role.MEMBER, organisations=(CIRCLE,)),
    "translator": _person(12, Role.TRANSLATOR),
    "facilitator": _person(13, Role.FACILITATOR),
    "steward": _person(14, Role.STEWARD),
    "teller": teller(CASE),
    "owner": _person(OWNER, Role.MEMBER),
    "worker": SYSTEM,
}
TELLERS = {"teller", "owner", "worker"}
SIGNED_IN = {"member", "in the circle", "translator", "facilitator", "steward"}
PUBLISHED = {
    AudienceLevel.AUTHORS: TELLERS | {"facilitator"},
    AudienceLevel.CIRCLE: TELLERS | {"facilitator", "in the circle"},
    AudienceLevel.NETWORK: TELLERS | SIGNED_IN,
    AudienceLevel.PUBLIC: set(PEOPLE),
}


def _case(state: CaseState, level: AudienceLevel, *, may_translate: bool = True) -> CaseAccess:
    return CaseAccess(CASE, state, level, OWNER, frozenset({CIRCLE}), may_translate)


def _readers(asked: frozenset[str]) -> set[str]:
    return {name for name, actor in PEOPLE.items() if may_read(labels_of(actor), asked)}


def _expected(state: CaseState, level: AudienceLevel) -> set[str]:
    if state is CaseState.PUBLISHED:
        return PUBLISHED[level]
    if state in (CaseState.DRAFT, CaseState.WITHDRAWN):
        return TELLERS
    return {"worker"} if state is CaseState.ERASED else TELLERS | {"facilitator"}


@pytest.mark.parametrize(("state", "level"), list(itertools.product(CaseState, AudienceLevel)))
def test_who_reads_a_case(state: CaseState, level: AudienceLevel):
    assert _readers(labels_for_case(_case(state, level))) == _expected(state, level)


@pytest.mark.parametrize(("state", "level"), list(itertools.product(CaseState, AudienceLevel)))
def test_the_original_is_read_by_those_who_read_the_case(state: CaseState, level: AudienceLevel):
    case = _case(state, level, may_translate=False)
    version = VersionAccess(VersionState.APPROVED, is_original=True)
    assert _readers(labels_for_version(case, version)) == _expected(state, level)


@pytest.mark.parametrize(
    ("state", "level", "version", "allowed"),
    list(itertools.product(CaseState, AudienceLevel, VersionState, [True, False])),
)
def test_a_translation_never_has_more_readers_than_its_case(
    state: CaseState, level: AudienceLevel, version: VersionState, *, allowed: bool
):
    case = _case(state, level, may_translate=allowed)
    readers = _readers(labels_for_version(case, VersionAccess(version, is_original=False)))
    assert readers <= _expected(state, level)
    open_to_readers = version is VersionState.APPROVED and allowed
    if open_to_readers:
        assert readers == _expected(state, level)
    else:
        workers_on_it = {"facilitator", "translator"} if allowed else {"facilitator"}
        assert readers <= TELLERS | workers_on_it


def test_translators_see_a_draft_only_of_what_they_may_read():
    draft = VersionAccess(VersionState.DRAFT, is_original=False)
    seen = {
        level: "translator" in _readers(labels_for_version(_case(CaseState.PUBLISHED, level), draft))
        for level in AudienceLevel
    }
    assert seen == {
        AudienceLevel.AUTHORS: False,
        AudienceLevel.CIRCLE: False,
        AudienceLevel.NETWORK: True,
        AudienceLevel.PUBLIC: True,
    }


def test_nothing_asked_or_nothing_held_means_nothing_read():
    assert not may_read(frozenset({"public"}), frozenset())
    assert not may_read(frozenset(), frozenset({"public"}))
    assert not may_read(frozenset(), frozenset())


def test_what_is_between_tellers_and_facilitators_is_open_to_them_alone():
    asked = private_labels(labels_for_case(_case(CaseState.PUBLISHED, AudienceLevel.PUBLIC)))
    readers = {name for name, actor in PEOPLE.items() if may_read(private_labels(labels_of(actor)), asked)}
    assert readers == TELLERS | {"facilitator"}
