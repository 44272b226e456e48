"""Stories in languages and varieties that the archive has no words for; long lists; what a list says of its hits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.make import TEXTS, a_case, a_translation, index
from wgsm_archive import web
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive


def _page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("tag", ["pt-BR", "apc", "qu-x-place-of-an-address"])
def test_a_story_in_a_variety_or_an_unknown_language_has_no_dead_link(
    client: FlaskClient, archive: Archive, tag: str
) -> None:
    made = a_case(archive, language=tag)
    index(archive)
    html = _page(client, f"/en/cases/{made.public_id}/")
    links = set(re.findall(rf'href="(/{tag}/[^"]*)"', html))
    assert links
    for link in links:
        assert TEXTS["title"] in _page(client, link), link
    assert TEXTS["title"] in _page(client, f"/{tag}/cases/")


def test_a_variety_speaks_and_reads_its_language(client: FlaskClient, archive: Archive) -> None:
    made = a_case(archive, language="es")
    a_translation(archive, made.id, "pt", {"title": "A greve dos pescadores", "summary": "Pararam o porto."})
    html = _page(client, f"/pt-BR/cases/{made.public_id}/")
    assert '<html lang="pt"' in html
    assert "A greve dos pescadores" in html


def test_a_language_in_which_nothing_is_written_is_no_address(client: FlaskClient, archive: Archive) -> None:
    assert client.get("/tlh/").status_code == 404
    a_case(archive, language="tlh", level=ConsentLevel.NETWORK)
    assert client.get("/tlh/").status_code == 404, "the address tells that there is a hidden text"
    a_case(archive, language="tlh")
    assert client.get("/tlh/").status_code == 200


def test_search_engines_are_told_of_the_languages_a_story_has(client: FlaskClient, archive: Archive) -> None:
    made = a_case(archive, language="es")
    a_translation(archive, made.id, "fr", {"title": "La grève", "summary": "Le port."})
    html = _page(client, f"/en/cases/{made.public_id}/")
    assert set(re.findall(r'<link rel="alternate" hreflang="([^"]+)"', html)) == {"es", "fr"}
    assert set(re.findall(r'hreflang="([^"]+)"', _page(client, "/en/about"))) >= {"en", "es", "fr", "pt", "ar"}


def test_the_page_of_a_term_goes_on_to_the_next_page(client: FlaskClient, archive: Archive) -> None:
    made = [a_case(archive) for _ in range(23)]
    index(archive)
    first, second = (_page(client, f"/en/terms/themes/fisheries?page={number}") for number in (1, 2))
    assert 'href="/en/terms/themes/fisheries?page=2"' in first
    shown = [set(re.findall(r"/en/cases/([a-z0-9]{12})/", html)) for html in (first, second)]
    assert not shown[0] & shown[1]
    assert shown[0] | shown[1] == {one.public_id for one in made}


def test_kinds_of_record_have_names(client: FlaskClient, archive: Archive) -> None:
    a_case(archive)
    index(archive)
    html = _page(client, "/es/cases/")
    facet = html[html.index('id="facet-type"') :].split("</section>")[0]
    assert "<span>case</span>" not in facet


def test_words_found_in_another_version_are_shown_in_its_language(client: FlaskClient, archive: Archive) -> None:
    made = a_case(archive, language="es")
    a_translation(archive, made.id, "ar", {"title": "إضراب", "summary": "توقّف الصيادون عن العمل."})
    index(archive)
    html = _page(client, "/es/search?q=الصيادون")
    assert re.search(r'<p class="card-text" lang="ar" dir="rtl">[^<]*<mark>', html)


@pytest.mark.parametrize("order", ["", "?sort=title", "?sort=oldest", "?theme=fisheries"])
def test_lists_show_a_story_in_the_readers_own_language(client: FlaskClient, archive: Archive, order: str) -> None:
    made = a_case(archive, language="es")
    for tag, title in (("en", "The strike"), ("fr", "La grève"), ("ar", "إضراب")):
        a_translation(archive, made.id, tag, {"title": title, "summary": "..."})
    index(archive)
    for tag, title in (("en", "The strike"), ("fr", "La grève"), ("ar", "إضراب"), ("es", TEXTS["title"])):
        card = re.search(r'<h2 class="card-title">(.*?)</h2>', _page(client, f"/{tag}/cases/{order}"))
        assert card
        assert f">{title}</a>" in card[1]
        assert "lang=" not in card[1]


def test_filters_can_be_unfolded_where_the_browser_cannot_keep_them_open() -> None:
    css = (Path(web.__file__).parent / "static/css/site.css").read_text()
    hides = css.index(".filters-fold > summary { display: none; }")
    assert "@supports selector(::details-content)" in css[hides - 200 : hides]
