"""Translators ask those who told a story; the answer is for those who translate it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import Made, a_case, a_person, sign_in
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.translating.asking import MOST_OPEN

QUESTION, ANSWER = "¿Qué es una minga?", "Es trabajo de toda la comunidad."


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive)


def signed_in(app: Flask, archive: Archive, *roles: Role, handle: str) -> tuple[FlaskClient, Actor]:
    client, person = app.test_client(), a_person(archive, *roles, handle=handle)
    sign_in(client, archive, person)
    return client, person


@pytest.fixture
def asha(app: Flask, archive: Archive, made: Made) -> FlaskClient:
    client, person = signed_in(app, archive, Role.TRANSLATOR, handle="asha")
    with archive.unit_of_work(person, write=True) as work:
        work.translating.start(made.public_id, "en", "es")
    return client


@pytest.fixture
def told(app: Flask, archive: Archive, made: Made) -> FlaskClient:
    client = app.test_client()
    with archive.unit_of_work(SYSTEM, write=True) as work:
        client.set_cookie("wgsm_story", tellers.open_session(work, made.id, draft=False))
    return client


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def page(made: Made) -> str:
    return f"/en/translate/{made.public_id}/en/summary/questions"


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


def ask(client: FlaskClient, made: Made, text: str) -> TestResponse:
    return client.post(page(made), data={**hidden(shown(client.get(page(made)))), "question": text})


def answer(client: FlaskClient, text: str) -> None:
    html = shown(client.get("/en/receipt/story"))
    form = html[html.index("form asked") :]
    action = re.findall(r'action="([^"]+)"', form)[0]
    assert client.post(action, data={**hidden(form), "text": text}).status_code == 303


def test_the_answer_is_read_by_those_who_translate_and_by_nobody_else(
    app: Flask, archive: Archive, asha: FlaskClient, told: FlaskClient, made: Made
):
    assert ask(asha, made, QUESTION).status_code == 303
    html = shown(told.get("/en/receipt/story"))
    assert QUESTION in html
    assert "Those who translate your story ask this" in html
    answer(told, ANSWER)
    assert ANSWER in shown(asha.get(page(made)))
    other, _person = signed_in(app, archive, Role.TRANSLATOR, handle="tom")
    assert ANSWER in shown(other.get(page(made)))
    member, _person = signed_in(app, archive, Role.MEMBER, handle="mia")
    assert member.get(page(made)).status_code == 403
    anybody = app.test_client()
    assert anybody.get(page(made)).status_code == 302
    assert ANSWER not in shown(anybody.get(f"/es/cases/{made.public_id}/x", follow_redirects=True))


def test_what_facilitators_and_tellers_say_to_each_other_stays_between_them(
    app: Flask, archive: Archive, asha: FlaskClient, told: FlaskClient, made: Made
):
    _client, facilitator = signed_in(app, archive, Role.FACILITATOR, handle="fa")
    with archive.unit_of_work(facilitator, write=True) as work:
        work.reviewing.deciding.ask(made.public_id, "¿Están a salvo?", form_key="one", field="summary")
    answer(told, "No, nos vigilan.")
    html = shown(asha.get(page(made)))
    assert "a salvo" not in html
    assert "vigilan" not in html


def test_too_many_questions_wait_and_none_is_lost(asha: FlaskClient, made: Made):
    for number in range(MOST_OPEN):
        assert ask(asha, made, f"Pregunta {number}").status_code == 303
    refused = ask(asha, made, "Una más, por favor")
    assert refused.status_code == 422
    assert "Una más, por favor" in shown(refused)
    assert ask(asha, made, " ").status_code == 422


def test_withheld_words_stand_in_no_question(
    app: Flask, archive: Archive, asha: FlaskClient, told: FlaskClient, made: Made
):
    _client, facilitator = signed_in(app, archive, Role.FACILITATOR, handle="fa")
    with archive.unit_of_work(facilitator, write=True) as work:
        work.reviewing.marks.withhold(made.public_id, "Rosa Quispe", Kind.NAME)
    ask(asha, made, "¿Quién es Rosa Quispe?")
    assert "Quispe" not in shown(told.get("/en/receipt/story")).split("What was withheld")[0]
    assert "Quispe" not in shown(asha.get(page(made)))
