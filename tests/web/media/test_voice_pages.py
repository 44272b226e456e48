"""Answers by voice on the pages of tellers, facilitators and readers."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.adapters.media.recordings import recording
from tests.make import TEXTS, Made, a_case, a_person, hide, sign_in
from tests.web.media.sending import USES, look_at_all, open_story, post, send
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.case_study import SPOKEN_SECTIONS
from wgsm_archive.services.archive import Archive

SOUND = recording("opusenc.opus")
SAID = "Nueve días sin un solo barco."
WITHOUT_SUMMARY = {name: text for name, text in TEXTS.items() if name != "summary"}


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def facilitator(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    return client


def spoken(client: FlaskClient, **fields: str) -> str:
    """Send a recording as a page without a script does; its id."""
    back = "/es/contribute/voice/summary"
    words = {"section": "summary", "agreement": "agreed", "back": back, **fields}
    with send(client, SOUND, "nota.opus", language="es", **words) as answer:
        assert answer.status_code == HTTPStatus.SEE_OTHER
        return answer.headers["Location"].removeprefix(f"{back}#media-")


def published(archive: Archive, client: FlaskClient, **fields: str) -> tuple[Made, str]:
    """A story with a recording in place of its summary."""
    made = a_case(archive, texts=WITHOUT_SUMMARY, uses=USES)
    open_story(client, archive, made)
    found = spoken(client, **fields)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        look_at_all(work, work.session.get_one(Case, made.id))
    return made, found


def page(client: FlaskClient, path: str) -> str:
    with client.get(path, follow_redirects=True) as answer:
        assert answer.status_code == HTTPStatus.OK, path
        return answer.get_data(as_text=True)


def test_every_prompt_but_title_and_sources_can_be_spoken(archive, client):
    open_story(client, archive, a_case(archive, state=CaseState.SUBMITTED))
    for section in SPOKEN_SECTIONS:
        assert f"/contribute/voice/{section}" in page(client, f"/es/contribute/voice/{section}")
        assert 'name="then" value="voice"' in page(client, f"/es/contribute/more/{section}")
    for section in ("title", "sources", "summary.1", "nothing"):
        assert client.get(f"/es/contribute/voice/{section}").status_code == HTTPStatus.NOT_FOUND


def test_the_microphone_is_open_to_these_pages_alone(archive, client):
    open_story(client, archive, a_case(archive, state=CaseState.SUBMITTED))
    with client.get("/es/contribute/voice/story") as answer:
        assert "microphone=(self)" in answer.headers["Permissions-Policy"]
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "media-src 'self' blob:" in answer.headers["Content-Security-Policy"]
    for path in ("/es/contribute/more/story", "/es/", "/es/receipt/story"):
        with client.get(path) as answer:
            assert "microphone=()" in answer.headers["Permissions-Policy"]
            assert "blob:" not in answer.headers["Content-Security-Policy"]


def test_without_a_story_nothing_can_be_spoken(client):
    with client.get("/es/contribute/voice/story") as answer:
        assert answer.headers["Location"].endswith("/es/contribute/")


def test_what_was_typed_is_saved_on_the_way_to_the_voice(archive, client):
    made = a_case(archive, state=CaseState.DRAFT)
    open_story(client, archive, made)
    with post(client, "/es/contribute/strategy", strategy="Lo primero.", based_on="1", then="voice") as answer:
        assert answer.headers["Location"].endswith("/es/contribute/voice/strategy")
    assert "Lo primero." in page(client, "/es/contribute/strategy")


def test_a_spoken_answer_stands_in_its_place_with_its_words(archive, client, reader):
    made, found = published(archive, client, transcript=SAID, transcript_language="es")
    html = page(reader, f"/es/cases/{made.public_id}/")
    assert html.index('id="summary"') < html.index(found) < html.index(SAID) < html.index('id="story"')
    assert html.index(TEXTS["story.1.we"]) < html.index('id="strategy"')
    assert 'preload="none"' in html
    assert "autoplay" not in html
    assert "nota.opus" not in html


def test_a_recording_is_given_by_range_and_taken_back_at_once(archive, client, reader):
    made, found = published(archive, client, transcript=SAID)
    address = f"/media/{found}/file"
    with reader.get(address, headers={"Range": "bytes=0-3"}) as part:
        assert (part.status_code, part.data, part.mimetype) == (HTTPStatus.PARTIAL_CONTENT, b"OggS", "audio/ogg")
    hide(archive, made)
    for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": part.headers["ETag"]}):
        with reader.get(address, headers=headers) as gone:
            assert gone.status_code == HTTPStatus.NOT_FOUND
    with reader.get(f"/es/cases/{made.public_id}/") as answer:
        assert SAID not in answer.get_data(as_text=True)


def test_readers_hear_nobody_who_was_not_asked(archive, client, reader):
    made, found = published(archive, client, transcript=SAID, agreement="not-asked")
    assert SAID not in page(reader, f"/es/cases/{made.public_id}/")
    assert reader.get(f"/media/{found}/file").status_code == HTTPStatus.NOT_FOUND


def test_facilitators_hear_it_and_write_it_down(archive, client, facilitator, reader):
    made = a_case(archive, state=CaseState.SUBMITTED, texts=WITHOUT_SUMMARY, uses=USES)
    open_story(client, archive, made)
    found = spoken(client)
    review = page(facilitator, f"/es/review/{made.public_id}/")
    assert f"/es/review/{made.public_id}/voices" in review
    voices = f"/es/review/{made.public_id}/voices"
    assert f"/media/{found}/file" in page(facilitator, voices)
    with post(facilitator, f"{voices}/{found}", transcript=SAID, transcript_language="es") as answer:
        assert answer.status_code == HTTPStatus.SEE_OTHER
    assert SAID in page(facilitator, voices)
    assert SAID in page(client, "/es/contribute/voice/summary")
    with post(facilitator, f"{voices}/{found}", transcript="a" * 60_001, transcript_language="es") as answer:
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "a" * 60_001 in answer.get_data(as_text=True)
    for other in (client, reader):
        with post(other, f"{voices}/{found}", transcript="x", transcript_language="es") as answer:
            assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert SAID in page(facilitator, voices)
