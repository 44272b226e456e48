"""My stories: what somebody with an account has told, and nobody else's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import TEXTS, Made, a_case, a_person, sign_in
from wgsm_archive.db.models import DialogueMessage
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.services.archive import Archive

MINE = "/en/contribute/mine"


@pytest.fixture
def rosa(client: FlaskClient, archive: Archive) -> Actor:
    person = a_person(archive)
    sign_in(client, archive, person)
    return person


def story_of(archive: Archive, actor: Actor | None, title: str, state: CaseState = CaseState.PUBLISHED) -> Made:
    return a_case(archive, state=state, owner_id=actor.person_id if actor else None, texts={**TEXTS, "title": title})


def ask(archive: Archive, made: Made, text: str, *, from_teller: bool = False) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(
            DialogueMessage(
                case_id=made.id, from_teller=from_teller, text=text, written_on=work.today, form_key=text[:40]
            )
        )


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def press(client: FlaskClient, action: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown(client.get(MINE)))
    assert token is not None
    return client.post(action, data={"csrf_token": token[1]})


def test_every_state_is_told_in_words_with_the_ways_on(client: FlaskClient, archive: Archive, rosa: Actor):
    for state in (CaseState.DRAFT, CaseState.SUBMITTED, CaseState.PUBLISHED, CaseState.DECLINED):
        story_of(archive, rosa, f"El cuento {state}", state)
    page = shown(client.get(MINE))
    for words in (
        "You are still writing. Nobody else can see it.",
        "A person is reading it. Nothing is public yet.",
        "It can be read by those you chose.",
        "It was not published. The reason is in the messages.",
    ):
        assert words in page
    assert page.count("El cuento ") == 4
    assert 'lang="es" dir="ltr"' in page


def test_without_stories_it_says_how_one_comes_here(client: FlaskClient, rosa: Actor):
    assert "No story is tied to your account yet." in shown(client.get(MINE))


def test_it_is_reached_from_the_menu_and_the_profile(client: FlaskClient, rosa: Actor):
    assert shown(client.get("/en/account/profile")).count(f'href="{MINE}"') == 2


def test_a_draft_is_gone_on_with(client: FlaskClient, archive: Archive, rosa: Actor):
    made = story_of(archive, rosa, "A medias", CaseState.DRAFT)
    answer = press(client, f"{MINE}/{made.public_id}/open")
    assert (answer.status_code, answer.location) == (303, "/en/contribute/title")
    assert "A medias" in shown(client.get("/en/contribute/title"))


def test_an_open_question_is_shown_first_until_it_is_answered(client: FlaskClient, archive: Archive, rosa: Actor):
    asked = story_of(archive, rosa, "Con pregunta", CaseState.SUBMITTED)
    story_of(archive, rosa, "Sin pregunta", CaseState.SUBMITTED)
    ask(archive, asked, "In which year was that?")
    page = shown(client.get(MINE))
    assert page.index("Con pregunta") < page.index("Sin pregunta")
    assert "In which year was that?" in page
    assert press(client, f"{MINE}/{asked.public_id}/open").location == "/en/receipt/story"
    assert "In which year was that?" in shown(client.get("/en/receipt/story"))
    ask(archive, asked, "In 1998.", from_teller=True)
    assert "In which year was that?" not in shown(client.get(MINE))


def test_a_story_is_hidden_at_once_and_can_be_shown_again(
    app: Flask, client: FlaskClient, archive: Archive, rosa: Actor
):
    made = story_of(archive, rosa, "Para esconder")
    reader = app.test_client()
    page = f"/en/cases/{made.public_id}/"
    assert reader.get(page, follow_redirects=True).status_code == 200
    for _number in range(2):
        assert press(client, f"{MINE}/{made.public_id}/hide").status_code == 303
    assert reader.get(page, follow_redirects=True).status_code == 410
    assert "You have hidden it. Nobody else can see it." in shown(client.get(MINE))
    press(client, f"{MINE}/{made.public_id}/open")
    assert "Show it again" in shown(client.get("/en/receipt/story"))


@pytest.mark.parametrize("role", [*Role])
def test_nobody_sees_or_opens_what_is_anothers(app: Flask, client: FlaskClient, archive: Archive, role: Role):
    rosa, other = a_person(archive), a_person(archive, role)
    hers, nobodys = story_of(archive, rosa, "Zarapito suyo"), story_of(archive, None, "Zarapito sin cuenta")
    sign_in(client, archive, other)
    assert "Zarapito" not in shown(client.get(MINE))
    for made in (hers, nobodys):
        for act in ("open", "hide"):
            assert press(client, f"{MINE}/{made.public_id}/{act}").status_code == 404
    assert client.get("/en/receipt/story").status_code == 303
    assert app.test_client().get(f"/en/cases/{hers.public_id}/", follow_redirects=True).status_code == 200


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient):
    assert client.get(MINE).status_code == 302


def test_a_story_that_was_erased_is_not_listed(client: FlaskClient, archive: Archive, rosa: Actor):
    made = story_of(archive, rosa, "Borrado", CaseState.ERASED)
    assert "Borrado" not in shown(client.get(MINE))
    assert press(client, f"{MINE}/{made.public_id}/open").status_code == 404
