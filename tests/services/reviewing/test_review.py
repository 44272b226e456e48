"""The rules of the review: what has to be there before a story is published, and who comes second."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.make import TEXTS, Made, a_case, a_person
from wgsm_archive.db.models import Case, CaseReview, DialogueMessage, LanguageVersion, Proposal
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.case_study import Overall, Risk, Stage, TermUse
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotFound, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.services.archive import Archive

ALL_FINE = {check: Answered(Answer.FINE) for check in Check}


@pytest.fixture
def ana(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR, handle="ana")


@pytest.fixture
def sent(archive: Archive) -> Made:
    return a_case(archive, state=CaseState.SUBMITTED)


def check(archive: Archive, actor: Actor, made: Made, answers=None, *, based_on: int | None = None) -> None:
    with archive.unit_of_work(actor, write=True) as work:
        desk = work.reviewing.desk(made.public_id, ("es",))
        work.reviewing.deciding.check(
            made.public_id,
            ALL_FINE if answers is None else answers,
            Risk.LOW,
            based_on=desk.review_revision if based_on is None else based_on,
            text_revision=desk.page.revision,
        )


def publish(archive: Archive, actor: Actor, made: Made) -> None:
    with archive.unit_of_work(actor, write=True) as work:
        work.reviewing.deciding.publish(made.public_id)


def save(archive: Archive, actor: Actor, made: Made, based_on: int, **changed: str) -> None:
    with archive.unit_of_work(actor, write=True) as work:
        work.reviewing.editing.save_text(made.public_id, {**TEXTS, **changed}, based_on=based_on)


def why_not(archive: Archive, actor: Actor, made: Made) -> str:
    with pytest.raises(Refused) as refused:
        publish(archive, actor, made)
    return refused.value.problems["publish"]


def title_for(archive: Archive, actor: Actor, made: Made) -> str | None:
    with archive.unit_of_work(actor) as work:
        version = work.session.query(LanguageVersion).filter_by(case_id=made.id).one_or_none()
        return version.title if version else None


def test_a_checked_story_is_published_to_those_its_tellers_chose(archive: Archive, ana: Actor, sent: Made):
    assert title_for(archive, ANONYMOUS, sent) is None
    check(archive, ana, sent)
    publish(archive, ana, sent)
    assert title_for(archive, ANONYMOUS, sent) == TEXTS["title"]
    with archive.unit_of_work(SYSTEM) as work:
        case = work.session.get_one(Case, sent.id)
        assert (case.published_on, case.was_public) == (dt.date(2026, 11, 1), True)
        assert work.session.get_one(CaseReview, sent.id).review_again_on == dt.date(2027, 11, 1)
        assert sent.id in work.pending_cases("index-case")


def test_what_is_published_for_the_network_was_never_public(archive: Archive, ana: Actor):
    made = a_case(archive, state=CaseState.SUBMITTED, level=ConsentLevel.NETWORK)
    check(archive, ana, made)
    publish(archive, ana, made)
    assert title_for(archive, ANONYMOUS, made) is None
    assert title_for(archive, a_person(archive), made) == TEXTS["title"]
    with archive.unit_of_work(SYSTEM) as work:
        assert not work.session.get_one(Case, made.id).was_public


def test_nothing_is_published_without_the_whole_checklist(archive: Archive, ana: Actor, sent: Made):
    assert why_not(archive, ana, sent) == "checklist-incomplete"
    check(archive, ana, sent, {Check.MINORS: Answered(Answer.FINE)})
    assert why_not(archive, ana, sent) == "checklist-incomplete"
    check(archive, ana, sent, {**ALL_FINE, Check.MINORS: Answered(Answer.PROBLEM, "a school")})
    assert why_not(archive, ana, sent) == "checklist-problem"
    assert title_for(archive, ANONYMOUS, sent) is None


def test_what_changed_after_the_checklist_has_to_be_checked_again(archive: Archive, ana: Actor, sent: Made):
    check(archive, ana, sent)
    save(archive, ana, sent, 1, summary="Algo nuevo.")
    assert why_not(archive, ana, sent) == "checklist-old"
    check(archive, ana, sent)
    publish(archive, ana, sent)


def test_a_checklist_that_was_answered_for_an_older_text_does_not_count(archive: Archive, ana: Actor, sent: Made):
    with archive.unit_of_work(ana) as work:
        seen = work.reviewing.desk(sent.public_id, ("es",)).page.revision
    save(archive, ana, sent, seen, summary="Cambió mientras tanto.")
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.check(sent.public_id, ALL_FINE, Risk.LOW, based_on=0, text_revision=seen)
    assert why_not(archive, ana, sent) == "checklist-old"


def test_changed_facts_have_to_be_checked_again(archive: Archive, ana: Actor, sent: Made):
    check(archive, ana, sent)
    with archive.unit_of_work(ana, write=True) as work:
        facts, revision = work.reviewing.facts(sent.public_id)
        work.reviewing.editing.save_facts(sent.public_id, replace(facts, region="Piura"), based_on=revision)
    assert why_not(archive, ana, sent) == "checklist-old"


def test_a_private_or_unfinished_story_is_not_published(archive: Archive, ana: Actor):
    private = a_case(archive, state=CaseState.SUBMITTED, level=ConsentLevel.PRIVATE)
    check(archive, ana, private)
    assert why_not(archive, ana, private) == "consent-private"
    unfinished = a_case(archive, state=CaseState.SUBMITTED, texts={"title": "Sin nada", "summary": "Poco."})
    check(archive, ana, unfinished)
    assert why_not(archive, ana, unfinished) == "answers-missing"


def test_of_two_who_decide_the_second_is_told(archive: Archive, ana: Actor, sent: Made):
    ben = a_person(archive, Role.FACILITATOR, handle="ben")
    check(archive, ana, sent)
    publish(archive, ana, sent)
    with pytest.raises(NotNow):
        publish(archive, ben, sent)
    with pytest.raises(NotNow), archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.decline(sent.public_id, "Too late")


def test_of_two_who_publish_in_the_same_moment_one_does(archive: Archive, ana: Actor, sent: Made):
    check(archive, ana, sent)
    people = [ana, a_person(archive, Role.FACILITATOR), a_person(archive, Role.FACILITATOR)]
    start = threading.Barrier(len(people))

    def try_it(actor: Actor) -> str:
        start.wait()
        try:
            publish(archive, actor, sent)
        except NotNow:
            return "too late"
        return "published"

    with ThreadPoolExecutor(len(people)) as pool:
        assert sorted(pool.map(try_it, people)) == ["published", "too late", "too late"]
    with archive.unit_of_work(ana) as work:
        told = [one.event for one in work.reviewing.trail(sent.public_id).entries]
    assert told.count(Event.CASE_PUBLISHED) == 1


def test_of_two_who_save_the_checklist_the_second_sees_the_first(archive: Archive, ana: Actor, sent: Made):
    check(archive, ana, sent, based_on=0)
    with pytest.raises(Conflict):
        check(archive, a_person(archive, Role.FACILITATOR), sent, {}, based_on=0)
    with archive.unit_of_work(ana) as work:
        assert len(work.reviewing.desk(sent.public_id, ("es",)).answers) == len(Check)


def test_of_two_who_change_the_text_the_second_gets_the_text_that_stands(archive: Archive, ana: Actor, sent: Made):
    save(archive, ana, sent, 1, summary="De Ana.")
    with pytest.raises(Conflict) as conflict:
        save(archive, ana, sent, 1, summary="De Ben.")
    assert conflict.value.theirs["summary"] == "De Ana."


def test_one_facilitator_looks_after_a_story_until_it_is_released(archive: Archive, ana: Actor, sent: Made):
    ben = a_person(archive, Role.FACILITATOR, handle="ben")
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.claim(sent.public_id)
    with pytest.raises(NotNow), archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.claim(sent.public_id)
    with archive.unit_of_work(ben) as work:
        assert work.reviewing.queue().waiting[0].claimed_by == "Ana"
    with archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.release(sent.public_id)
        work.reviewing.deciding.claim(sent.public_id)
    with archive.unit_of_work(ben) as work:
        assert work.reviewing.queue().waiting[0].claimed_by_me


@pytest.mark.parametrize("role", [Role.MEMBER, Role.TRANSLATOR, Role.STEWARD])
def test_nothing_is_seen_or_done_without_the_role(archive: Archive, ana: Actor, sent: Made, role: Role):
    check(archive, ana, sent)
    somebody = a_person(archive, role)
    for actor in (somebody, ANONYMOUS):
        with archive.unit_of_work(actor) as work:
            assert work.reviewing.queue().total == 0
        with pytest.raises(NotFound), archive.unit_of_work(actor) as work:
            work.reviewing.desk(sent.public_id, ("es",))
        with pytest.raises(NotFound):
            publish(archive, actor, sent)
    with pytest.raises(NotAllowed):
        publish(archive, teller(sent.id), sent)
    with pytest.raises(NotAllowed), archive.unit_of_work(teller(sent.id)) as work:
        work.reviewing.trail(sent.public_id)


def test_a_question_sent_twice_is_asked_once(archive: Archive, ana: Actor, sent: Made):
    for _ in range(2):
        with archive.unit_of_work(ana, write=True) as work:
            work.reviewing.deciding.ask(sent.public_id, "¿Vieron el texto?", form_key="form-1")
    with archive.unit_of_work(ana) as work:
        assert [one.text for one in work.reviewing.desk(sent.public_id, ("es",)).messages] == ["¿Vieron el texto?"]
        assert work.reviewing.queue().waiting[0].waits_for_tellers
    with pytest.raises(Refused), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.ask(sent.public_id, "  ", form_key="form-2")


def test_answers_are_new_until_they_are_read(archive: Archive, ana: Actor, sent: Made):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(
            DialogueMessage(case_id=sent.id, from_teller=True, text="Sí.", written_on=work.today, form_key="a")
        )
    with archive.unit_of_work(ana) as work:
        assert work.reviewing.queue().waiting[0].unread == 1
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.mark_read(sent.public_id)
    with archive.unit_of_work(ana) as work:
        assert work.reviewing.queue().waiting[0].unread == 0


def test_tellers_read_why_their_story_was_declined(archive: Archive, ana: Actor, sent: Made):
    with pytest.raises(Refused), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.decline(sent.public_id, "")
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.decline(sent.public_id, "El juicio sigue abierto.")
    with archive.unit_of_work(teller(sent.id)) as work:
        assert work.session.query(DialogueMessage).one().text == "El juicio sigue abierto."
        assert work.session.get_one(Case, sent.id).state is CaseState.DECLINED


def test_a_reopened_story_is_closed_to_readers_and_checked_anew(archive: Archive, ana: Actor, sent: Made):
    check(archive, ana, sent)
    publish(archive, ana, sent)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.reopen(sent.public_id)
    assert title_for(archive, ANONYMOUS, sent) is None
    assert why_not(archive, ana, sent) == "checklist-old"


def a_proposal(archive: Archive, made: Made, texts: dict[str, str], based_on: int = 1) -> int:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        row = Proposal(case_id=made.id, texts=texts, based_on=based_on, written_on=work.today)
        work.session.add(row)
        work.session.flush()
        return row.id


def test_an_accepted_proposal_becomes_the_text(archive: Archive, ana: Actor, sent: Made):
    number = a_proposal(archive, sent, {**TEXTS, "title": "Nuestra huelga"})
    with archive.unit_of_work(ana) as work:
        shown = work.reviewing.desk(sent.public_id, ("es",)).proposals[0]
        assert [(one.field, one.after) for one in shown.fields] == [("title", "Nuestra huelga")]
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.accept(sent.public_id, number)
    assert title_for(archive, ana, sent) == "Nuestra huelga"
    with pytest.raises(NotNow), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.refuse(sent.public_id, number, "No")


def test_a_proposal_for_an_older_text_is_brought_together_by_hand(archive: Archive, ana: Actor, sent: Made):
    number = a_proposal(archive, sent, {**TEXTS, "title": "Nuestra huelga"})
    save(archive, ana, sent, 1, title="La huelga")
    with pytest.raises(Conflict), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.accept(sent.public_id, number)
    with archive.unit_of_work(ana, write=True) as work:
        texts = work.reviewing.proposed(sent.public_id, number)
        work.reviewing.editing.save_text(sent.public_id, texts, based_on=2, proposal_id=number)
    with archive.unit_of_work(ana) as work:
        assert work.reviewing.desk(sent.public_id, ("es",)).proposals == ()
    assert title_for(archive, ana, sent) == "Nuestra huelga"


def test_tellers_read_why_their_proposal_was_not_taken_over(archive: Archive, ana: Actor, sent: Made):
    number = a_proposal(archive, sent, {**TEXTS, "title": "Nombre y apellido"})
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.refuse(sent.public_id, number, "Nombra a una persona.")
    assert title_for(archive, ana, sent) == TEXTS["title"]
    with archive.unit_of_work(teller(sent.id)) as work:
        assert work.session.query(DialogueMessage).one().text == "Nombra a una persona."


def test_terms_and_facts_are_chosen_from_the_lists(archive: Archive, ana: Actor, sent: Made):
    with archive.unit_of_work(ana, write=True) as work:
        facts, revision = work.reviewing.facts(sent.public_id)
        changed = replace(
            facts,
            terms=(TermUse("themes", "fisheries"),),
            stage=Stage.PLANNING,
            overall=Overall.GAIN,
            countries=("CL",),
        )
        work.reviewing.editing.save_facts(sent.public_id, changed, based_on=revision)
    with archive.unit_of_work(ana) as work:
        now, after = work.reviewing.facts(sent.public_id)
    assert (now.terms, now.stage, now.overall, now.countries) == (changed.terms, Stage.PLANNING, Overall.GAIN, ("CL",))
    assert after == revision + 1
    for wrong in (replace(changed, countries=("ZZ",)), replace(changed, terms=(TermUse("themes", "nothing"),))):
        with pytest.raises(Refused), archive.unit_of_work(ana, write=True) as work:
            work.reviewing.editing.save_facts(sent.public_id, wrong, based_on=after)
    with pytest.raises(Conflict), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.save_facts(sent.public_id, facts, based_on=revision)


def test_the_line_on_a_term_goes_with_the_term(archive: Archive, ana: Actor):
    made = a_case(archive, state=CaseState.SUBMITTED, texts={**TEXTS, "how.strategies.strike": "Nueve días."})
    with archive.unit_of_work(ana, write=True) as work:
        facts, revision = work.reviewing.facts(made.public_id)
        changed = replace(facts, terms=(TermUse("themes", "fisheries"),))
        work.reviewing.editing.save_facts(made.public_id, changed, based_on=revision)
    with archive.unit_of_work(ana) as work:
        assert "how.strategies.strike" not in work.reviewing.text(made.public_id, ("es",)).texts


def test_dangerous_stories_come_first_then_those_that_wait_longest(archive: Archive, ana: Actor):
    days = {"low": 1, "new": 9, "old": 3, "high": 20}
    made = {name: a_case(archive, state=CaseState.SUBMITTED) for name in days}
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for name, day in days.items():
            case = work.session.get_one(Case, made[name].id)
            case.sent_on = dt.date(2026, 11, day)
            case.risk = Risk(name) if name in ("low", "high") else None
    with archive.unit_of_work(ana) as work:
        found = work.reviewing.queue()
    names = {one.public_id: name for name, one in made.items()}
    assert [names[item.public_id] for item in found.waiting] == ["high", "old", "new", "low"]
    assert found.waiting[0].waiting_days == 5


def test_a_published_story_comes_back_after_a_year_or_a_change(archive: Archive, clock, ana: Actor, sent: Made):
    check(archive, ana, sent)
    publish(archive, ana, sent)
    with archive.unit_of_work(ana) as work:
        assert work.reviewing.queue().due == ()
    save(archive, ana, sent, 1, summary="Corregido.")
    with archive.unit_of_work(ana) as work:
        assert [item.public_id for item in work.reviewing.queue().due] == [sent.public_id]
    check(archive, ana, sent)
    with archive.unit_of_work(ana) as work:
        assert work.reviewing.queue().due == ()


def test_the_trail_tells_the_steps_and_never_who_told_the_story(archive: Archive):
    owner = a_person(archive, Role.FACILITATOR, handle="rosaura")
    made = a_case(archive, state=CaseState.SUBMITTED, owner_id=owner.person_id)
    with archive.unit_of_work(owner, write=True) as work:
        work.record(Happened(Event.CASE_SENT, made.id))
        work.record(Happened(Event.CASE_ANSWER, made.id))
    ana = a_person(archive, Role.FACILITATOR, handle="ana")
    check(archive, ana, made)
    publish(archive, ana, made)
    with archive.unit_of_work(ana) as work:
        found = work.reviewing.trail(made.public_id)
    assert found.whole
    told = [(str(one.event), str(one.doer)) for one in found.entries]
    assert ("case:sent", "tellers") in told
    assert told[-1] == ("case:published", "facilitator")
    assert all(one.hour.minute == 0 for one in found.entries)
    assert "osaura" not in repr(found)


def test_a_changed_trail_is_noticed(archive: Archive, ana: Actor, sent: Made):
    check(archive, ana, sent)
    with archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_event SET event = 'case:declined' WHERE event = 'case:checked'")
    with archive.unit_of_work(ana) as work:
        assert not work.reviewing.trail(sent.public_id).whole
