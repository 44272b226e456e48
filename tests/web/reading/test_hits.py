"""The page of answers: every hit says its language and why it was found, every list of terms narrows, pages end."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.make import TEXTS, a_case, a_translation, index
from wgsm_archive.services.archive import Archive


def found(client: FlaskClient, query: str) -> str:
    return client.get(f"/en/search?{query}").get_data(as_text=True)


def test_a_hit_says_its_language_and_why(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "Fishers stopped the port."})
    index(archive)
    own, other, theme = found(client, "q=fishers"), found(client, "q=muelle"), found(client, "q=fishing")
    assert "In English" in own
    assert "The words stand" not in own
    assert "The words stand in its version in Spanish." in other
    assert "Found by one of its themes." in theme


def test_every_list_of_terms_narrows(archive: Archive, client: FlaskClient):
    a_case(archive, terms=(("actors", "courts"), ("alliances", "ngo")))
    a_case(archive, texts={**TEXTS, "title": "El embalse"}, terms=(("actors", "party"),))
    index(archive)
    shown = found(client, "actor=courts")
    assert "El embalse" not in shown
    assert "actor=party" in shown
    assert 'id="facet-alliance"' in shown
    assert "El embalse" in found(client, "actor=courts&actor=party")
    assert client.get("/api/v1/search?actor=courts&alliance=ngo").get_json()["total"] == 1
    assert client.get("/api/v1/search?actor=nobody").status_code == 400


def test_beyond_the_last_page_one_is_led_back(archive: Archive, client: FlaskClient):
    a_case(archive)
    index(archive)
    shown = found(client, "q=huelga&page=9")
    assert "Nothing found" not in shown
    assert "q=huelga&amp;page=1" in shown
