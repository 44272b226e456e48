"""The door, one-time links and the way back in, as a browser sees them."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.fakes import HeldClock
from tests.make import a_person, index, sign_in
from tests.web.accounts.visiting import GOOD, NEW, PROFILE, Mailbox, csrf, enter, invitation, send, shown
from wgsm_archive.app import create_app
from wgsm_archive.db.models import Job, Person
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import SIGN_IN_COOKIE

SHORT = "short"


@pytest.fixture
def mailbox(archive: Archive) -> Mailbox:
    box = Mailbox()
    archive.tools = replace(archive.tools, mail=box, base_url="https://archive.example")
    return box


def test_from_invitation_to_signing_out(client: FlaskClient, archive: Archive):
    link = invitation(archive, Role.TRANSLATOR)
    page = client.get(link)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    joined = send(client, link, handle="Ñusta", password=GOOD)
    assert (joined.status_code, joined.location) == (303, "/es/account/profile")
    cookie = client.get_cookie(SIGN_IN_COOKIE)
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    profile = shown(client.get("/es/account/profile"))
    assert "nusta" in profile
    left = send(client, "/es/account/profile", "/es/account/logout")
    assert left.status_code == 303
    assert '"storage"' in left.headers["Clear-Site-Data"]
    client.set_cookie(SIGN_IN_COOKIE, cookie.value, domain="localhost")
    assert client.get("/es/account/profile").status_code == 302
    client.delete_cookie(SIGN_IN_COOKIE, domain="localhost")
    assert enter(client, name="ñusta").status_code == 303
    assert client.get("/es/account/profile").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(client: FlaskClient, rosa: int):
    wrong, unknown = enter(client, "wrong password"), enter(client, "wrong password", name="tico")
    assert wrong.status_code == unknown.status_code == 422
    assert shown(wrong).replace("rosa", "tico") == shown(unknown)
    assert "The name or the password is not right." in shown(wrong)
    assert "wrong password" not in shown(wrong)


def test_too_many_tries_are_told_in_words_with_the_name_kept(client: FlaskClient, rosa: int):
    for _number in range(10):
        enter(client, "wrong password")
    answer = enter(client, GOOD, next="/en/stories/?x=1")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 301
    assert re.search("Please wait .?5.? minutes", shown(answer))
    assert 'value="rosa"' in shown(answer)
    assert 'value="/en/stories/?x=1"' in shown(answer)


@pytest.mark.parametrize("where", ["//evil.example", "/\\evil.example", "https://evil.example", "/x\r\nY: 1", "/\0"])
def test_the_door_leads_nowhere_else(client: FlaskClient, rosa: int, where: str):
    answer = enter(client, next=where)
    assert answer.location == "/en/"
    assert client.get("/en/account/login", query_string={"next": where}).status_code == 200


def test_signing_in_opens_the_page_one_came_for_in_the_language_one_chose(
    client: FlaskClient, archive: Archive, rosa: int
):
    assert enter(client, next="/en/about").location == "/en/about"
    send(client, PROFILE, shown_name="Rosa", menu_language="ar")
    client.delete_cookie(SIGN_IN_COOKIE, domain="localhost")
    client.delete_cookie("wgsm_language", domain="localhost")
    assert enter(client).location == "/ar/"
    assert client.get("/", headers={"Accept-Language": "fr"}).location == "/ar/"


def test_a_taken_name_and_a_short_password_keep_what_was_typed(client: FlaskClient, archive: Archive, rosa: int):
    link = invitation(archive)
    answer = send(client, link.replace("/es/", "/en/"), handle="Rosa", password=SHORT)
    assert answer.status_code == 422
    assert 'value="Rosa"' in shown(answer)
    assert "Somebody has this name already." in shown(answer)
    assert "a short password can be guessed" in shown(answer)
    assert send(client, link, handle="rosa2", password=GOOD).status_code == 303


@pytest.mark.parametrize(
    ("name", "password", "status"),
    [
        ("rosa\0", "maize\0beans\0squash", 303),
        ("r" * 5000, GOOD, 422),
        ("long", "maize beans " * 83, 303),
        ("longer", "maize beans " * 90, 422),
        ("\ud800", GOOD, 303),
        ("", "", 422),
    ],
    ids=["zero bytes", "long name", "long password", "too long", "half a pair", "nothing"],
)
def test_no_name_and_no_password_breaks_the_page(
    client: FlaskClient, archive: Archive, name: str, password: str, status: int
):
    link = invitation(archive)
    body = {"handle": name.encode("utf-8", "surrogatepass"), "password": password, "csrf_token": csrf(client, link)}
    assert client.post(link, data=body).status_code == status


@pytest.mark.parametrize("kind", ["used", "over", "taken back", "never made"])
def test_a_link_that_does_not_hold_says_so(client: FlaskClient, archive: Archive, clock: HeldClock, kind: str):
    link = invitation(archive)
    if kind == "used":
        assert send(client, link, handle="first", password=GOOD).status_code == 303
    elif kind == "over":
        clock.forward(days=8)
    elif kind == "taken back":
        with archive.unit_of_work(SYSTEM, write=True) as work:
            work.admin.revoke(work.admin.invitations()[0].id)
    else:
        link = "/es/account/link/never%00made"
    for answer in (client.get(link.replace("/es/", "/en/")), send(client, link.replace("/es/", "/en/"), password=GOOD)):
        assert answer.status_code in (403, 404) if kind == "used" else answer.status_code == 404
    assert "This link does not hold any more" in shown(client.get(link.replace("/es/", "/en/")))


def test_no_token_is_written_to_the_log(
    client: FlaskClient, archive: Archive, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    link = invitation(archive)
    caplog.set_level(logging.DEBUG)

    def break_down(*given: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("wgsm_archive.web.accounts.returning.doors.follow_link", break_down)
    assert send(client, link, handle="ana", password=GOOD).status_code == 500
    assert link.rsplit("/", 1)[1] not in caplog.text
    assert GOOD not in caplog.text


def test_without_mail_the_way_back_is_a_person(client: FlaskClient):
    page = shown(client.get("/en/account/forgotten"))
    assert "Ask a facilitator or a steward" in page
    assert 'name="email"' not in page
    assert send(client, "/en/account/forgotten", email="rosa@example.org").status_code == 404


def test_a_letter_brings_somebody_back_in(client: FlaskClient, archive: Archive, mailbox: Mailbox, rosa: int):
    enter(client)
    old = client.get_cookie(SIGN_IN_COOKIE)
    assert old is not None
    assert send(client, PROFILE, "/en/account/address", email="Rosa@example.org", old="wrong").status_code == 422
    assert send(client, PROFILE, "/en/account/address", email="not an address", old=GOOD).status_code == 422
    assert send(client, PROFILE, "/en/account/address", email="Rosa@example.org", old=GOOD).status_code == 303
    client.delete_cookie(SIGN_IN_COOKIE, domain="localhost")
    known = send(client, "/es/account/forgotten", email="rosa@EXAMPLE.org")
    unknown = send(client, "/es/account/forgotten", email="nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.data == unknown.data
    index(archive)
    assert [letter.to for letter in mailbox.letters] == ["rosa@EXAMPLE.org"]
    found = re.search(r"https://archive\.example(/es/account/link/\S+)", mailbox.letters[0].body)
    assert found is not None
    assert "rosa" in mailbox.letters[0].body
    assert send(client, found[1], password=NEW).status_code == 303
    assert client.get(PROFILE).status_code == 200
    client.set_cookie(SIGN_IN_COOKIE, old.value, domain="localhost")
    assert client.get(PROFILE).status_code == 302
    assert client.get(found[1]).status_code == 404


def address_of_rosa(archive: Archive, rosa: int) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Person, rosa).email = "rosa@example.org"


def test_letters_do_not_fill_a_mailbox(
    client: FlaskClient, archive: Archive, mailbox: Mailbox, clock: HeldClock, rosa: int
):
    address_of_rosa(archive, rosa)
    answers = []
    for _number in range(4):
        answers.append(send(client, "/en/account/forgotten", email="rosa@example.org").status_code)
        index(archive)
    assert answers == [200, 200, 200, 429]
    assert len(mailbox.letters) == 1
    clock.forward(minutes=11)
    send(client, "/en/account/forgotten", email="rosa@example.org")
    index(archive)
    assert len(mailbox.letters) == 2


def test_a_letter_waits_for_the_server_but_not_for_ever(
    client: FlaskClient, archive: Archive, mailbox: Mailbox, clock: HeldClock, caplog: pytest.LogCaptureFixture
):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.accounts.make_person("rosa", GOOD, []).email = "rosa@example.org"
    mailbox.broken = True
    send(client, "/en/account/forgotten", email="rosa@example.org")
    index(archive)
    assert "could not be sent" in caplog.text
    assert "rosa@example.org" not in caplog.text
    mailbox.broken = False
    clock.forward(minutes=1)
    index(archive)
    assert len(mailbox.letters) == 1
    mailbox.broken = True
    clock.forward(minutes=20)
    send(client, "/en/account/forgotten", email="rosa@example.org")
    index(archive)
    clock.forward(hours=2)
    mailbox.broken = False
    index(archive)
    assert len(mailbox.letters) == 1
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Job)).all() == []


def test_a_closed_account_gets_no_letter(client: FlaskClient, archive: Archive, mailbox: Mailbox, rosa: int):
    address_of_rosa(archive, rosa)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Person, rosa).disabled = True
    send(client, "/en/account/forgotten", email="rosa@example.org")
    index(archive)
    assert mailbox.letters == []


def test_a_facilitator_helps_somebody_back_in(client: FlaskClient, archive: Archive, rosa: int):
    page = "/en/account/help"
    assert client.get(page).status_code == 302
    sign_in(client, archive, a_person(archive))
    assert client.get(page).status_code == 403
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    unknown = send(client, page, handle="tico")
    assert unknown.status_code == 422
    assert "Nobody signs in with this name." in shown(unknown)
    found = re.search(r"http://localhost(/en/account/link/[\w-]+)", shown(send(client, page, handle="Rosa")))
    assert found is not None
    assert found[1] not in shown(client.get(page))
    browser = client.application.test_client()
    assert send(browser, found[1], password=NEW).status_code == 303
    assert "rosa" in shown(browser.get(PROFILE))


def test_a_link_in_a_letter_starts_with_the_address_that_is_set(archive: Archive, settings: Settings):
    based = create_app(replace(settings, base_url="https://archive.example/"), archive=archive)
    client = based.test_client()
    sign_in(client, archive, a_person(archive, Role.STEWARD))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.accounts.make_person("ana", GOOD, [])
    page = shown(send(client, "/en/account/help", handle="ana"))
    assert "https://archive.example/en/account/link/" in page
