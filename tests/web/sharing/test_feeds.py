"""Feeds: valid Atom whatever the stories hold, and nothing in them that its tellers did not let go."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import TEXTS, Made, a_case, a_person, a_translation, hide, index, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.case_study import AuthorDisplay
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FEEDS = ["/es/feed.atom", "/es/search.atom?q=huelga", "/es/search.atom?theme=fisheries"]
HOSTILE = 'عنوان ]]> <b>&amp; "x" \u202eereht\u2066 </title><script>alert(1)</script> \x0b\x00'


@pytest.fixture
def app(archive: Archive, settings: Settings) -> Flask:
    return create_app(replace(settings, base_url="https://archive.example"), archive=archive)


def read(client: FlaskClient, address: str) -> ET.Element:
    """The feed, held against the rules of RFC 4287 that can be told from the document."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    top = ET.fromstring(answer.data)  # noqa: S314 - our own
    assert top.tag == f"{A}feed"
    assert top.get(LANG)
    check_element(top)
    identities = [entry.findtext(f"{A}id") for entry in top.findall(f"{A}entry")]
    assert len(identities) == len(set(identities))
    for entry in top.findall(f"{A}entry"):
        check_element(entry)
        assert re.fullmatch(r"https://archive\.example/[\w-]+/cases/\w+/", entry.findtext(f"{A}id") or "")
        summary = entry.find(f"{A}summary")
        assert summary is None or (summary.get("type"), bool(summary.get(LANG))) == ("text", True)
    return top


def check_element(thing: ET.Element) -> None:
    for name in ("id", "title", "updated"):
        assert len(thing.findall(f"{A}{name}")) == 1, name
    assert thing.findtext(f"{A}title")
    assert (thing.findtext(f"{A}id") or "").startswith("https://archive.example/")
    dt.datetime.strptime(thing.findtext(f"{A}updated") or "", "%Y-%m-%dT%H:%M:%S%z")
    assert thing.findtext(f"{A}author/{A}name")
    assert thing.find(f"{A}rights") is not None
    kinds = [(one.get("rel"), one.get("type"), one.get("hreflang")) for one in thing.findall(f"{A}link")]
    assert len(kinds) == len(set(kinds))
    assert "alternate" in [rel for rel, _, _ in kinds]
    assert all((one.get("href") or "").startswith("https://") for one in thing.findall(f"{A}link"))


def titles(top: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{A}title") for entry in top.findall(f"{A}entry")]


def alter(archive: Archive, made: Made, **values: object) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        for name, value in values.items():
            setattr(case, name, value)


@pytest.mark.parametrize("address", FEEDS)
def test_a_published_story_is_in_the_feed(archive: Archive, client: FlaskClient, address: str):
    made = a_case(archive)
    index(archive)
    (entry,) = read(client, address).findall(f"{A}entry")
    assert entry.findtext(f"{A}title") == TEXTS["title"]
    assert entry.findtext(f"{A}summary") == TEXTS["summary"]
    assert entry.find(f"{A}summary").get(LANG) == "es"
    assert entry.findtext(f"{A}updated") == "2026-11-01T00:00:00Z"
    links = {one.get("rel"): one for one in entry.findall(f"{A}link")}
    assert links["alternate"].get("href") == (
        f"https://archive.example/es/cases/{made.public_id}/la-huelga-de-los-pescadores"
    )
    assert links["alternate"].get("hreflang") == "es"
    assert links["license"].get("href") == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert "fisheries" in [one.get("term") for one in entry.findall(f"{A}category")]


@pytest.mark.parametrize("address", FEEDS)
def test_an_empty_feed_is_valid_too(client: FlaskClient, address: str):
    assert titles(read(client, address)) == []


@pytest.mark.parametrize("address", FEEDS)
def test_whatever_a_title_holds_the_feed_stays_whole(archive: Archive, client: FlaskClient, address: str):
    made = a_case(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        version = work.session.get_one(LanguageVersion, made.version_id)
        version.title = version.summary = HOSTILE
    alter(archive, made, author_name=HOSTILE, author_display=AuthorDisplay.PSEUDONYM)
    index(archive)
    (title,) = titles(read(client, address))
    assert title is not None
    assert title.startswith("عنوان ]]> <b>&amp;")
    assert not re.search("[\x00-\x08\x0b\u202a-\u202e\u2066-\u2069]", title)


@pytest.mark.parametrize("address", FEEDS)
def test_what_is_hidden_is_gone_with_the_next_request(archive: Archive, client: FlaskClient, address: str):
    made = a_case(archive)
    index(archive)
    before = client.get(address)
    kept = {"If-None-Match": before.headers["ETag"]}
    unchanged = client.get(address, headers=kept)
    assert before.headers["Cache-Control"] == "no-cache"
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    hide(archive, made)
    after = client.get(address, headers=kept)
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert made.public_id not in after.get_data(as_text=True)


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize(
    ("level", "state"),
    [
        (ConsentLevel.NETWORK, CaseState.PUBLISHED),
        (ConsentLevel.PRIVATE, CaseState.PUBLISHED),
        (ConsentLevel.PUBLIC_READ, CaseState.PUBLISHED),
        (ConsentLevel.PUBLIC_SHARE, CaseState.SUBMITTED),
    ],
    ids=["for members", "private", "for reading here only", "not published"],
)
def test_what_may_not_be_carried_away_is_in_no_feed_whoever_asks(
    archive: Archive, client: FlaskClient, level: ConsentLevel, state: CaseState, address: str
):
    a_case(archive, level=level, state=state)
    index(archive)
    sign_in(client, archive, a_person(archive, *Role))
    assert titles(read(client, address)) == []
    assert client.get(address).headers["Cache-Control"] == "no-cache"


def test_a_consent_that_has_run_out_lets_nothing_out(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    alter(archive, made, consent_until=dt.date(2026, 11, 24))
    assert titles(read(client, "/es/feed.atom")) == []


@pytest.mark.parametrize(
    ("display", "uses", "shown"),
    [
        (AuthorDisplay.ORGANISATION, ("name-organisation",), "Net Menders"),
        (AuthorDisplay.ORGANISATION, (), "Tellers who are not named"),
        (AuthorDisplay.PSEUDONYM, (), "Net Menders"),
        (AuthorDisplay.ANONYMOUS, ("name-organisation",), "Tellers who are not named"),
    ],
)
def test_tellers_are_named_as_they_wish(
    archive: Archive, client: FlaskClient, display: AuthorDisplay, uses: tuple[str, ...], shown: str
):
    made = a_case(archive, uses=uses)
    alter(archive, made, author_name="Net Menders", author_display=display)
    assert read(client, "/en/feed.atom").findtext(f"{A}entry/{A}author/{A}name") == shown


def test_a_new_translation_is_news_where_its_language_is_read(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": "La grève", "summary": "Le port."})
    a_translation(archive, made.id, "pt", {"title": "A greve", "summary": "O porto."}, state=VersionState.READY)
    french, spanish, portuguese = (read(client, f"/{tag}/feed.atom") for tag in ("fr", "es", "pt"))
    assert titles(french) == ["La grève"]
    assert titles(spanish) == [TEXTS["title"]]
    assert "A greve" not in titles(portuguese)
    assert french.findtext(f"{A}entry/{A}id") != spanish.findtext(f"{A}entry/{A}id")


def test_the_newest_come_first_and_the_rest_is_left_to_the_site(archive: Archive, client: FlaskClient):
    made = [a_case(archive, texts={**TEXTS, "title": f"Historia {number}"}) for number in range(31)]
    alter(archive, made[0], published_on=dt.date(2020, 1, 1))
    found = titles(read(client, "/es/feed.atom"))
    assert len(found) == 30
    assert "Historia 0" not in found


def test_a_followed_search_is_newest_first_in_pages(archive: Archive, client: FlaskClient):
    for _number in range(21):
        a_case(archive)
    index(archive)
    first = read(client, "/es/search.atom?q=huelga")
    links = {one.get("rel"): one.get("href") for one in first.findall(f"{A}link")}
    assert links["next"] == "https://archive.example/es/search.atom?q=huelga&page=2"
    assert links["first"].endswith("page=1")
    assert links["last"].endswith("page=2")
    second = read(client, links["next"].removeprefix("https://archive.example"))
    assert len(titles(second)) == 1
    assert first.findtext(f"{A}id") == second.findtext(f"{A}id")


@pytest.mark.parametrize("query", ["page=0", "page=x", "sort=random", "from=12", "utm_source=x", "q=" + "a" * 500])
def test_nonsense_in_a_followed_search_is_passed_over(archive: Archive, client: FlaskClient, query: str):
    a_case(archive)
    index(archive)
    read(client, f"/es/search.atom?{query}")


def test_a_term_that_is_not_there_widens_nothing(archive: Archive, client: FlaskClient):
    a_case(archive)
    index(archive)
    assert titles(read(client, "/es/search.atom?theme=nonsense")) == []


def test_pages_say_where_the_feeds_are(client: FlaskClient):
    home = client.get("/ar/").get_data(as_text=True)
    assert re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="/ar/feed.atom">', home)
    search = client.get("/en/search?q=%22a%22&language=es").get_data(as_text=True)
    assert 'href="/en/search.atom?q=%22a%22&amp;language=es"' in search


def test_the_host_of_the_request_is_never_believed(archive: Archive, client: FlaskClient):
    a_case(archive)
    assert b"evil.example" not in client.get("/es/feed.atom", headers={"Host": "evil.example"}).data


@pytest.mark.parametrize("address", FEEDS)
def test_head_answers_as_get_does(client: FlaskClient, address: str):
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", get.headers["ETag"])
