"""The full record, part by part: before a story is sent and after, in every language, nothing typed lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.make import a_person, sign_in
from tests.web.contributing.test_flow import begin, opened, send, shown, tell, the_case
from wgsm_archive.app import create_app
from wgsm_archive.db.models import Case, CaseTerm, Proposal
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.case_study import AuthorDisplay, CaseFacts, Scale
from wgsm_archive.i18n.language import ACCENTED, MIRRORED
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import facts_of
from wgsm_archive.settings import Settings
from wgsm_archive.web.contributing.parts import ORDER

__all__ = ["opened"]

FILLED: dict[str, dict[str, object]] = {
    "hard": {"hard": "Nos cansamos."},
    "where": {"countries": ["BO", "PE"], "region": "Cochabamba", "precision": "region", "setting": ["urban"]},
    "when": {"start_year": "٢٠٠٠", "start_month": "21", "end_year": "2001", "end_month": ""},
    "size": {"scale": "district", "people_affected": "50k+", "people_taking_part": ""},
    "beginning": {"stage": "operation", "consultation": "none", "reaction": "rejection"},
    "project": {"project_status": "stopped", "tenure": ["contested"]},
    "outcome": {"overall": "gain", "overall-why": "Recuperamos el agua."},
    "list-themes": {"terms.themes": ["water"], "own_words": "El agua es de todos"},
    "how-themes": {"how.themes.water": "Agua de riego y de pozo"},
    "credit": {"author.kind": "assembly", "author.display": "pseudonym", "author.name": "La Coordinadora"},
    "sources": {
        "sources": "Hay un libro.",
        "source.1.title": "Actas de la asamblea",
        "source.1.type": "assembly-record",
        "source.1.closed": "y",
    },
    "wishes": {"licence": "all-rights-reserved", "protocol_notices": ["ask-first"]},
}


def part(client: FlaskClient, name: str, **fields: object) -> TestResponse:
    page = f"/es/contribute/more/{name}"
    hidden = dict(re.findall(r'name="(csrf_token|based_on)"[^>]*value="([^"]*)"', shown(client.get(page))))
    return client.post(page, data={**hidden, **fields})


def facts(archive: Archive) -> CaseFacts:
    with archive.unit_of_work(SYSTEM) as work:
        return facts_of(work.session.scalars(select(Case)).one(), with_private_sources=True)


def test_every_part_can_be_filled_and_is_there_again(client: FlaskClient, archive: Archive) -> None:
    begin(client)
    for name, fields in FILLED.items():
        assert part(client, name, **fields).status_code == 303, name
    found = facts(archive)
    assert (found.countries, found.region, found.scale) == (("BO", "PE"), "Cochabamba", Scale.DISTRICT)
    assert (str(found.period.start), str(found.period.end)) == ("2000-21", "2001")
    assert [(use.vocabulary, use.term) for use in found.terms] == [("themes", "water"), ("themes", "other")]
    assert (found.sources[0].title, found.sources[0].public) == ("Actas de la asamblea", False)
    assert found.author.name == "La Coordinadora"
    # What was saved stands in the forms again, and saving it unchanged changes nothing.
    assert 'value="El agua es de todos"' in shown(client.get("/es/contribute/more/list-themes"))
    assert 'value="2000"' in shown(client.get("/es/contribute/more/when"))
    assert "Hay un libro." in shown(client.get("/es/contribute/more/sources"))
    overview = shown(client.get("/es/contribute/more/"))
    for told in ("Nos cansamos.", "Cochabamba", "La Coordinadora", "Actas de la asamblea"):
        assert told in overview
    assert "Cochabamba" in shown(client.get("/es/contribute/preview"))


def test_saving_goes_on_through_the_parts_or_back_to_the_list(client: FlaskClient) -> None:
    begin(client)
    assert part(client, "hard", hard="Sí.").location == "/es/contribute/more/worked"
    assert part(client, "hard", hard="Sí.", then="list").location == "/es/contribute/more/#hard"
    chosen = part(client, "list-themes", **{"terms.themes": "water"})
    assert chosen.location == "/es/contribute/more/how-themes"
    assert part(client, "how-themes", **{"how.themes.water": "x"}).location == "/es/contribute/more/list-rights"
    assert 'href="/es/contribute/more/list-rights"' in shown(client.get("/es/contribute/more/list-themes"))


def test_a_term_that_is_taken_away_takes_its_line_along(client: FlaskClient) -> None:
    begin(client)
    part(client, "list-themes", **FILLED["list-themes"])
    part(client, "how-themes", **FILLED["how-themes"])
    part(client, "list-themes", **{"terms.themes": "land", "own_words": ""})
    page = shown(client.get("/es/contribute/more/how-themes"))
    assert "how.themes.land" in page
    assert "Agua de riego" not in page
    part(client, "list-themes", **{"terms.themes": ["land", "water"]})
    assert "Agua de riego" not in shown(client.get("/es/contribute/more/how-themes"))


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("when", {"start_year": "20155"}, "start_year"),
        ("when", {"start_year": "2999"}, "start_year"),
        ("when", {"start_year": "2001", "end_year": "1999"}, "end_year"),
        ("where", {"countries": "XX", "precision": "country"}, "countries"),
        ("size", {"scale": "galaxy"}, "scale"),
        ("credit", {"author.kind": "person", "author.display": "named", "author.name": ""}, "author.name"),
        ("sources", {"source.1.title": "x", "source.1.type": "media", "source.1.url": "javascript:1"}, "source.1.url"),
        ("hard", {"hard": "largo " * 4000}, "hard"),
    ],
)
def test_mistakes_are_said_in_words_beside_the_field_and_on_top(
    client: FlaskClient, name: str, fields: dict[str, str], field: str
) -> None:
    begin(client)
    answer = part(client, name, **fields)
    page = shown(answer)
    assert answer.status_code == 422
    assert re.search(rf'class="error-summary".*href="#{re.escape(field)}(-0)?"', page, re.DOTALL)
    assert re.search(rf'id="{re.escape(field)}-error"', page)
    typed = next(iter(fields.values())).strip()
    if name != "size" and typed != "XX":
        assert typed in page


def test_mistakes_are_said_in_the_language_of_the_page(client: FlaskClient) -> None:
    begin(client)
    page = shown(client.get("/ar/contribute/more/credit"))
    hidden = dict(re.findall(r'name="(csrf_token|based_on)"[^>]*value="([^"]*)"', page))
    answer = client.post("/ar/contribute/more/credit", data={**hidden, "author.display": "named"})
    assert answer.status_code == 422
    assert "Please" not in shown(answer)
    assert 'dir="rtl"' in shown(answer)


def test_sources_in_rows_are_not_the_text_about_sources(client: FlaskClient) -> None:
    begin(client)
    part(client, "sources", **{"source.1.title": "Un mural", "source.1.type": "media"})
    page = shown(client.get("/es/contribute/more/sources"))
    assert page.count("Un mural") == 1
    part(client, "sources", **{"source.1.title": "", "sources": "Pregunten en el mercado."})
    assert "Un mural" not in shown(client.get("/es/contribute/more/sources"))


def test_one_more_source_keeps_what_was_typed(client: FlaskClient) -> None:
    begin(client)
    page = shown(part(client, "sources", **{"source.1.title": "Un mural", "more": "1"}))
    assert "Un mural" in page
    assert 'name="source.2.title"' in page


def test_after_sending_it_waits_for_a_facilitator_and_then_takes_effect(
    app: Flask, client: FlaskClient, archive: Archive
) -> None:
    tell(client)
    send(client, "/es/contribute/preview", "/es/contribute/send", {})
    for name in ("hard", "when", "list-themes", "how-themes", "sources"):
        assert part(client, name, **FILLED[name]).status_code == 303, name
    assert facts(archive).period.start is None
    assert 'value="2000"' in shown(client.get("/es/contribute/more/when"))
    assert 'value="Agua de riego y de pozo"' in shown(client.get("/es/contribute/more/how-themes"))
    with archive.unit_of_work(SYSTEM) as work:
        proposal = work.session.scalars(select(Proposal)).one().id
    browser, address = app.test_client(), f"/en/review/{the_case(archive).public_id}/"
    sign_in(browser, archive, a_person(archive, Role.FACILITATOR))
    page = shown(browser.get(address))
    for told in ("Nos cansamos.", "spring 2000", "Water and sanitation", "Actas de la asamblea"):
        assert told in page, told
    assert send(browser, address, f"{address}proposal/{proposal}", {"action": "accept"}).status_code == 303
    assert str(facts(archive).period.start) == "2000-21"
    picker = shown(browser.get(f"{address}facts"))
    assert "El agua es de todos" in picker
    assert "Agua de riego y de pozo" in picker
    assert "took over" in shown(client.get("/en/receipt/story"))


def test_what_is_put_back_as_it_was_is_no_proposal(client: FlaskClient, archive: Archive, opened: str) -> None:
    assert part(client, "size", scale="district").status_code == 303
    assert part(client, "size", scale="").status_code == 303
    with archive.unit_of_work(SYSTEM) as work:
        assert all(row.decided for row in work.session.scalars(select(Proposal)))


def test_a_name_that_is_taken_away_is_gone_at_once(client: FlaskClient, archive: Archive, opened: str) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.scalars(select(Case)).one()
        case.author_display, case.author_name = AuthorDisplay.NAMED, "Rosa Quispe"
    part(client, "credit", **{"author.kind": "person", "author.display": "anonymous", "author.name": "Rosa Quispe"})
    assert facts(archive).author.name == ""
    assert "Rosa Quispe" not in shown(client.get("/es/contribute/more/credit"))


def test_parts_speak_every_language(client: FlaskClient, archive: Archive, settings: Settings) -> None:
    begin(client)
    part(client, "list-themes", **{"terms.themes": "water"})
    cookie = client.get_cookie("wgsm_story")
    assert cookie is not None
    wide = create_app(replace(settings, languages=("en", "ar", ACCENTED, MIRRORED)), archive=archive)
    browser = wide.test_client()
    browser.set_cookie("wgsm_story", cookie.value, domain="localhost")
    for language in ("ar", ACCENTED, MIRRORED):
        for name in ("", "how-themes", *(one.name for one in ORDER)):
            answer = browser.get(f"/{language}/contribute/more/{name}")
            assert answer.status_code == 200, (language, name)
            if language == ACCENTED:
                assert ">Save and go on<" not in shown(answer), name


def test_without_an_open_story_there_is_nothing_to_add_to(client: FlaskClient) -> None:
    assert client.get("/es/contribute/more/").location == "/es/contribute/"
    assert client.get("/es/contribute/more/hard").location == "/es/contribute/"
    assert client.get("/es/contribute/more/nothing").status_code == 404
    answer = client.post("/es/contribute/more/hard", data={"hard": "No me pierdas."})
    assert answer.status_code == 422
    assert "No me pierdas." in shown(answer)


def test_a_step_saved_after_the_story_was_sent_elsewhere_keeps_its_words(client: FlaskClient, archive: Archive) -> None:
    tell(client)
    page = shown(client.get("/es/contribute/summary"))
    hidden = dict(re.findall(r'name="(csrf_token|based_on)"[^>]*value="([^"]*)"', page))
    send(client, "/es/contribute/preview", "/es/contribute/send", {})
    answer = client.post("/es/contribute/summary", data={**hidden, "summary": "Otra versión."})
    assert answer.status_code == 409
    assert "Otra versión." in shown(answer)
    assert the_case(archive).state is CaseState.SUBMITTED


def test_terms_of_the_draft_are_rows(client: FlaskClient, archive: Archive) -> None:
    begin(client)
    part(client, "list-strategies", **{"terms.strategies": ["strike", "march"]})
    with archive.unit_of_work(SYSTEM) as work:
        rows = [(row.vocabulary, row.term) for row in work.session.scalars(select(CaseTerm))]
    assert rows == [("strategies", "strike"), ("strategies", "march")]
