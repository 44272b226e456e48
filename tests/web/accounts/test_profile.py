"""The profile, as a browser sees it: what one says of oneself, sessions, the password, leaving."""

from __future__ import annotations

import json
import re

from flask import Flask
from flask.testing import FlaskClient

from tests.make import a_case, a_person, a_translation
from tests.web.accounts.visiting import GOOD, NEW, PROFILE, csrf, enter, invitation, send, shown
from wgsm_archive.db.models import Case, CaseReview, LanguageVersion, Person
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.accounts.sessions import actor_of
from wgsm_archive.services.archive import Archive


def test_the_profile_keeps_what_one_says_of_oneself(client: FlaskClient, archive: Archive, rosa: int):
    enter(client)
    answer = send(
        client,
        PROFILE,
        shown_name="Rosa de la costa",
        credit="R. C.",
        languages=["es", "ar"],
        more_languages="Runasimi, Swahili; xh",
        menu_language="",
    )
    assert (answer.status_code, answer.location) == (303, PROFILE)
    with archive.unit_of_work(SYSTEM) as work:
        person = work.session.get_one(Person, rosa)
        assert (person.shown_name, person.credit) == ("Rosa de la costa", "R. C.")
        assert person.languages[:2] == ["es", "ar"]
        assert {"sw", "xh"} <= set(person.languages)
    page = shown(client.get(PROFILE))
    assert 'value="Rosa de la costa"' in page
    assert re.search(r'<input[^>]*checked[^>]*value="sw"', page)


def test_a_language_nobody_knows_is_named_and_nothing_typed_is_lost(client: FlaskClient, rosa: int):
    enter(client)
    answer = send(client, PROFILE, shown_name="New name", languages=["fr"], more_languages="Atlantean")
    assert answer.status_code == 422
    assert "Atlantean" in shown(answer)
    assert 'value="New name"' in shown(answer)
    assert re.search(r'<input[^>]*checked[^>]*value="fr"', shown(answer))


def test_one_session_ends_or_all_others(app: Flask, client: FlaskClient, rosa: int):
    others = [app.test_client() for _number in range(3)]
    for browser in (*others, client):
        enter(browser)
    page = shown(client.get(PROFILE))
    assert "This browser" in page
    keys = re.findall(r'action="(/en/account/sessions/\w+)"', page)
    assert len(keys) == 3
    assert send(client, PROFILE, keys[0]).status_code == 303
    assert [one.get(PROFILE).status_code for one in others].count(302) == 1
    assert "ended already" in shown(
        client.post(keys[0], data={"csrf_token": csrf(client, PROFILE)}, follow_redirects=True)
    )
    send(client, PROFILE, "/en/account/sessions", which="others")
    assert [one.get(PROFILE).status_code for one in others] == [302] * 3
    assert client.get(PROFILE).status_code == 200
    send(client, PROFILE, "/en/account/sessions", which="all")
    assert client.get(PROFILE).status_code == 302


def test_a_new_password_asks_for_the_old_one(app: Flask, client: FlaskClient, rosa: int):
    other = app.test_client()
    enter(other)
    enter(client)
    wrong = send(client, PROFILE, "/en/account/password", old="wrong", password=NEW)
    assert wrong.status_code == 422
    assert "This is not your present password." in shown(wrong)
    assert 'href="#part-password"' in shown(wrong)
    assert NEW not in shown(wrong)
    assert send(client, PROFILE, "/en/account/password", old=GOOD, password=NEW).status_code == 303
    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302


def test_somebody_takes_their_data_along_and_leaves(client: FlaskClient, archive: Archive, rosa: int):
    story = a_case(archive, owner_id=rosa)
    other = a_case(archive, texts={"title": "Somebody else's", "summary": "Not hers."})
    translated = a_translation(archive, other.id, "en", {"title": "A title", "summary": "One."}, person_id=rosa)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Person, rosa).credit = "Rosa C."
        work.session.get_one(LanguageVersion, translated).credit = "Rosa C."
        work.session.add(CaseReview(case_id=other.id, claimed_by=rosa))
    enter(client)
    file = client.get("/en/account/my-data")
    data = json.loads(file.data)
    assert data["account"]["name for signing in"] == "rosa"
    assert [one["address"] for one in data["stories"]] == [story.public_id]
    assert "Somebody else" not in file.get_data(as_text=True)
    assert send(client, PROFILE, "/en/account/delete", old="wrong").status_code == 422
    assert send(client, PROFILE, "/en/account/delete", old=GOOD).status_code == 303
    assert client.get(PROFILE).status_code == 302
    assert enter(client).status_code == 422
    assert client.get(f"/en/cases/{story.public_id}/x", follow_redirects=True).status_code == 200
    with archive.unit_of_work(SYSTEM) as work:
        person = work.session.get_one(Person, rosa)
        said = (person.shown_name, person.credit, person.email, person.password_hash, person.languages, person.roles)
        assert said == ("", "", None, "", [], [])
        assert "rosa" not in person.handle
        assert work.session.get_one(Case, story.id).owner_id is None
        assert work.session.get_one(LanguageVersion, translated).credit == ""
        assert work.session.get_one(CaseReview, other.id).claimed_by is None
    joined = send(client, invitation(archive), handle="rosa", password=GOOD)
    assert joined.status_code == 303


def test_the_only_steward_cannot_delete_their_account(client: FlaskClient, archive: Archive):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.accounts.make_person("ana", GOOD, [Role.STEWARD])
    enter(client, name="ana")
    refused = send(client, PROFILE, "/en/account/delete", old=GOOD)
    assert refused.status_code == 422
    assert "You are the only steward." in shown(refused)
    a_person(archive, Role.STEWARD)
    assert send(client, PROFILE, "/en/account/delete", old=GOOD).status_code == 303


def test_what_was_typed_outlives_the_session(client: FlaskClient, archive: Archive, rosa: int):
    enter(client)
    token = csrf(client, PROFILE)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        me = actor_of(work.session.get_one(Person, rosa))
    with archive.unit_of_work(me, write=True) as work:
        work.accounts.end_sessions()
    ended = client.post(PROFILE, data={"csrf_token": token, "shown_name": "Typed name"})
    assert ended.status_code == 401
    assert "Typed name" in shown(ended)
    fields = {
        "handle": "rosa",
        "password": GOOD,
        "action": PROFILE,
        "kept_name": "shown_name",
        "kept_value": "Typed name",
    }
    back = client.post(
        "/en/account/login", data={"csrf_token": token, **fields}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert back.status_code == 200
    found = re.search(r'name="csrf_token" value="([^"]+)"', shown(back))
    assert found is not None
    assert client.post(PROFILE, data={"csrf_token": found[1], "shown_name": "Typed name"}).status_code == 303
    assert 'value="Typed name"' in shown(client.get(PROFILE))
