"""Narrowing and ordering a list of stories, as a reader sees it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.make import a_case, index
from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.views import Question

COUNTRIES = ("AR", "BO", "BR", "CL", "CO", "EC", "MX", "PE", "PY", "UY", "VE")


@pytest.fixture
def many(archive: Archive) -> Archive:
    for country in COUNTRIES:
        a_case(archive, countries=(country,))
    index(archive)
    return archive


def countries_offered(page: str) -> set[str]:
    return set(re.findall(r'href="[^"]*[?&;]country=([A-Z]{2})', page))


def test_a_long_facet_shows_its_most_frequent_values_and_leads_to_all(many: Archive, client: FlaskClient):
    page = client.get("/es/cases/").text
    assert len(countries_offered(page)) == 8
    found = re.search(r'href="([^"#]*all=country)#facet-country"', page)
    assert found
    assert countries_offered(client.get(found[1].replace("&amp;", "&")).text) == set(COUNTRIES)


def test_a_chosen_value_is_shown_however_rare_it_is(many: Archive, client: FlaskClient):
    offered = countries_offered(client.get("/es/cases/").text)
    hidden = next(code for code in COUNTRIES if code not in offered)
    page = client.get(f"/es/cases/?country={hidden}").text
    assert 'class="chip chip-chosen"' in page
    assert re.search(r'href="/es/cases/"[^>]*aria-current="true"', page)


def test_years_narrow_and_can_be_taken_away(many: Archive, client: FlaskClient):
    page = client.get("/en/cases/?country=PE&from=1990&to=2020").text
    assert 'name="country" value="PE"' in page
    assert 'href="/en/cases/?country=PE&amp;to=2020"' in page
    assert 'href="/en/cases/?country=PE&amp;from=1990"' in page


def test_the_order_can_be_changed(many: Archive, client: FlaskClient):
    page = client.get("/en/search?q=puerto").text
    assert page.count("sort=") == 4
    assert re.search(r'sort=relevance"[^>]*aria-current', page)
    assert re.search(r'sort=title"[^>]*aria-current', client.get("/en/search?q=puerto&sort=title").text)


def test_no_more_values_are_told_than_asked_for_besides_those_in_force(many: Archive) -> None:
    with many.unit_of_work(ANONYMOUS) as work:
        every = [one.value for one in work.reading.find(Question(), ("es",)).facets["country"]]
        asked = Question(filters={"country": (every[7], every[9])}, most_values=3)
        few = work.reading.find(asked, ("es",)).facets["country"]
        assert [one.value for one in few] == [every[7], every[9], every[0]]
        assert [one.chosen for one in few] == [True, True, False]
        whole = work.reading.find(replace(asked, every_value_of="country"), ("es",)).facets["country"]
        assert {one.value for one in whole} == set(every)


def test_a_pasted_page_is_asked_with_its_beginning_and_keeps_its_filters(many: Archive, client: FlaskClient) -> None:
    answer = client.get("/es/search", query_string={"q": "puerto " * 200, "country": ["PE", "BO"], "page": "3"})
    assert answer.status_code == 302
    assert answer.location.startswith("/es/search?q=puerto+")
    assert answer.location.endswith("+puerto&country=PE&country=BO")
    assert len(answer.location) < 400
    page = client.get(answer.location)
    assert page.status_code == 200
    assert page.text.count('class="chip chip-chosen"') == 2
    assert client.get("/es/search", query_string={"q": "puerto " * 100}).status_code == 200
