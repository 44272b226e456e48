"""Telling on a bad line and without one: nothing is lost, nothing is doubled, and it costs little."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.journeys import acts
from tests.journeys.browser import PATIENCE, Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.test_weight import SUBMISSION, count, total
from tests.programs import needs
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.case_rows import original_of
from wgsm_archive.services.texts import current_texts

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = [needs("Chromium"), pytest.mark.timeout(600)]

PORTUGUESE: Mapping[str, Mapping[str, str]] = {
    "title": {"title": "As marisqueiras que guardaram o mangue"},
    "summary": {"summary": "Uma empresa quis aterrar o mangue. Fizemos vigília na maré baixa e ele ficou."},
    "story": {
        "story.1.when": "2009",
        "story.1.we": "Contamos as famílias que vivem do mangue.",
        "story.1.they": "A empresa trouxe máquinas de noite.",
        "story.1.changed": "A vila inteira soube.",
        "story.2.we": "Ficamos na lama, de mãos dadas, maré após maré.",
        "story.2.changed": "As máquinas foram embora.",
    },
    "strategy": {"strategy": "Éramos muitas, e cada uma sabia só a sua hora.\n\nNinguém mandava sozinha."},
    "change": {"change": "O mangue é área de uso comum desde 2011."},
    "advice": {"advice": "Não discutam longe da maré: levem quem decide até a lama."},
}
WORDS = {name: text for fields in PORTUGUESE.values() for name, text in fields.items()}
LEFT_ON_DEVICE = """async () => ({
    caches: await caches.keys(),
    stores: (await indexedDB.databases()).map(one => one.name),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    notes: localStorage.length,
})"""
NOTHING = {"caches": [], "stores": [], "workers": 0, "notes": 0}


def the_story(house: House) -> tuple[CaseState, Mapping[str, str]]:
    """The only story there is: where it stands, and its words."""
    with house.archive.unit_of_work(SYSTEM) as work:
        case = work.session.scalars(select(Case)).one()
        return case.state, current_texts(work, original_of(work, case))


def write(teller: Visitor, step: str) -> None:
    """Answer a question."""
    assert acts.at(teller, f"contribute/{step}"), teller.main()
    teller.write(PORTUGUESE[step])


def decide(teller: Visitor) -> None:
    """Choose who may read it, and go on to the preview."""
    teller.choose("level", "public-share")
    teller.choose("basis", "assembly")
    teller.press("Save and go on")
    assert acts.at(teller, "contribute/naming")
    teller.press("Save and go on")
    assert acts.at(teller, "contribute/preview")


def says(teller: Visitor, sentence: str, **values: object) -> None:
    """Wait until the page says this beside the form."""
    line = teller.page.locator("[data-telling] [role=status]")
    line.filter(has_text=re.compile("^" + re.escape(teller.said(sentence, **values)))).wait_for(timeout=PATIENCE)


def keep_a_copy(teller: Visitor) -> None:
    """Agree that a copy stays on the device."""
    assert teller.page.evaluate(LEFT_ON_DEVICE) == NOTHING
    teller.page.locator('label[for="telling-copy"]').click()
    says(teller, "From now on you can write here without a line.")


def left(teller: Visitor) -> object:
    """What stays on the device, once the browser has done what it was asked."""
    for _ in range(50):
        found = teller.page.evaluate(LEFT_ON_DEVICE)
        if found == NOTHING:
            break
        teller.page.wait_for_timeout(100)
    return found


def test_a_story_is_written_without_a_line_and_arrives_once(house: House, visits: Visits) -> None:
    teller = visits(house, "pt")
    acts.begin(teller)
    keep_a_copy(teller)
    assert not teller.scrolls_sideways()
    teller.context.set_offline(True)
    for step in PORTUGUESE:
        write(teller, step)
        teller.press("Save and go on")
    decide(teller)
    teller.press("Send it")
    says(teller, "Waits for the line: %(number)s. It is sent as soon as this page finds one.", number=9)
    assert the_story(house) == (CaseState.DRAFT, {})

    lost: list[str] = []

    def lose_an_answer(route: Route) -> None:
        # What was sent arrives, and nobody hears so: it is sent once more.
        if lost or route.request.method != "POST":
            route.fallback()
            return
        lost.append(route.request.url)
        route.fetch(max_redirects=0)
        route.abort("internetdisconnected")

    # A page that is open already may send its next request past a route: this one is there before the page.
    teller.context.route("**/*", lose_an_answer)
    teller.page.goto(f"{teller.address}/pt/contribute/strategy")
    teller.comes_to_hold("strategy", WORDS["strategy"])
    assert not lost
    teller.context.set_offline(False)
    teller.page.wait_for_url("**/contribute/sent", timeout=2 * PATIENCE)
    assert lost
    assert acts.receipt(teller)
    assert the_story(house) == (CaseState.SUBMITTED, WORDS)
    assert left(teller) == NOTHING


def test_what_stays_on_the_device_goes_with_the_tick_and_with_leaving(house: House, visits: Visits) -> None:
    teller = visits(house, "pt")
    acts.begin(teller)
    keep_a_copy(teller)
    teller.page.locator('label[for="telling-copy"]').click()
    assert left(teller) == NOTHING
    keep_a_copy(teller)
    teller.write(PORTUGUESE["title"])
    teller.page.locator("[data-quick-exit]").click()
    teller.page.wait_for_url("**/leave")
    assert left(teller) == NOTHING


def test_what_is_typed_is_saved_without_pressing(house: House, visits: Visits) -> None:
    teller = visits(house, "pt")
    acts.begin(teller)
    teller.write(PORTUGUESE["title"])
    teller.page.locator("[data-telling] [role=status]").filter(has_text=re.compile(r"\d\d[:h.]\d\d")).wait_for()
    assert teller.page.evaluate(LEFT_ON_DEVICE) == NOTHING
    teller.page.reload()
    teller.comes_to_hold("title", WORDS["title"])
    # Nothing of it is in the story before it is taken over.
    assert the_story(house) == (CaseState.DRAFT, {})
    teller.press("Save and go on")
    assert the_story(house)[1] == PORTUGUESE["title"]


class BadLine:
    """A line of 50 kbit/s with 400 ms of waiting, which can be cut."""

    def __init__(self, teller: Visitor) -> None:
        self._teller, self._wire = teller, teller.context.new_cdp_session(teller.page)
        self._wire.send("Network.enable")
        self._set(cut=False)

    def _set(self, *, cut: bool) -> None:
        slow = {"latency": 400, "downloadThroughput": 6250, "uploadThroughput": 6250}
        self._wire.send("Network.emulateNetworkConditions", {"offline": cut, **slow})

    def cut_while_pressing(self, sentence: str) -> None:
        """Press a button while there is no line, go back once there is one, and press it again."""
        from playwright.sync_api import expect  # noqa: PLC0415 - installed only where there is a browser

        self._set(cut=True)
        self._teller.button(sentence).click(no_wait_after=True)
        expect(self._teller.page).to_have_url(re.compile("^chrome-error:"), timeout=PATIENCE)
        self._set(cut=False)
        self._teller.page.go_back()
        self._teller.press(sentence)


def test_a_whole_submission_on_a_line_cut_three_times(house: House, visits: Visits) -> None:
    teller = visits(house, "pt")
    weights = count(teller)
    line = BadLine(teller)
    acts.begin(teller)
    for step in PORTUGUESE:
        write(teller, step)
        if step in ("summary", "strategy"):
            line.cut_while_pressing("Save and go on")
        else:
            teller.press("Save and go on")
    decide(teller)
    line.cut_while_pressing("Send it")
    assert acts.receipt(teller)
    assert the_story(house) == (CaseState.SUBMITTED, WORDS)
    assert total(weights) <= SUBMISSION, weights
