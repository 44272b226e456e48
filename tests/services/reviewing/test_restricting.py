"""Facilitators keep a story among member movements: at once, with a reason, and whatever is decided later."""

from __future__ import annotations

import pytest

from tests.make import TEXTS, Made, a_case, a_person
from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel
from wgsm_archive.domain.errors import NotAllowed, NotNow, Refused
from wgsm_archive.services.archive import Archive

REASON = "Last week somebody was followed."


@pytest.fixture
def ana(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR, handle="ana")


@pytest.fixture
def public(archive: Archive) -> Made:
    return a_case(archive)


def reads(archive: Archive, actor: Actor, made: Made) -> bool:
    with archive.unit_of_work(actor) as work:
        return work.session.query(LanguageVersion).filter_by(case_id=made.id).one_or_none() is not None


def restrict(archive: Archive, ana: Actor, made: Made, reason: str = REASON) -> None:
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.restrict(made.public_id, reason)


def decide(archive: Archive, made: Made, level: ConsentLevel) -> None:
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(Consent(level=level))


def test_it_holds_at_once_and_the_tellers_read_why(archive: Archive, ana: Actor, public: Made):
    member = a_person(archive)
    assert reads(archive, ANONYMOUS, public)
    restrict(archive, ana, public)
    assert (reads(archive, ANONYMOUS, public), reads(archive, member, public)) == (False, True)
    with archive.unit_of_work(teller(public.id)) as work:
        story = work.contributing.returning.story()
    assert (story.restricted, story.reason) == (True, REASON)
    assert [message.text for message in story.messages] == [REASON]
    with archive.unit_of_work(SYSTEM) as work:
        assert public.id in work.pending_cases("index-case")


def test_no_later_decision_of_the_tellers_opens_it(archive: Archive, ana: Actor, public: Made):
    restrict(archive, ana, public)
    decide(archive, public, ConsentLevel.PRIVATE)
    assert not reads(archive, a_person(archive), public)
    decide(archive, public, ConsentLevel.PUBLIC_SHARE)
    assert not reads(archive, ANONYMOUS, public)
    assert reads(archive, a_person(archive), public)


def test_it_is_lifted_to_what_the_tellers_decided_last(archive: Archive, ana: Actor, public: Made):
    restrict(archive, ana, public)
    decide(archive, public, ConsentLevel.PRIVATE)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.lift(public.public_id)
    assert not reads(archive, a_person(archive), public)
    decide(archive, public, ConsentLevel.PUBLIC_READ)
    assert reads(archive, ANONYMOUS, public)


def test_a_story_in_review_is_then_published_for_members_only(archive: Archive, ana: Actor):
    made = a_case(archive, state=CaseState.SUBMITTED)
    restrict(archive, ana, made)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        assert case.consent_level is ConsentLevel.NETWORK
        assert not case.was_public
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.decline(made.public_id, "Not now.")
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.reopen(made.public_id)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, made.id).consent_level is ConsentLevel.PUBLIC_SHARE


def test_reopening_keeps_the_restriction(archive: Archive, ana: Actor, public: Made):
    restrict(archive, ana, public)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.reopen(public.public_id)
        assert work.reviewing.desk(public.public_id, ("es",)).restricted


def test_it_needs_a_reason_and_a_facilitator_and_is_done_once(archive: Archive, ana: Actor, public: Made):
    with pytest.raises(Refused):
        restrict(archive, ana, public, " ")
    with pytest.raises(NotAllowed):
        restrict(archive, a_person(archive, Role.STEWARD), public)
    with pytest.raises(NotNow), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.lift(public.public_id)
    restrict(archive, ana, public)
    with pytest.raises(NotNow):
        restrict(archive, ana, public)


def test_two_facilitators_change_different_parts_and_both_stay(archive: Archive, ana: Actor, public: Made):
    for changed in ({"summary": "De una."}, {"advice": "De otra."}):
        with archive.unit_of_work(ana, write=True) as work:
            # Each sends the whole text as it stood when they began.
            work.reviewing.editing.save_text(public.public_id, {**TEXTS, **changed}, based_on=1)
    with archive.unit_of_work(ana) as work:
        texts = work.reviewing.text(public.public_id, ("es",)).texts
    assert (texts["summary"], texts["advice"]) == ("De una.", "De otra.")
    assert texts["strategy"] == TEXTS["strategy"]
