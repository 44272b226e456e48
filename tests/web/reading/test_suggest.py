"""What the search box offers while somebody types."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.make import TEXTS, a_case, a_person, a_record, a_translation, hide, index, sign_in
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive


@pytest.fixture
def house(archive: Archive) -> Archive:
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": "La grève des pêcheurs"})
    a_translation(archive, made.id, "ar", {"title": "إضراب الصيادين", "summary": "أغلق الصيادون الميناء."})
    a_case(archive, texts={**TEXTS, "title": "Huelga de miembros"}, level=ConsentLevel.NETWORK)
    a_case(archive, language="th", texts={**TEXTS, "title": "ชาวประมงปิดท่าเรือ"})
    a_record(archive, {"es": "Sindicato de Pescadores", "fr": "Syndicat des pêcheurs"}, type=RecordType.ORGANISATION)
    a_record(archive, {"es": "Sindicato secreto"}, type=RecordType.ORGANISATION, label="network")
    index(archive)
    return archive


def offers(client: FlaskClient, typed: str, language: str = "es") -> list[tuple[str, str, str]]:
    with client.get(f"/{language}/suggest", query_string={"q": typed}) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "application/json"
        return [(one["text"], one["lang"], one["href"]) for one in answer.get_json()]


def texts(client: FlaskClient, typed: str, language: str = "es") -> set[str]:
    return {text for text, _, _ in offers(client, typed, language)}


def test_titles_terms_and_organisations_are_offered_as_they_are_typed(house: Archive, client: FlaskClient):
    assert "La huelga de los pescadores" in texts(client, "hue")
    found = texts(client, "pesca")
    assert {"La huelga de los pescadores", "Sindicato de Pescadores"} <= found
    term = house.tools.vocabularies.find("themes", "fisheries")
    assert term is not None
    assert term.label(("es",)) in found
    assert texts(client, "los pesca") == {"La huelga de los pescadores"}


def test_in_the_readers_script_and_without_accents(house: Archive, client: FlaskClient):
    for typed, language, offered in (
        ("grev", "fr", "La grève des pêcheurs"),
        ("pech", "fr", "Syndicat des pêcheurs"),
        ("الصي", "ar", "إضراب الصيادين"),
        ("ชาว", "es", "ชาวประมงปิดท่าเรือ"),
        ("hu", "en", "La huelga de los pescadores"),
    ):
        assert offered in texts(client, typed, language), typed


def test_every_offer_leads_somewhere(house: Archive, client: FlaskClient):
    for _, _, href in offers(client, "pesca") + offers(client, "grev", "fr"):
        with client.get(href) as answer:
            assert answer.status_code == 200, href


def test_what_says_nothing_is_answered_with_nothing(house: Archive, client: FlaskClient):
    for typed in ("", "h", " ", "\x00", '"*(', "a" * 5000, "hue " * 40, "zzzz", "\u202e\u202e", "%", "_"):
        assert offers(client, typed) == [], typed


def test_what_a_reader_may_not_read_is_not_offered(house: Archive, archive: Archive, client: FlaskClient):
    assert texts(client, "miembros") == set()
    assert texts(client, "sindicato s") == set()
    sign_in(client, archive, a_person(archive, Role.MEMBER))
    assert texts(client, "miembros") == {"Huelga de miembros"}
    assert texts(client, "sindicato s") == {"Sindicato secreto"}


def test_a_title_is_gone_with_the_story_and_the_browser_is_told(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    index(archive)
    with client.get("/es/suggest?q=huel") as answer:
        etag, kept = answer.headers["ETag"], answer.headers["Cache-Control"]
    assert "no-cache" in kept
    with client.get("/es/suggest?q=huel", headers={"If-None-Match": etag}) as answer:
        assert answer.status_code == 304
    hide(archive, made)
    with client.get("/es/suggest?q=huel", headers={"If-None-Match": etag}) as answer:
        assert answer.status_code == 200
        assert "La huelga" not in str(answer.get_json())


def test_the_form_works_without_the_script(house: Archive, client: FlaskClient):
    with client.get("/es/") as answer:
        html = answer.get_data(as_text=True)
    assert 'data-suggest="/es/suggest"' in html
    assert 'action="/es/search" method="get"' in html


def test_a_question_as_long_as_a_book_is_asked_with_its_beginning(archive: Archive, client: FlaskClient):
    for address in ("/es/search", "/es/suggest", "/es/cases/"):
        with client.get(address, query_string={"q": "huelga " * 20_000, "theme": "x" * 9999}) as answer:
            assert answer.status_code == 302, address
            assert len(answer.headers["Location"]) < 1000
            again = answer.headers["Location"]
        with client.get(again) as answer:
            assert answer.status_code == 200, address
            assert len(answer.get_data()) < 200_000
