"""Every kind of page can be used by everybody: axe finds nothing, and nothing is wider than a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.journeys import acts
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.pages import NO_SUCH_PAGE, OPEN, TELLING, WORK, places
from tests.journeys.stories import SPANISH
from tests.programs import needs

if TYPE_CHECKING:
    from axe_playwright_python.sync_playwright import Axe

pytestmark = [needs("Chromium"), pytest.mark.timeout(600)]

# Colours do not depend on the language, nor directions on the colours: two of the four together show all.
# What stands on a page and how it is built is the same in both, so the second is asked only what they change.
CHANGED = {
    "ar": [
        "color-contrast",
        "link-in-text-block",
        "target-size",
        "scrollable-region-focusable",
        "html-has-lang",
        "html-lang-valid",
        "valid-lang",
    ]
}
VIEWS: tuple[tuple[str, Literal["light", "dark"]], ...] = (("en", "light"), ("ar", "dark"))


@pytest.fixture(scope="session")
def axe() -> Axe:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - installed only where there is a browser

    return Axe()


def problems_of(visitor: Visitor, axe: Axe, name: str) -> list[str]:
    """What hinders people on the page that is open."""
    found = [f"{name}: scrolls sideways"] if visitor.scrolls_sideways() else []
    only = CHANGED.get(visitor.language)
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": only}} if only else {})}
    violations = axe.run(visitor.page, options=options).response["violations"]
    return found + [f"{name}: {_in_words(one)}" for one in violations]


def _in_words(violation: Mapping[str, Any]) -> str:
    nodes = "; ".join(f"{node['target'][0]} {node['html'][:160]}" for node in violation["nodes"][:3])
    return f"{violation['impact']}, {violation['id']}, {len(violation['nodes'])} times: {nodes}"


def opened(visitor: Visitor, axe: Axe, name: str, path: str) -> list[str]:
    """What hinders people on a page, in each view."""
    found = []
    for language, scheme in VIEWS:
        visitor.language = language
        visitor.page.emulate_media(color_scheme=scheme)
        assert (visitor.go(path) == 404) == (name == NO_SUCH_PAGE), name
        found += problems_of(visitor, axe, f"{name} ({language}, {scheme})")
    return found


def test_pages_for_everybody(full_house: House, visits: Visits, axe: Axe) -> None:
    reader, where = visits(full_house, "en"), places(full_house)
    problems = [one for name, path in OPEN.items() for one in opened(reader, axe, name, path.format(**where))]
    assert not problems, "\n".join(problems)


def test_pages_of_work(full_house: House, visits: Visits, axe: Axe) -> None:
    where, problems = places(full_house), []
    for handle, pages in WORK.items():
        person = visits(full_house, "en")
        person.sign_in(handle)
        for name, path in pages.items():
            problems += opened(person, axe, name, path.format(**where))
    assert not problems, "\n".join(problems)


def test_pages_of_telling(house: House, visits: Visits, axe: Axe) -> None:
    teller = visits(house, "en")
    acts.begin(teller)
    acts.answer_questions(teller, SPANISH)
    problems = []
    for name in TELLING:
        problems += opened(teller, axe, name, f"contribute/{name}")
    for language, _scheme in reversed(VIEWS):
        teller.language = language
        teller.go("contribute/consent")
        teller.press("Save and go on")
        problems += problems_of(teller, axe, f"a mistake ({language})")
    acts.decide_with_a_mistake(teller, SPANISH)
    teller.press("Send it")
    for path in ("contribute/sent", "receipt/story", "receipt/consent", "receipt/text"):
        problems += opened(teller, axe, path, path)
    assert not problems, "\n".join(problems)


def test_the_menus_leave_the_name_of_the_archive_its_place(full_house: House, visits: Visits) -> None:
    # Of all languages these have the longest words there.
    person = visits(full_house, "pt")
    person.sign_in("faiza")
    free = person.page.evaluate("""() => {
      const name = document.createRange();
      name.selectNodeContents(document.querySelector(".wordmark span"));
      const menus = document.querySelector(".masthead-tools");
      return menus.getBoundingClientRect().left - name.getBoundingClientRect().right;
    }""")
    assert free >= 0
    assert not person.scrolls_sideways()
