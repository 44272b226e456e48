"""Whatever arrives, people get a clear answer in their own language, what they typed is kept, and nothing breaks."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import a_case, a_person, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.checklist import Check
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings
from wgsm_archive.web import security

LANGUAGES = ["es", "ar"]
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
ARABIC = re.compile("[\u0621-\u064a]{2,}")


def _shown(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def _heading(answer: TestResponse) -> str:
    found = HEADING.search(_shown(answer))
    assert found is not None, _shown(answer)[:500]
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def _speaks(answer: TestResponse, language: str, english: str = "") -> None:
    """The page is in this language, its message too, and it is no broken page of ours."""
    direction = "rtl" if language == "ar" else "ltr"
    assert answer.status_code < 500, (answer.status_code, _shown(answer)[:500])
    assert f'<html lang="{language}" dir="{direction}">' in _shown(answer)
    if language == "ar":
        assert ARABIC.search(_heading(answer)), _heading(answer)
    if english:
        assert english not in _shown(answer)
        assert _heading(answer) != english


NOWHERE = [
    "/terms/themes/never-heard-of",
    "/terms/nonsense/water",
    "/terms/themes/%00",
    "/terms/themes/%FF%FE",
    "/cases/never-existed/",
    "/cases/never-existed/x",
    "/cases/%ED%A0%80/",
    "/cases/" + "x" * 60_000,
    "/nothing/here",
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/contribute/never",
    "/contribute/title%00",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_exist_is_said_in_the_readers_language(client: FlaskClient, language: str) -> None:
    for address in NOWHERE:
        answer = client.get(f"/{language}{address}")
        assert answer.status_code == 404, address
        _speaks(answer, language, "Nothing here")


LISTS = ["/cases/", "/search", "/map", "/terms/themes/fisheries", "/vocabularies", "/"]


QUERIES = [
    "page=-1",
    "page=0",
    "page=999999999999",
    "page=1e9",
    "page=%00",
    "page=٢",
    "page=" + "9" * 5000,
    "q=" + "palabra+" * 1250,
    "q=" + "x" * 10_000,
    "q=" + "%28" * 3000,
    "q=%22" * 300,
    "q=" + "NOT+" * 500,
    "q=*&q=**&q=[a+TO+z]",
    "q=%00%01%ED%A0%80%FF",
    "q=%",
    "q=%zz%u0041",
    "q=%E2%80%AE%E2%81%A6pescadores",
    "q=a" + "%CC%95" * 2000 + "%CC%80" * 2000,
    "from=abcd&to=99999&sort=worst",
    "from=2020&to=1990",
    "from=-999&to=٢٠٢٠",
    "theme=never&country=XX&language=tlh&type=nothing&strategy=%00",
    "theme=" + "&theme=".join(str(n) for n in range(300)),
    "=&&&==&%3D",
    "q[]=x&q[$ne]=1",
    "csrf_token=x&language=es&vocabulary=x&term=y&public_id=z&slug=w",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nonsense_in_a_query_is_passed_over(client: FlaskClient, language: str) -> None:
    for query in QUERIES:
        for address in LISTS[:2] if "q=" in query else LISTS:
            answer = client.get(f"/{language}{address}?{query}", follow_redirects=True)
            assert answer.status_code == 200, (address, query[:60])
            _speaks(answer, language)


HOSTILE_HEADERS: list[dict[str, str]] = [
    {"Accept-Language": "es," * 33_000},
    {"Accept-Language": "\x7f\x80;q=x,;;;,*;q=1e999"},
    {"Cookie": "wgsm_session=%00%FF; wgsm_story=../../x; wgsm_language=../../es; wgsm_note=eyJ.x.y"},
    {"Cookie": "wgsm_language=" + "x" * 50_000},
    {"Cookie": "=;;;=;\x80; wgsm_session"},
    {"Cookie": "wgsm_session=" + "A" * 60_000},
    {"Host": "evil.example"},
    {"Host": "a b"},
    {"Host": ""},
    {"Host": "[::1"},
    {"Host": "localhost:99999999"},
    {"Host": "evil.example/..?x#y"},
    {"Host": "\u0661.example".encode().decode("latin-1")},
    {"X-Forwarded-For": "x" * 5000 + ",,,"},
    {"X-Forwarded-For": "unknown, 999.999.999.999", "X-Forwarded-Host": "evil host", "X-Forwarded-Proto": "gopher"},
    {"X-Forwarded-For": "::ffff:1.2.3.4%eth0", "X-Forwarded-Prefix": "//evil"},
    {"If-None-Match": "\x80" * 100, "If-Modified-Since": "yesterday", "Range": "bytes=-1-,x"},
    {"Content-Length": "-5"},
    {"Content-Length": "many", "Transfer-Encoding": "chunked"},
    {"Origin": "http://[::1"},
    {"Referer": "\x00", "Origin": "null\x00", "Sec-Fetch-Site": "\x80"},
]


ASKED = [("GET", "/"), ("GET", "/ar/"), ("GET", "/ar/none"), ("POST", "/ar/receipt/")]


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_header_breaks_a_page(archive: Archive, settings: Settings, proxies: int) -> None:
    client = create_app(replace(settings, trusted_proxies=proxies), archive=archive).test_client(use_cookies=False)
    for headers in HOSTILE_HEADERS:
        for method, address in ASKED:
            answer = client.open(address, method=method, headers=headers)
            assert answer.status_code < 500, (headers, method, address)
            assert "evil" not in str(answer.headers), (headers, address)
            assert "evil" not in _shown(answer), (headers, address)
            if address != "/":
                assert '<html lang="ar" dir="rtl">' in _shown(answer), (headers, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_method_that_is_not_meant_is_refused_in_words(client: FlaskClient, language: str) -> None:
    for method in ("DELETE", "PUT", "PATCH", "TRACE", "POST", "PROPFIND"):
        answer = client.open(f"/{language}/about", method=method)
        assert answer.status_code == 405
        _speaks(answer, language, "Not like this")
        assert "GET" in answer.headers["Allow"]


BODIES: list[tuple[bytes, str]] = [
    (b"", ""),
    (b"{}", "application/json"),
    (b"<x/>", "text/xml"),
    (b"title=x", "text/plain"),
    (b"\x00\xff\xfe" * 100, "application/octet-stream"),
    (b"title=%", "application/x-www-form-urlencoded"),
    (b"title=%ff%00%ED%A0%80&=&&", "application/x-www-form-urlencoded"),
    (b"title=\xff\xfe\x00", "application/x-www-form-urlencoded; charset=klingon"),
    (b"x", "multipart/form-data"),
    (b"--x\r\nContent-Disposition: form-data; name=title\r\n\r\nno end", "multipart/form-data; boundary=x"),
    (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\ny\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    (b"--\xff\r\n", "multipart/form-data; boundary=\xff".encode().decode("latin-1")),
    (
        b'--x\r\nContent-Disposition: form-data; name="title"; filename="a.txt"\r\n\r\ny\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    (b"--x\r\n" + b"A: b\r\n" * 20_000, "multipart/form-data; boundary=x"),
    (b"&".join(b"story.%d.we=x" % n for n in range(3000)), "application/x-www-form-urlencoded"),
]
DOORS = ["/contribute/", "/contribute/title", "/contribute/send", "/receipt/", "/receipt/answer", "/login"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_that_is_no_form_is_refused_in_words(client: FlaskClient, language: str) -> None:
    for place, (body, kind) in enumerate(BODIES):
        for door in DOORS:
            answer = client.post(f"/{language}{door}", data=body, content_type=kind)
            assert 400 <= answer.status_code < 500 or answer.status_code == 303, (place, door, answer.status_code)
            if answer.status_code != 303:
                _speaks(answer, language)


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|based_on|form_key|text_revision)"[^>]*value="([^"]*)"', page))


def _begin(client: FlaskClient, language: str) -> None:
    page = _shown(client.get(f"/{language}/contribute/"))
    answer = client.post(f"/{language}/contribute/", data={**_hidden(page), "language": "es"})
    assert answer.status_code == 303, _shown(answer)[:500]


def _post(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    return client.post(address, data={**_hidden(_shown(client.get(address))), **fields})


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
    answer = client.post(address, data={**_hidden(_shown(client.get(address))), "summary": sent})
    assert answer.status_code == 303
    for page in (client.get(address), client.get(f"/{language}/contribute/preview")):
        _speaks(page, language)
        assert kept in _shown(page)
        assert not set("\x00\x01\u202e\ud83d") & set(_shown(page))
        assert "<script>alert" not in _shown(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("multipart", [False, True])
def test_a_paragraph_of_five_megabytes_is_too_long_and_is_kept(
    client: FlaskClient, language: str, *, multipart: bool
) -> None:
    _begin(client, language)
    long = "Ganamos la huelga. " * 270_000
    address = f"/{language}/contribute/summary"
    fields = {**_hidden(_shown(client.get(address))), "summary": long}
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = "".join(part.format(*pair) for pair in fields.items()) + "--x--\r\n" if multipart else urlencode(fields)
    kind = "multipart/form-data; boundary=x" if multipart else "application/x-www-form-urlencoded"
    answer = client.post(address, data=body.encode(), content_type=kind)
    assert answer.status_code == 422
    _speaks(answer, language, "This is too long")
    assert long[:100_000] in _shown(answer)
    assert _shown(answer).count("Ganamos la huelga.") == 270_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_longer_than_any_story_is_refused_in_words(client: FlaskClient, language: str) -> None:
    answer = client.post(f"/{language}/contribute/", data={"title": "x" * (security.MAX_FORM + 1)})
    assert answer.status_code == 413
    _speaks(answer, language, "Too long")


@pytest.mark.parametrize(
    "name", ["story.abc.we", "story.².we", f"story.{'9' * 5000}.we", "story.1", "story", "story.1.we.x", "summary.9"]
)
def test_fields_that_no_story_has_are_passed_over(client: FlaskClient, archive: Archive, name: str) -> None:
    page = _shown(client.get("/es/contribute/"))
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
    _speaks(answer, language, english)
    for name, typed in fields.items():
        if typed.isprintable():
            assert f'value="{typed}"' in _shown(answer), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_that_is_in_no_list_is_refused_in_words(desk: tuple[FlaskClient, str], language: str) -> None:
    client, public_id = desk
    fields = {"precision": "country", "terms.themes": "never-heard-of", "region": "Junto al río"}
    answer = _post(client, f"/{language}/review/{public_id}/facts", **fields)
    assert answer.status_code == 422
    _speaks(answer, language, "This is not in our list")
    assert "Junto al río" in _shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_form_is_not_lost(app: Flask, archive: Archive, language: str) -> None:
    """The session ended, or another began, while somebody wrote: the page that comes shows the text."""
    client = app.test_client()
    _begin(client, language)
    page = client.get(f"/{language}/contribute/summary")
    client.delete_cookie("wgsm_story", domain="localhost")
    answer = client.post(
        f"/{language}/contribute/summary", data={**_hidden(_shown(page)), "summary": "Una larga historia."}
    )
    assert answer.status_code in (401, 422)
    _speaks(answer, language)
    assert "Una larga historia." in _shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signed_in_form_with_an_old_token_keeps_the_text(app: Flask, archive: Archive, language: str) -> None:
    made = a_case(archive, state=CaseState.SUBMITTED)
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    page = client.get(f"/{language}/review/{made.public_id}/")
    # The same person signed in again in another tab: the cookie is another, the token of this page is old.
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    fields = {**_hidden(_shown(page)), "text": "¿Quién decidió esto?"}
    answer = client.post(
        f"/{language}/review/{made.public_id}/ask", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code in (401, 403, 409, 422)
    _speaks(answer, language)
    assert "¿Quién decidió esto?" in _shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_that_changed_meanwhile_shows_both_texts(app: Flask, archive: Archive, language: str) -> None:
    client = app.test_client()
    _begin(client, language)
    address = f"/{language}/contribute/summary"
    old = _hidden(_shown(client.get(address)))
    assert _post(client, address, summary="Así fue primero.").status_code == 303
    answer = client.post(address, data={**old, "summary": "Así lo cuento yo."})
    assert answer.status_code == 409
    _speaks(answer, language)
    for text in ("Así fue primero.", "Así lo cuento yo."):
        assert text in _shown(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_who_publish_at_once_publish_once(app: Flask, archive: Archive, language: str) -> None:
    made = a_case(archive, state=CaseState.SUBMITTED)
    first = app.test_client()
    sign_in(first, archive, a_person(archive, Role.FACILITATOR))
    page = f"/{language}/review/{made.public_id}/"
    fields = {f"answer.{check}": "fine" for check in Check}
    hidden = dict(
        re.findall(r'name="(csrf_token|based_on|text_revision)"[^>]*value="([^"]*)"', _shown(first.get(page)))
    )
    assert first.post(f"{page}checklist", data={**hidden, **fields, "risk": "low"}).status_code == 303
    clients, tokens = [], []
    for _ in range(2):
        client = app.test_client()
        sign_in(client, archive, a_person(archive, Role.FACILITATOR))
        tokens.append(_hidden(_shown(client.get(f"/{language}/review/{made.public_id}/"))))
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
            assert f'<html lang="{language}"' in _shown(answer)
            assert "Already done" not in _shown(answer)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, made.id).state is CaseState.PUBLISHED


def test_the_upload_of_a_file_where_text_belongs_is_no_text(client: FlaskClient) -> None:
    _begin(client, "es")
    address = "/es/contribute/summary"
    fields = {**_hidden(_shown(client.get(address))), "summary": (BytesIO(b"\xff" * 1000), "a.jpg")}
    assert client.post(address, data=fields, content_type="multipart/form-data").status_code in (303, 422)
    assert client.get("/es/contribute/preview").status_code == 200
