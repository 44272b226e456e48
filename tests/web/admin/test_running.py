"""How stewards run the archive, as browsers see it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import a_case, a_person, index, sign_in
from wgsm_archive.db.models import AuditEvent, Case, SetAside
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.services.archive import Archive

RUNNING, TERMS, PILE = "/en/admin/running", "/en/admin/terms/strategies", "/en/admin/stories"
PAGES = (RUNNING, "/en/admin/terms", TERMS, f"{TERMS}/strike", "/en/admin/texts", "/en/admin/texts/safety/es")


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


def begin(browser: FlaskClient, **fields: str) -> TestResponse:
    page = shown(browser.get("/es/contribute/"))
    key = re.findall(r'name="form_key"[^>]*value="([^"]*)"', page)[0]
    return browser.post("/es/contribute/", data={"language": "es", "form_key": key, **fields})


@pytest.mark.parametrize("role", [Role.MEMBER, Role.TRANSLATOR, Role.FACILITATOR])
def test_the_rooms_open_to_stewards_only(client: FlaskClient, archive: Archive, role: Role):
    for page in PAGES:
        assert client.get(page).status_code == 302
    sign_in(client, archive, a_person(archive, role))
    for page in PAGES:
        assert client.get(page).status_code == 403
    for action in ("submissions", "machines", "languages", "invitations", "invitations/1/revoke"):
        assert send(client, "/en/account/profile", f"{RUNNING}/{action}").status_code == 403
    for action in ("", "/strike/words", "/strike/retire", "/strike/merge"):
        assert send(client, "/en/account/profile", TERMS + action).status_code == 403


def test_stories_by_invitation_only(app: Flask, client: FlaskClient, archive: Archive, steward: Actor):
    teller, other = app.test_client(), app.test_client()
    assert begin(teller).status_code == 303
    assert send(client, RUNNING, f"{RUNNING}/submissions", submissions="invited").status_code == 303
    assert "takes stories from its members" in shown(other.get("/en/contribute/"))
    refused = begin(other, summary="Lo que pasó.")
    assert refused.status_code == 422
    assert "Lo que pasó." in shown(refused)
    # A draft that was begun before goes on.
    assert teller.get("/es/contribute/summary").status_code == 200
    made = shown(send(client, RUNNING, f"{RUNNING}/invitations", times="1", days="7", note="harvest feast"))
    link = re.search(r"http://localhost(/en/contribute/\?invitation=[a-z-]+)", made)
    assert link is not None
    again = shown(client.get(RUNNING))
    assert "harvest feast" in again
    assert link[1] not in again
    page = shown(other.get(link[1]))
    words = re.search(r'name="invitation" value="([^"]+)"', page)
    assert words is not None
    assert begin(other, invitation=words[1]).status_code == 303
    assert begin(app.test_client(), invitation=words[1]).status_code == 422


def test_the_address_of_nobody_is_tried_for_long(app: Flask, client: FlaskClient, archive: Archive, steward: Actor):
    send(client, RUNNING, f"{RUNNING}/submissions", submissions="invited")
    answers = [begin(app.test_client(), invitation="one two three four five six").status_code for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_a_machine_is_set_aside_and_told(app: Flask, client: FlaskClient, archive: Archive):
    browser = app.test_client()
    assert begin(browser, website="http://example.org").status_code == 303
    assert "una máquina" in shown(browser.get("/es/contribute/title")) or "machine" in shown(
        browser.get("/es/contribute/title")
    )
    with archive.unit_of_work(SYSTEM, write=True) as work:
        assert work.session.query(SetAside).count() == 1
        work.session.query(Case).one().state = CaseState.SUBMITTED
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    assert "1 story is set aside" in shown(client.get("/en/review/"))
    assert "field that people do not see" in shown(client.get(PILE))


def test_the_trap_is_hidden_from_everybody(client: FlaskClient):
    page = shown(client.get("/en/contribute/"))
    assert '<div hidden aria-hidden="true"><label for="website">' in page
    assert "proof.js" not in page


def test_a_question_in_words_beside_the_proof(app: Flask, client: FlaskClient, archive: Archive, steward: Actor):
    machines = f"{RUNNING}/machines"
    assert send(client, RUNNING, machines, proof="y", text="", answers="").status_code == 422
    refused = send(client, RUNNING, machines, proof="y", text="What <falls> from the sky?", answers="")
    assert refused.status_code == 422
    assert 'value="What <falls> from the sky?"' in shown(refused)
    answers = {"proof": "y", "text": "What falls from the sky?", "answers": "rain, the rain"}
    assert send(client, RUNNING, machines, **answers).status_code == 303
    page = shown(app.test_client().get("/es/contribute/"))
    assert "proof.js" in page
    assert 'lang="en" dir="auto">What falls from the sky?' in page
    assert begin(app.test_client(), answer="The RAIN").status_code == 303
    assert begin(app.test_client(), answer="stones").status_code == 303
    with archive.unit_of_work(SYSTEM) as work:
        assert [row.signs for row in work.session.query(SetAside)] == [["no-proof", "too-fast"]]


def test_languages_are_switched_off(app: Flask, client: FlaskClient, archive: Archive, steward: Actor):
    refused = send(client, RUNNING, f"{RUNNING}/languages")
    assert refused.status_code == 422
    assert send(client, RUNNING, f"{RUNNING}/languages", languages=["en", "ar"]).status_code == 303
    page = shown(app.test_client().get("/en/about"))
    assert 'hreflang="ar"' in page
    assert 'hreflang="fr"' not in page
    # Readers of a language that is off get its next one, and the page stays.
    assert '<html lang="en"' in shown(app.test_client().get("/fr/about"))


def test_a_term_is_added_translated_retired_and_merged(client: FlaskClient, archive: Archive, steward: Actor):
    refused = send(client, TERMS, label_es="Cantar", id="")
    assert refused.status_code == 422
    assert 'value="Cantar"' in shown(refused)
    made = send(client, TERMS, label_en="Singing", label_es="Cantar", description_en="Songs at the gate.")
    assert made.location == f"{TERMS}/singing"
    case = a_case(archive, terms=(("strategies", "singing"),))
    page = shown(client.get(made.location))
    assert "Not translated yet." in page
    assert "1 story" in page
    words = {"label_en": "Singing", "label_es": "Cantar", "label_ar": "الغناء"}
    assert send(client, made.location, f"{made.location}/words", based_on="1", **words).status_code == 303
    assert send(client, made.location, f"{made.location}/words", based_on="1", **words).status_code == 409
    assert "الغناء" in shown(client.get("/ar/terms/strategies/singing"))
    assert send(client, made.location, f"{made.location}/retire", retired="yes").status_code == 303
    assert "not offered any more" in shown(client.get(TERMS))
    assert send(client, made.location, f"{made.location}/merge", into="").status_code == 422
    assert send(client, made.location, f"{made.location}/merge", into="strike").status_code == 303
    index(archive)
    assert client.get("/en/terms/strategies/singing").location == "/en/terms/strategies/strike"
    assert case.public_id in shown(client.get("/en/cases/?strategy=singing"))
    assert client.get(made.location).status_code == 404


def test_core_terms_offer_no_way_out(client: FlaskClient, archive: Archive, steward: Actor):
    page = shown(client.get("/en/admin/terms/strategies/other"))
    assert "belongs to the core" in page
    assert "/retire" not in page
    assert client.get("/en/admin/terms/nothing").status_code == 404
    assert client.get(f"{TERMS}/nothing").status_code == 404


def test_the_house_speaks_on_safety_and_on_itself(client: FlaskClient, archive: Archive, steward: Actor):
    page = "/en/admin/texts/safety/es"
    assert send(client, page, text="Llame al **comité**.", based_on="0").status_code == 303
    late = send(client, page, text="Otra cosa.", based_on="0")
    assert late.status_code == 409
    assert "Otra cosa." in shown(late)
    assert "<strong>comité</strong>" in shown(late)
    assert "<strong>comité</strong>" in shown(client.get("/es/safety"))
    arabic = shown(client.get("/ar/safety"))
    assert '<div class="prose" lang="es" dir="ltr">' in arabic
    assert send(client, "/en/admin/texts/about/en", text="We are six.", based_on="0").status_code == 303
    assert "We are six." in shown(client.get("/en/about"))
    for wrong in ("/en/admin/texts/x/es", "/en/admin/texts/safety/zz", "/en/admin/texts/safety/x-y"):
        assert client.get(wrong).status_code == 404


def test_many_stories_are_declined(app: Flask, client: FlaskClient, archive: Archive):
    made = [a_case(archive, state=CaseState.SUBMITTED) for _ in range(3)]
    assert client.get(PILE).status_code == 302
    steward = app.test_client()
    sign_in(steward, archive, a_person(archive, Role.STEWARD))
    assert steward.get(PILE).status_code == 403
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    page = f"{PILE}?all=yes&q=huelga"
    assert shown(client.get(page)).count('name="stories"') == 3
    assert "No such story" in shown(client.get(PILE))
    wanted = [one.public_id for one in made[:2]]
    refused = send(client, page, PILE, stories=wanted, reason="", all="yes", do="decline")
    assert refused.status_code == 422
    assert shown(refused).count("checked") == 3
    done = send(client, page, PILE, stories=wanted, reason="Advertising.", all="yes", do="decline")
    assert done.location == f"{PILE}?all=yes"
    assert "2 stories were declined." in shown(client.get(done.location))
    with archive.unit_of_work(SYSTEM) as work:
        states = {case.public_id: case.state for case in work.session.query(Case)}
        assert [states[one.public_id] for one in made] == [CaseState.DECLINED] * 2 + [CaseState.SUBMITTED]
        assert work.session.query(AuditEvent).filter_by(event="case:declined").count() == 2
