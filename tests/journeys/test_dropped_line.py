"""A line that drops while something is sent: nothing is lost, and sending it again makes nothing twice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.stories import SPANISH
from tests.programs import needs
from wgsm_archive.db.models import Case, DialogueMessage
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

LONG = ("Llegamos antes de que saliera el sol y nos sentamos alrededor del agua. " * 250).strip()


def press_on_a_bad_line(visitor: Visitor, sentence: str, *, arrived: bool) -> None:
    """Press a button while the line is down, go back to what was typed, and press it again."""
    fields = visitor.page.locator("#main textarea")
    typed = {field.get_attribute("name") or "": field.input_value() for field in fields.all()}
    with visitor.dropped_line(arrived=arrived):
        visitor.button(sentence).click(no_wait_after=True)
    visitor.page.go_back()
    for name, words in typed.items():
        visitor.comes_to_hold(name, words)
    visitor.press(sentence)


# What the archive does with a form that comes twice knows nothing of scripts; what scripts do when a line is down
# knows nothing of how much of it came. So two of the four show all.
@pytest.mark.parametrize(
    ("javascript", "arrived"), [(True, False), (False, True)], ids=["javascript-lost", "without-javascript-arrived"]
)
def test_a_dropped_line_loses_and_doubles_nothing(house: House, visits: Visits, javascript: bool, arrived: bool):
    teller = visits(house, "es", java_script_enabled=javascript)
    teller.go("contribute/")
    press_on_a_bad_line(teller, "Begin", arrived=arrived)
    acts.answer_questions(teller, SPANISH, acts.STEPS[:3])

    assert acts.at(teller, "contribute/strategy")
    teller.write({"strategy": LONG})
    press_on_a_bad_line(teller, "Save and go on", arrived=arrived)
    acts.answer_questions(teller, SPANISH, acts.STEPS[4:])
    teller.go("contribute/strategy")
    assert teller.value("strategy").strip() == LONG

    teller.go("contribute/consent")
    acts.decide_with_a_mistake(teller, SPANISH)
    with teller.dropped_line(arrived=arrived):
        teller.button("Send it").click(no_wait_after=True)
    teller.page.go_back()
    if arrived:
        teller.follow("Your code")
    else:
        teller.press("Send it")
    assert acts.at(teller, "contribute/sent")
    code = acts.receipt(teller)

    acts.come_back(visits(house, "es"), code)
    teller.go("receipt/story")
    teller.write({"text": SPANISH.answer})
    press_on_a_bad_line(teller, "Send the message", arrived=arrived)
    assert teller.main().count(SPANISH.answer) == 1
    with house.archive.unit_of_work(SYSTEM) as work:
        # A beginning that nobody went on with stays a draft that nobody sees.
        assert work.session.scalar(select(func.count()).where(Case.state != CaseState.DRAFT)) == 1
        assert work.session.scalar(select(func.count()).select_from(DialogueMessage)) == 1
