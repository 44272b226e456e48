"""Map, years, and what goes with what: every number is that of the search it leads to, and obeys access."""

from __future__ import annotations

import re
import shutil
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.make import Made, a_case, a_person, hide, index, sign_in
from wgsm_archive.db.models import Case
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.views import Question
from wgsm_archive.settings import Settings

FACED = ("challenges", "surveillance")
TRIED = ("strategies", "march")


def a_story(archive: Archive, *terms: tuple[str, str], start: str = "", end: str = "", **values: object) -> Made:
    made = a_case(archive, terms=terms, **values)  # type: ignore[arg-type]
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        case.period_start, case.period_end = start or None, end or None
    return made


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def numbers(shown: str, kind: str) -> list[tuple[str, int]]:
    """The links of a page that lead to a search with this in its address, and their numbers."""
    links = re.findall(r'<a href="(/en/search\?[^"]*)"[^>]*>([0-9]+)</a>', shown)
    return [(unescape(href), int(number)) for href, number in links if kind in href]


def test_each_number_is_that_of_the_search_behind_it(archive: Archive, client: FlaskClient):
    for _number in range(2):
        a_story(archive, FACED, TRIED, ("outcomes", "delayed"))
    a_story(archive, FACED, ("strategies", "strike"), countries=("BR",))
    index(archive)
    shown = page(client, "analysis?q=puerto")
    found = numbers(shown, "challenge=surveillance")
    assert sorted(number for _href, number in found) == [1, 2]
    for href, number in found + numbers(shown, "outcome=delayed"):
        assert f'<p role="status">{number} ' in client.get(href).get_data(as_text=True), href
    (only,) = numbers(page(client, "analysis?country=BR&page=3"), "challenge=surveillance")
    assert only == ("/en/search?country=BR&challenge=surveillance&strategy=strike", 1)


def test_members_are_told_the_number_of_the_search_behind_it(archive: Archive, client: FlaskClient):
    a_story(archive, FACED, TRIED)
    a_story(archive, FACED, TRIED, level=ConsentLevel.NETWORK)
    index(archive)
    assert [number for _href, number in numbers(page(client, "analysis"), "challenge")] == [1]
    sign_in(client, archive, a_person(archive))
    ((href, number),) = numbers(page(client, "analysis"), "challenge")
    assert number == 2
    assert '<p role="status">2 ' in client.get(href).get_data(as_text=True)


def test_a_struggle_counts_in_each_of_its_years(archive: Archive, client: FlaskClient):
    a_story(archive, start="2019-03", end="2021")
    a_story(archive, start="2021")
    a_story(archive)
    index(archive)
    with archive.unit_of_work(ANONYMOUS) as work:
        years = work.reading.timeline(Question(year_to=2022))
    assert years is not None
    assert [(one.first, one.count) for one in years] == [(2019, 1), (2020, 1), (2021, 2), (2022, 1)]
    shown = page(client, "timeline?to=2022")
    assert "/en/search?from=2021&amp;to=2021&amp;sort=oldest" in shown
    assert '<rect x="0" width="100"' in shown


@pytest.mark.parametrize(("start", "first", "last"), [("1890", 1890, 1894), ("1990", 1990, 1990), ("1421", 1421, 1424)])
def test_long_times_come_in_steps(archive: Archive, start: str, first: int, last: int):
    a_story(archive, start=start, end=start)
    index(archive)
    with archive.unit_of_work(ANONYMOUS) as work:
        years = work.reading.timeline(Question())
    assert years
    assert len(years) <= 41
    assert (years[0].first, years[0].count) == (first, 1)
    assert years[0].last == last
    assert years[-1].last == 2026


def test_the_map_keeps_to_the_filters_and_leads_on_with_them(archive: Archive, client: FlaskClient):
    a_story(archive, TRIED, countries=("PE",))
    a_story(archive, countries=("BR",))
    index(archive)
    shown = page(client, "map?strategy=march")
    assert "/en/search?strategy=march&amp;country=PE" in shown
    assert "Brazil" not in shown
    assert "<tr>" not in page(client, "map?strategy=strike").partition("<tbody>")[2]


def test_countries_stand_by_their_number_and_then_by_their_name(archive: Archive, client: FlaskClient):
    for countries in (("ZA", "TN"), ("TZ", "PE"), ("PE",)):
        a_story(archive, countries=countries)
    index(archive)
    told = re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page(client, "map"))
    assert told == ["Peru", "South Africa", "Tanzania", "Tunisia"]


def test_a_hidden_story_is_gone_at_once(archive: Archive, client: FlaskClient):
    a_story(archive)
    index(archive)
    names = ("map", "timeline", "analysis")
    before = {name: page(client, name) for name in names}
    made = a_story(archive, FACED, TRIED, start="2019")
    index(archive)
    assert all(page(client, name) != before[name] for name in names)
    hide(archive, made)
    assert {name: page(client, name) for name in names} == before


def test_they_stand_while_the_index_is_made_anew(archive: Archive, client: FlaskClient, settings: Settings):
    a_story(archive, FACED, TRIED)
    index(archive)
    shutil.rmtree(settings.index_folder)
    assert "Peru" in page(client, "map")
    for narrowed in ("q=puerto", "theme=land", "to=2020"):
        shown = page(client, f"map?{narrowed}")
        assert "being renewed" in shown
        assert "<td>1</td>" not in shown
    assert "being renewed" in page(client, "timeline")
    assert "being renewed" in page(client, "analysis")


def test_no_question_breaks_them(client: FlaskClient):
    for name in ("map", "timeline", "analysis"):
        for query in (
            "q=%00((",
            "from=9999&to=0001",
            "from=0000",
            "country=%22%3E&theme=" + "x" * 3000,
            "page=-1&all=theme",
        ):
            page(client, f"{name}?{query}")
