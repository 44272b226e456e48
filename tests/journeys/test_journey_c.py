"""A translator's way from what is wanted to readers, and on when the story changes: by keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.keys import enter, tab_to
from tests.make import TEXTS, Made, a_case
from tests.programs import needs
from tests.services.translating.benches import edit

pytestmark = [needs("Chromium"), pytest.mark.timeout(300)]

DESKTOP = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
TITLE, SUMMARY = "मछुआरों की हड़ताल", "मछुआरों ने नौ दिन तक बंदरगाह रोका।"
UNFINISHED = "मेरे अधूरे शब्द"
CHANGED = "Las pescadoras y los pescadores pararon el puerto durante nueve días."
RENEWED = "मछुआरिनों और मछुआरों ने नौ दिन तक बंदरगाह रोका।"


def fields(person: Visitor) -> list[str]:
    """The names of the fields for texts, in their order."""
    found = person.page.locator("textarea[name^='text.']").all()
    return [str(one.get_attribute("name")) for one in found]


def kept(person: Visitor) -> None:
    """Wait until what was typed is kept without pressing."""
    line = person.page.locator("[data-unsaved] [role=status]")
    line.filter(has_text="as a draft that you alone can see").wait_for()


def reads(house: House, visits: Visits, made: Made) -> Visitor:
    """Somebody who reads the story in Hindi."""
    reader = visits(house, "hi")
    assert reader.go(f"cases/{made.public_id}/") == 200
    return reader


def second_reader(house: House, visits: Visits, made: Made, **wishes: object) -> Visitor:
    person = visits(house, "en", **wishes)
    person.sign_in("amina")
    person.go(f"translate/{made.public_id}/hi/")
    return person


def test_with_the_keyboard_alone(house: House, visits: Visits) -> None:
    made = a_case(house.archive)
    tomas = visits(house, "en", **DESKTOP)
    tomas.sign_in("tomas")
    _begins_by_keys(tomas, made)
    _writes_by_keys(tomas)
    tomas.go(f"translate/{made.public_id}/hi/")
    tab_to(tomas, 'form[action$="/ready"] button')
    enter(tomas)
    amina = second_reader(house, visits, made, **DESKTOP)
    tab_to(amina, 'form[action$="/approve"] button')
    enter(amina)
    reader = reads(house, visits, made)
    assert reader.page.locator("h1[lang=hi], [lang=hi] h1").first.inner_text() == TITLE
    # What is missing stands there in the language it was told in, and says so.
    assert TEXTS["advice"] in reader.main()
    assert reader.page.locator(".tr-missing[lang=es]").count() > 0

    # The story changes in its meaning: one paragraph is behind, and the page shows how.
    edit(house.archive, made, summary=CHANGED)
    assert reads(house, visits, made).page.locator(".tr-outdated").count() == 1
    tomas.go(f"translate/{made.public_id}/hi/summary")
    assert tomas.page.locator(".is-outdated ins", has_text="pescadoras").count() == 1
    tab_to(tomas, 'button[name="confirm"]')
    enter(tomas)
    assert "Noted: the translation is still correct." in tomas.main()
    assert reads(house, visits, made).page.locator(".tr-outdated").count() == 0


def _begins_by_keys(tomas: Visitor, made: Made) -> None:
    """From the board to the part with the title."""
    tomas.go("translate/?to=hi")
    tab_to(tomas, f'a[href*="{made.public_id}/start"]')
    enter(tomas)
    assert "Add no names, places, dates or numbers" in tomas.main()
    tab_to(tomas, ".form button[type=submit]")
    enter(tomas)
    tab_to(tomas, f'a[href$="{made.public_id}/hi/summary"]')
    enter(tomas)


def _writes_by_keys(tomas: Visitor) -> None:
    """Title and summary, with the words kept while they are typed."""
    title, summary = fields(tomas)
    tab_to(tomas, f'[name="{title}"]')
    tomas.page.keyboard.insert_text(TITLE)
    tomas.page.keyboard.press("Alt+ArrowDown")
    assert tomas.page.evaluate("document.activeElement.name") == summary
    tomas.page.keyboard.insert_text(UNFINISHED)
    tomas.page.keyboard.press("Alt+ArrowUp")
    assert tomas.page.evaluate("document.activeElement.name") == title
    kept(tomas)
    tomas.page.reload()
    tomas.comes_to_hold(summary, UNFINISHED)
    assert "Your draft: it is not saved yet" in tomas.main()
    tab_to(tomas, f'[name="{summary}"]')
    tomas.page.keyboard.press("Control+a")
    tomas.page.keyboard.insert_text(SUMMARY)
    with tomas.page.expect_navigation():
        tomas.page.keyboard.press("Control+Enter")
    assert "2 paragraphs were saved." in tomas.page.locator("body").inner_text()


PHONE: Mapping[str, object] = {"java_script_enabled": False, "has_touch": True, "is_mobile": True}


def on_a_phone(house: House, visits: Visits, handle: str) -> Visitor:
    """Somebody who signed in with a phone whose browser runs no scripts."""
    person = visits(house, "en", **PHONE)
    person.sign_in(handle)
    return person


def test_on_a_phone_without_scripts(house: House, visits: Visits) -> None:
    made = a_case(house.archive)
    _agrees_on_a_name_that_stands_nowhere(on_a_phone(house, visits, "faiza"))
    tomas, amina = on_a_phone(house, visits, "tomas"), on_a_phone(house, visits, "amina")
    _begins_on_a_phone(tomas, made)
    _is_refused_what_must_not_be_named(tomas)
    _both_at_once(tomas, amina, made)
    tomas.open(tomas.page.get_by_role("link", name="Ask the tellers"))
    tomas.write({"question": "¿Quiénes eran?"})
    tomas.press("Ask")
    assert "¿Quiénes eran?" in tomas.main()
    _to_readers(tomas, amina, made)
    assert TITLE in reads(house, visits, made).main()

    edit(house.archive, made, summary=CHANGED)
    tomas.go("translate/changed")
    assert not tomas.scrolls_sideways()
    tomas.go(f"translate/{made.public_id}/hi/summary")
    tomas.write({fields(tomas)[1]: RENEWED})
    tomas.press("Save")
    # Readers go on with the approved text until somebody else has looked.
    assert SUMMARY in reads(house, visits, made).main()
    _to_readers(tomas, amina, made)
    page = reads(house, visits, made)
    assert RENEWED in page.main()
    assert page.page.locator(".tr-outdated").count() == 0


def _agrees_on_a_name_that_stands_nowhere(faiza: Visitor) -> None:
    faiza.go("translate/glossary")
    faiza.choose("kind", "masked")
    faiza.write({"text": "Rosa Quispe"})
    faiza.press("Write it down")


def _begins_on_a_phone(tomas: Visitor, made: Made) -> None:
    tomas.go("translate/?to=hi")
    tomas.open(tomas.page.locator(f'a[href*="{made.public_id}/start"]'))
    assert not tomas.scrolls_sideways()
    tomas.press("Begin")
    tomas.open(tomas.page.locator(f'a[href$="{made.public_id}/hi/summary"]').first)
    tomas.press("I work on this part")
    assert not tomas.scrolls_sideways()
    title, summary = fields(tomas)
    tomas.write({title: TITLE, summary: UNFINISHED})
    tomas.press("Keep as a draft")
    assert tomas.value(summary) == UNFINISHED


def _is_refused_what_must_not_be_named(tomas: Visitor) -> None:
    """A name that must stand in no language is refused where it was typed, and nothing is lost."""
    title, summary = fields(tomas)
    tomas.write({summary: f"Rosa Quispe: {SUMMARY}"})
    tomas.press("Save")
    assert "Nothing you wrote is lost" in tomas.main()
    assert tomas.value(summary) == f"Rosa Quispe: {SUMMARY}"
    assert tomas.value(title) == TITLE


def _both_at_once(tomas: Visitor, amina: Visitor, made: Made) -> None:
    """Somebody else works there, too: each sees what the other wrote."""
    title, summary = fields(tomas)
    amina.go(f"translate/{made.public_id}/hi/summary")
    assert "Tomas works on this part" in amina.main()
    amina.write({title: "हड़ताल"})
    tomas.write({summary: SUMMARY})
    tomas.press("Save")
    amina.press("Save")
    assert "Somebody else saved meanwhile." in amina.main()
    assert amina.value(title) == "हड़ताल"
    assert TITLE in amina.main()
    assert not amina.scrolls_sideways()


def _to_readers(tomas: Visitor, amina: Visitor, made: Made) -> None:
    tomas.go(f"translate/{made.public_id}/hi/")
    tomas.press("It is ready to be read")
    amina.go(f"translate/{made.public_id}/hi/")
    amina.press("Approve")


def test_what_was_agreed_and_said_before_helps_with_the_next_story(house: House, visits: Visits) -> None:
    first = a_case(house.archive)
    _translated(house, visits, first)
    facilitator = visits(house, "en")
    facilitator.sign_in("faiza")
    facilitator.go("translate/glossary")
    facilitator.choose("kind", "preferred")
    facilitator.write({"text": "puerto"})
    facilitator.page.locator('[name="language"]').select_option("es")
    facilitator.press("Write it down")
    facilitator.page.locator("li", has_text="puerto").locator("summary").click()
    facilitator.page.locator('[name="to"]').select_option("hi")
    facilitator.write({"called": "बंदरगाह"})
    facilitator.press("Propose it")
    assert "बंदरगाह" in facilitator.main()

    second = a_case(house.archive, texts={**TEXTS, "title": "Otra huelga"})
    tomas = visits(house, "en")
    tomas.sign_in("tomas")
    tomas.go(f"translate/{second.public_id}/start?to=hi")
    tomas.press("Begin")
    tomas.go(f"translate/{second.public_id}/hi/summary")
    assert "Terms in this paragraph" in tomas.main()
    summary = fields(tomas)[1]
    _until_offered(tomas)
    tomas.page.locator("summary", has_text="Said before").first.click()
    tomas.press("Put it into the field")
    tomas.comes_to_hold(summary, SUMMARY)


def _until_offered(person: Visitor) -> None:
    for _ in range(100):
        if person.page.locator("summary", has_text="Said before").count():
            return
        person.page.wait_for_timeout(100)
        person.page.reload()
    raise AssertionError(person.main())


def _translated(house: House, visits: Visits, made: Made) -> None:
    tomas = visits(house, "en")
    tomas.sign_in("tomas")
    tomas.go(f"translate/{made.public_id}/start?to=hi")
    tomas.press("Begin")
    tomas.go(f"translate/{made.public_id}/hi/summary")
    title, summary = fields(tomas)
    tomas.write({title: TITLE, summary: SUMMARY})
    tomas.press("Save")
    tomas.go(f"translate/{made.public_id}/hi/")
    tomas.press("It is ready to be read")
    second_reader(house, visits, made).press("Approve")
