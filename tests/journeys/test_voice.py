"""An answer by voice, from a phone's microphone to a reader's ears, over a line that is cut; and without a script."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tests.adapters.media.recordings import MARKER, recording
from tests.journeys import acts
from tests.journeys.browser import PATIENCE, Visitor
from tests.journeys.conftest import Visits
from tests.journeys.house import House
from tests.journeys.stories import SPANISH
from tests.programs import needs
from wgsm_archive.db.models import MediaFile
from wgsm_archive.domain.actor import SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = [needs("Chromium"), pytest.mark.timeout(600)]

NO_LINE = "There is no line. What has arrived stays; we go on as soon as there is one. Keep this page open."
PAUSE = 3000
"""Milliseconds."""
SAID = "Cuidamos el agua por turnos, y la empresa se fue."
_PLAY = """async (player) => {
  const ended = new Promise((done, fail) => {
    player.onended = done;
    player.onerror = () => fail(new Error(player.error.message));
  });
  player.muted = true;
  await player.play();
  await ended;
  return player.duration;
}"""


def to_the_voice_of_the_summary(teller: Visitor) -> None:
    acts.begin(teller)
    acts.answer_questions(teller, SPANISH, acts.STEPS[:1])
    teller.press("Answer with your voice")
    assert acts.at(teller, "contribute/voice/summary")
    assert teller.said("A voice tells who is speaking") in teller.main()
    assert not teller.scrolls_sideways()


def record(teller: Visitor, milliseconds: int, *, pausing: bool = False) -> None:
    """Speak for a while, and hear it before anybody else does. A pause is made and ended with the keyboard."""
    page = teller.page
    page.locator("[data-record]").click()
    page.locator("[data-stop]").wait_for()
    page.wait_for_timeout(milliseconds)
    if pausing:
        page.locator("[data-pause]").press("Enter")
        page.get_by_text(teller.said("Paused. Nothing is recorded until you go on.")).wait_for()
        page.wait_for_timeout(PAUSE)
        page.keyboard.press("Enter")
        page.locator("[data-pause]").wait_for()
    page.locator("[data-stop]").click()
    page.locator("[data-send]").wait_for()
    page.locator('label[for="recorder-agreed"]').click()


def send_over_a_bad_line(teller: Visitor) -> None:
    """The first piece is lost, the second arrives and its answer is lost; then the line holds."""
    cut = []

    def drop(route: Route) -> None:
        if route.request.method != "PATCH" or len(cut) == 2:
            route.fallback()
            return
        if cut:
            route.fetch()
        cut.append(route)
        route.abort("internetdisconnected")

    teller.context.route("**/media/uploads/*", drop)
    teller.page.locator("[data-send]").click()
    teller.page.get_by_text(teller.said(NO_LINE)).wait_for()
    teller.page.locator(".voice-item").wait_for(timeout=2 * PATIENCE)
    teller.context.unroute("**/media/uploads/*", drop)
    assert len(cut) == 2


def tell_the_rest(teller: Visitor) -> None:
    """Everything but the summary in writing; recordings are allowed."""
    teller.go("contribute/story")
    acts.answer_questions(teller, SPANISH, acts.STEPS[2:])
    teller.choose("level", "public-share")
    for use in ("translate", "media"):
        teller.choose(use, "y")
    teller.press("Save and go on")
    teller.press("Save and go on")
    teller.press("Send it")
    assert acts.receipt(teller)


def publish(facilitator: Visitor) -> str:
    """Be told that a recording needs its words, write them down, and publish."""
    facilitator.sign_in("faiza")
    public_id = acts.find_in_queue(facilitator, SPANISH.title)
    acts.fill_in_checklist(facilitator)
    facilitator.follow("To the recordings")
    facilitator.write({"transcript": SAID})
    facilitator.press("Save the text")
    facilitator.go(f"review/{public_id}/")
    facilitator.press("Publish")
    return public_id


def hear(reader: Visitor, public_id: str, seconds: float) -> None:
    """Nothing plays or is loaded before somebody presses; then it plays to its end, with its words beside it."""
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.go(f"cases/{public_id}/")
    reader.page.wait_for_load_state("networkidle")
    assert not any("/media/" in url for url in asked)
    part = reader.page.locator("#summary")
    assert SAID in part.inner_text()
    assert part.locator(f'[lang="es"]:has-text("{SAID}")').count()
    assert part.locator("audio").evaluate(_PLAY) == pytest.approx(seconds, abs=1.5)
    assert not reader.scrolls_sideways()


def kept(house: House) -> list[tuple[str, int]]:
    with house.archive.unit_of_work(SYSTEM) as work:
        return [(one.section, one.seconds) for one in work.session.scalars(select(MediaFile))]


def test_a_voice_is_recorded_arrives_once_and_is_heard(house: House, visits: Visits):
    teller = visits(house, "es", permissions=["microphone"])
    to_the_voice_of_the_summary(teller)
    began = time.monotonic()
    record(teller, 2000, pausing=True)
    elapsed = time.monotonic() - began
    send_over_a_bad_line(teller)
    (told,) = kept(house)
    assert told[0] == "summary"
    assert told[1] <= elapsed - PAUSE / 1000 + 1
    tell_the_rest(teller)
    public_id = publish(visits(house, "es"))
    hear(visits(house, "es"), public_id, told[1])


def test_a_file_is_sent_without_a_script_and_heard(house: House, visits: Visits, tmp_path: Path):
    sound = tmp_path / "nota de voz.opus"
    sound.write_bytes(recording("opusenc.opus"))
    assert MARKER in sound.read_bytes()
    teller = visits(house, "es", java_script_enabled=False)
    to_the_voice_of_the_summary(teller)
    form = teller.page.locator("#voice-file")
    form.locator('input[type="file"]').set_input_files(sound)
    form.locator('label[for="voice-file-agreed"]').click()
    with teller.page.expect_navigation():
        form.locator("button").click()
    assert re.search(r"/contribute/voice/summary#media-\w+$", teller.page.url)
    assert teller.page.locator(".voice-item").count() == 1
    assert len(kept(house)) == 1
    tell_the_rest(teller)
    public_id = publish(visits(house, "es", java_script_enabled=False))
    hear(visits(house, "es"), public_id, 2)


def test_what_was_not_sent_survives_a_reload_only_where_that_was_agreed(house: House, visits: Visits):
    teller = visits(house, "es", permissions=["microphone"])
    to_the_voice_of_the_summary(teller)
    record(teller, 1500)
    teller.page.on("dialog", lambda asked: asked.accept())
    teller.page.reload()
    assert teller.page.locator("[data-record]").is_visible()
    assert teller.page.evaluate("indexedDB.databases()") == []

    teller.go("contribute/summary")
    teller.page.locator('label[for="telling-copy"]').click()
    teller.page.get_by_text(teller.said("From now on you can write here without a line.")).wait_for()
    teller.go("contribute/voice/summary")
    record(teller, 1500)
    teller.page.reload()
    teller.page.locator("[data-send]").wait_for()
    assert teller.said("This recording was not sent yet. It is still on this device.") in teller.main()
    with teller.page.expect_navigation():
        teller.page.locator("[data-send]").click()
    teller.page.locator(".voice-item").wait_for()
    teller.page.reload()
    assert teller.page.locator("[data-record]").is_visible()
    assert len(kept(house)) == 1
