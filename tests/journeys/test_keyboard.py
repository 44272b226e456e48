"""The way to a story that waits with a keyboard alone, always seeing where one is; `test_desk` goes on from there."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Visits
from tests.journeys.house import PASSWORD, House
from tests.journeys.keys import enter, tab_to
from tests.make import a_case
from tests.programs import needs
from wgsm_archive.domain.access import CaseState

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]


def test_a_story_that_waits_is_reached_with_the_keyboard_alone(house: House, visits: Visits) -> None:
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
    assert person.page.locator("h1").inner_text() == "La huelga de los pescadores"
