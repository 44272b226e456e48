"""Notes on paragraphs: written once, beside the paragraph in every language, for translators alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import TEXTS, Made, a_case, a_person, hide
from tests.services.translating.benches import edit
from tests.web.translating.browsers import shown, signed_in, token_of
from wgsm_archive.db.models import GuardedTerm, TranslatorsNote
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.domain.review import Verdict
from wgsm_archive.services.archive import Archive

NOTE = "A minga is work that everybody owes; it is not volunteering."


@pytest.fixture
def asha(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, handle="asha")


@pytest.fixture
def tom(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, handle="tom")


@pytest.fixture
def made(archive: Archive) -> Made:
    made = a_case(archive, texts={**TEXTS, "summary": "La minga paró el puerto."})
    with archive.unit_of_work(a_person(archive, Role.TRANSLATOR, handle="first"), write=True) as work:
        work.translating.start(made.public_id, "en", "es")
        work.translating.start(made.public_id, "pt", "es")
    return made


def page(made: Made, language: str = "en", rest: str = "") -> str:
    return f"/en/translate/{made.public_id}/{language}/summary{rest}"


def paragraph(client: FlaskClient, made: Made, words: str = "minga") -> str:
    found = re.findall(r'<option value="(\d+)"[^>]*>([^<]*)', shown(client.get(page(made, rest="/notes"))))
    return next(number for number, text in found if words in text)


def write(client: FlaskClient, made: Made, language: str = "en", **fields: str) -> TestResponse:
    here = page(made, language, "/notes")
    given = {"paragraph": paragraph(client, made), "text": NOTE, **fields}
    return client.post(here, data={"csrf_token": token_of(client), **given})


def remove(client: FlaskClient, made: Made, number: int) -> int:
    here = page(made, rest=f"/notes/{number}/remove")
    return client.post(here, data={"csrf_token": token_of(client)}).status_code


def withheld(name: str, made: Made, words: str) -> GuardedTerm:
    return GuardedTerm(
        case_id=made.id, name=name, words=words, kind=Kind.NAME, verdict=Verdict.MASK, decided_on=dt.date(2026, 11, 1)
    )


def test_a_note_stands_beside_its_paragraph_in_every_language(asha: FlaskClient, tom: FlaskClient, made: Made):
    answer = write(asha, made, about="minga")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#p{paragraph(asha, made)}")
    for language in ("en", "pt"):
        there = shown(tom.get(page(made, language)))
        assert NOTE in there
        assert "Asha" in there
        assert "written for an older text" not in there


def test_a_note_says_that_the_text_has_changed(archive: Archive, asha: FlaskClient, made: Made):
    write(asha, made)
    edit(archive, made, summary="La gran minga paró el puerto nueve días.")
    assert "written for an older text" in shown(asha.get(page(made)))


def test_only_its_writer_or_a_facilitator_takes_a_note_out(
    app: Flask, archive: Archive, asha: FlaskClient, tom: FlaskClient, made: Made
):
    write(asha, made)
    write(asha, made, text="Another one.")
    assert "/remove" not in shown(tom.get(page(made, rest="/notes")))
    assert remove(tom, made, 1) == 403
    assert remove(asha, made, 1) == 303
    assert remove(signed_in(app, archive, Role.FACILITATOR, Role.TRANSLATOR, handle="fa"), made, 2) == 303
    assert remove(asha, made, 2) == 404
    assert NOTE not in shown(tom.get(page(made)))


@pytest.mark.parametrize(
    "fields", [{"text": " "}, {"text": "x" * 1001}, {"about": "x" * 121}, {"paragraph": "999999"}, {"paragraph": "no"}]
)
def test_what_is_no_note_is_given_back(asha: FlaskClient, made: Made, fields: dict[str, str]):
    answer = write(asha, made, **{"about": "minga", **fields})
    assert answer.status_code == 422
    assert 'role="alert"' in shown(answer)
    assert fields.get("about", "minga") in shown(answer)


def test_a_note_names_nobody_who_is_withheld(archive: Archive, asha: FlaskClient, made: Made):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(withheld("1", made, "Rosa Quispe"))
    assert write(asha, made, text="Rosa Quispe called them.").status_code == 422
    write(asha, made, text="Ask for Tomás Yupanqui.")
    assert "Yupanqui" in shown(asha.get(page(made)))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(withheld("2", made, "Tomás Yupanqui"))
    assert "Yupanqui" not in shown(asha.get(page(made)))


def test_notes_are_for_members_at_work_and_go_with_the_story(archive: Archive, asha: FlaskClient, made: Made):
    write(asha, made)
    member = a_person(archive, handle="lee")
    for actor, number in ((ANONYMOUS, 0), (member, 1)):
        with archive.unit_of_work(actor) as work:
            assert work.session.query(TranslatorsNote).count() == number
    hide(archive, made)
    with archive.unit_of_work(member) as work:
        assert work.session.query(TranslatorsNote).count() == 0
    assert asha.get(page(made, rest="/notes")).status_code in {404, 410}
