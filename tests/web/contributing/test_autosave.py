"""Saving while somebody writes: unfinished words are kept beside the story, and two windows never overwrite."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.web.contributing.test_flow import ANSWERS, begin, tell
from wgsm_archive.db.models import DraftWords, Revision
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.text import MAX_FIELD
from wgsm_archive.services.archive import Archive

STEP = "/es/contribute/strategy"


class Window:
    """A page that is open in a browser, with its hidden fields; it saves and sends what is typed in it."""

    def __init__(self, client: FlaskClient, path: str = STEP) -> None:
        self.client, self.path, self.number = client, path, 0
        self.take(client.get(path))

    def take(self, answer: TestResponse) -> None:
        """Show the page of an answer."""
        self.page = unescape(answer.get_data(as_text=True))
        hidden = r'name="(csrf_token|based_on|page|seen)"[^>]*value="([^"]*)"'
        self.hidden = dict(re.findall(hidden, self.page))

    def saves(self, text: str, number: int | None = None) -> TestResponse:
        """What the script sends of itself."""
        self.number = self.number + 1 if number is None else number
        fields = {**self.hidden, "number": str(self.number), "strategy": text}
        return self.client.post(f"{self.path}/keep", data=fields)

    def presses(self, text: str) -> TestResponse:
        """Press "Save and go on"."""
        answer = self.client.post(self.path, data={**self.hidden, "strategy": text})
        if answer.status_code != 303:
            self.take(answer)
        return answer


@pytest.fixture
def window(client: FlaskClient) -> Window:
    begin(client)
    return Window(client)


def count(archive: Archive, table: type) -> int:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def test_unfinished_words_are_there_again_and_leave_no_history(archive: Archive, client: FlaskClient, window: Window):
    for text in ("Fuimos con Ramona", "Fuimos", "Fuimos barrio"):
        answer = window.saves(text)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Fuimos barrio</textarea>" in Window(client).page
    assert count(archive, Revision) == 0
    assert window.presses("Fuimos barrio por barrio.").status_code == 303
    with archive.unit_of_work(SYSTEM) as work:
        assert [row.texts for row in work.session.scalars(select(Revision))] == [
            {"strategy": "Fuimos barrio por barrio."}
        ]
    assert count(archive, DraftWords) == 0


def test_words_that_come_late_change_nothing(client: FlaskClient, window: Window):
    window.saves("nuevo", number=7)
    assert window.saves("viejo", number=6).status_code == 200
    assert "nuevo</textarea>" in Window(client).page


def test_an_answer_that_got_lost_is_no_conflict_with_oneself(window: Window):
    window.saves("uno")
    window.saves("uno, dos")
    assert window.presses("uno, dos, tres").status_code == 303


def test_two_windows_see_both_texts(client: FlaskClient, window: Window):
    other = Window(client)
    window.saves("de la primera")
    answer = other.saves("de la segunda")
    assert answer.status_code == 409
    assert answer.get_json() == {"theirs": {"strategy": "de la primera"}}
    # Whoever presses saves; what the other has kept stays, and is put beside it.
    assert other.presses("de la segunda").status_code == 303
    assert window.saves("de la primera, y más").status_code == 409
    again = window.presses("de la primera, y más")
    assert again.status_code == 409
    assert "de la segunda" in window.page
    assert "de la primera, y más</textarea>" in window.page
    assert window.presses("de las dos").status_code == 303
    assert "de las dos</textarea>" in Window(client).page


def test_a_window_opened_later_goes_on_with_what_was_kept(client: FlaskClient, window: Window):
    window.saves("a medias")
    later = Window(client)
    assert later.saves("a medias, y más").status_code == 200
    assert later.presses("terminado").status_code == 303
    assert "terminado</textarea>" in Window(client).page


def test_a_page_that_is_shown_again_goes_on_from_its_own_words(client: FlaskClient):
    begin(client)
    story = Window(client, "/es/contribute/story")
    fields = {**story.hidden, "number": "1", "story.1.we": "Marchamos"}
    assert client.post("/es/contribute/story/keep", data=fields).status_code == 200
    story.take(client.post("/es/contribute/story", data={**story.hidden, "story.1.we": "Marchamos", "more": "1"}))
    fields = {**story.hidden, "number": "1", "story.1.we": "Marchamos juntas"}
    assert client.post("/es/contribute/story/keep", data=fields).status_code == 200


def test_what_is_too_long_is_refused_as_by_the_button(window: Window):
    assert window.saves("x" * (MAX_FIELD + 1)).status_code == 422


def test_a_decision_is_never_saved_by_itself(client: FlaskClient, window: Window):
    for step in ("consent", "naming"):
        assert client.post(f"/es/contribute/{step}/keep", data=window.hidden).status_code == 404


def test_without_an_open_story_it_says_so(app: Flask, archive: Archive):
    stranger = app.test_client()
    assert stranger.post(f"{STEP}/keep", data={"strategy": "x", "number": "1", "page": "p"}).status_code == 410
    assert stranger.get("/es/contribute/line").get_json() == {"story": "", "token": ""}
    assert count(archive, DraftWords) == 0


def test_a_form_from_elsewhere_keeps_nothing(archive: Archive, client: FlaskClient, window: Window):
    window.hidden["csrf_token"] = "made up"  # noqa: S105 - not a secret
    assert window.saves("x").status_code == 403
    assert count(archive, DraftWords) == 0


def test_a_story_is_not_sent_while_words_wait(archive: Archive, client: FlaskClient):
    tell(client)
    window = Window(client)
    window.saves("Barrio por barrio, y de noche.")
    page = unescape(client.get("/es/contribute/preview").get_data(as_text=True))
    assert 'href="/es/contribute/strategy"' in page.split('class="preview"')[0]
    assert client.post("/es/contribute/send", data={"csrf_token": window.hidden["csrf_token"]}).status_code == 422
    assert window.presses("Barrio por barrio, y de noche.").status_code == 303
    assert client.post("/es/contribute/send", data={"csrf_token": window.hidden["csrf_token"]}).status_code == 303
    assert count(archive, DraftWords) == 0
    assert window.saves("otra vez").status_code == 410


def test_words_that_equal_the_story_do_not_wait(archive: Archive, client: FlaskClient):
    tell(client)
    assert Window(client).saves(ANSWERS["strategy"]["strategy"]).status_code == 200
    assert count(archive, DraftWords) == 0


def test_the_worker_answers_for_telling_only(client: FlaskClient):
    with client.get("/es/contribute/worker.js") as answer:
        assert answer.mimetype == "text/javascript"
        assert "Service-Worker-Allowed" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_nothing_is_asked_of_a_browser_without_a_tick(client: FlaskClient, window: Window):
    assert 'id="telling-copy"' in window.page
    box = re.search(r'<input type="checkbox" id="telling-copy"[^>]*>', window.page)
    assert box is not None
    assert "checked" not in box[0]
    assert "data-telling hidden" in window.page
