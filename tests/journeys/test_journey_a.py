"""A member's way on a cheap phone and a bad line, without scripts, from a link to a story that is hidden again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest
from sqlalchemy import func, select

from tests.journeys import acts
from tests.journeys.browser import PHONE, Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.test_dropped_line import press_on_a_bad_line
from tests.journeys.test_offline import PORTUGUESE, WORDS, the_story
from tests.journeys.test_weight import PAGE, count, total
from tests.programs import needs
from wgsm_archive.db.base import Base
from wgsm_archive.db.models import Case, DialogueMessage, Person, Proposal, Question
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Actor
from wgsm_archive.domain.case_study import Risk
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.accounts.sessions import actor_of
from wgsm_archive.services.bound import BoundWork
from wgsm_archive.services.labelling import consent_of

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

SKIPPED = "advice"
QUESTION = "O que outro movimento deveria saber primeiro?"
BIG = 56
"""Pixels: what a thumb finds in a hurry."""
REPLY = "Escrevemos isso agora no texto."


def test_a_member_tells_on_a_bad_line_and_keeps_control(house: House, visits: Visits) -> None:
    teller = visits(house, "pt", java_script_enabled=False)
    reads_who_reads(teller)
    decides_not_now(house, teller)
    tells_while_the_line_drops(teller)
    code = decides_looks_and_sends(house, teller)

    facilitator = Facilitator(house)
    facilitator.asks()
    other_phone = visits(house, "pt", java_script_enabled=False)
    acts.come_back(other_phone, mistyped(code))
    answers(house, other_phone)
    facilitator.publishes()

    other_phone.page.reload()
    address = reads_it_published(other_phone)
    narrows_who_may_read(house, other_phone)
    hides(other_phone, visits(house, "pt", java_script_enabled=False), address)


def reads_who_reads(teller: Visitor) -> None:
    """The page of the link is light, and says in two lines who reads a story and who does not, before anything else."""
    weights = count(teller)
    teller.go("contribute/")
    assert total(weights) <= PAGE, weights
    said = teller.main()
    who, who_not = (
        teller.said("First only facilitators of the network, then those whom you choose."),
        teller.said("Nobody else. You can hide it again at any time with a code that you receive at the end."),
    )
    begin = teller.said("Begin")
    assert said.index(who) < said.index(who_not) < said.index(teller.said("To the five questions")) < said.index(begin)
    assert not teller.page.locator("#main").get_by_role("textbox").count()
    assert not teller.scrolls_sideways()


def decides_not_now(house: House, teller: Visitor) -> None:
    """Five cards, one answer that gives pause, and away: other ways are offered, and nothing is left anywhere."""
    before = rows(house)
    teller.follow("To the five questions")
    assert teller.page.locator("#main fieldset").count() == 5
    assert not teller.page.locator("#main").get_by_role("textbox").count()
    teller.choose("device", "no")
    teller.press("See what that means")
    assert teller.said("Before you write") in teller.main()
    teller.follow("Not now")
    for way in ("By voice", "On paper", "At another time"):
        assert teller.said(way) in teller.main()
    assert not teller.scrolls_sideways()
    assert teller.context.cookies() == []
    assert rows(house) == before


def rows(house: House) -> dict[str, int]:
    """How many rows each table holds."""
    with house.archive.unit_of_work(SYSTEM) as work:
        tables = Base.metadata.sorted_tables
        return {one.name: work.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def tells_while_the_line_drops(teller: Visitor) -> None:
    """One question on each screen, one of them left out; the line drops before a form arrives, and after."""
    teller.follow("Look at the questions again")
    teller.follow("I have read this before: go on to telling")
    press_on_a_bad_line(teller, "Begin", arrived=False)
    for step, fields in PORTUGUESE.items():
        assert acts.at(teller, f"contribute/{step}"), teller.main()
        assert teller.page.locator("#main h1").count() == 1
        assert not teller.scrolls_sideways()
        if step != SKIPPED:
            teller.write(fields)
        if step in ("summary", "strategy"):
            press_on_a_bad_line(teller, "Save and go on", arrived=step == "summary")
        else:
            teller.press("Save and go on")


def decides_looks_and_sends(house: House, teller: Visitor) -> str:
    """Every choice has its example; the preview is what readers will see; sending twice sends once. The code."""
    assert acts.at(teller, "contribute/consent")
    options = teller.page.locator('[name="level"]')
    assert options.count() == 4
    for box in [*options.all(), *teller.page.locator('.uses input[type="checkbox"]').all()]:
        described = teller.page.locator(f'label[for="{box.get_attribute("id")}"]').inner_text()
        assert "Por exemplo" in described, described
    teller.choose("level", "public-share")
    teller.choose("basis", "assembly")
    teller.press("Save and go on")
    teller.press("Save and go on")
    shown = teller.page.locator(".preview").inner_text()
    assert all(part in shown for name, text in WORDS.items() if name != SKIPPED for part in text.split("\n\n"))
    assert teller.said("You have left something out") in teller.main()
    press_on_a_bad_line(teller, "Send it", arrived=False)
    assert acts.at(teller, "contribute/sent")
    assert teller.said("A facilitator reads it. Nothing is public yet.") in teller.main()
    assert the_story(house) == (CaseState.SUBMITTED, {name: text for name, text in WORDS.items() if name != SKIPPED})
    return acts.receipt(teller)


def mistyped(code: str) -> str:
    """The words of a code with a wrong letter in one of them."""
    first, *others = code.split()
    return " ".join([f"{first[:-1]}w", *others])


class Facilitator:
    """What a facilitator does meanwhile, without a browser."""

    def __init__(self, house: House) -> None:
        self._house = house
        with house.archive.unit_of_work(SYSTEM) as work:
            self._actor: Actor = actor_of(work.session.scalars(select(Person).where(Person.handle == "faiza")).one())
            self._story = work.session.scalars(select(Case)).one().public_id

    @contextmanager
    def _at_work(self) -> Iterator[BoundWork]:
        with self._house.archive.unit_of_work(self._actor, write=True) as work:
            yield work

    def asks(self) -> None:
        with self._at_work() as work:
            work.reviewing.deciding.claim(self._story)
            work.reviewing.deciding.ask(self._story, QUESTION, form_key="asked", field=SKIPPED)

    def publishes(self) -> None:
        with self._at_work() as work:
            proposal = work.session.scalars(select(Proposal.id)).one()
            work.reviewing.editing.accept(self._story, proposal)
            work.reviewing.deciding.resolve(self._story, work.session.scalars(select(Question.id)).one())
        with self._at_work() as work:
            seen = work.reviewing.desk(self._story, ("pt",))
            work.reviewing.deciding.check(
                self._story,
                {one: Answered(Answer.FINE) for one in Check},
                Risk.LOW,
                based_on=seen.review_revision,
                text_revision=seen.page.revision,
            )
        with self._at_work() as work:
            work.reviewing.deciding.publish(self._story)


def answers(house: House, teller: Visitor) -> None:
    """See what is asked, answer, and add what was left out. An answer that arrived is not asked for again."""
    assert teller.said("A person is reading it. Nothing is public yet.") in teller.main()
    assert QUESTION in teller.main()
    assert not teller.scrolls_sideways()
    teller.page.locator("#questions textarea").fill(REPLY)
    with teller.dropped_line(arrived=True):
        teller.button("Send the answer").click(no_wait_after=True)
    teller.page.go_back()
    assert REPLY in teller.main()
    assert not teller.button("Send the answer").count()
    with house.archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).where(DialogueMessage.from_teller)) == 1
    teller.go("receipt/text")
    teller.write(PORTUGUESE[SKIPPED])
    teller.press("Propose this change")


def reads_it_published(teller: Visitor) -> str:
    """The way to the page that everybody reads stands behind the code. Its address."""
    teller.follow("Read it as it stands")
    shown = teller.page.locator("#main article").first.inner_text()
    assert all(part in shown for text in WORDS.values() for part in text.split("\n\n"))
    assert not teller.scrolls_sideways()
    return teller.page.url.removeprefix(f"{teller.address}/{teller.language}/")


def narrows_who_may_read(house: House, teller: Visitor) -> None:
    """Allow less than before; it holds at once, and both decisions are there."""
    teller.go("receipt/story")
    teller.follow("Change what you allow")
    teller.choose("level", "public-read")
    teller.press("Save my decision")
    with house.archive.unit_of_work(SYSTEM) as work:
        assert consent_of(work.session.scalars(select(Case)).one()).level is ConsentLevel.PUBLIC_READ
    teller.follow("Change what you allow")
    assert teller.page.locator("#history li").count() == 2


def hides(teller: Visitor, reader: Visitor, address: str) -> None:
    """One big button, one request, and a neutral sign stands where the story stood."""
    assert reader.go(address) == HTTPStatus.OK
    teller.go("receipt/story")
    box = teller.button("Hide now").bounding_box()
    assert box is not None
    assert box["width"] > PHONE["width"] / 2
    assert box["height"] >= BIG
    teller.press("Hide now")
    assert reader.go(address) == HTTPStatus.GONE
    assert reader.said("This story was taken back") in reader.main()
    assert not any(text in reader.page.content() for text in WORDS.values())
