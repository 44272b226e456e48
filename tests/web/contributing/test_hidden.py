"""Hiding a story: what its tellers choose for later, and what they are shown of where it took effect."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.fakes import HeldClock
from tests.make import Made, a_case, a_translation, index
from wgsm_archive.db.models import Case, HidingCheck, LanguageVersion
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, teller
from wgsm_archive.domain.hiding import Place
from wgsm_archive.domain.ids import ReceiptCode
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.jobs.checking import faults

CODE = ReceiptCode(123_456_789_012_345)


@pytest.fixture
def sent(archive: Archive) -> Made:
    made = a_case(archive)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "A strike."})
    with archive.unit_of_work(SYSTEM, write=True) as work:
        tellers.keep_receipt(work, made.id, CODE)
        work.session.get_one(Case, made.id).sent_on = work.today
    index(archive)
    return made


def _typed(archive: Archive) -> str:
    return " ".join(CODE.words(archive.tools.receipt_words["en"]))


def _enter(client: FlaskClient, typed: str) -> str:
    return _post(client, "/en/receipt/", "/en/receipt/", code=typed, follow=True).text


def _post(
    client: FlaskClient, address: str, page: str = "/en/receipt/story", *, follow: bool = False, **fields: str
) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    return client.post(address, data={"csrf_token": token[1] if token else "", **fields}, follow_redirects=follow)


def test_a_code_with_a_slip_opens_its_story(client: FlaskClient, archive: Archive, sent: Made):
    words = _typed(archive).split()
    slip = " ".join([*words[:3], words[3][:-1] + "x", *words[4:]])
    assert "La huelga de los pescadores" in _enter(client, slip)


def test_hiding_is_one_act_and_its_effect_is_shown_place_by_place(client: FlaskClient, archive: Archive, sent: Made):
    page = _enter(client, _typed(archive))
    assert "Hide now" in page
    page = _post(client, "/en/receipt/hide", follow=True).text
    assert client.application.test_client().get(f"/es/cases/{sent.public_id}/").status_code in (404, 410)
    assert "It is out of sight already." in page
    index(archive)
    page = client.get("/en/receipt/story").text
    assert page.count("Nothing of it") == len(Place)
    with archive.unit_of_work(SYSTEM) as work:
        assert list(faults(work)) == []


def test_a_place_where_it_can_still_be_met_is_told(archive: Archive, sent: Made):
    with archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.returning.hide()
    index(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(HidingCheck, (sent.id, "hidden", "search")).gone = False
    with archive.unit_of_work(SYSTEM) as work:
        assert [line for line in faults(work) if "could still be met: search" in line]


def test_kept_for_its_tellers_it_is_not_erased_and_comes_back_through_a_facilitator(
    client: FlaskClient, archive: Archive, clock: HeldClock, sent: Made
):
    _enter(client, _typed(archive))
    _post(client, "/en/receipt/hide")
    _post(client, "/en/receipt/afterwards", keep="1")
    clock.forward(days=90)
    index(archive)
    page = _enter(client, _typed(archive))
    assert "La huelga de los pescadores" in page
    _post(client, "/en/receipt/restore")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, sent.id).state is CaseState.SUBMITTED


def test_erased_for_good_unless_they_keep_it_and_the_code_still_tells_so(
    client: FlaskClient, archive: Archive, clock: HeldClock, sent: Made
):
    _enter(client, _typed(archive))
    _post(client, "/en/receipt/hide")
    _post(client, "/en/receipt/afterwards", keep="1")
    _post(client, "/en/receipt/afterwards", keep="")
    clock.forward(days=31)
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(LanguageVersion)).all() == []
    page = _enter(client, _typed(archive))
    assert "Your story was erased" in page
    assert "Erased" in page or page.count("Nothing of it") >= len(Place)
    assert "huelga" not in page


def test_a_consent_that_ran_out_closes_without_a_worker(app: Flask, archive: Archive, clock: HeldClock, sent: Made):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, sent.id).consent_until = work.today
    client = app.test_client()
    assert client.get(f"/es/cases/{sent.public_id}/x", follow_redirects=True).status_code == 200
    clock.forward(days=1)
    assert client.get(f"/es/cases/{sent.public_id}/x", follow_redirects=True).status_code == 404
    assert "La huelga" not in client.get("/es/search?q=huelga").text
    assert "La huelga" not in client.get("/es/").text


def test_asked_again_after_a_year(client: FlaskClient, archive: Archive, clock: HeldClock, sent: Made):
    _enter(client, _typed(archive))
    chosen = {"level": "public-read", "basis": "person", "ask_again": "y"}
    assert _post(client, "/en/receipt/consent", "/en/receipt/consent", **chosen).status_code == 303
    clock.forward(days=364)
    assert "Does your decision still hold?" not in _enter(client, _typed(archive))
    clock.forward(days=1)
    assert "Does your decision still hold?" in _enter(client, _typed(archive))
    page = _post(client, "/en/receipt/consent/again", follow=True).text
    assert "Does your decision still hold?" not in page


def test_a_day_that_is_over_is_refused_and_nothing_is_lost(client: FlaskClient, archive: Archive, sent: Made):
    _enter(client, _typed(archive))
    chosen = {"level": "public-read", "basis": "assembly", "until": "2020-01-01", "explained": "leído en voz alta"}
    answer = _post(client, "/en/receipt/consent", "/en/receipt/consent", **chosen)
    assert answer.status_code == 422
    assert "This day is over." in answer.text
    assert "leído en voz alta" in answer.text
