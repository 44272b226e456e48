"""One story open in two windows: whoever saves second sees both texts, brings them together, and nothing is lost."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.make import TEXTS
from tests.web.contributing.test_flow import begin, opened
from wgsm_archive.db.models import Case, Proposal
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import facts_of

__all__ = ["opened"]

PARTS = "/es/contribute/more"
TEXT = "/es/receipt/text"


class Window:
    """A page that is open in a browser."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        self.client, self.path = client, path
        self._take(client.get(path))

    def saves(self, **typed: object) -> TestResponse:
        """Press the button; where the page comes back, it is the one that is open now."""
        answer = self.client.post(self.path, data={**self.hidden, **typed})
        if answer.status_code != 303:
            self._take(answer)
        return answer

    def _take(self, answer: TestResponse) -> None:
        self.page = unescape(answer.get_data(as_text=True))
        self.hidden = dict(re.findall(r'name="(csrf_token|based_on|mark)"[^>]*value="([^"]*)"', self.page))


def test_an_answer_of_the_full_record(client: FlaskClient) -> None:
    begin(client)
    one, two = Window(client, f"{PARTS}/hard"), Window(client, f"{PARTS}/hard")
    assert one.saves(hard="Nos cansamos.").status_code == 303
    assert two.saves(hard="Tuvimos miedo.").status_code == 409
    assert "Nos cansamos." in two.page
    assert "Tuvimos miedo.</textarea>" in two.page
    assert two.saves(hard="Nos cansamos y tuvimos miedo.").status_code == 303
    assert "Nos cansamos y tuvimos miedo." in Window(client, f"{PARTS}/hard").page


def test_structured_fields_of_a_draft(client: FlaskClient, archive: Archive) -> None:
    begin(client)
    where = {"countries": ["BO"], "precision": "region"}
    one, two = Window(client, f"{PARTS}/where"), Window(client, f"{PARTS}/where")
    assert one.saves(**where, region="Cochabamba").status_code == 303
    assert two.saves(**where, region="Valle alto").status_code == 409
    assert '<dd dir="auto">Cochabamba</dd>' in two.page
    assert 'value="Valle alto"' in two.page
    assert two.saves(**where, region="Cochabamba, valle alto").status_code == 303
    with archive.unit_of_work(SYSTEM) as work:
        assert facts_of(work.session.scalars(select(Case)).one()).region == "Cochabamba, valle alto"


def test_other_parts_and_the_same_words_are_no_conflict(client: FlaskClient) -> None:
    begin(client)
    where, size = Window(client, f"{PARTS}/where"), Window(client, f"{PARTS}/size")
    assert where.saves(countries=["BO"], region="Cochabamba", precision="region").status_code == 303
    assert size.saves(scale="district").status_code == 303
    # The answer to the first press was lost, and the button is pressed again.
    assert where.saves(countries=["BO"], region="Cochabamba", precision="region").status_code == 303


def test_changes_that_wait_for_a_facilitator(client: FlaskClient, archive: Archive, opened: str) -> None:
    one, two = Window(client, TEXT), Window(client, TEXT)
    assert one.saves(**{**TEXTS, "advice": "Coman antes."}).status_code == 303
    assert two.saves(**{**TEXTS, "change": "La concesión cayó."}).status_code == 409
    assert "Coman antes." in two.page
    assert "La concesión cayó.</textarea>" in two.page
    both = {"advice": "Coman antes.", "change": "La concesión cayó."}
    assert two.saves(**{**TEXTS, **both}).status_code == 303
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Proposal)).one().texts == both


def test_a_part_of_a_story_that_others_have(client: FlaskClient, archive: Archive, opened: str) -> None:
    one, two = Window(client, f"{PARTS}/hard"), Window(client, f"{PARTS}/hard")
    assert one.saves(hard="Nos cansamos.").status_code == 303
    assert two.saves(hard="Tuvimos miedo.").status_code == 409
    assert "Nos cansamos." in two.page
    assert two.saves(hard="Las dos cosas.").status_code == 303
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Proposal)).one().texts["hard"] == "Las dos cosas."
