"""Maps of the site, what crawlers are asked, the search box of browsers, and bands as pictures."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import TEXTS, a_case, a_person, a_record, a_translation, hide, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.consent import ConsentLevel, Use
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.settings import Settings
from wgsm_archive.web.sharing import sitemap
from wgsm_archive.web.sharing.answers import base_address

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
O = "{http://a9.com/-/spec/opensearch/1.1/}"  # noqa: E741 - as the specification draws it
BASE = "https://archive.example"
HOSTILE = "عنوان ]]> <b>&amp; \u202e </loc>\x0b"


@pytest.fixture
def app(archive: Archive, settings: Settings) -> Flask:
    return create_app(replace(settings, base_url=f"{BASE}/"), archive=archive)


def xml(client: FlaskClient, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return ET.fromstring(answer.data)  # noqa: S314 - our own


def places(client: FlaskClient, kind: str = "stories", number: int = 1) -> dict[str, dict[str, str]]:
    """Addresses of a map with their language versions, after a look at the rules of the protocol."""
    top = xml(client, f"/sitemap-{kind}-{number}.xml")
    assert top.tag == f"{S}urlset"
    found = {}
    for url in top.findall(f"{S}url"):
        address = url.findtext(f"{S}loc")
        assert address is not None
        assert address.startswith(f"{BASE}/")
        assert address.isascii()
        assert len(address) < 2048
        month = url.findtext(f"{S}lastmod")
        assert month is None or re.fullmatch(r"\d{4}-\d{2}", month)
        links = url.findall(LINK)
        assert all(one.get("rel") == "alternate" for one in links)
        found[address] = {str(one.get("hreflang")): str(one.get("href")) for one in links}
        assert not links or address in found[address].values()  # each names itself, too
    assert len(found) == len(top)
    return found


def maps(client: FlaskClient) -> list[str]:
    top = xml(client, "/sitemap.xml")
    assert top.tag == f"{S}sitemapindex"
    return [str(one.text).removeprefix(BASE) for one in top.iter(f"{S}loc")]


def test_each_language_version_has_its_address_and_names_the_others(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": "La grève"})
    a_translation(archive, made.id, "pt", {"title": "A greve"}, state=VersionState.READY)
    spanish = f"{BASE}/es/cases/{made.public_id}/la-huelga-de-los-pescadores"
    french = f"{BASE}/fr/cases/{made.public_id}/la-gr%C3%A8ve"
    versions = {"es": spanish, "fr": french}
    assert places(client) == {spanish: versions, french: versions}
    for address in versions.values():
        assert client.get(address.removeprefix(BASE)).status_code == 200


def test_a_story_in_one_language_names_no_other(archive: Archive, client: FlaskClient):
    a_case(archive)
    (links,) = places(client).values()
    assert links == {}


def test_records_and_pages_are_on_the_map(archive: Archive, client: FlaskClient):
    group = a_record(archive, {"en": "Net Menders", "ar": "مصلحو الشباك"}, type=RecordType.ORGANISATION)
    visit = a_record(archive, {"en": "!!!"})
    a_record(archive, {"en": "For members"}, label="network")
    found = places(client, "records")
    assert set(found[f"{BASE}/en/organisations/{group}/net-menders"]) == {"en", "ar"}
    assert found[f"{BASE}/en/records/{visit}/"] == {}
    assert len(found) == 3
    pages = places(client, "pages")
    assert set(pages[f"{BASE}/es/about"]) == {"en", "es", "fr", "pt", "ar"}
    for address in [*found, *pages]:
        assert client.get(address.removeprefix(BASE)).status_code == 200, address


def test_long_maps_are_cut_and_every_address_stands_on_one(
    archive: Archive, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sitemap, "PER_MAP", 2)
    for _number in range(2):
        made = a_case(archive)
        a_translation(archive, made.id, "fr", {"title": "La grève"})
    a_case(archive)
    assert [name for name in maps(client) if "stories" in name] == [f"/sitemap-stories-{n}.xml" for n in (1, 2, 3)]
    found = [places(client, number=number) for number in (1, 2, 3)]
    assert [len(one) for one in found] == [2, 2, 1]
    assert len({address for one in found for address in one}) == 5
    assert all(len(links) == 2 for links in [*found[0].values(), *found[1].values()])


def test_a_limit_that_the_protocol_allows():
    assert sitemap.PER_MAP <= 5_000


@pytest.mark.parametrize(
    "address",
    ["/sitemap-stories-1.xml", "/sitemap-pages-2.xml", "/sitemap-pages-0.xml", "/sitemap-all-1.xml",
     "/sitemap-pages-x.xml", "/sitemap-stories-99999999999999999999.xml"],
)  # fmt: skip
def test_a_map_that_is_not_there_is_not_found(client: FlaskClient, address: str):
    assert client.get(address).status_code == 404
    assert address not in maps(client)


@pytest.mark.parametrize(
    ("level", "state"),
    [
        (ConsentLevel.NETWORK, CaseState.PUBLISHED),
        (ConsentLevel.PUBLIC_READ, CaseState.PUBLISHED),
        (ConsentLevel.PUBLIC_SHARE, CaseState.SUBMITTED),
    ],
    ids=["for members", "for reading here only", "not published"],
)
def test_search_engines_are_not_told_of_what_they_should_not_show(
    archive: Archive, client: FlaskClient, level: ConsentLevel, state: CaseState
):
    a_case(archive, level=level, state=state)
    sign_in(client, archive, a_person(archive, *Role))
    assert client.get("/sitemap-stories-1.xml").status_code == 404
    assert maps(client) == ["/sitemap-pages-1.xml"]


@pytest.mark.parametrize("until", [None, dt.date(2026, 11, 24), dt.date(2026, 11, 25)])
@pytest.mark.parametrize("level", list(ConsentLevel))
def test_the_map_and_the_rule_of_consent_agree(
    archive: Archive, client: FlaskClient, level: ConsentLevel, until: dt.date | None
):
    made = a_case(archive, level=level)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, made.id).consent_until = until
    with archive.unit_of_work(SYSTEM) as work:
        allowed = consent_of(work.session.get_one(Case, made.id)).allows(Use.SEARCH_ENGINES, work.today)
        # The labels decide too, and are of yesterday here: only the consent is under trial.
        assert bool(work.addresses.count_stories()) is allowed


def test_a_story_that_is_hidden_is_gone_from_the_map_with_the_next_request(archive: Archive, client: FlaskClient):
    made, other = a_case(archive), a_case(archive)
    before = client.get("/sitemap-stories-1.xml")
    kept = {"If-None-Match": before.headers["ETag"]}
    assert client.get("/sitemap-stories-1.xml", headers=kept).status_code == 304
    assert before.headers["Cache-Control"] == "no-cache"
    hide(archive, made)
    after = client.get("/sitemap-stories-1.xml", headers=kept)
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert made.public_id not in after.get_data(as_text=True)
    assert other.public_id in after.get_data(as_text=True)


def test_whatever_a_title_holds_the_map_stays_whole(archive: Archive, client: FlaskClient):
    made = a_case(archive, texts={**TEXTS, "title": HOSTILE})
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(LanguageVersion, made.version_id).slug = HOSTILE
    assert len(places(client)) == 1


def is_closed(rules: str, path: str) -> bool:
    """Whether a crawler that follows RFC 9309 section 2.2 stays away."""
    patterns = [line.removeprefix("Disallow: ") for line in rules.splitlines() if line.startswith("Disallow: ")]
    found = [re.escape(one).replace(r"\*", ".*").replace(r"\$", "$") for one in patterns]
    return any(re.match(one, path) for one in found)


def test_crawlers_are_kept_out_of_rooms_that_are_not_for_them(app: Flask, client: FlaskClient):
    answer = client.get("/robots.txt")
    rules = answer.get_data(as_text=True)
    assert answer.mimetype == "text/plain"
    assert rules.startswith("User-agent: *\n")
    assert f"\nSitemap: {BASE}/sitemap.xml\n" in rules
    rooms = ("accounts.", "contributing.", "reviewing.", "translating.", "admin.")
    seen = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(rooms) and "GET" in (rule.methods or ()):
            path = re.sub(r"<[^>]*language>", "es", re.sub(r"<(?:\w+:)?(?!language)\w+>", "x", rule.rule))
            assert is_closed(rules, path), path
            seen += 1
    assert seen > 10
    assert is_closed(rules, "/es/search?q=a")
    assert is_closed(rules, "/qu/leave")


def test_crawlers_may_read_what_is_on_the_map(archive: Archive, client: FlaskClient):
    for title in ("Leave our land", "Search", "Receipt of a debt", "Contribute!", "Translate this", "Admin"):
        a_case(archive, texts={**TEXTS, "title": f"{title} now"})
        a_record(archive, {"en": f"{title} now"})
    rules = client.get("/robots.txt").get_data(as_text=True)
    for kind in ("stories", "records", "pages"):
        for address in places(client, kind):
            assert not is_closed(rules, address.removeprefix(BASE)), address


@pytest.mark.parametrize("tag", ["en", "es", "fr", "pt", "ar"])
def test_a_browser_learns_how_to_search_here(client: FlaskClient, tag: str):
    answer = client.get(f"/{tag}/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    top = ET.fromstring(answer.data)  # noqa: S314 - our own
    assert top.tag == f"{O}OpenSearchDescription"
    assert 0 < len(top.findtext(f"{O}ShortName") or "") <= 16
    assert 0 < len(top.findtext(f"{O}LongName") or "") <= 48
    assert 0 < len(top.findtext(f"{O}Description") or "") <= 1024
    urls = {one.get("type"): str(one.get("template")) for one in top.findall(f"{O}Url")}
    assert urls["text/html"] == f"{BASE}/{tag}/search?q={{searchTerms}}&page={{startPage?}}"
    for template in (urls["text/html"], urls["application/atom+xml"]):
        asked = template.removeprefix(BASE).replace("{searchTerms}", "agua%20y%20tierra").replace("{startPage?}", "")
        assert client.get(asked).status_code == 200
    assert f'href="/{tag}/opensearch.xml"' in client.get(f"/{tag}/").get_data(as_text=True)


def test_without_a_language_the_browser_gets_its_own(client: FlaskClient):
    answer = client.get("/opensearch.xml", headers={"Accept-Language": "fr"})
    assert f"{BASE}/fr/search?" in answer.get_data(as_text=True)
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_band_is_a_picture_that_other_sites_may_show(archive: Archive, client: FlaskClient):
    address = f"/band/{a_case(archive).public_id}.svg"
    answer = client.get(address)
    assert answer.mimetype == "image/svg+xml"
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    top = ET.fromstring(answer.data)  # noqa: S314 - our own
    assert (top.tag, top.get("width"), top.get("height")) == ("{http://www.w3.org/2000/svg}svg", "1200", "630")
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("level", [ConsentLevel.NETWORK, ConsentLevel.PRIVATE])
def test_a_band_of_a_closed_story_is_not_there_whoever_asks(archive: Archive, client: FlaskClient, level: ConsentLevel):
    made = a_case(archive, level=level)
    sign_in(client, archive, a_person(archive, *Role))
    assert client.get(f"/band/{made.public_id}.svg").status_code == 404
    assert client.get("/band/nothing.svg").status_code == 404


def test_a_band_goes_with_its_story(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    kept = {"If-None-Match": client.get(f"/band/{made.public_id}.svg").headers["ETag"]}
    hide(archive, made)
    assert client.get(f"/band/{made.public_id}.svg", headers=kept).status_code == 410


@pytest.mark.parametrize(
    "address",
    ["/sitemap.xml", "/sitemap-pages-1.xml", "/robots.txt", "/opensearch.xml", "/en/opensearch.xml"],
)
def test_head_and_fingerprints_and_a_host_that_is_never_believed(client: FlaskClient, address: str):
    get, head = client.get(address, headers={"Host": "evil.example"}), client.head(address)
    assert b"evil.example" not in get.data
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", get.headers["ETag"])
    assert client.get(address, headers={"If-None-Match": get.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({"base_url": "https://archive.example/"}, "https://archive.example"),
        ({"port": 8123}, "http://127.0.0.1:8123"),
        ({"host": "0.0.0.0"}, "http://localhost:8000"),  # noqa: S104 - nothing listens
        ({"host": "::1"}, "http://[::1]:8000"),
    ],
)
def test_the_archive_knows_where_it_stands(settings: Settings, values: dict[str, str], address: str):
    assert base_address(replace(settings, **values)) == address  # type: ignore[arg-type]


def test_the_page_for_programs_tells_where_everything_is(client: FlaskClient):
    html = client.get("/ar/interfaces").get_data(as_text=True)
    for address in ("/api/v1/search?", "/ar/feed.atom", "/ar/search.atom?", "/sitemap.xml", "/band/"):
        assert f"{BASE}{address}" in html
    assert 'id="licences"' in html
    assert 'href="/ar/interfaces#licences"' in client.get("/ar/").get_data(as_text=True)
