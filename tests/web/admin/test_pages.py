"""The pages of stewards, as a browser sees them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import a_person, sign_in
from wgsm_archive.db.models import Person, Record, RecordText
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.services.archive import Archive

PEOPLE, INVITATIONS = "/en/admin/", "/en/admin/invitations"
GOOD = "maize beans squash"


@pytest.fixture
def steward(client: FlaskClient, archive: Archive) -> Actor:
    person = a_person(archive, Role.STEWARD, handle="ana")
    sign_in(client, archive, person)
    return person


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def send(client: FlaskClient, page: str, action: str = "", **fields: object) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown(client.get(page)))
    return client.post(action or page, data={"csrf_token": token[1] if token else "", **fields})


def page_of(archive: Archive, actor: Actor) -> str:
    with archive.unit_of_work(SYSTEM) as work:
        return f"/en/admin/people/{work.session.get_one(Person, actor.person_id).public_id}"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.TRANSLATOR, Role.FACILITATOR])
def test_the_pages_open_to_stewards_only(client: FlaskClient, archive: Archive, role: Role):
    person = page_of(archive, a_person(archive))
    for page in (PEOPLE, INVITATIONS, person):
        assert client.get(page).status_code == 302
    sign_in(client, archive, a_person(archive, role))
    for page in (PEOPLE, INVITATIONS, person):
        assert client.get(page).status_code == 403
    for action in (INVITATIONS, f"{person}/roles", f"{person}/close", f"{person}/reset", f"{INVITATIONS}/1/revoke"):
        assert send(client, "/en/account/profile", action, roles="steward").status_code == 403


def test_people_are_listed_and_found(client: FlaskClient, archive: Archive, steward: Actor):
    for number in range(25):
        a_person(archive, Role.TRANSLATOR, handle=f"person{number:02}")
    page = shown(client.get(PEOPLE))
    assert "Ana" in page
    assert "Person24" not in page
    assert "Person24" in shown(client.get(f"{PEOPLE}?page=2"))
    assert client.get(f"{PEOPLE}?page=99").location == f"{PEOPLE}?page=2"
    found = shown(client.get(f"{PEOPLE}?q=person24"))
    assert "Person24" in found
    assert "Person01" not in found
    assert "Nobody has such a name." in shown(client.get(f"{PEOPLE}?q=zzz%00%25"))


def test_an_invitation_is_made_shown_once_followed_and_gone(
    app: Flask, client: FlaskClient, archive: Archive, steward: Actor
):
    made = shown(
        send(
            client,
            INVITATIONS,
            roles=["translator"],
            languages=["es"],
            more_languages="qu",
            days="30",
            note="from the harvest feast",
        )
    )
    found = re.search(r"http://localhost(/en/account/link/[\w-]+)", made)
    assert found is not None
    again = shown(client.get(INVITATIONS))
    assert found[1] not in again
    assert "from the harvest feast" in again
    assert "25 December 2026" in again
    browser = app.test_client()
    assert send(browser, found[1], handle="rosa", password=GOOD).status_code == 303
    profile = shown(browser.get("/en/account/profile"))
    assert "Translator" in profile
    assert re.search(r'<input[^>]*checked[^>]*value="qu"', profile)
    assert "from the harvest feast" not in shown(client.get(INVITATIONS))


def test_an_invitation_is_taken_back(app: Flask, client: FlaskClient, archive: Archive, steward: Actor):
    made = shown(send(client, INVITATIONS, days="7"))
    found = re.search(r"http://localhost(/en/account/link/[\w-]+)", made)
    revoke = re.search(r'action="(/en/admin/invitations/\d+/revoke)"', made)
    assert found is not None
    assert revoke is not None
    assert send(client, INVITATIONS, revoke[1]).status_code == 303
    assert app.test_client().get(found[1]).status_code == 404
    assert send(client, INVITATIONS, revoke[1]).status_code == 303
    assert "Somebody has followed this invitation already" in shown(client.get(INVITATIONS))


def test_an_unknown_language_keeps_the_rest_of_the_invitation(client: FlaskClient, steward: Actor):
    answer = send(client, INVITATIONS, roles="facilitator", more_languages="Atlantean", days="1", note="Keep me")
    assert answer.status_code == 422
    assert 'value="Keep me"' in shown(answer)
    assert re.search(r'<input[^>]*checked[^>]*value="facilitator"', shown(answer))
    assert "/account/link/" not in shown(answer)


def test_roles_hold_from_the_next_request_on(app: Flask, client: FlaskClient, archive: Archive, steward: Actor):
    somebody = a_person(archive)
    browser = app.test_client()
    sign_in(browser, archive, somebody)
    page = page_of(archive, somebody)
    assert browser.get("/en/review/").status_code == 403
    send(client, page, f"{page}/roles", roles=["facilitator"])
    assert browser.get("/en/review/").status_code == 200
    send(client, page, f"{page}/roles")
    assert browser.get("/en/review/").status_code == 403


def test_closing_an_account_ends_its_sessions_at_once(
    app: Flask, client: FlaskClient, archive: Archive, steward: Actor
):
    somebody = a_person(archive)
    browser = app.test_client()
    sign_in(browser, archive, somebody)
    page = page_of(archive, somebody)
    assert send(client, page, f"{page}/close", disabled="yes").status_code == 303
    assert browser.get("/en/account/profile").status_code == 302
    assert "This account is closed." in shown(client.get(page))
    send(client, page, f"{page}/close", disabled="no")
    assert browser.get("/en/account/profile").status_code == 302
    assert "This account is closed." not in shown(client.get(page))


def test_the_only_steward_cannot_leave_the_archive_alone(client: FlaskClient, archive: Archive, steward: Actor):
    page = page_of(archive, steward)
    for action in ("roles", "close"):
        refused = send(client, page, f"{page}/{action}", disabled="yes")
        assert refused.status_code == 422
        assert "This is the only steward." in shown(refused)
    assert client.get(PEOPLE).status_code == 200


def test_a_steward_who_drops_the_role_is_led_out_of_the_room(client: FlaskClient, archive: Archive, steward: Actor):
    a_person(archive, Role.STEWARD)
    page = page_of(archive, steward)
    answer = send(client, page, f"{page}/roles", roles="translator")
    assert (answer.status_code, answer.location) == (303, "/en/account/profile")
    assert client.get(PEOPLE).status_code == 403


def test_an_organisation_is_chosen(client: FlaskClient, archive: Archive, steward: Actor):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        texts = [RecordText(language="en", title="Women's network")]
        work.session.add(
            Record(public_id="red", type=RecordType.ORGANISATION, label="network", language="en", texts=texts)
        )
    page = page_of(archive, a_person(archive))
    assert "Women's network" in shown(client.get(page))
    assert send(client, page, f"{page}/organisation", organisation="red").status_code == 303
    assert re.search(r'<option selected value="red">', shown(client.get(page)))
    assert send(client, page, f"{page}/organisation", organisation="other").status_code == 404
    send(client, page, f"{page}/organisation", organisation="")
    assert not re.search(r'<option selected value="red">', shown(client.get(page)))


def test_a_link_for_a_new_password_is_shown_once(app: Flask, client: FlaskClient, archive: Archive, steward: Actor):
    page = page_of(archive, a_person(archive, Role.FACILITATOR))
    made = send(client, page, f"{page}/reset")
    assert made.headers["Cache-Control"] == "private, no-store"
    found = re.search(r"http://localhost(/en/account/link/[\w-]+)", shown(made))
    assert found is not None
    assert found[1] not in shown(client.get(page))
    assert send(app.test_client(), found[1], password=GOOD).status_code == 303
    assert "A link for a new password was made" in shown(client.get(page))
