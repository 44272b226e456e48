"""Whatever is asked for, in whatever way, people get a clear answer in their own language, and nothing breaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.web.speaking import LANGUAGES, shown, speaks
from wgsm_archive.app import create_app
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings
from wgsm_archive.web import security

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
        speaks(answer, language, "Nothing here")


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
            speaks(answer, language)


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
    {"If-None-Match": '"x"', "Cookie": "=;;;=;\x80; wgsm_session", "Host": "evil.example"},
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
            assert "evil" not in shown(answer), (headers, address)
            if address != "/":
                assert '<html lang="ar" dir="rtl">' in shown(answer), (headers, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_method_that_is_not_meant_is_refused_in_words(client: FlaskClient, language: str) -> None:
    for method in ("DELETE", "PUT", "PATCH", "TRACE", "POST", "PROPFIND"):
        answer = client.open(f"/{language}/about", method=method)
        assert answer.status_code == 405
        speaks(answer, language, "Not like this")
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
                speaks(answer, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_longer_than_any_story_is_refused_in_words(client: FlaskClient, language: str) -> None:
    answer = client.post(f"/{language}/contribute/", data={"title": "x" * (security.MAX_FORM + 1)})
    assert answer.status_code == 413
    speaks(answer, language, "Too long")
