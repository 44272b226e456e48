"""The search box offers what somebody may be typing: by keyboard, to those who listen, and from right to left."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.make import a_case, a_translation, index
from tests.programs import needs

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]


def test_an_offer_is_chosen_with_the_keyboard_and_the_plain_form_still_works(house: House, visits: Visits) -> None:
    made = a_case(house.archive)
    a_translation(house.archive, made.id, "ar", {"title": "إضراب الصيادين", "summary": "أغلق الصيادون الميناء."})
    index(house.archive)
    person = visits(house, "ar", viewport={"width": 360, "height": 740})
    person.go("")
    page, box = person.page, person.page.locator("#search-q")
    box.focus()
    page.keyboard.type("إضراب الصي")
    page.locator("[role=option]").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator("[role=status]").last.inner_text()
    page.keyboard.press("ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "إضراب الصي"
    page.keyboard.type("ا")
    page.locator("[role=option]", has_text="إضراب الصيادين").wait_for()
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert made.public_id in page.url
    person.go("")
    page.locator("#search-q").fill("huelga")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/ar/search?q=huelga" in page.url
    # The link of a card lies over the whole of it, but not over what else can be pressed there.
    page.locator(f'[name="case"][value="{made.public_id}"]').check()
    person.choose("case", made.public_id)
    assert not page.locator('[name="case"]').first.is_checked()
    person.choose("case", made.public_id)
    person.press("Put them into a folder")
    assert page.url.endswith(f"/ar/folder?case={made.public_id}")
