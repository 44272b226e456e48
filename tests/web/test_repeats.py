"""Whoever asks again is told at once that nothing changed, and never that a story is still there which is not."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.fakes import HeldClock
from tests.make import Made, a_case, a_person, hide, index, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.db.data_version import DataVersion
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings
from wgsm_archive.web.repeats import Repeats

PAGES = ("/es/", "/es/cases/", "/es/search?q=huelga", "/es/map")


@pytest.fixture
def story(archive: Archive, app: Flask) -> Made:
    app.extensions["wgsm_repeats"] = Repeats(clock=lambda: 0.0, lot=lambda low, high: high)
    made = a_case(archive)
    index(archive)
    return made


@pytest.fixture
def statements(archive: Archive) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(archive.engine, "before_cursor_execute", note)
    yield asked
    event.remove(archive.engine, "before_cursor_execute", note)


def fingerprint(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    return answer.headers["ETag"]


def again(client: FlaskClient, address: str, etag: str) -> int:
    answer = client.get(address, headers={"If-None-Match": etag})
    assert answer.status_code in (200, 304, 404, 410)
    if answer.status_code == 304:
        assert answer.headers["ETag"].removeprefix("W/") in etag
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.data == b""
    return answer.status_code


@pytest.mark.usefixtures("story")
def test_a_repeat_is_answered_without_reading_anything(client: FlaskClient, statements: list[str]):
    for address in PAGES:
        etag = fingerprint(client, address)
        del statements[:]
        assert again(client, address, etag) == 304
        assert again(client, address, f'"other", W/{etag.removeprefix("W/")}') == 304
        assert statements == []
        assert again(client, address, '"other"') == 200


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("base", ["http://localhost", "https://example.org", "https://example.onion"])
def test_a_repeat_carries_what_keeps_pages_safe(archive: Archive, settings: Settings, base: str):
    client = create_app(replace(settings, base_url=base), archive=archive).test_client()
    page = client.get("/es/", base_url=base)
    repeat = client.get("/es/", base_url=base, headers={"If-None-Match": page.headers["ETag"]})
    assert repeat.status_code == 304
    of_the_body = {"Content-Type", "Content-Length", "Date", "Vary"}
    kept = {name: value for name, value in page.headers.items() if name not in of_the_body}
    assert dict(repeat.headers) == {**kept, "Vary": "Accept-Encoding"}
    assert ("Strict-Transport-Security" in kept) == (base == "https://example.org")


def test_a_story_that_is_hidden_is_never_said_to_be_there(archive: Archive, client: FlaskClient, story: Made):
    own = f"/es/cases/{story.public_id}/la-huelga-de-los-pescadores"
    before = {address: fingerprint(client, address) for address in (*PAGES, own)}
    assert all(again(client, address, etag) == 304 for address, etag in before.items())
    hide(archive, story)
    assert {address: again(client, address, etag) for address, etag in before.items()} == {
        **dict.fromkeys(PAGES, 200), own: 410,
    }  # fmt: skip


@pytest.mark.usefixtures("story")
def test_being_told_that_nothing_changed_is_remembered_too(
    archive: Archive, client: FlaskClient, statements: list[str]
):
    etag = fingerprint(client, "/es/")
    a_person(archive)
    assert again(client, "/es/", etag) == 304
    del statements[:]
    assert again(client, "/es/", etag) == 304
    assert not [one for one in statements if "SELECT" in one]


@pytest.mark.usefixtures("story")
def test_any_commit_of_another_process_makes_pages_anew(archive: Archive, client: FlaskClient, statements: list[str]):
    etag = fingerprint(client, "/es/")
    elsewhere = sqlite3.connect(str(archive.engine.url.database))
    elsewhere.execute("INSERT INTO instance_fact (name, value) VALUES ('a', 'b')")
    del statements[:]
    assert again(client, "/es/", etag) == 304
    assert statements == []
    elsewhere.commit()
    elsewhere.close()
    assert again(client, "/es/", etag) == 304
    assert statements != []


@pytest.mark.usefixtures("story")
def test_a_new_day_makes_pages_anew(client: FlaskClient, clock: HeldClock, statements: list[str]):
    etag = fingerprint(client, "/es/")
    clock.moment += dt.timedelta(days=1)
    del statements[:]
    again(client, "/es/", etag)
    assert statements != []


@pytest.mark.usefixtures("story")
def test_nobody_in_particular_is_answered_so(archive: Archive, client: FlaskClient, statements: list[str]):
    etag = fingerprint(client, "/es/")
    sign_in(client, archive, a_person(archive))
    fingerprint_of_member = client.get("/es/", headers={"If-None-Match": etag})
    assert fingerprint_of_member.status_code == 200
    assert "ETag" not in fingerprint_of_member.headers
    client.delete_cookie("wgsm_session", domain="localhost")
    client.set_cookie("wgsm_folder", "abc", domain="localhost")
    etag = fingerprint(client, "/es/")
    del statements[:]
    again(client, "/es/", etag)
    assert statements != []


@pytest.mark.usefixtures("story")
def test_when_the_database_is_away_a_repeat_is_told_so_in_words(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    etag = fingerprint(client, "/es/")

    def fail(_one: DataVersion) -> str:
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("unable to open database file"))

    monkeypatch.setattr(DataVersion, "read", fail)
    answer = client.get("/es/", headers={"If-None-Match": etag})
    assert answer.status_code >= 500
    assert 'lang="es"' in answer.text


def test_what_is_remembered_is_bounded_and_forgotten():
    now, repeats = [0.0], None
    repeats = Repeats(clock=lambda: now[0], lot=lambda low, high: low)
    assert repeats.find("1", "/a") is None
    repeats.keep("1", "/a", "x")
    repeats.keep("0", "/b", "old")
    assert (repeats.find("1", "/a"), repeats.find("1", "/b")) == ("x", None)
    assert repeats.find("2", "/a") is None
    repeats.keep("1", "/a", "x")
    assert repeats.find("2", "/a") is None
    repeats.keep("2", "/a", "y")
    now[0] = 2.0
    assert repeats.find("2", "/a") is None
    for number in range(2500):
        repeats.keep("2", str(number), "z")
    assert sum(repeats.find("2", str(number)) is not None for number in range(2500)) == 2000
