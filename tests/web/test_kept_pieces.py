"""Pieces of pages that are kept show what was just read, and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from tests.make import USES, Made, a_case, a_person, hide, index, sign_in
from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role
from wgsm_archive.domain.consent import Consent, ConsentLevel, Reach, with_uses
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import decide_consent
from wgsm_archive.services.disclosure.cards import CaseCard
from wgsm_archive.services.rendering import render_case
from wgsm_archive.web.kept_pieces import KeptPieces
from wgsm_archive.web.repeats import Repeats


@pytest.fixture(autouse=True)
def all_kept(app: Flask) -> None:
    """Nothing is forgotten by lot."""
    app.extensions["wgsm_repeats"] = Repeats(clock=lambda: 0.0, lot=lambda low, high: high)


@pytest.fixture
def view(archive: Archive) -> CaseCard:
    a_case(archive)
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.newest(("es",))[0]


def test_a_piece_is_that_of_an_equal_view(view: CaseCard) -> None:
    kept, made = KeptPieces(), Markup("<article>")
    assert kept.find((1, None), ("here",), view) is None
    kept.keep((1, None), ("here",), view, made)
    assert kept.find((1, None), ("here",), view._replace()) == made
    assert kept.find((1, None), ("there",), view) is None
    assert kept.find((1, None), ("here",), view._replace(title="Otro")) is None


def test_all_is_forgotten_at_the_next_turn(view: CaseCard) -> None:
    kept, made = KeptPieces(), Markup("<article>")
    kept.find((1, None), ("here",), view)
    kept.keep((1, None), ("here",), view, made)
    assert kept.find((2, None), ("here",), view) is None
    kept.keep((1, None), ("here",), view, made)
    assert kept.find((2, None), ("here",), view) is None
    assert kept.find((2, 1), ("here",), view) is None


def test_a_list_shows_a_new_title_and_no_hidden_story(app: Flask, archive: Archive) -> None:
    made = a_case(archive)
    index(archive)
    client = app.test_client()

    def shown(address: str = "/es/") -> str:
        return client.get(address).get_data(as_text=True)

    with archive.unit_of_work(ANONYMOUS) as work:
        title = work.reading.newest(("es",))[0].title
    assert title in shown()
    assert shown() == shown()
    assert f"/es/cases/{made.public_id}" in shown()
    assert f"/ar/cases/{made.public_id}" in shown("/ar/")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.query(LanguageVersion).filter_by(case_id=made.id).one().title = "Un título nuevo"
    assert "Un título nuevo" in shown()
    assert title not in shown()
    hide(archive, made)
    assert "Un título nuevo" not in shown()


def test_nothing_is_kept_of_what_somebody_reads_who_is_signed_in(app: Flask, archive: Archive) -> None:
    made = a_case(archive)
    client = app.test_client()
    sign_in(client, archive, a_person(archive))
    address = f"/es/cases/{made.public_id}/"
    assert client.get(address, follow_redirects=True).status_code == 200
    assert not app.extensions["wgsm_kept_pieces"]._known
    assert app.test_client().get(address, follow_redirects=True).status_code == 200
    assert app.extensions["wgsm_kept_pieces"]._known


def test_a_search_shows_the_words_of_each_question_and_no_hidden_story(app: Flask, archive: Archive) -> None:
    made, other = (a_case(archive, terms=(("themes", theme),)) for theme in ("water", "fisheries"))
    index(archive)
    client = app.test_client()

    def shown(address: str) -> str:
        return client.get(f"/es/{address}").get_data(as_text=True)

    assert "<mark>puerto</mark>" in shown("search?q=puerto")
    assert "<mark>pescadores</mark>" in shown("search?q=pescadores")
    assert "<mark>puerto</mark>" not in shown("search?q=pescadores")
    assert shown("search?q=puerto") == shown("search?q=puerto")
    assert "theme=water" in shown("cases/")
    assert shown("cases/") == shown("cases/")
    hide(archive, made)
    assert made.public_id not in shown("search?q=puerto")
    assert other.public_id in shown("search?q=puerto")
    assert "theme=water" not in shown("cases/")
    assert "theme=fisheries" in shown("cases/")


def test_a_storys_page_shows_what_it_says_now_and_to_each_what_is_theirs(app: Flask, archive: Archive) -> None:
    made, other = a_case(archive), a_case(archive)
    client, translator = app.test_client(), app.test_client()
    sign_in(translator, archive, a_person(archive, Role.TRANSLATOR, languages=("es", "pt")))

    def shown(language: str = "es", one: Made = made, by: FlaskClient = client) -> str:
        return by.get(f"/{language}/cases/{one.public_id}/", follow_redirects=True).get_data(as_text=True)

    told = "Paramos juntos porque solos no podíamos."
    page = shown()
    assert told in page
    assert shown() == page
    assert app.extensions["wgsm_kept_pieces"]._known
    assert f"/es/cases/{made.public_id}/harm" in page
    assert f"/es/cases/{other.public_id}/harm" in shown(one=other)
    assert f"/pt/cases/{made.public_id}/harm" in shown("pt")
    assert f"/translate/{made.public_id}/start" in shown(by=translator)
    assert f"/translate/{made.public_id}/start" not in shown()
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        narrowed = Consent(level=ConsentLevel.PUBLIC_SHARE, narrowed={"strategy": Reach.MEMBERS})
        decide_consent(work, case, with_uses(narrowed, USES))
        render_case(work, case)
    assert told not in shown()
    assert told in shown(one=other)
    hide(archive, made)
    assert "Nos sentamos en el muelle" not in shown()
