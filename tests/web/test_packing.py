"""Answers travel packed, but never where their size could give a secret away."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

from tests.make import a_person, sign_in
from wgsm_archive.services.archive import Archive

PACKED = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path", ["/en/", "/static/css/site.css", "/en/nowhere", "/en/search?q=water"])
def test_answers_are_packed_for_who_asks(client: FlaskClient, path: str):
    plain, packed = client.get(path, buffered=True), client.get(path, headers=PACKED, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert int(packed.headers["Content-Length"]) == len(packed.get_data()) < len(plain.get_data()) / 2
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, packed))


def test_a_packed_file_is_not_sent_again(client: FlaskClient):
    first = client.get("/static/css/site.css", headers=PACKED, buffered=True)
    again = client.get(
        "/static/css/site.css", headers={**PACKED, "If-None-Match": first.headers["ETag"]}, buffered=True
    )
    assert (again.status_code, again.get_data()) == (304, b"")


def test_short_answers_stay_as_they_are(client: FlaskClient):
    assert "Content-Encoding" not in client.get("/healthz", headers=PACKED).headers


def test_words_of_others_are_not_packed_beside_a_secret(client: FlaskClient, archive: Archive):
    sign_in(client, archive, a_person(archive))
    assert client.get("/en/account/profile", headers=PACKED).headers["Content-Encoding"] == "gzip"
    for path in ("/en/search?q=csrf_token", "/en/csrf_token"):
        assert "Content-Encoding" not in client.get(path, headers=PACKED).headers
