"""Tellers look at translations of their story and say whether they are right."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import USES, Made, a_case, a_person, a_translation, sign_in
from wgsm_archive.domain.actor import SYSTEM, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, with_uses
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.translating.typed import Typed

PAGE = "/en/receipt/translations"


@pytest.fixture
def made(archive: Archive) -> Made:
    made = a_case(archive)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "Fishers stopped the port."})
    return made


@pytest.fixture
def told(app: Flask, archive: Archive, made: Made) -> FlaskClient:
    """The tellers' browser, with their story open."""
    client = app.test_client()
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, made.id, draft=False)
    client.set_cookie("wgsm_story", token)
    return client


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def send(client: FlaskClient, target: str, **fields: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown(client.get("/en/receipt/story")))
    return client.post(f"{PAGE}/{target}", data={"csrf_token": token[1] if token else "", **fields})


def story_page(client: FlaskClient, made: Made) -> str:
    return shown(client.get(f"/en/cases/{made.public_id}/x", follow_redirects=True))


def test_what_the_tellers_found_right_is_told_on_the_page(told: FlaskClient, client: FlaskClient, made: Made):
    assert "found it right" not in story_page(client, made)
    assert send(told, "en", right="yes").status_code == 303
    assert "Its tellers have heard or read this translation and found it right" in story_page(client, made)
    assert "You found it right" in shown(told.get(PAGE))


def test_what_is_wrong_reaches_translators_and_nobody_else(
    app: Flask, archive: Archive, told: FlaskClient, client: FlaskClient, made: Made
):
    send(told, "en", right="yes")
    assert send(told, "en", words="  ").status_code == 422
    assert send(told, "en", words="It was the women who stopped it.").status_code == 303
    assert "found it right" not in story_page(client, made)
    assert "It was the women" not in story_page(client, made)
    translator = app.test_client()
    sign_in(translator, archive, a_person(archive, Role.TRANSLATOR, handle="asha"))
    desk = shown(translator.get(f"/en/translate/{made.public_id}/en/"))
    assert "It was the women who stopped it." in desk
    member = app.test_client()
    sign_in(member, archive, a_person(archive, Role.MEMBER, handle="mia"))
    assert "It was the women" not in story_page(member, made)
    # What they said then is over once they say that it is right.
    send(told, "en", right="yes")
    assert "It was the women" not in shown(translator.get(f"/en/translate/{made.public_id}/en/"))


def test_it_was_said_of_the_text_that_stood_there(archive: Archive, told: FlaskClient, client: FlaskClient, made: Made):
    send(told, "en", right="yes")
    translator = a_person(archive, Role.TRANSLATOR, handle="asha")
    with archive.unit_of_work(translator, write=True) as work:
        part = work.translating.part(made.public_id, "en", "summary", ("en",))
        slot = next(one for one in part.slots if one.field == "summary")
        typed = {slot.id: Typed("Women stopped the port.", slot.base_id, slot.target_id)}
        work.translating.save(made.public_id, "en", "summary", typed)
    assert "found it right" in story_page(client, made)
    with archive.unit_of_work(translator, write=True) as work:
        work.translating.make_ready(made.public_id, "en")
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR, handle="fa"), write=True) as work:
        revision = work.translating.version(made.public_id, "en").revision
        work.translating.approve(made.public_id, "en", based_on=revision)
    assert "Women stopped the port." in story_page(client, made)
    assert "found it right" not in story_page(client, made)


def test_only_what_readers_see_can_be_spoken_of(archive: Archive, told: FlaskClient, client: FlaskClient, made: Made):
    assert send(told, "fr", right="yes").status_code == 404
    assert send(told, "es", right="yes").status_code == 404
    with archive.unit_of_work(teller(made.id), write=True) as work:
        consent = with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE, not_in=("en",)), USES)
        work.contributing.writing.decide(consent)
    assert "Nobody has translated it yet." in shown(told.get(PAGE))
    assert send(told, "en", right="yes").status_code == 404
    assert client.get(PAGE).status_code in (302, 303)
