"""Is it safe to write this: five questions before any text box, advice for each "no", a way out without trace."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.make import a_person
from wgsm_archive.db.models import AuditEvent, Case
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.house_texts import TextKind
from wgsm_archive.web.contributing.safe import CARDS, Card

SAFE = "/en/contribute/safe"
ALL_YES = {card.name: "yes" for card in CARDS}


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def leaves_nothing(answer: TestResponse) -> bool:
    return "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"


def test_five_cards_stand_before_any_text_box(client: FlaskClient):
    assert f'href="{SAFE}"' in shown(client.get("/en/contribute/"))
    answer = client.get(SAFE)
    page = shown(answer).split("<main", 1)[1].split("</main>")[0]
    assert page.count("<fieldset") == 5
    assert len(re.findall('type="radio"', page)) == 10
    assert "<textarea" not in page
    assert 'type="text"' not in page
    assert "checked" not in page
    assert leaves_nothing(answer)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_each_no_is_answered_with_advice(client: FlaskClient, card: Card):
    answer = client.post(SAFE, data={**ALL_YES, card.name: "no"})
    page = shown(answer)
    assert answer.status_code == 200
    assert str(card.advice) in page
    assert [str(other.advice) for other in CARDS if str(other.advice) in page] == [str(card.advice)]
    assert 'href="/en/contribute/not-now"' in page
    assert 'href="/en/contribute/"' in page
    assert leaves_nothing(answer)


def test_five_times_yes_goes_on(client: FlaskClient):
    assert "you can begin" in shown(client.post(SAFE, data=ALL_YES))


def test_what_is_not_answered_is_no_yes(client: FlaskClient):
    page = shown(client.post(SAFE, data={"around": "yes", "device": "<b>"}))
    assert "you can begin" not in page
    assert "Some questions have no answer yet." in page
    assert "<b>" not in page


def test_not_now_leaves_no_trace_and_shows_ways_on(client: FlaskClient, archive: Archive):
    client.post(SAFE, data={**ALL_YES, "device": "no"})
    answer = client.get("/en/contribute/not-now")
    assert leaves_nothing(answer)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "By voice" in shown(answer)
    assert f'href="{SAFE}"' in shown(answer)
    client.set_cookie("wgsm_session", "x", domain="localhost")
    client.get("/en/contribute/not-now")
    assert client.get_cookie("wgsm_session", domain="localhost") is None
    with archive.unit_of_work(SYSTEM) as work:
        for table in (Case, AuditEvent):
            assert work.session.scalar(select(func.count()).select_from(table)) == 0


def test_an_archive_says_in_its_own_words_how_else_it_is_reached(client: FlaskClient, archive: Archive):
    with archive.unit_of_work(a_person(archive, Role.STEWARD), write=True) as work:
        work.admin.house.write(TextKind.OTHER_WAYS, "en", "Call the **women's radio** on Tuesdays.", based_on=0)
    page = shown(client.get("/en/contribute/not-now"))
    assert "Call the <strong>women's radio</strong> on Tuesdays." in page
    assert page.index("women's radio") < page.index("By voice")
