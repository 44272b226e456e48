"""Telling a story from the first page to the code, and coming back with it; all without an account."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.fakes import HeldClock
from tests.make import a_case, a_person, index, sign_in
from wgsm_archive.db.models import Case, DialogueMessage, Proposal
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.errors import NotFound, Withdrawn
from wgsm_archive.domain.ids import code_from_token
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import find_case
from wgsm_archive.services.contributing.tellers import keep_receipt

ANSWERS = {
    "title": {"title": "La huelga del agua", "countries": "BO"},
    "summary": {"summary": "Cerramos las bombas y ganamos."},
    "story": {"story.1.when": "2000", "story.1.we": "Marchamos.", "story.3.we": "Volvimos a marchar."},
    "strategy": {"strategy": "Barrio por barrio."},
    "change": {"change": "El agua es de todos."},
    "advice": {"advice": "Cuiden a quienes cocinan."},
    "consent": {"level": "public-share", "translate": "y", "basis": "assembly", "until": ""},
    "naming": {"display": "anonymous", "name": ""},
}


def post(client: FlaskClient, path: str, **fields: str | list[str]) -> TestResponse:
    """Fill in the form on the page at `path` and send it to where that form goes."""
    return send(client, path, path, fields)


def send(client: FlaskClient, page: str, action: str, fields: dict[str, str | list[str]]) -> TestResponse:
    hidden = dict(re.findall(r'name="(csrf_token|based_on)"[^>]*value="([^"]*)"', shown(client.get(page))))
    return client.post(action, data={**hidden, **fields})


def shown(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def begin(client: FlaskClient) -> None:
    form_key = re.findall(r'name="form_key"[^>]*value="([^"]*)"', shown(client.get("/es/contribute/")))[0]
    answer = post(client, "/es/contribute/", language="es", form_key=form_key)
    assert (answer.status_code, answer.location) == (303, "/es/contribute/title")


def tell(client: FlaskClient) -> None:
    begin(client)
    for step, fields in ANSWERS.items():
        assert post(client, f"/es/contribute/{step}", **fields).status_code == 303, step


def words(client: FlaskClient) -> list[str]:
    listed = re.search(r'<ol class="receipt".*?</ol>', shown(client.get("/es/contribute/sent")), re.DOTALL)
    assert listed is not None
    return re.findall(r"<bdi>(.*?)</bdi>", listed[0])


def the_case(archive: Archive) -> Case:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalars(select(Case)).one()


@pytest.fixture
def opened(archive: Archive, client: FlaskClient) -> str:
    """A published story whose tellers have come back with their code; its public id."""
    made = a_case(archive)
    index(archive)
    code = code_from_token("a teller's cookie", archive.tools.secret)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        keep_receipt(work, made.id, code)
    typed = "  ".join(word.upper() for word in code.words(archive.tools.receipt_words["fr"]))
    assert post(client, "/es/receipt/", code=typed).location == "/es/receipt/story"
    return made.public_id


def test_a_story_is_told_sent_and_opened_again(app: Flask, client: FlaskClient, archive: Archive) -> None:
    tell(client)
    preview = shown(client.get("/es/contribute/preview"))
    for told in ("La huelga del agua", "Volvimos a marchar.", "Cuiden a quienes cocinan."):
        assert told in preview
    assert send(client, "/es/contribute/preview", "/es/contribute/send", {}).location == "/es/contribute/sent"
    code = words(client)
    assert len(code) == 6
    case = the_case(archive)
    assert (case.state, case.consent_level) == (CaseState.SUBMITTED, ConsentLevel.PUBLIC_SHARE)

    other = app.test_client()
    assert post(other, "/es/receipt/", code="-".join(code)).status_code == 303
    assert "La huelga del agua" in shown(other.get("/es/receipt/story"))


def test_sending_twice_makes_one_story_and_one_code(client: FlaskClient, archive: Archive) -> None:
    tell(client)
    send(client, "/es/contribute/preview", "/es/contribute/send", {})
    first = words(client)
    assert send(client, "/es/receipt/story", "/es/contribute/send", {}).location == "/es/contribute/sent"
    assert words(client) == first
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(Case)) == 1


def test_beginning_twice_with_one_form_makes_one_draft(app: Flask, archive: Archive) -> None:
    for browser in (app.test_client(), app.test_client()):
        browser.post("/es/contribute/", data={"language": "es", "form_key": "k" * 43})
    assert the_case(archive).state is CaseState.DRAFT


def test_what_is_missing_is_listed_and_nothing_is_sent(client: FlaskClient, archive: Archive) -> None:
    begin(client)
    post(client, "/es/contribute/title", title="Solo un título")
    answer = send(client, "/es/contribute/preview", "/es/contribute/send", {})
    assert answer.status_code == 422
    assert 'href="/es/contribute/advice"' in shown(answer)
    assert 'href="/es/contribute/consent"' in shown(answer)
    assert the_case(archive).state is CaseState.DRAFT


def test_more_steps_keep_what_was_typed(client: FlaskClient) -> None:
    begin(client)
    page = shown(post(client, "/es/contribute/story", **{"story.2.they": "Mandaron camiones.", "more": "1"}))
    assert "Mandaron camiones." in page
    assert 'name="story.4.we"' in page


@pytest.mark.parametrize("typed", ["uno%00dos", "uno%ED%A0%80dos"], ids=["NUL", "lone surrogate"])
def test_bytes_that_are_no_text_do_not_lose_the_rest(client: FlaskClient, typed: str) -> None:
    begin(client)
    token = re.findall(r'name="csrf_token" value="([^"]*)"', shown(client.get("/es/contribute/summary")))[0]
    answer = client.post(
        "/es/contribute/summary",
        data=f"csrf_token={token}&summary={typed}",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 303
    assert re.search("uno.*dos", shown(client.get("/es/contribute/summary")))


def test_too_long_a_paragraph_is_refused_in_words(client: FlaskClient) -> None:
    begin(client)
    long = "palabra " * 4000
    answer = post(client, "/es/contribute/summary", summary=long)
    assert answer.status_code == 422
    assert long.strip() in shown(answer)
    huge = post(client, "/es/contribute/summary", summary="x" * 5_000_000)
    assert huge.status_code == 422
    assert "x" * 5_000_000 in shown(huge)
    beyond = post(client, "/es/contribute/summary", summary="x" * 9_000_000)
    assert beyond.status_code == 413
    assert "<h1" in shown(beyond)


def test_one_more_country_can_be_chosen_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    begin(client)
    assert client.get("/es/contribute/title").text.count('name="countries"') == 1
    answer = post(client, "/es/contribute/title", title="Entre dos ríos", countries="BO", more="1")
    assert answer.status_code == 200
    assert answer.text.count('name="countries"') == 2
    assert "Entre dos ríos" in answer.text
    assert '<option value="BO" selected>' in answer.text
    post(client, "/es/contribute/title", title="Entre dos ríos", countries=["BO", "PE"])
    page = client.get("/es/contribute/title").text
    assert '<option value="BO" selected>' in page
    assert '<option value="PE" selected>' in page


def test_two_windows_show_both_texts(client: FlaskClient) -> None:
    begin(client)
    post(client, "/es/contribute/summary", summary="La primera.")
    answer = post(client, "/es/contribute/summary", summary="La otra.", based_on="0")
    assert answer.status_code == 409
    assert "La primera." in shown(answer)
    assert "La otra." in shown(answer)
    assert post(client, "/es/contribute/summary", summary="Las dos.").status_code == 303


def test_an_ended_session_keeps_the_words_and_takes_them_along(client: FlaskClient, clock: HeldClock) -> None:
    begin(client)
    page = client.get("/es/contribute/summary")
    token = re.findall(r'name="csrf_token" value="([^"]*)"', shown(page))[0]
    clock.moment = clock.now().replace(day=28)
    answer = client.post("/es/contribute/summary", data={"csrf_token": token, "summary": "Lo que escribí."})
    assert answer.status_code == 422
    assert "Lo que escribí." in shown(answer)
    taken = {"csrf_token": token, "summary": "Lo que escribí.", "language": "es", "form_key": "n" * 43}
    assert client.post("/es/contribute/", data=taken).status_code == 303
    assert "Lo que escribí." in shown(client.get("/es/contribute/summary"))


def test_a_wrong_code_opens_nothing_and_guessing_is_slowed_down(client: FlaskClient) -> None:
    statuses = [client.post("/es/receipt/", data={"code": "uno dos tres"}).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2


def test_hiding_holds_from_that_request_on(app: Flask, client: FlaskClient, archive: Archive, opened: str) -> None:
    other = app.test_client()
    assert "La huelga de los pescadores" in shown(other.get("/es/search?q=pescadores"))
    read = re.findall(r'href="([^"]*/' + opened + r'/[^"]*)"', shown(client.get("/es/receipt/story")))[0]
    assert other.get(read).status_code == 200
    assert send(client, "/es/receipt/story", "/es/receipt/hide", {}).status_code == 303
    assert other.get(read).status_code == 410
    # The worker has not run: the index still holds the story, and nobody is shown it.
    assert "La huelga de los pescadores" not in shown(other.get("/es/search?q=pescadores"))
    with archive.unit_of_work(ANONYMOUS) as work:
        with pytest.raises(Withdrawn):
            find_case(work, opened)
        assert work.session.scalars(select(Case)).all() == []
    assert send(client, "/es/receipt/story", "/es/receipt/restore", {}).status_code == 303
    with archive.unit_of_work(ANONYMOUS) as work:
        assert find_case(work, opened).state is CaseState.PUBLISHED


def test_after_thirty_days_a_hidden_story_stays_hidden(
    client: FlaskClient, archive: Archive, clock: HeldClock, opened: str
) -> None:
    send(client, "/es/receipt/story", "/es/receipt/hide", {})
    clock.moment = clock.now().replace(year=2027)
    code = " ".join(code_from_token("a teller's cookie", archive.tools.secret).words(archive.tools.receipt_words["es"]))
    post(client, "/es/receipt/", code=code)
    assert "/es/receipt/restore" not in shown(client.get("/es/receipt/story"))
    assert send(client, "/es/receipt/story", "/es/receipt/restore", {}).status_code == 409


def test_an_answer_sent_twice_is_one_message(client: FlaskClient, archive: Archive, opened: str) -> None:
    for _ in range(2):
        send(client, "/es/receipt/story", "/es/receipt/answer", {"text": "Sí, así fue.", "form_key": "one"})
    with archive.unit_of_work(SYSTEM) as work:
        assert [row.text for row in work.session.scalars(select(DialogueMessage))] == ["Sí, así fue."]


def test_a_narrower_decision_holds_at_once(client: FlaskClient, archive: Archive, opened: str) -> None:
    decided = post(client, "/es/receipt/consent", level="private", basis="person", until="")
    assert decided.status_code == 303
    with archive.unit_of_work(ANONYMOUS) as work, pytest.raises(NotFound):
        find_case(work, opened)


def test_a_change_of_a_published_text_waits_for_a_facilitator(
    client: FlaskClient, archive: Archive, opened: str
) -> None:
    changed = {"title": "Otro nombre", "story.1.we": "Caminamos hasta el muelle."}
    assert post(client, "/es/receipt/text", **changed).status_code == 303
    page = shown(client.get("/es/receipt/story"))
    assert "Otro nombre" not in page
    with archive.unit_of_work(SYSTEM) as work:
        texts = work.session.scalars(select(Proposal)).one().texts
    assert texts["title"] == "Otro nombre"
    assert texts["story.1.we"] == "Caminamos hasta el muelle."


def test_leaving_closes_the_story(client: FlaskClient, opened: str) -> None:
    send(client, "/es/receipt/story", "/es/receipt/leave", {})
    assert client.get("/es/receipt/story").location == "/es/receipt/"


def test_a_story_is_hidden_from_the_facilitators_as_well(app: Flask, client: FlaskClient, archive: Archive) -> None:
    tell(client)
    send(client, "/es/contribute/preview", "/es/contribute/send", {})
    send(client, "/es/receipt/story", "/es/receipt/hide", {})
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR)) as work:
        assert work.session.scalars(select(Case)).all() == []
    assert "La huelga del agua" in shown(client.get("/es/receipt/story"))


def test_only_members_and_the_invited_begin_where_the_archive_is_not_open(
    client: FlaskClient, archive: Archive
) -> None:
    archive.tools = replace(archive.tools, open_submissions=False)
    assert client.post("/es/contribute/", data={"language": "es", "form_key": "k" * 43}).status_code == 422
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Case)).all() == []


def test_a_member_may_tie_the_story_to_the_account_and_others_are_not_asked(
    app: Flask, client: FlaskClient, archive: Archive
) -> None:
    begin(client)
    assert 'name="link"' not in shown(client.get("/es/contribute/naming"))
    member, browser = a_person(archive), app.test_client()
    sign_in(browser, archive, member)
    begin(browser)
    post(browser, "/es/contribute/naming", display="named", name="Asamblea del agua", link="y")
    with archive.unit_of_work(SYSTEM) as work:
        owners = {case.author_name: case.owner_id for case in work.session.scalars(select(Case))}
    assert owners == {"": None, "Asamblea del agua": member.person_id}
