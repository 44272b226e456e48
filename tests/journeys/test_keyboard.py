"""The whole of a facilitator's work with a keyboard alone, and always seeing where one is."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Visits
from tests.journeys.house import PASSWORD, House
from tests.journeys.keys import enter, tab_to
from tests.make import a_case
from tests.programs import needs
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.checklist import Check

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]


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
