"""The glossary: written down by facilitators, translated by translators, held to by every translation."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import TEXTS, Made, a_case, a_person, hide
from tests.web.translating.browsers import shown, signed_in, token_of
from wgsm_archive.db.models import Case, GlossaryTerm
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import Actor, Role
from wgsm_archive.domain.errors import Refused
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reviewing.rows import Hindrance, hindrances
from wgsm_archive.services.translating.typed import Typed

PAGE = "/en/translate/glossary"


@pytest.fixture
def asha(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, handle="asha")


@pytest.fixture
def tom(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, handle="tom")


@pytest.fixture
def facilitator(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, Role.FACILITATOR, handle="fa")


def send(client: FlaskClient, action: str = "", **fields: str) -> TestResponse:
    return client.post(PAGE + action, data={"csrf_token": token_of(client), **fields})


def add(client: FlaskClient, text: str, kind: str = "preferred", **fields: str) -> TestResponse:
    return send(client, kind=kind, text=text, language=fields.pop("language", "es"), **fields)


def number(client: FlaskClient) -> str:
    return re.findall(r'id="g(\d+)"', shown(client.get(PAGE)))[-1]


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive, texts={**TEXTS, "summary": "La minga paró el puerto. MST ayudó."})


def translating(archive: Archive, made: Made, actor: Actor, text: str) -> str:
    """Save a summary and give it to a second reader; what the page of the part says then."""
    with archive.unit_of_work(actor, write=True) as work:
        work.translating.start(made.public_id, "en", "es")
    with archive.unit_of_work(actor, write=True) as work:
        part = work.translating.part(made.public_id, "en", "summary", ("en",))

        client_text = {slot.id: Typed(text, slot.base_id, slot.target_id) for slot in part.slots}
        work.translating.save(made.public_id, "en", "summary", client_text)
        part = work.translating.part(made.public_id, "en", "summary", ("en",))
        return " ".join(str(found.finding.check) for slot in part.slots for found in slot.found)


def test_a_term_is_proposed_and_a_second_person_agrees(facilitator: FlaskClient, asha: FlaskClient, tom: FlaskClient):
    assert add(facilitator, "minga", definition="Work of a whole community").status_code == 303
    at = number(asha)
    assert send(asha, f"/{at}/texts", to="en", called="community work day").status_code == 303
    page = shown(asha.get(PAGE))
    assert "community work day" in page
    assert "proposed" in page
    agree = re.findall(r'action="[^"]*(/texts/\d+/agree)"', shown(tom.get(PAGE)))[0]
    assert send(asha, agree).status_code == 403
    assert send(tom, agree).status_code == 303
    assert "proposed" not in shown(tom.get(PAGE))
    assert send(asha, f"/{at}/texts", to="en", called="community work day").status_code == 422
    assert send(asha, f"/{at}/texts", to="en", called=" ").status_code == 422


def test_a_term_stands_beside_the_paragraph_that_speaks_of_it(
    archive: Archive, facilitator: FlaskClient, asha: FlaskClient, made: Made
):
    add(facilitator, "minga", definition="Work of a whole community")
    send(facilitator, f"/{number(facilitator)}/texts", to="en", called="community work day")
    person = a_person(archive, Role.TRANSLATOR, handle="lee")
    checks = translating(archive, made, person, "The minga stopped the port. MST helped.")
    assert "term-missing" in checks.split()
    page = shown(asha.get(f"/en/translate/{made.public_id}/en/summary"))
    assert "community work day" in page
    assert "Work of a whole community" in page


def test_it_goes_along_without_what_is_masked(
    archive: Archive, facilitator: FlaskClient, asha: FlaskClient, made: Made
):
    add(facilitator, "minga", why="The word of the coast")
    send(facilitator, f"/{number(facilitator)}/texts", to="en", called="community work day")
    add(facilitator, "MST", kind="do-not-translate")
    add(facilitator, "marcha")
    add(facilitator, "Rosa Quispe", kind="masked")
    with archive.unit_of_work(a_person(archive, Role.TRANSLATOR, handle="lee"), write=True) as work:
        work.translating.start(made.public_id, "en", "es")
    answer = asha.get(f"/en/translate/{made.public_id}/en/along/file", query_string={"kind": "omegat"})
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as package:
        (name,) = (one for one in package.namelist() if one.endswith("/terms.txt"))
        lines = package.read(name).decode().splitlines()
    assert {"minga\tcommunity work day\tThe word of the coast", "MST\tMST"} <= {line.rstrip() for line in lines}
    assert not any("marcha" in line or "Quispe" in line for line in lines)


def test_a_name_that_stays_and_a_word_that_is_not_to_be_used_are_looked_for(
    archive: Archive, facilitator: FlaskClient, made: Made
):
    add(facilitator, "MST", kind="do-not-translate")
    add(facilitator, "slum", kind="forbidden", language="en")
    person = a_person(archive, Role.TRANSLATOR, handle="lee")
    checks = translating(archive, made, person, "The people of the slum stopped the port. The landless helped.")
    assert {"term-changed", "term-forbidden"} <= set(checks.split())


def test_a_masked_name_is_known_to_facilitators_and_stands_in_no_language(
    archive: Archive, facilitator: FlaskClient, asha: FlaskClient, made: Made
):
    add(facilitator, "Rosa Quispe", kind="masked")
    assert "Rosa Quispe" in shown(facilitator.get(PAGE))
    assert "Rosa Quispe" not in shown(asha.get(PAGE))
    person = a_person(archive, Role.TRANSLATOR, handle="lee")
    with pytest.raises(Refused) as refused:
        translating(archive, made, person, "Rosa Quispe stopped the port.")
    assert set(refused.value.problems.values()) == {"masked-term"}
    assert "Quispe" not in str(refused.value.problems)
    with archive.unit_of_work(a_person(archive, Role.STEWARD, Role.MEMBER, handle="st")) as work:
        assert work.session.query(GlossaryTerm).count() == 0


def test_a_masked_name_keeps_a_story_from_being_published(archive: Archive, facilitator: FlaskClient):
    named = a_case(archive, state=CaseState.SUBMITTED, texts={**TEXTS, "advice": "Hablen con Rosa Quispe."})
    add(facilitator, "Rosa Quispe", kind="masked")
    person = a_person(archive, Role.FACILITATOR, handle="second")
    with archive.unit_of_work(person) as work:
        case = work.session.get_one(Case, named.id)
        assert Hindrance.MASKED_TERM in hindrances(work, case, None, [])


def test_a_term_for_one_story_is_seen_by_those_who_may_read_it(
    archive: Archive, facilitator: FlaskClient, asha: FlaskClient, made: Made
):
    assert add(facilitator, "la Toma", story="nowhere").status_code == 422
    assert add(facilitator, "la Toma", story=made.public_id).status_code == 303
    assert "la Toma" in shown(asha.get(PAGE))
    hide(archive, made)
    assert "la Toma" not in shown(asha.get(PAGE))


def test_a_term_that_is_not_written_well_is_given_back(facilitator: FlaskClient, asha: FlaskClient):
    answer = add(facilitator, "x" * 200, kind="nope", why="because")
    assert answer.status_code == 422
    assert "because" in shown(answer)
    assert add(asha, "minga").status_code == 403
    add(facilitator, "minga")
    assert send(facilitator, f"/{number(facilitator)}/remove").status_code == 303
    assert "No term is written down yet." in shown(asha.get(PAGE))
