"""What was said before is offered beside a paragraph, and put into its field without losing a word."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import TEXTS, Made, a_case, a_person, a_translation, hide, index, sign_in
from wgsm_archive.domain.actor import Role
from wgsm_archive.services.archive import Archive

SAID = "Fishers stopped the port for nine days."


@pytest.fixture
def old(archive: Archive) -> Made:
    old = a_case(archive)
    a_translation(archive, old.id, "en", {"title": "The strike", "summary": SAID})
    return old


@pytest.fixture
def made(archive: Archive, old: Made) -> Made:
    made = a_case(archive, texts={**TEXTS, "title": "Otra huelga"})
    index(archive)
    return made


@pytest.fixture
def asha(app: Flask, archive: Archive, made: Made) -> FlaskClient:
    client = app.test_client()
    person = a_person(archive, Role.TRANSLATOR, handle="asha")
    sign_in(client, archive, person)
    with archive.unit_of_work(person, write=True) as work:
        work.translating.start(made.public_id, "en", "es")
    return client


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def part(made: Made) -> str:
    return f"/en/translate/{made.public_id}/en/summary"


def press(client: FlaskClient, made: Made, button: str, typed: str = "") -> str:
    page = shown(client.get(part(made)))
    fields = dict(re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', page))
    names = re.findall(r'<textarea id="[^"]*" name="(text\.\d+)"', page)
    texts = dict.fromkeys(names, "")
    texts[f"text.{button.split('.', maxsplit=1)[0]}"] = typed
    return shown(client.post(part(made), data={**fields, **texts, "use": button}, follow_redirects=True))


def button_of(page: str) -> str:
    return re.findall(r'name="use" value="([\d.]+)"', page)[-1]


def test_it_is_offered_with_where_it_comes_from(asha: FlaskClient, made: Made):
    page = shown(asha.get(part(made)))
    assert "Said before" in page
    assert SAID in page
    assert "the same paragraph" in page


def test_it_goes_into_the_field_as_a_draft_and_what_was_typed_stays(asha: FlaskClient, made: Made):
    page = press(asha, made, button_of(shown(asha.get(part(made)))))
    assert f">\n{SAID}</textarea>" in page
    page = press(asha, made, button_of(page), typed="My own words.")
    assert f">\nMy own words.\n\n{SAID}</textarea>" in page


def test_a_story_that_was_hidden_is_quoted_no_more(archive: Archive, asha: FlaskClient, made: Made, old: Made):
    button = button_of(shown(asha.get(part(made))))
    hide(archive, old)
    assert SAID not in shown(asha.get(part(made)))
    page = press(asha, made, button, typed="My own words.")
    assert "offered no more" in page
    assert SAID not in page
    assert "My own words." in page


def test_terms_are_named_in_the_language_of_the_translation(app: Flask, archive: Archive, asha: FlaskClient):
    made = a_case(archive, texts={**TEXTS, "summary": "Pedimos una reforma agraria."})
    with archive.unit_of_work(a_person(archive, Role.TRANSLATOR, handle="tom"), write=True) as work:
        work.translating.start(made.public_id, "en", "es")
    page = shown(asha.get(part(made)))
    assert "Terms in this paragraph" in page
    assert "grarian reform" in page
