"""Hiding and showing again, from every state a story can be in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.make import TEXTS, a_case, a_person
from wgsm_archive.db.models import Case, DialogueMessage, Proposal
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.errors import ArchiveError, NotFound, Withdrawn
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import find_case


@pytest.mark.parametrize(
    "state", [CaseState.DRAFT, CaseState.SUBMITTED, CaseState.PUBLISHED, CaseState.DECLINED], ids=str
)
def test_a_story_is_hidden_from_any_state_and_returns_to_it(archive: Archive, state: CaseState) -> None:
    made = a_case(archive, state=state)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.hide()
    for actor in (ANONYMOUS, a_person(archive, Role.FACILITATOR), a_person(archive)):
        with archive.unit_of_work(actor) as work, pytest.raises((NotFound, Withdrawn)):
            find_case(work, made.public_id)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        assert work.contributing.returning.story().state is CaseState.WITHDRAWN
        work.contributing.returning.restore()
    with archive.unit_of_work(teller(made.id)) as work:
        assert work.contributing.returning.story().state is state


@pytest.mark.parametrize("act", ["hide", "restore"])
def test_nobody_hides_or_shows_the_story_of_others(archive: Archive, act: str) -> None:
    made, other = a_case(archive), a_case(archive, state=CaseState.SUBMITTED)
    strangers: tuple[Actor, ...] = (ANONYMOUS, a_person(archive, Role.FACILITATOR), a_person(archive, Role.STEWARD))
    for actor in strangers:
        with pytest.raises(ArchiveError), archive.unit_of_work(actor, write=True) as work:
            getattr(work.contributing.returning, act)()
    with archive.unit_of_work(teller(other.id)) as work:
        states = {case.id: case.state for case in work.session.scalars(select(Case))}
    assert states == {made.id: CaseState.PUBLISHED, other.id: CaseState.SUBMITTED}


def test_messages_are_between_tellers_and_facilitators(archive: Archive) -> None:
    made = a_case(archive)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.answer("Entre nosotros.", "one")
    for actor in (ANONYMOUS, a_person(archive)):
        with archive.unit_of_work(actor) as work:
            assert work.session.scalars(select(DialogueMessage)).all() == []


def test_a_proposal_holds_only_what_differs_and_never_brings_back_what_was_taken_out(archive: Archive):
    made = a_case(archive)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.propose({**TEXTS, "advice": "Coman antes."}, based_on=1)
    facilitator = a_person(archive, Role.FACILITATOR)
    with archive.unit_of_work(facilitator, write=True) as work:
        changed = {**TEXTS, "summary": "Los pescadores pararon el puerto."}
        work.reviewing.editing.save_text(made.public_id, changed, based_on=1)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.propose({"change": "La concesión cayó."}, based_on=2)
    with archive.unit_of_work(SYSTEM) as work:
        proposal = work.session.scalars(select(Proposal)).one()
        assert proposal.texts == {"advice": "Coman antes.", "change": "La concesión cayó."}
    with archive.unit_of_work(facilitator) as work:
        assert work.reviewing.proposed(made.public_id, proposal.id)["summary"] == "Los pescadores pararon el puerto."
