"""Whatever is typed and sent, and whenever, it is answered in the language of the page, and the words are kept."""

from __future__ import annotations

import re
import threading
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import a_case, a_person, sign_in
from tests.web.speaking import LANGUAGES, shown, speaks
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.checklist import Check
from wgsm_archive.services.archive import Archive


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|based_on|form_key|text_revision)"[^>]*value="([^"]*)"', page))


def _begin(client: FlaskClient, language: str) -> None:
    page = shown(client.get(f"/{language}/contribute/"))
    answer = client.post(f"/{language}/contribute/", data={**_hidden(page), "language": "es"})
    assert answer.status_code == 303, shown(answer)[:500]


def _post(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    return client.post(address, data={**_hidden(shown(client.get(address))), **fields})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ganamos.\x00\x01\x0b", "Ganamos."),
        ("Ganamos \ud83d y nos quedamos.", "y nos quedamos."),
        ("\u202eGanamos\u2066", "Ganamos"),
        ("Ganamos" + "\u0315" * 20_000 + "\u0300" * 20_000, "Ganamos"),
        ("<script>alert(1)</script> Ganamos", "Ganamos"),
        ("[" * 5000 + "Ganamos", "Ganamos"),
    ],
    ids=["nul", "surrogate", "bidi", "marks", "script", "brackets"],
)
def test_strange_characters_do_no_harm_and_the_words_stay(
    client: FlaskClient, language: str, typed: str, kept: str
) -> None:
    _begin(client, language)
    sent = typed.encode("utf-8", "surrogatepass")
    address = f"/{language}/contribute/summary"
    answer = client.post(address, data={**_hidden(shown(client.get(address))), "summary": sent})
    assert answer.status_code == 303
    for page in (client.get(address), client.get(f"/{language}/contribute/preview")):
        speaks(page, language)
        assert kept in shown(page)
        assert not set("\x00\x01\u202e\ud83d") & set(shown(page))
        assert "<script>alert" not in shown(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("multipart", [False, True])
def test_a_paragraph_of_five_megabytes_is_too_long_and_is_kept(
    client: FlaskClient, language: str, *, multipart: bool
) -> None:
    _begin(client, language)
    long = "Ganamos la huelga. " * 270_000
    address = f"/{language}/contribute/summary"
    fields = {**_hidden(shown(client.get(address))), "summary": long}
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = "".join(part.format(*pair) for pair in fields.items()) + "--x--\r\n" if multipart else urlencode(fields)
    kind = "multipart/form-data; boundary=x" if multipart else "application/x-www-form-urlencoded"
    answer = client.post(address, data=body.encode(), content_type=kind)
    assert answer.status_code == 422
    speaks(answer, language, "This is too long")
    assert long[:100_000] in shown(answer)
    assert shown(answer).count("Ganamos la huelga.") == 270_000


@pytest.mark.parametrize(
    "name", ["story.abc.we", "story.².we", f"story.{'9' * 5000}.we", "story.1", "story", "story.1.we.x", "summary.9"]
)
def test_fields_that_no_story_has_are_passed_over(client: FlaskClient, archive: Archive, name: str) -> None:
    page = shown(client.get("/es/contribute/"))
    fields = {**_hidden(page), "language": "es", name: "Ganamos", "advice": "Cuiden."}
    assert client.post("/es/contribute/", data=fields).status_code == 303
    for step in ("story", "advice", "preview"):
        assert client.get(f"/es/contribute/{step}").status_code == 200
    assert _post(client, "/es/contribute/story", **{name: "x", "story.1.we": "Marchamos."}).status_code == 303
    assert client.get("/es/contribute/preview").status_code == 200


@pytest.fixture
def desk(app: Flask, archive: Archive) -> tuple[FlaskClient, str]:
    """A facilitator's browser and a story that waits."""
    made = a_case(archive, state=CaseState.SUBMITTED)
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    return client, made.public_id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("fields", "field", "english"),
    [
        ({"period_start": "2999"}, "period_start", "still to come"),
        ({"period_start": "2014", "period_end": "2011"}, "period_end", "before the beginning"),
        ({"period_start": "last year"}, "period_start", "Please write the date"),
        ({"period_start": "\x00"}, "period_start", "Please write the date"),
    ],
    ids=["future", "order", "no date", "nul"],
)
def test_a_date_that_cannot_be_is_shown_again_with_words(
    desk: tuple[FlaskClient, str], language: str, fields: dict[str, str], field: str, english: str
) -> None:
    client, public_id = desk
    address = f"/{language}/review/{public_id}/facts"
    answer = _post(client, address, precision="country", **fields)
    assert answer.status_code == 422, answer.status_code
    speaks(answer, language, english)
    for name, typed in fields.items():
        if typed.isprintable():
            assert f'value="{typed}"' in shown(answer), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_that_is_in_no_list_is_refused_in_words(desk: tuple[FlaskClient, str], language: str) -> None:
    client, public_id = desk
    fields = {"precision": "country", "terms.themes": "never-heard-of", "region": "Junto al río"}
    answer = _post(client, f"/{language}/review/{public_id}/facts", **fields)
    assert answer.status_code == 422
    speaks(answer, language, "This is not in our list")
    assert "Junto al río" in shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_form_is_not_lost(app: Flask, archive: Archive, language: str) -> None:
    """The session ended, or another began, while somebody wrote: the page that comes shows the text."""
    client = app.test_client()
    _begin(client, language)
    page = client.get(f"/{language}/contribute/summary")
    client.delete_cookie("wgsm_story", domain="localhost")
    answer = client.post(
        f"/{language}/contribute/summary", data={**_hidden(shown(page)), "summary": "Una larga historia."}
    )
    assert answer.status_code in (401, 422)
    speaks(answer, language)
    assert "Una larga historia." in shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signed_in_form_with_an_old_token_keeps_the_text(app: Flask, archive: Archive, language: str) -> None:
    made = a_case(archive, state=CaseState.SUBMITTED)
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    page = client.get(f"/{language}/review/{made.public_id}/")
    # The same person signed in again in another tab: the cookie is another, the token of this page is old.
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    fields = {**_hidden(shown(page)), "text": "¿Quién decidió esto?"}
    answer = client.post(
        f"/{language}/review/{made.public_id}/ask", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code in (401, 403, 409, 422)
    speaks(answer, language)
    assert "¿Quién decidió esto?" in shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_that_changed_meanwhile_shows_both_texts(app: Flask, archive: Archive, language: str) -> None:
    client = app.test_client()
    _begin(client, language)
    address = f"/{language}/contribute/summary"
    old = _hidden(shown(client.get(address)))
    assert _post(client, address, summary="Así fue primero.").status_code == 303
    answer = client.post(address, data={**old, "summary": "Así lo cuento yo."})
    assert answer.status_code == 409
    speaks(answer, language)
    for text in ("Así fue primero.", "Así lo cuento yo."):
        assert text in shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_who_publish_at_once_publish_once(app: Flask, archive: Archive, language: str) -> None:
    made = a_case(archive, state=CaseState.SUBMITTED)
    first = app.test_client()
    sign_in(first, archive, a_person(archive, Role.FACILITATOR))
    page = f"/{language}/review/{made.public_id}/"
    fields = {f"answer.{check}": "fine" for check in Check}
    hidden = dict(re.findall(r'name="(csrf_token|based_on|text_revision)"[^>]*value="([^"]*)"', shown(first.get(page))))
    assert first.post(f"{page}checklist", data={**hidden, **fields, "risk": "low"}).status_code == 303
    clients, tokens = [], []
    for _ in range(2):
        client = app.test_client()
        sign_in(client, archive, a_person(archive, Role.FACILITATOR))
        tokens.append(_hidden(shown(client.get(f"/{language}/review/{made.public_id}/"))))
        clients.append(client)
    together, answers_given = threading.Barrier(2), []

    def publish(client: FlaskClient, hidden: dict[str, str]) -> None:
        together.wait()
        answers_given.append(client.post(f"/{language}/review/{made.public_id}/publish", data=hidden))

    threads = [threading.Thread(target=publish, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = sorted(answer.status_code for answer in answers_given)
    assert codes[0] in (302, 303)
    assert codes[1] in (303, 409)
    for answer in answers_given:
        if answer.status_code == 409:
            # The story's page again, with what happened in words.
            assert f'<html lang="{language}"' in shown(answer)
            assert "Already done" not in shown(answer)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, made.id).state is CaseState.PUBLISHED


def test_the_upload_of_a_file_where_text_belongs_is_no_text(client: FlaskClient) -> None:
    _begin(client, "es")
    address = "/es/contribute/summary"
    fields = {**_hidden(shown(client.get(address))), "summary": (BytesIO(b"\xff" * 1000), "a.jpg")}
    assert client.post(address, data=fields, content_type="multipart/form-data").status_code in (303, 422)
    assert client.get("/es/contribute/preview").status_code == 200
