"""The desk itself: claims that lapse, questions that stay open, suggested changes, second readers, reminders."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.fakes import HeldClock
from tests.make import TEXTS, Made, a_case, a_person, index
from wgsm_archive.db.models import Case, Job, Person
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Actor, Role, teller
from wgsm_archive.domain.case_study import Risk
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotFound, NotNow, Refused
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.domain.review import QuestionState, SuggestionState
from wgsm_archive.ports.mail import Letter
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reviewing.desk import Desk
from wgsm_archive.services.reviewing.letters import DESK_LETTER, remind
from wgsm_archive.services.reviewing.queue import QueueItem, Whose
from wgsm_archive.services.reviewing.steps import Standing, Step
from wgsm_archive.services.suggesting import accept

ALL_FINE = {check: Answered(Answer.FINE) for check in Check}


@pytest.fixture
def ana(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR, handle="ana")


@pytest.fixture
def ben(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR, handle="ben")


@pytest.fixture
def sent(archive: Archive) -> Made:
    return a_case(archive, state=CaseState.SUBMITTED)


def desk(archive: Archive, actor: Actor, made: Made) -> Desk:
    with archive.unit_of_work(actor) as work:
        return work.reviewing.desk(made.public_id, ("es",))


def check(archive: Archive, actor: Actor, made: Made, risk: Risk) -> None:
    seen = desk(archive, actor, made)
    with archive.unit_of_work(actor, write=True) as work:
        work.reviewing.deciding.check(
            made.public_id, ALL_FINE, risk, based_on=seen.review_revision, text_revision=seen.page.revision
        )


def in_queue(archive: Archive, actor: Actor, whose: Whose = Whose.ALL, language: str = "") -> list[QueueItem]:
    with archive.unit_of_work(actor) as work:
        return list(work.reviewing.queue(whose=whose, language=language).waiting)


def claim(archive: Archive, actor: Actor, made: Made) -> None:
    with archive.unit_of_work(actor, write=True) as work:
        work.reviewing.deciding.claim(made.public_id)


def ask(archive: Archive, actor: Actor, made: Made, text: str, field: str = "") -> None:
    with archive.unit_of_work(actor, write=True) as work:
        work.reviewing.deciding.ask(made.public_id, text, form_key=text, field=field)


# The queue


def test_languages_that_the_facilitator_reads_come_first(archive: Archive):
    reader = a_person(archive, Role.FACILITATOR, languages=("ar", "pt"))
    made = {tag: a_case(archive, state=CaseState.SUBMITTED, language=tag) for tag in ("es", "pt-BR", "ar")}
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, made["es"].id).risk = Risk.HIGH
        work.session.get_one(Case, made["ar"].id).risk = Risk.LOW
    assert [item.language for item in in_queue(archive, reader)] == ["pt-BR", "ar", "es"]
    assert [item.language for item in in_queue(archive, reader, Whose.READ)] == ["pt-BR", "ar"]
    assert [item.language for item in in_queue(archive, reader, language="es")] == ["es"]
    with archive.unit_of_work(reader) as work:
        found = work.reviewing.queue()
    assert (found.counts[Whose.READ], found.counts[Whose.FREE], found.counts[Whose.MINE]) == (2, 3, 0)
    assert found.languages == {"ar": 1, "es": 1, "pt-BR": 1}


def test_a_claim_lapses_after_a_week_unless_something_is_done(
    archive: Archive, clock: HeldClock, ana: Actor, ben: Actor, sent: Made
):
    claim(archive, ana, sent)
    clock.forward(days=6)
    with pytest.raises(NotNow):
        claim(archive, ben, sent)
    assert in_queue(archive, ana)[0].is_left
    ask(archive, ana, sent, "¿Todo bien?")
    assert in_queue(archive, ana)[0].lapses_in == 7
    clock.forward(days=7)
    assert [item.lapses_in for item in in_queue(archive, ben, Whose.FREE)] == [0]
    assert desk(archive, ben, sent).holding.is_free
    claim(archive, ben, sent)
    assert desk(archive, ben, sent).holding.mine
    with archive.unit_of_work(ben) as work:
        assert [item.public_id for item in work.reviewing.queue().mine] == [sent.public_id]


def test_a_story_is_given_to_another_facilitator_who_reads_the_note(
    archive: Archive, ana: Actor, ben: Actor, sent: Made
):
    claim(archive, ana, sent)
    others = desk(archive, ana, sent).holding.others
    assert [name for _key, name in others] == ["Ben"]
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.hand_over(sent.public_id, others[0][0], "Hablas su lengua.")
    seen = desk(archive, ben, sent).holding
    assert (seen.mine, seen.handed_by, seen.note) == (True, "Ana", "Hablas su lengua.")
    assert desk(archive, ana, sent).holding.note == ""
    with pytest.raises(NotNow), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.hand_over(sent.public_id, others[0][0], "")
    for wrong in ("nobody", ""):
        with pytest.raises(Refused), archive.unit_of_work(ben, write=True) as work:
            work.reviewing.deciding.hand_over(sent.public_id, wrong, "")


# Questions


def test_a_question_is_open_then_answered_then_settled(archive: Archive, ana: Actor, sent: Made):
    ask(archive, ana, sent, "¿Cuándo fue?", "strategy")
    ask(archive, ana, sent, "¿Quién más?", "no.such.field")
    questions = desk(archive, ana, sent).questions
    assert [(one.text, one.field, one.state) for one in questions] == [
        ("¿Cuándo fue?", "strategy", QuestionState.OPEN),
        ("¿Quién más?", "", QuestionState.OPEN),
    ]
    with archive.unit_of_work(teller(sent.id), write=True) as work:
        assert len(work.contributing.settling.waiting().questions) == 2
        work.contributing.returning.answer("En mayo.", "a", question_id=questions[0].id)
        # Of itself, while one other question is open: it answers that.
        work.contributing.returning.answer("Nadie.", "b")
        assert work.contributing.settling.waiting().questions == ()
    now = desk(archive, ana, sent)
    assert [(one.state, one.answer) for one in now.questions] == [
        (QuestionState.ANSWERED, "En mayo."),
        (QuestionState.ANSWERED, "Nadie."),
    ]
    assert next(one for one in now.steps if one.step is Step.TALK).standing is Standing.OPEN
    for question in questions:
        with archive.unit_of_work(ana, write=True) as work:
            work.reviewing.deciding.resolve(sent.public_id, question.id)
    assert {one.state for one in desk(archive, ana, sent).questions} == {QuestionState.RESOLVED}
    with pytest.raises(NotFound), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.resolve(sent.public_id, 999)


def test_a_question_of_another_story_is_not_answered(archive: Archive, ana: Actor, sent: Made):
    other = a_case(archive, state=CaseState.SUBMITTED)
    ask(archive, ana, other, "¿Y aquí?")
    number = desk(archive, ana, other).questions[0].id
    with pytest.raises(NotFound), archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.returning.answer("No es mía.", "a", question_id=number)


def test_with_open_questions_it_is_published_knowingly_only(archive: Archive, ana: Actor, sent: Made):
    check(archive, ana, sent, Risk.LOW)
    ask(archive, ana, sent, "¿Cuándo fue?")
    with pytest.raises(Refused) as refused, archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.publish(sent.public_id)
    assert refused.value.problems == {"despite": "unsettled"}
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.publish(sent.public_id, despite=True, again_in=3)
    assert desk(archive, ana, sent).review_again_on == dt.date(2027, 2, 1)


def test_silence_of_two_weeks_shows(archive: Archive, clock: HeldClock, ana: Actor, sent: Made):
    ask(archive, ana, sent, "¿Cuándo fue?")
    clock.forward(days=13)
    assert not in_queue(archive, ana)[0].is_silent
    clock.forward(days=1)
    item = in_queue(archive, ana)[0]
    assert (item.is_silent, item.asked_days, item.open_questions) == (True, 14, 1)


# Suggested changes


def suggest(archive: Archive, actor: Actor, made: Made, **changed: str) -> int:
    with archive.unit_of_work(actor, write=True) as work:
        return work.reviewing.editing.suggest(made.public_id, {**TEXTS, **changed}, based_on=1, why="Por seguridad.")


def test_suggestions_are_accepted_or_declined_one_by_one(archive: Archive, ana: Actor, sent: Made):
    changed = "La concesión quedó suspendida.\n\nTodavía esperamos."
    check(archive, ana, sent, Risk.LOW)
    assert suggest(archive, ana, sent, change=changed, title="La huelga") == 3
    assert suggest(archive, ana, sent, change=changed, title="La huelga") == 0
    before = desk(archive, ana, sent)
    assert before.checked
    assert before.page.title == TEXTS["title"]
    with archive.unit_of_work(teller(sent.id)) as work:
        title, first, second = work.contributing.settling.waiting().suggestions
    assert [one.field for one in (title, first, second)] == ["title", "change", "change"]
    assert "".join(run.text for run in first.runs if run.change == "new").strip() == "quedó"
    with archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.settling.accept(first.id)
    with archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.settling.decline(second.id, "La sentencia importa.")
    after = desk(archive, ana, sent)
    assert not after.checked
    assert after.page.revision == before.page.revision + 1
    states = {one.id: (one.state, one.note) for one in after.suggestions}
    assert states[first.id][0] is SuggestionState.ACCEPTED
    assert states[second.id] == (SuggestionState.DECLINED, "La sentencia importa.")
    assert states[title.id][0] is SuggestionState.OPEN
    with archive.unit_of_work(ana) as work:
        text = work.reviewing.text(sent.public_id, ("es",)).texts["change"]
    assert text == "La concesión quedó suspendida.\n\nTodavía esperamos la sentencia."


def test_a_suggestion_that_no_longer_fits_overwrites_nothing(archive: Archive, ana: Actor, sent: Made):
    suggest(archive, ana, sent, summary="Pararon el puerto.")
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.save_text(sent.public_id, {"summary": "Otra cosa."}, based_on=1)
    one = desk(archive, ana, sent).suggestions[0]
    assert not one.fits
    with pytest.raises(Conflict), archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.settling.accept(one.id)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.take_back(sent.public_id, one.id)
    for decide in ("accept", "decline"):
        with pytest.raises(NotNow), archive.unit_of_work(teller(sent.id), write=True) as work:
            getattr(work.contributing.settling, decide)(one.id, *([""] if decide == "decline" else []))


def test_only_the_tellers_of_a_story_decide_on_what_is_suggested(archive: Archive, ana: Actor, sent: Made):
    suggest(archive, ana, sent, summary="Pararon el puerto.")
    one = desk(archive, ana, sent).suggestions[0]
    other = a_case(archive, state=CaseState.SUBMITTED)
    with pytest.raises(NotFound), archive.unit_of_work(teller(other.id), write=True) as work:
        work.contributing.settling.accept(one.id)
    with pytest.raises(NotAllowed), archive.unit_of_work(replace(ana, case_id=None), write=True) as work:
        accept(work, work.session.get_one(Case, sent.id), one.id)
    with pytest.raises(Refused) as refused:
        suggest(archive, ana, sent)
    assert refused.value.problems == {"text": "nothing-changed"}


def test_what_is_withheld_meanwhile_leaves_open_suggestions_usable(archive: Archive, ana: Actor):
    made = a_case(archive, state=CaseState.SUBMITTED, texts={**TEXTS, "summary": "Lo contó Eusebio Quispe ayer."})
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.suggest(made.public_id, {"summary": "Nos lo contó Eusebio Quispe ayer."}, based_on=1)
        work.reviewing.marks.withhold(made.public_id, "Eusebio Quispe", Kind.NAME)
    one = desk(archive, ana, made).suggestions[0]
    assert one.fits
    assert "uispe" not in repr(one)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.settling.accept(one.id)


# The second reader


def test_a_dangerous_story_needs_a_second_reader(archive: Archive, ana: Actor, ben: Actor, sent: Made):
    check(archive, ana, sent, Risk.HIGH)
    with pytest.raises(Refused) as refused, archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.publish(sent.public_id)
    assert refused.value.problems == {"publish": "second-reader"}
    second = desk(archive, ben, sent).second
    assert (second.needed, second.checked_by, second.may, second.who) == (True, "Ana", True, ("Ben",))
    with pytest.raises(NotAllowed), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.confirm(sent.public_id, based_on=1)
    with pytest.raises(Conflict), archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.confirm(sent.public_id, based_on=0)
    with archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.confirm(sent.public_id, based_on=1)
    assert desk(archive, ana, sent).second.confirmed_by == "Ben"
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.publish(sent.public_id)


def test_whatever_changes_asks_for_the_second_reader_anew(archive: Archive, ana: Actor, ben: Actor, sent: Made):
    check(archive, ana, sent, Risk.HIGH)
    with archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.confirm(sent.public_id, based_on=1)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.save_text(sent.public_id, {"summary": "Otra cosa."}, based_on=1)
    assert desk(archive, ana, sent).second.confirmed_by == ""
    with pytest.raises(NotNow), archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.confirm(sent.public_id, based_on=1)
    check(archive, ben, sent, Risk.HIGH)
    with pytest.raises(NotAllowed), archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.confirm(sent.public_id, based_on=2)


def test_who_tells_a_story_is_not_its_second_reader_and_no_list_tells_so(archive: Archive, ana: Actor, ben: Actor):
    made = a_case(archive, state=CaseState.SUBMITTED, owner_id=ben.person_id)
    check(archive, ana, made, Risk.HIGH)
    assert desk(archive, ana, made).second.who == ("Ben",)
    with pytest.raises(NotAllowed), archive.unit_of_work(ben, write=True) as work:
        work.reviewing.deciding.confirm(made.public_id, based_on=1)


# What comes next


def test_the_first_open_step_is_what_comes_next(archive: Archive, ana: Actor, sent: Made):
    def next_step() -> Step | None:
        return next((one.step for one in desk(archive, ana, sent).steps if one.standing is Standing.OPEN), None)

    assert next_step() is Step.CLAIM
    claim(archive, ana, sent)
    assert next_step() is Step.CHECKLIST
    ask(archive, ana, sent, "¿Cuándo fue?")
    with archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.returning.answer("En mayo.", "a")
    assert next_step() is Step.TALK
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.resolve(sent.public_id, 1)
    check(archive, ana, sent, Risk.LOW)
    assert next_step() is Step.DECIDE


# Letters


class Box:
    """Keeps letters."""

    can_send = True

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


def test_letters_remind_without_a_word_of_the_story(
    archive: Archive, clock: HeldClock, ana: Actor, ben: Actor, sent: Made
):
    box = Box()
    archive.tools = replace(archive.tools, mail=box)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for actor in (ana, ben):
            person = work.session.get_one(Person, actor.person_id)
            person.email, person.menu_language = f"{actor.name.lower()}@example.org", "en"
        remind(work)
    claim(archive, ana, sent)
    ask(archive, ana, sent, "¿Cuándo fue?")
    for _day in range(16):
        clock.forward(days=1)
        with archive.unit_of_work(SYSTEM, write=True) as work:
            remind(work)
            remind(work)
    index(archive)
    assert [letter.to for letter in box.letters] == ["ana@example.org", "ana@example.org"]
    for letter in box.letters:
        assert letter.subject == "Something waits on your desk"
        assert "/en/review/" in letter.body
        for word in (*TEXTS["title"].split(), sent.public_id, "¿Cuándo"):
            assert word not in f"{letter.subject} {letter.body}".split()
    with archive.unit_of_work(ana, write=True) as work:
        key = next(key for key, name in desk(archive, ana, sent).holding.others if name == "Ben")
        work.reviewing.deciding.hand_over(sent.public_id, key, "Secreto.")
    index(archive)
    assert box.letters[-1].to == "ben@example.org"
    assert "Secreto" not in box.letters[-1].body
    with archive.unit_of_work(ben, write=True) as work:
        work.accounts.change_profile(replace(work.accounts.profile("").wishes, letters=False))
        work.reviewing.deciding.claim(sent.public_id)
    count = len(box.letters)
    clock.forward(days=5)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        remind(work)
    index(archive)
    assert "turn these letters off" in box.letters[-1].body
    assert len(box.letters) == count


def test_without_mail_no_letter_is_left(archive: Archive, clock: HeldClock, ana: Actor, sent: Made):
    claim(archive, ana, sent)
    clock.forward(days=5)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        remind(work)
    with archive.unit_of_work(SYSTEM) as work:
        assert not work.session.scalars(select(Job).where(Job.kind == DESK_LETTER)).all()
