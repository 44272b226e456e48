"""Whoever is harmed by a story says so without an account; with the group's words the story is gone at once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.make import Made, a_case, a_person, index, sign_in
from wgsm_archive.db.models import AuditEvent, Case, HarmReport
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentBasis, ConsentLevel
from wgsm_archive.domain.errors import NotNow
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import ReceiptCode
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import decide_consent
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.transactions import settle
from wgsm_archive.web.current import TELLER_COOKIE

CODE = ReceiptCode(99_456_789_012_345)


@pytest.fixture
def told(archive: Archive) -> Made:
    made = a_case(archive)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(Consent(level=ConsentLevel.PUBLIC_SHARE, basis=ConsentBasis.ASSEMBLY))
        tellers.keep_receipt(work, made.id, CODE)
    index(archive)
    return made


def _say(client: FlaskClient, made: Made, **fields: str) -> TestResponse:
    page = client.get(f"/en/cases/{made.public_id}/harm").text
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    data = {"form_key": key[1] if key else "x" * 20, **fields}
    return client.post(f"/en/cases/{made.public_id}/harm", data=data)


def _state(archive: Archive, made: Made) -> CaseState:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.get_one(Case, made.id).state


def _facilitator(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    return client


def _press(client: FlaskClient, address: str, page: str = "/en/review/care") -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    return client.post(address, data={"csrf_token": token[1] if token else ""}, follow_redirects=True)


def test_the_page_of_a_story_leads_there(client: FlaskClient, told: Made):
    page = client.get(f"/en/cases/{told.public_id}/", follow_redirects=True).text
    assert f"/en/cases/{told.public_id}/harm" in page
    assert "You need no account" in client.get(f"/en/cases/{told.public_id}/harm").text


def test_a_report_comes_to_facilitators_who_hide_the_story_with_one_button(
    app: Flask, client: FlaskClient, archive: Archive, told: Made
):
    answer = _say(client, told, reason="My sister is in it.")
    assert answer.status_code == 200
    assert _state(archive, told) is CaseState.PUBLISHED
    looks = _facilitator(app, archive)
    assert "1 person says that a story harms them." in looks.get("/en/review/").text
    page = looks.get("/en/review/care").text
    assert "My sister is in it." in page
    _press(looks, f"/en/review/{told.public_id}/block")
    assert _state(archive, told) is CaseState.BLOCKED
    answer = client.get(f"/en/cases/{told.public_id}/")
    assert answer.status_code == 404
    assert "This story is not to be read at present" in answer.text
    assert not any(word in answer.text.casefold() for word in ("harm", "block", "huelga", "withdr", "tombstone"))
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.reading.find(Question(words="huelga"), ("es",)).total == 0
    assert "Let it be read again" in looks.get(f"/en/review/{told.public_id}/").text
    _press(looks, f"/en/review/{told.public_id}/unblock")
    assert "Hide it now" in looks.get(f"/en/review/{told.public_id}/").text
    assert _state(archive, told) is CaseState.PUBLISHED
    assert client.get(f"/es/cases/{told.public_id}/", follow_redirects=True).status_code == 200


def test_the_words_of_the_group_hide_it_at_once_and_open_nothing(app: Flask, archive: Archive, told: Made):
    with archive.unit_of_work(teller(told.id), write=True) as work:
        words = work.contributing.returning.new_block_words().words(archive.tools.receipt_words["en"])
    client = app.test_client()
    assert client.post("/en/receipt/", data={"code": " ".join(words)}).status_code == 422
    answer = _say(client, told, words=" ".join(words))
    assert "hidden from this moment on" in answer.text
    assert _state(archive, told) is CaseState.BLOCKED
    assert client.get(f"/es/cases/{told.public_id}/", follow_redirects=True).status_code == 404
    index(archive)
    page = _facilitator(app, archive).get("/en/review/care").text
    assert "hidden at once, by the words of the group" in page


def test_the_code_of_the_story_hides_it_too_and_other_words_do_not(client: FlaskClient, archive: Archive, told: Made):
    other = ReceiptCode(5).words(archive.tools.receipt_words["en"])
    assert "are not those of this story" in _say(client, told, words=" ".join(other)).text
    assert _state(archive, told) is CaseState.PUBLISHED
    right = CODE.words(archive.tools.receipt_words["es"])
    assert "hidden from this moment on" in _say(client, told, words=" ".join(right)).text
    assert _state(archive, told) is CaseState.BLOCKED


def test_its_tellers_see_that_it_is_hidden_and_not_who_said_what(app: Flask, archive: Archive, told: Made):
    _say(
        app.test_client(), told, reason="zzsecret reason", words=" ".join(CODE.words(archive.tools.receipt_words["en"]))
    )
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, told.id, draft=False)
    client = app.test_client()
    client.set_cookie(TELLER_COOKIE, token, domain="localhost")
    page = client.get("/en/receipt/story").text
    assert "Somebody said that it harms them." in page
    assert "zzsecret" not in page
    with archive.unit_of_work(teller(told.id)) as work:
        assert work.session.scalars(select(HarmReport)).all() == []


def test_the_same_form_twice_is_one_report_and_no_dead_end(client: FlaskClient, archive: Archive, told: Made):
    words = " ".join(CODE.words(archive.tools.receipt_words["en"]))
    sent = {"form_key": "k" * 30, "words": words}
    for _time in range(2):
        assert "hidden from this moment on" in client.post(f"/en/cases/{told.public_id}/harm", data=sent).text
    with archive.unit_of_work(SYSTEM) as work:
        assert len(work.session.scalars(select(HarmReport)).all()) == 1


def test_nobody_is_named_on_the_trail_even_signed_in(app: Flask, archive: Archive, told: Made):
    client = app.test_client()
    sign_in(client, archive, a_person(archive))
    page = client.get(f"/en/cases/{told.public_id}/harm").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    client.post(f"/en/cases/{told.public_id}/harm", data={"form_key": "y" * 30, "csrf_token": token[1]})
    with archive.unit_of_work(SYSTEM) as work:
        rows = work.session.scalars(select(AuditEvent).where(AuditEvent.event == "case:harm-reported")).all()
        assert [(row.actor, row.person_id) for row in rows] == [("anonymous", None)]


def test_floods_are_slowed_down_and_traps_take_machines(client: FlaskClient, archive: Archive, told: Made):
    _say(client, told, reason="spam", website="http://spam.example")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(HarmReport)).all() == []
    codes = [
        client.post(f"/en/cases/{told.public_id}/harm", data={"form_key": str(n) * 20}).status_code for n in range(5)
    ]
    assert codes[:3] == [200, 200, 200]
    assert codes[3:] == [429, 429]


def test_only_a_group_is_given_words(archive: Archive):
    made = a_case(archive)
    with archive.unit_of_work(teller(made.id), write=True) as work, pytest.raises(NotNow):
        work.contributing.returning.new_block_words()


def test_an_answered_report_keeps_no_words(app: Flask, client: FlaskClient, archive: Archive, told: Made):
    _say(client, told, reason="zzsecret")
    looks = _facilitator(app, archive)
    with archive.unit_of_work(SYSTEM) as work:
        report_id = work.session.scalars(select(HarmReport.id)).one()
    _press(looks, f"/en/review/care/{report_id}/answered")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(HarmReport.reason)).one() == ""
    assert "zzsecret" not in looks.get("/en/review/care").text


def test_why_a_story_is_out_of_sight_is_not_told_and_of_others_nothing_is(client: FlaskClient, archive: Archive):
    def page(made: Made) -> str:
        answer = client.get(f"/en/cases/{made.public_id}/")
        assert answer.status_code == 404
        return answer.text.replace(made.public_id, "")

    blocked, narrowed, never = (a_case(archive) for _ in range(3))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, blocked.id).state = CaseState.BLOCKED
        decide_consent(work, work.session.get_one(Case, narrowed.id), Consent(level=ConsentLevel.NETWORK))
        kept = work.session.get_one(Case, never.id)
        kept.state, kept.was_public = CaseState.SUBMITTED, False
        for made in (blocked, narrowed, never):
            work.record(Happened(Event.CASE_BLOCKED, made.id))
        settle(work)
    assert page(blocked) == page(narrowed)
    assert page(never) == client.get("/en/cases/zzzzzzzzzzz/").text.replace("zzzzzzzzzzz", "")
    told = client.get(f"/api/v1/cases/{blocked.public_id}")
    assert (told.status_code, told.text) == (404, client.get("/api/v1/cases/zzzzzzzzzzz").text)
