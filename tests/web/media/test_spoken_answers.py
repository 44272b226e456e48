"""Answers by voice to what facilitators ask: between tellers and facilitators, whatever is allowed for the story."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.adapters.media.recordings import recording
from tests.make import Made, a_case, a_person, sign_in
from tests.web.media.sending import USES, look_at_all, open_story, post, send
from wgsm_archive.db.models import Case, DialogueMessage, MediaFile, Question
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.services.archive import Archive

SOUND = recording("opusenc.opus")
ASKED = "¿Podemos nombrar el puerto?"


@pytest.fixture
def ana(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR)


def asked(archive: Archive, ana: Actor, made: Made, text: str = ASKED) -> int:
    """Ask the tellers something; the question."""
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.deciding.ask(made.public_id, text, form_key=text)
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalars(select(Question.id).order_by(Question.id.desc())).first() or 0


def speak(client: FlaskClient, question: int, **fields: str) -> str:
    """Send an answer as a page without a script does; the id of the recording."""
    back = f"/es/contribute/voice/question.{question}"
    words = {"section": f"question.{question}", "agreement": "agreed", "back": back, **fields}
    with send(client, SOUND, "nota.opus", language="es", **words) as answer:
        assert answer.status_code == HTTPStatus.SEE_OTHER, answer.get_data(as_text=True)
        return answer.headers["Location"].removeprefix(f"{back}#media-")


def page(client: FlaskClient, path: str) -> str:
    with client.get(path) as answer:
        assert answer.status_code == HTTPStatus.OK, path
        return answer.get_data(as_text=True)


def test_an_answer_by_voice_is_heard_by_facilitators_and_by_no_reader(
    app: Flask, archive: Archive, client: FlaskClient, ana: Actor
):
    made = a_case(archive, uses=USES)
    first, second = asked(archive, ana, made), asked(archive, ana, made, "¿Y el año?")
    open_story(client, archive, made)
    assert f"/contribute/voice/question.{first}" in page(client, "/es/receipt/story")
    room = page(client, f"/es/contribute/voice/question.{first}")
    assert ASKED in room
    assert 'type="radio"' not in room
    spoken = [speak(client, first), speak(client, second)]

    story = page(client, "/es/receipt/story")
    assert "/contribute/voice/question." not in story
    assert all(f"/media/{one}/file" in story for one in spoken)
    desk = app.test_client()
    sign_in(desk, archive, ana)
    review = page(desk, f"/es/review/{made.public_id}/")
    assert all(f"/media/{one}/file" in review for one in spoken)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        look_at_all(work, work.session.get_one(Case, made.id))
    with archive.unit_of_work(SYSTEM) as work:
        assert not any(work.session.scalars(select(MediaFile.shown)))
    for reader in (app.test_client(), app.test_client()):
        assert not any(one in page(reader, f"/es/cases/{made.public_id}/la-huelga-de-los-pescadores") for one in spoken)
        assert all(reader.get(f"/media/{one}/file").status_code == HTTPStatus.NOT_FOUND for one in spoken)
        sign_in(reader, archive, a_person(archive))


def test_a_recording_that_is_deleted_opens_its_question_again(archive: Archive, client: FlaskClient, ana: Actor):
    made = a_case(archive)
    question = asked(archive, ana, made)
    open_story(client, archive, made)
    spoken = speak(client, question)
    post(client, f"/es/media/{spoken}/remove")
    assert f"/contribute/voice/question.{question}" in page(client, "/es/receipt/story")
    with archive.unit_of_work(SYSTEM) as work:
        assert not work.session.scalars(select(DialogueMessage).where(DialogueMessage.from_teller)).all()


def test_a_recording_that_came_in_pieces_answers_and_stays_an_answer(archive: Archive, client: FlaskClient, ana: Actor):
    made = a_case(archive)
    question = asked(archive, ana, made)
    open_story(client, archive, made)
    with send(client, SOUND, "nota.opus", language="es", back="/es/receipt/story") as answer:
        spoken = answer.headers["Location"].rpartition("#media-")[2]
    post(client, f"/es/media/{spoken}/about", section=f"question.{question}", agreement="not-asked")
    post(client, f"/es/media/{spoken}/about", section="summary", agreement="agreed")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(MediaFile.section)).one() == f"question.{question}"
        assert work.session.get_one(Question, question).answer_id is not None


def test_no_recording_answers_what_another_story_was_asked(archive: Archive, client: FlaskClient, ana: Actor):
    question = asked(archive, ana, a_case(archive))
    open_story(client, archive, a_case(archive))
    assert client.get(f"/es/contribute/voice/question.{question}").status_code == HTTPStatus.NOT_FOUND
    with send(client, SOUND, "nota.opus", section=f"question.{question}") as answer:
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    with archive.unit_of_work(SYSTEM) as work:
        assert not work.session.scalars(select(MediaFile)).all()
