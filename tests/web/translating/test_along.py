"""Taking a story along and bringing it back, as a browser without scripts does it."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import TEXTS, Made, a_case, a_person, hide, sign_in
from tests.services.translating.benches import Bench, edit
from wgsm_archive.domain.actor import Actor, Role
from wgsm_archive.services.archive import Archive

LINKED = "Los pescadores [pararon](https://ejemplo.org/huelga) el puerto."


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive, texts={**TEXTS, "summary": LINKED})


@pytest.fixture
def asha(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="asha", languages=("en", "es"))


@pytest.fixture
def bench(archive: Archive, made: Made, asha: Actor) -> Bench:
    bench = Bench(archive, made, asha)
    bench.start()
    return bench


class Browser:
    """A translator's browser at one translation."""

    def __init__(self, client: FlaskClient, archive: Archive, bench: Bench) -> None:
        sign_in(client, archive, bench.actor)
        self.client, self.base = client, f"/en/translate/{bench.made.public_id}/{bench.target}/along"

    def get(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(self.base + path)
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "private, no-store"
        return answer.get_data(as_text=True)

    def taken(self, kind: str, **more: str) -> bytes:
        answer = self.client.get(f"{self.base}/file", query_string={"kind": kind, **more})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        return answer.get_data()

    def send(self, path: str, values: Mapping[str, object]) -> TestResponse:
        token = re.findall(r'name="csrf_token" value="([^"]*)"', self.get())[0]
        return self.client.post(self.base + path, data={"csrf_token": token, **values})

    def bring(self, content: bytes, name: str = "a.po") -> tuple[int, str]:
        answer = self.send("/back", {"file": (io.BytesIO(content), name)})
        return answer.status_code, answer.get_data(as_text=True)

    def take(self, page: str, *ticked: str, **typed: str) -> TestResponse:
        rows = html.unescape(re.findall(r'name="rows" value="([^"]*)"', page)[0])
        revision = re.findall(r'name="revision" value="([^"]*)"', page)
        return self.send("/take", {"rows": rows, "revision": revision, "take": list(ticked), **typed})


@pytest.fixture
def browser(client: FlaskClient, archive: Archive, bench: Bench) -> Browser:
    return Browser(client, archive, bench)


def _ticked(page: str) -> list[str]:
    return re.findall(r'name="take" value="(\d+)" checked', page)


def _with(po: bytes, source: str, text: str) -> bytes:
    line = f'msgid "{source}"\nmsgstr "'
    assert line in po.decode()
    return po.decode().replace(line, line + text).encode()


def test_a_file_goes_out_and_comes_back_as_drafts(browser: Browser, bench: Bench) -> None:
    po = _with(browser.taken("po", what="lacking"), "Los pescadores {1}pararon{2} el puerto.", "Fishers {1}stopped{2}.")
    assert b"https://ejemplo.org" in po
    status, page = browser.bring(po)
    assert status == 200
    assert "Fishers {1}stopped{2}." in page
    assert len(_ticked(page)) == 1
    answer = browser.take(page, *_ticked(page))
    assert answer.status_code == 303
    assert "1 paragraph was saved as a draft." in browser.client.get(answer.headers["Location"]).get_data(as_text=True)
    assert bench.slot().text == "Fishers [stopped](https://ejemplo.org/huelga)."


@pytest.mark.parametrize("kind", ["docx", "omegat", "po", "xliff"])
def test_every_kind_of_file_can_be_taken_along_and_come_back_unchanged(browser: Browser, kind: str) -> None:
    status, page = browser.bring(browser.taken(kind), "anything")
    assert status == 200
    assert "There is nothing in it that could be saved." in page


def test_what_is_wrong_with_numbers_can_be_mended_on_the_page(browser: Browser, bench: Bench) -> None:
    po = _with(browser.taken("po"), "Los pescadores {1}pararon{2} el puerto.", "Fishers stopped{2} {9}.")
    _status, page = browser.bring(po)
    assert not _ticked(page)
    assert "These are missing: {1}" in page
    assert "These are not in the source: {9}" in page
    slot = str(bench.slot().id)
    answer = browser.take(page, slot)
    assert answer.status_code == 422
    again = answer.get_data(as_text=True)
    assert "exactly once" in again
    assert "Fishers stopped{2} {9}." in again
    assert browser.take(again, slot, **{f"text.{slot}": "Fishers {1}stopped{2}."}).status_code == 303
    assert bench.slot().text == "Fishers [stopped](https://ejemplo.org/huelga)."


def test_who_was_slower_sees_both_texts_and_loses_nothing(browser: Browser, archive: Archive, bench: Bench) -> None:
    po = _with(browser.taken("po"), TEXTS["title"], "From the road")
    _status, page = browser.bring(po)
    tom = a_person(archive, Role.TRANSLATOR, handle="tom")
    Bench(archive, bench.made, tom).write("By Tom", "title")
    answer = browser.take(page, *_ticked(page))
    assert answer.status_code == 409
    again = answer.get_data(as_text=True)
    assert "By Tom" in again
    assert "From the road" in again
    assert not _ticked(again)
    assert bench.slot("title").text == "By Tom"
    assert browser.take(again, str(bench.slot("title").id)).status_code == 303
    assert bench.slot("title").text == "From the road"


def test_a_late_file_says_what_changed_since(browser: Browser, archive: Archive, bench: Bench, made: Made) -> None:
    po = _with(browser.taken("po"), TEXTS["advice"], "Bring food.")
    edit(archive, made, advice="No empiecen sin comida para veinte días.")
    _status, page = browser.bring(po)
    assert "The source has changed since. It says now:" in page
    assert "veinte" in page
    assert browser.take(page, *_ticked(page)).status_code == 303
    assert bench.desk().outdated == 1


def test_files_that_cannot_be_used_are_refused_in_words(browser: Browser, archive: Archive, asha: Actor) -> None:
    other = Bench(archive, a_case(archive), asha)
    other.start()
    foreign = Browser(browser.client, archive, other).taken("po")
    for content, words in (
        (foreign, "belongs to another story"),
        (browser.taken("po").replace(b"Language: en", b"Language: fr"), "into another language"),
        (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xliff/>", "put together from other files"),
        (b"nothing", "did not come from here"),
    ):
        status, page = browser.bring(content)
        assert status == 422
        assert words in page
    assert browser.send("/back", {}).status_code == 422


def test_a_sheet_is_printed_and_typed_in(browser: Browser, bench: Bench) -> None:
    sheet = browser.get("/sheet")
    number = re.findall(r'<bdi dir="ltr">\((\d+)\)</bdi> Title', sheet)[0]
    assert "Los pescadores {1}pararon{2} el puerto." in sheet
    assert "sheet-line" in sheet
    browser.get("/typed")
    answer = browser.send("/typed", {"typed": "No number.", "source": "es"})
    assert answer.status_code == 422
    assert "No number." in answer.get_data(as_text=True)
    page = browser.send("/typed", {"typed": f"({number}) The strike", "source": "es"}).get_data(as_text=True)
    assert browser.take(page, *_ticked(page)).status_code == 303
    assert bench.slot("title").text == "The strike"


def test_pages_that_somebody_made_up_save_nothing(browser: Browser, bench: Bench) -> None:
    for rows in ("", "[", "{}", "[1]", '[["a", 1, 2, "x"]]', "[[true, 1, null, 4]]", json.dumps([[0, 0, None, "x"]])):
        assert browser.send("/take", {"rows": rows, "take": ["0", "1", "x"]}).status_code == 303
    seen = bench.slot()
    broken = json.dumps([[seen.id, seen.base_id, None, "a\ud800b\x00 {7}"]])
    answer = browser.send("/take", {"rows": broken, "take": [str(seen.id)]})
    assert answer.status_code == 422
    assert "ab {7}" in answer.get_data(as_text=True)
    made_up = json.dumps([[bench.slot().id, 10**9, None, "x"]])
    assert browser.send("/take", {"rows": made_up, "take": [str(bench.slot().id)]}).status_code == 422
    assert bench.desk().done == 0


def test_nothing_goes_along_once_the_story_is_hidden(browser: Browser, archive: Archive, made: Made) -> None:
    content = browser.taken("po")
    token = re.findall(r'name="csrf_token" value="([^"]*)"', browser.get())[0]
    hide(archive, made)
    for path in ("", "/file?kind=po", "/sheet", "/typed"):
        assert browser.client.get(browser.base + path).status_code in (404, 410)
    back = {"csrf_token": token, "file": (io.BytesIO(content), "a.po")}
    assert browser.client.post(f"{browser.base}/back", data=back).status_code in (404, 410)


def test_only_translators_come_here(app: Flask, archive: Archive, browser: Browser) -> None:
    other = app.test_client()
    assert other.get(browser.base).status_code in (302, 401, 404)
    sign_in(other, archive, a_person(archive, Role.MEMBER))
    for path in ("", "/file?kind=po", "/sheet", "/typed"):
        assert other.get(browser.base + path).status_code in (403, 404)


def test_who_brings_very_many_files_waits(browser: Browser) -> None:
    statuses = [browser.bring(b"nothing")[0] for _time in range(32)]
    assert statuses[:30] == [422] * 30
    assert statuses[-1] == 429


def test_a_very_long_story_is_brought_back_in_steps(client: FlaskClient, archive: Archive, asha: Actor) -> None:
    step = "\n\n".join(f"Remamos {number}." for number in range(1_000))
    bench = Bench(archive, a_case(archive, texts={**TEXTS, "story.1.we": step}), asha)
    bench.start()
    browser = Browser(client, archive, bench)
    po = re.sub(
        r'msgid "Remamos (\d+)\."\nmsgstr ""', r'msgid "Remamos \1."\nmsgstr "نجدّف \1."', browser.taken("po").decode()
    )
    _status, page = browser.bring(po.encode())
    assert "200 more paragraphs have no room" in page
    assert browser.take(page, *_ticked(page)).status_code == 303
    _status, page = browser.bring(po.encode())
    assert browser.take(page, *_ticked(page)).status_code == 303
    assert bench.desk().done == 1_000
