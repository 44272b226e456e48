"""Facilitators turn the letters about their desk off and on, translators say how often; nobody else is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from flask.testing import FlaskClient

from tests.make import a_person, sign_in
from tests.web.accounts.visiting import PROFILE, Mailbox
from wgsm_archive.db.models import Person
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.services.archive import Archive


def wants_letters(archive: Archive, actor: Actor) -> bool:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.get_one(Person, actor.person_id).letters


def change(client: FlaskClient, **fields: str) -> None:
    page = client.get(PROFILE).get_data(as_text=True)
    token = re.findall(r'name="csrf_token" value="([^"]*)"', page)[0]
    assert client.post(PROFILE, data={"csrf_token": token, "shown_name": "Ana", **fields}).status_code == 303


def test_a_facilitator_turns_letters_off_and_on(client: FlaskClient, archive: Archive):
    ana = a_person(archive, Role.FACILITATOR)
    sign_in(client, archive, ana)
    assert 'name="letters"' not in client.get(PROFILE).get_data(as_text=True), "no letters can be sent"
    change(client, letters="no")
    assert wants_letters(archive, ana)
    archive.tools = replace(archive.tools, mail=Mailbox(), base_url="https://archive.example")
    for choice in ("no", "yes", "no"):
        change(client, letters=choice)
        assert wants_letters(archive, ana) is (choice == "yes")
        assert f'<option selected value="{choice}"' in client.get(PROFILE).get_data(as_text=True)


def test_others_are_not_asked(client: FlaskClient, archive: Archive):
    archive.tools = replace(archive.tools, mail=Mailbox(), base_url="https://archive.example")
    rosa = a_person(archive, Role.TRANSLATOR)
    sign_in(client, archive, rosa)
    assert 'name="letters"' not in client.get(PROFILE).get_data(as_text=True)
    change(client, letters="no")
    assert wants_letters(archive, rosa)


def test_a_translator_says_how_often_letters_come(client: FlaskClient, archive: Archive):
    archive.tools = replace(archive.tools, mail=Mailbox(), base_url="https://archive.example")
    rosa = a_person(archive, Role.TRANSLATOR)
    sign_in(client, archive, rosa)
    assert '<option selected value="weekly"' in client.get(PROFILE).get_data(as_text=True)
    change(client, digest="never")
    assert '<option selected value="never"' in client.get(PROFILE).get_data(as_text=True)
    change(client, digest="every minute")
    assert '<option selected value="never"' in client.get(PROFILE).get_data(as_text=True)
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    assert 'name="digest"' not in client.get(PROFILE).get_data(as_text=True)
