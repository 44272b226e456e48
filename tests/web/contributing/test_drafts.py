"""Several drafts in one browser and by account: listed, opened, deleted, and gone on with elsewhere by a code."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.make import TEXTS, a_case, a_person, sign_in
from tests.web.contributing.test_flow import begin, post, tell
from wgsm_archive.db.models import Case, DraftWords, Revision
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.case_study import AuthorDisplay
from wgsm_archive.services.archive import Archive

DRAFTS = "/es/contribute/drafts"


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def press(client: FlaskClient, action: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown(client.get("/es/contribute/")))
    assert token is not None
    return client.post(action, data={"csrf_token": token[1]})


def draft(client: FlaskClient, archive: Archive, title: str) -> str:
    """Begin a draft with a title; its public id."""
    begin(client)
    assert post(client, "/es/contribute/title", title=title, countries="").status_code == 303
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalars(select(Case.public_id).order_by(Case.id.desc()).limit(1)).one()


def test_drafts_lie_side_by_side(client: FlaskClient, archive: Archive):
    first, second = draft(client, archive, "El primero"), draft(client, archive, "El segundo")
    page = shown(client.get(DRAFTS))
    assert page.index("El segundo") < page.index("El primero")
    assert page.count("It is open in this browser.") + page.count("navegador") > 0
    assert "El segundo" in shown(client.get("/es/contribute/title"))
    assert press(client, f"{DRAFTS}/{first}/open").location == "/es/contribute/title"
    assert "El primero" in shown(client.get("/es/contribute/title"))
    assert press(client, f"{DRAFTS}/{second}/open").status_code == 303
    assert "El segundo" in shown(client.get("/es/contribute/title"))
    assert f'href="{DRAFTS}"' in shown(client.get("/es/contribute/"))


def test_a_deleted_draft_leaves_nothing(client: FlaskClient, archive: Archive):
    gone, stays = draft(client, archive, "Que se borre"), draft(client, archive, "Que se quede")
    assert press(client, f"{DRAFTS}/{gone}/delete").status_code == 303
    page = shown(client.get(DRAFTS))
    assert "Que se borre" not in page
    assert "Que se quede" in page
    with archive.unit_of_work(SYSTEM) as work:
        assert [row.texts["title"] for row in work.session.scalars(select(Revision))] == ["Que se quede"]
        assert work.session.scalar(select(func.count()).select_from(DraftWords)) == 0
    assert press(client, f"{DRAFTS}/{gone}/open").status_code == 404
    assert press(client, f"{DRAFTS}/{stays}/delete").status_code == 303
    assert client.get("/es/contribute/title").location == "/es/contribute/"


def test_a_code_opens_a_draft_on_another_device(app: Flask, client: FlaskClient, archive: Archive):
    draft(client, archive, "Para seguir")
    assert press(client, f"{DRAFTS}/code").location == f"{DRAFTS}/code"
    listed = re.search(r'<ol class="receipt".*?</ol>', shown(client.get(f"{DRAFTS}/code")), re.DOTALL)
    assert listed is not None
    # A draft was not sent, and no page says that it was.
    assert client.get("/es/contribute/sent").status_code == 404
    other = app.test_client()
    words = " ".join(re.findall(r"<bdi>(.*?)</bdi>", listed[0]))
    assert post(other, "/es/receipt/", code=words).location == "/es/receipt/story"
    assert "Para seguir" in shown(other.get("/es/contribute/title"))
    assert "Para seguir" in shown(other.get(DRAFTS))


def test_no_code_without_asking_and_none_for_a_story_that_was_sent(client: FlaskClient):
    tell(client)
    assert client.get(f"{DRAFTS}/code").status_code == 404
    press(client, "/es/contribute/send")
    assert client.get(f"{DRAFTS}/code").status_code == 404
    assert press(client, f"{DRAFTS}/code").status_code == 409
    assert "La huelga del agua" not in shown(client.get(DRAFTS))


def test_the_drafts_of_an_account_are_listed_and_opened(client: FlaskClient, archive: Archive):
    rosa = a_person(archive)
    sign_in(client, archive, rosa)
    made = a_case(archive, state=CaseState.DRAFT, owner_id=rosa.person_id, texts={**TEXTS, "title": "De mi cuenta"})
    assert "De mi cuenta" in shown(client.get(DRAFTS))
    assert press(client, f"{DRAFTS}/{made.public_id}/open").status_code == 303
    assert "De mi cuenta" in shown(client.get("/es/contribute/title"))


def test_nobody_lists_opens_or_deletes_what_is_anothers(app: Flask, client: FlaskClient, archive: Archive):
    hers = draft(client, archive, "Zarapito suyo")
    other = app.test_client()
    draft(other, archive, "Otro")
    assert "Zarapito" not in shown(other.get(DRAFTS))
    for act in ("open", "delete"):
        assert press(other, f"{DRAFTS}/{hers}/{act}").status_code == 404
    other.set_cookie("wgsm_drafts", f"made-up.{hers}", domain="localhost")
    assert "Zarapito" not in shown(other.get(DRAFTS))
    assert "Zarapito suyo" in shown(client.get(DRAFTS))


def test_closing_the_story_closes_all_drafts_of_the_browser(client: FlaskClient, archive: Archive):
    first = draft(client, archive, "El primero")
    draft(client, archive, "El segundo")
    answer = press(client, "/es/receipt/leave")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    page = shown(client.get(DRAFTS))
    assert "El primero" not in page
    assert "El segundo" not in page
    assert client.post(f"{DRAFTS}/{first}/open").status_code == 404


def test_one_invented_name_for_two_stories_is_told_to_whoever_tells_both_and_to_nobody_else(
    app: Flask, client: FlaskClient, archive: Archive
):
    def named(browser: FlaskClient, name: str, display: str = "pseudonym") -> bool:
        draft(browser, archive, "Una historia")
        assert post(browser, "/es/contribute/naming", display=display, name=name).status_code == 303
        return "has the same invented name" in shown(browser.get("/en/contribute/preview"))

    assert not named(client, "La Calandria")
    assert not named(client, "Otra")
    assert named(client, "la calandria")
    assert not named(client, "La Calandria", "organisation")
    somebody = app.test_client()
    sign_in(somebody, archive, a_person(archive))
    assert not named(somebody, "La Calandria")


def test_the_stories_of_an_account_count_as_own(client: FlaskClient, archive: Archive):
    person = a_person(archive)
    sign_in(client, archive, person)
    told = a_case(archive, owner_id=person.person_id)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, told.id)
        case.author_display, case.author_name = AuthorDisplay.PSEUDONYM, "La Calandria"
    draft(client, archive, "Otra historia")
    assert post(client, "/es/contribute/naming", display="pseudonym", name="La Calandria").status_code == 303
    assert "has the same invented name" in shown(client.get("/en/contribute/preview"))
