"""A story in easy words: written part by part, approved by a second person, and marked when the story moves on."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import USES, Made, a_case, a_person, a_translation, hide, sign_in
from tests.services.translating.benches import edit
from wgsm_archive.db.models import Case, EasyNow, EasyText
from wgsm_archive.domain.actor import SYSTEM, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, Reach, with_uses
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.erasing import erase

SUMMARY, ADVICE = "Fishers went on strike. The port stopped.", "Stay together."


@pytest.fixture
def made(archive: Archive) -> Made:
    made = a_case(archive)
    english = {"title": "The strike", "summary": "Fishers stopped the port.", "advice": "Do not go alone."}
    a_translation(archive, made.id, "en", english)
    return made


@pytest.fixture
def asha(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR, handle="asha"))
    return client


@pytest.fixture
def tom(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR, handle="tom"))
    return client


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def desk(made: Made, target: str = "en") -> str:
    return f"/en/translate/{made.public_id}/{target}/easy"


def send(client: FlaskClient, made: Made, action: str = "", target: str = "en", **fields: object) -> TestResponse:
    page = shown(client.get(desk(made, target)))
    hidden = dict(re.findall(r'type="hidden"[^>]* name="([\w.]+)" value="([^"]*)"', page))
    return client.post(desk(made, target) + action, data={**hidden, **fields})


def publish(asha: FlaskClient, tom: FlaskClient, made: Made, target: str = "en") -> None:
    texts = {"text.summary": SUMMARY, "text.advice": ADVICE}
    assert send(asha, made, target=target, go="ready", **texts).status_code == 303
    assert send(tom, made, "/approve", target, approve=["summary", "advice"]).status_code == 303


def easy_page(client: FlaskClient, made: Made, language: str = "en") -> tuple[int, str]:
    answer = client.get(f"/{language}/easy/{made.public_id}")
    return answer.status_code, shown(answer)


def story(client: FlaskClient, made: Made) -> str:
    return shown(client.get(f"/en/cases/{made.public_id}/x", follow_redirects=True))


def test_readers_find_it_once_a_second_person_has_approved_it(
    client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    assert send(asha, made, go="ready", **{"text.summary": SUMMARY}).status_code == 303
    assert easy_page(client, made)[0] == 404
    assert "Read it in easy words" not in story(client, made)
    assert send(asha, made, "/approve", approve=["summary"]).status_code == 403
    assert send(tom, made, "/approve", approve=["summary"]).status_code == 303
    status, page = easy_page(client, made)
    assert status == 200
    assert SUMMARY in page
    assert "Read it in easy words" in story(client, made)
    # In a language without one, readers get the best there is and are told.
    assert "Not in your language yet" not in page
    assert SUMMARY in easy_page(client, made, "es")[1]


def test_drafts_are_for_translators_only(archive: Archive, client: FlaskClient, asha: FlaskClient, made: Made):
    send(asha, made, **{"text.summary": "A secret draft."})
    assert "A secret draft." in shown(asha.get(desk(made)))
    assert easy_page(client, made)[0] == 404
    for actor in (a_person(archive, Role.MEMBER), a_person(archive, Role.STEWARD)):
        with archive.unit_of_work(actor) as work:
            assert work.session.query(EasyText).count() == work.session.query(EasyNow).count() == 0


def test_what_changed_in_the_story_marks_the_part_and_still_correct_takes_the_mark_away(
    archive: Archive, client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    publish(asha, tom, made, "es")
    assert "tr-outdated" not in easy_page(client, made, "es")[1]
    edit(archive, made, minor=("summary",), summary="Los pescadores pararon **el puerto** durante nueve días.")
    assert "tr-outdated" not in easy_page(client, made, "es")[1]
    edit(archive, made, summary="Las pescadoras pararon el puerto.")
    page = easy_page(client, made, "es")[1]
    assert page.count("tr-outdated") == 1
    work_page = shown(asha.get(desk(made, "es")))
    assert "<ins>Las</ins>" in work_page or "pescadoras" in work_page
    assert send(asha, made, target="es", confirm="summary", **{"text.summary": SUMMARY}).status_code == 303
    assert "tr-outdated" not in easy_page(client, made, "es")[1]
    assert SUMMARY in easy_page(client, made, "es")[1]


def test_two_at_once_see_both(asha: FlaskClient, tom: FlaskClient, made: Made):
    page = shown(tom.get(desk(made)))
    hidden = dict(re.findall(r'type="hidden"[^>]* name="([\w.]+)" value="([^"]*)"', page))
    send(asha, made, **{"text.summary": "Hers."})
    answer = tom.post(desk(made), data={**hidden, "text.summary": "His."})
    assert answer.status_code == 409
    assert "Hers." in shown(answer)
    assert "His." in shown(answer)


def test_giving_back_needs_a_note_that_the_writer_reads(asha: FlaskClient, tom: FlaskClient, made: Made):
    send(asha, made, go="ready", **{"text.summary": SUMMARY})
    assert send(tom, made, "/return", part="summary", number="1", note=" ").status_code == 422
    assert send(tom, made, "/return", part="summary", number="1", note="Shorter, please.").status_code == 303
    assert "Shorter, please." in shown(asha.get(desk(made)))
    assert send(tom, made, "/approve", approve=["summary"]).status_code == 409


def test_it_goes_where_the_story_goes(
    archive: Archive, client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    publish(asha, tom, made)
    decide(archive, made, Consent(level=ConsentLevel.PUBLIC_SHARE, narrowed={"advice": Reach.MEMBERS}))
    page = easy_page(client, made)[1]
    assert SUMMARY in page
    assert ADVICE not in page
    decide(archive, made, Consent(level=ConsentLevel.PUBLIC_SHARE, not_in=("en",)))
    assert easy_page(client, made)[0] == 404
    assert asha.get(desk(made)).status_code == 404
    decide(archive, made, Consent(level=ConsentLevel.PUBLIC_SHARE))
    assert ADVICE in easy_page(client, made)[1]
    hide(archive, made)
    assert easy_page(client, made)[0] in (404, 410)


def test_what_is_withheld_stays_out(archive: Archive, asha: FlaskClient, tom: FlaskClient, made: Made):
    publish(asha, tom, made)
    facilitator = a_person(archive, Role.FACILITATOR, handle="fa")
    with archive.unit_of_work(facilitator, write=True) as work:
        work.reviewing.marks.withhold(made.public_id, "Stay together", Kind.NAME)
    with archive.unit_of_work(SYSTEM) as work:
        assert all("Stay together" not in row.text + row.html for row in work.session.query(EasyText))
    answer = send(asha, made, **{"text.advice": "Again: Stay together."})
    assert answer.status_code == 422
    assert "must not appear in any language" in shown(answer)


def test_it_is_erased_with_the_story(archive: Archive, asha: FlaskClient, tom: FlaskClient, made: Made):
    publish(asha, tom, made)
    hide(archive, made)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        erase(work, work.session.get_one(Case, made.id))
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(EasyText).count() == work.session.query(EasyNow).count() == 0


def decide(archive: Archive, made: Made, consent: Consent) -> None:
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(with_uses(consent, USES))
