"""The whole of a facilitator's work with a keyboard alone, and always seeing where one is."""

from __future__ import annotations

import pytest

from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import PASSWORD, House
from tests.make import a_case
from tests.programs import needs
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.checklist import Check

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

MOST_KEYS = 120
SEEN = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const ringed = one => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    const around = [here, here.closest(".option"), here.closest(".card")].filter(Boolean);
    return around.some(ringed) && box.bottom > 0 && box.top < innerHeight && box.width > 0;
}"""
"""Whether what has the focus is in the window, with a ring around it or around the whole choice or card."""


def tab_to(person: Visitor, selector: str) -> None:
    """Press the tabulator until the focus is there; it can be seen at each stop."""
    for _ in range(MOST_KEYS):
        person.page.keyboard.press("Tab")
        assert person.page.evaluate(SEEN), person.page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        if person.page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            return
    raise AssertionError(f"no way to {selector} on {person.page.url}")


def enter(person: Visitor) -> None:
    """Press the enter key, and wait for the page that it brings."""
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def test_a_story_is_published_with_the_keyboard_alone(house: House, visits: Visits) -> None:
    made = a_case(house.archive, state=CaseState.SUBMITTED)
    person = visits(house, "en", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    person.go("")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "main"

    person.go("account/login")
    tab_to(person, "#handle")
    person.page.keyboard.type("faiza")
    tab_to(person, "#password")
    person.page.keyboard.type(PASSWORD)
    enter(person)

    tab_to(person, ".masthead summary:not(:has(svg))")
    person.page.keyboard.press("Enter")
    tab_to(person, '.masthead a[href="/en/review/"]')
    enter(person)
    tab_to(person, f'a[href*="{made.public_id}"]')
    enter(person)

    for check in Check:
        tab_to(person, f'[name="answer.{check}"]')
        person.page.keyboard.press("Space")
    tab_to(person, '[name="risk"]')
    person.page.keyboard.press("Space")
    tab_to(person, "form[action$=checklist] button")
    enter(person)
    tab_to(person, "form[action$=publish] button")
    enter(person)
    with house.archive.unit_of_work(SYSTEM) as work:
        assert work.reading.case(made.public_id, ("es",)).title == "La huelga de los pescadores"
