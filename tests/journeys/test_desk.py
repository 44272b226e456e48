"""A facilitator's way through a dangerous story on a small screen, by keyboard alone (test_keyboard: a wide one)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journeys.acts import come_back
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import PASSWORD, House
from tests.journeys.keys import choose_by_arrows, enter, tab_to
from tests.make import TEXTS, Made, a_case
from tests.programs import needs
from wgsm_archive.db.models import Case, CaseReview
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.checklist import Check
from wgsm_archive.domain.ids import code_from_token
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.contributing import tellers

pytestmark = [needs("Chromium"), pytest.mark.timeout(600)]

TOLD = {
    **TEXTS,
    "strategy": "Llamen a don Eusebio Quispe al 987 654 321 antes de las ocho.",
    "advice": "Pregunten por Rosa Mamani en el muelle.",
}
MASK, KEEP, ASK = range(3)


def a_code(house: House, made: Made) -> str:
    """The words that open the story, as its tellers got them."""
    with house.archive.unit_of_work(SYSTEM, write=True) as work:
        code = code_from_token("a token of theirs", work.tools.secret)
        tellers.keep_receipt(work, made.id, code)
        return " ".join(code.words(work.tools.receipt_words["en"]))


def sign_in(person: Visitor, handle: str) -> None:
    person.go("account/login")
    tab_to(person, "#handle")
    person.page.keyboard.type(handle)
    tab_to(person, "#password")
    person.page.keyboard.type(PASSWORD)
    enter(person)


def mark_of(person: Visitor, words: str) -> str:
    """The key of the mark that shows these words."""
    found = person.page.locator("fieldset.mark").filter(has=person.page.locator("legend q", has_text=words))
    return str(found.get_attribute("id")).removeprefix("mark-")


class Desk:
    """A facilitator at one story, who touches nothing but the keys."""

    def __init__(self, person: Visitor, handle: str, made: Made) -> None:
        self.person, self.story = person, f"review/{made.public_id}/"
        sign_in(person, handle)

    def press(self, selector: str) -> None:
        """Go to a button or a link and press it."""
        tab_to(self.person, selector)
        enter(self.person)

    def open(self) -> None:
        """Open the story."""
        self.person.go(self.story)
        assert not self.person.scrolls_sideways()

    def go_on(self) -> None:
        """Open the story and follow the sign on top of its page."""
        self.open()
        tab_to(self.person, ".next-step a.button")
        self.person.page.keyboard.press("Enter")

    def shown(self) -> str:
        """The story as readers will see it."""
        return self.person.page.locator(".preview").inner_text()

    def take_on(self) -> None:
        """Find it in the queue and look after it."""
        self.person.go("review/")
        self.press(f'a[href*="{self.story}"]')
        self.press(".next-step button")

    def decide_on_marks(self) -> None:
        """Withhold one, let one stay for a reason, ask about one."""
        name, phone, woman = (mark_of(self.person, one) for one in ("Eusebio Quispe", "987 654 321", "Rosa Mamani"))
        self.go_on()
        choose_by_arrows(self.person, f"verdict.{name}", MASK)
        choose_by_arrows(self.person, f"verdict.{phone}", KEEP)
        tab_to(self.person, f"#reason-{phone}")
        self.person.page.keyboard.press("ArrowDown")
        choose_by_arrows(self.person, f"verdict.{woman}", ASK)
        tab_to(self.person, f"#question-{woman}")
        self.person.page.keyboard.type("Does Rosa know that she is named here?")
        self.press("form[action$=marks] button")
        assert "[nombre reservado]" in self.shown()

    def withhold_what_was_asked(self) -> None:
        """Read the answer and withhold the name."""
        self.open()
        assert "The tellers have answered" in self.person.main()
        choose_by_arrows(self.person, f"verdict.{mark_of(self.person, 'Rosa Mamani')}", MASK)
        self.press("form[action$=marks] button")
        assert "Mamani" not in self.shown()
        self.press("form[action$=read] button")

    def choose_a_theme(self) -> None:
        """Put the story under a theme."""
        self.open()
        self.press(".desk-acts a[href$=facts]")
        tab_to(self.person, "#list-themes > summary")
        self.person.page.keyboard.press("Enter")
        tab_to(self.person, '[name="terms.themes"]')
        self.person.page.keyboard.press("Space")
        self.press(".facts-form .buttons button")

    def answer_checklist(self) -> None:
        """Find nothing wrong, and that it is dangerous to tell."""
        self.go_on()
        for check in Check:
            tab_to(self.person, f'[name="answer.{check}"]')
            self.person.page.keyboard.press("Space")
        choose_by_arrows(self.person, "risk", 2)
        self.press("form[action$=checklist] button")
        assert "Who may do it: Wanja" in " ".join(self.person.main().split())
        assert not self.person.page.locator("form[action$=confirm], form[action$=publish]").count()

    def confirm(self) -> None:
        """Agree as the second reader."""
        self.open()
        self.press("form[action$=confirm] button")

    def publish(self) -> None:
        """Publish it, to be looked at again sooner than is usual."""
        self.go_on()
        tab_to(self.person, "#again-in")
        self.person.page.keyboard.press("ArrowUp")
        self.press("form[action$=publish] button")


def test_a_dangerous_story_is_reviewed_by_two_with_the_keyboard_alone(house: House, visits: Visits) -> None:
    made = a_case(house.archive, state=CaseState.SUBMITTED, texts=TOLD, terms=())
    with house.archive.unit_of_work(SYSTEM, write=True) as work:
        Accounts(work).make_person("wanja", PASSWORD, [Role.FACILITATOR], shown_name="Wanja")
    screen = {"viewport": {"width": 360, "height": 800}, "reduced_motion": "reduce"}
    faiza = Desk(visits(house, "en", **screen), "faiza", made)
    faiza.take_on()
    faiza.decide_on_marks()
    faiza.choose_a_theme()

    teller = visits(house, "en")
    come_back(teller, a_code(house, made))
    assert "Eusebio Quispe" in teller.page.locator("#withheld").inner_text()
    teller.page.locator("#questions textarea").fill("No. Please leave her out.")
    teller.press("Send the answer")

    faiza.withhold_what_was_asked()
    faiza.answer_checklist()
    Desk(visits(house, "en", **screen), "wanja", made).confirm()
    faiza.publish()
    with house.archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, made.id).state is CaseState.PUBLISHED
        again = work.session.get_one(CaseReview, made.id).review_again_on
        assert again is not None
        assert dt.timedelta(days=150) < again - work.today < dt.timedelta(days=190)
        assert "uispe" not in str(work.reading.case(made.public_id, ("es",)))
