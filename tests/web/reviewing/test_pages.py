"""The pages of the review, as a facilitator's browser sends and shows them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.make import TEXTS, Made, a_case, a_person, sign_in
from wgsm_archive.db.models import CaseSource, DialogueMessage, Proposal
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.case_study import SourceType
from wgsm_archive.domain.checklist import Check
from wgsm_archive.services.archive import Archive


class Desk:
    """A facilitator at work on one story."""

    def __init__(self, client: FlaskClient, made: Made) -> None:
        self.client = client
        self.made = made
        self.address = f"/en/review/{made.public_id}/"

    def page(self, part: str = "") -> str:
        answer = self.client.get(self.address + part)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def hidden(self, part: str = "") -> dict[str, str]:
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.page(part)))

    def send(self, part: str, source: str = "", **fields: object) -> tuple[int, str]:
        token = self.hidden(source)["csrf_token"]
        answer = self.client.post(self.address + part, data={"csrf_token": token, **fields})
        if answer.status_code == 303:
            return 303, self.client.get(answer.headers["Location"]).get_data(as_text=True)
        return answer.status_code, answer.get_data(as_text=True)

    def check(self, answer: str = "fine", **more: str) -> tuple[int, str]:
        hidden = self.hidden()
        fields = {f"answer.{check}": answer for check in Check}
        kept = {name: hidden[name] for name in ("based_on", "text_revision")}
        return self.send("checklist", **{**fields, **kept, "risk": "low", **more})

    def save_text(self, based_on: str = "1", **changed: str) -> tuple[int, str]:
        fields = {f"text.{name}": text for name, text in {**TEXTS, **changed}.items()}
        return self.send("text", based_on=based_on, **fields)


@pytest.fixture
def desk(client: FlaskClient, archive: Archive) -> Desk:
    made = a_case(archive, state=CaseState.SUBMITTED)
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    return Desk(client, made)


def test_the_queue_leads_to_the_story(desk: Desk):
    html = desk.client.get("/en/review/").get_data(as_text=True)
    assert desk.address in html
    assert "0 of 16 questions answered" in html
    assert '<div class="preview">' in desk.page()


def test_what_may_lead_to_somebody_is_shown_to_the_facilitator(client: FlaskClient, archive: Archive):
    texts = {**TEXTS, "strategy": "Llamen a don Eusebio Quispe al 987 654 321 antes de las ocho."}
    made = a_case(archive, state=CaseState.SUBMITTED, texts=texts)
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    page = client.get(f"/en/review/{made.public_id}/").text
    marked = page.split('id="marks"')[1].split('id="talk"')[0]
    assert "Eusebio Quispe" in marked
    assert "Name of a person" in marked
    assert "987 654 321" in marked
    assert "Phone number" in marked


def test_the_review_is_for_facilitators(client: FlaskClient, archive: Archive):
    made = a_case(archive, state=CaseState.SUBMITTED)
    sign_in(client, archive, a_person(archive, Role.STEWARD, Role.TRANSLATOR))
    for address in ("/en/review/", f"/en/review/{made.public_id}/", f"/en/review/{made.public_id}/trail"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert TEXTS["title"] not in answer.get_data(as_text=True)


def test_a_story_is_checked_and_published(desk: Desk):
    assert "It cannot be published yet" in desk.page()
    status, html = desk.send("publish")
    assert status == 422
    assert "Please answer the whole checklist first." in html
    assert desk.check()[0] == 303
    assert "It cannot be published yet" not in desk.page()
    status, html = desk.send("publish")
    assert status == 303
    assert "The story is published." in html
    status, html = desk.send("publish")
    assert status == 409
    assert "already taken this step" in html


def test_answers_to_the_checklist_are_not_lost_when_somebody_was_faster(desk: Desk):
    desk.check(**{"note.minors": "of the first"})
    status, html = desk.check("problem", based_on="0", **{"note.minors": "of the second"})
    assert status == 409
    assert "of the second" in html
    assert "of the first" in html


def test_a_question_is_asked_once_and_an_empty_one_shown_again(desk: Desk):
    key = desk.hidden()["form_key"]
    for _ in range(2):
        assert desk.send("ask", text="Have you seen <it>?", form_key=key)[0] == 303
    assert desk.page().count("Have you seen &lt;it&gt;?") == 1
    status, html = desk.send("ask", text=" ", form_key="other")
    assert status == 422
    assert "Please fill this in." in html


def test_a_changed_text_asks_for_the_checklist_again(desk: Desk):
    desk.check()
    assert desk.save_text(summary="A new summary.")[0] == 303
    html = desk.page()
    assert "A new summary." in html
    assert "after the checklist was answered" in html


def test_two_texts_stand_side_by_side_when_both_were_saved(desk: Desk):
    desk.save_text(summary="By the first.")
    status, html = desk.save_text(summary="By the second.")
    assert status == 409
    assert "By the first." in html
    assert "By the second." in html
    again = dict(re.findall(r'name="(based_on)" value="(\d+)"', html))["based_on"]
    assert desk.save_text(again, summary="By both.")[0] == 303
    assert "By both." in desk.page()


def test_a_text_that_is_too_long_is_shown_again_whole(desk: Desk):
    long = "word " * 5000
    status, html = desk.save_text(summary=long)
    assert status == 422
    assert long.strip() in html
    assert "too long" in html


def test_a_text_is_not_lost_when_the_story_was_declined_meanwhile(desk: Desk):
    desk.send("decline", reason="The trial is still open.")
    fields = {"text.title": "Kept title", "text.summary": "Kept summary."}
    status, html = desk.send("text", based_on="1", **fields)
    assert status == 409
    assert "already taken this step" in html
    assert "Kept summary." in html


def test_themes_and_facts_are_chosen(desk: Desk):
    hidden = desk.hidden("facts")
    fields = {"based_on": hidden["based_on"], "countries": ["PE", "CL"], "precision": "country", "stage": "planning"}
    status, html = desk.send("facts", "facts", **fields, **{"terms.themes": ["fisheries"], "period_start": "2014"})
    assert status == 303
    assert "Chile" in html
    assert "2014" in html
    status, html = desk.send("facts", "facts", **fields, period_start="next year")
    assert status == 422
    assert "next year" in html
    assert "Please write the date as" in html


def test_a_proposal_is_shown_and_accepted(desk: Desk, archive: Archive):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        texts = {**TEXTS, "title": "Our strike"}
        row = Proposal(case_id=desk.made.id, texts=texts, based_on=1, written_on=work.today)
        work.session.add(row)
        work.session.flush()
        number = row.id
    assert "<ins>Our strike</ins>" in desk.page()
    assert desk.send(f"proposal/{number}", action="refuse", reason="")[0] == 422
    assert desk.send(f"proposal/{number}", action="accept")[0] == 303
    assert "Our strike</h1>" in desk.page()


def test_a_proposal_for_an_older_text_shows_both(desk: Desk, archive: Archive):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        row = Proposal(case_id=desk.made.id, texts={"title": "Our strike"}, based_on=1, written_on=work.today)
        work.session.add(row)
        work.session.flush()
        number = row.id
    desk.save_text(title="A strike")
    status, html = desk.send(f"proposal/{number}", action="accept")
    assert status == 409
    assert "Our strike" in html
    assert "A strike" in html
    assert f'name="proposal" value="{number}"' in html


def test_a_declined_story_keeps_its_reason_and_can_be_reopened(desk: Desk):
    assert desk.send("decline", reason="")[0] == 422
    status, html = desk.send("decline", reason="The trial is still open.")
    assert status == 303
    assert "The trial is still open." in html
    assert desk.send("reopen")[0] == 303
    assert "In review" in desk.page()


def test_private_sources_answers_and_decisions_are_on_the_page(desk: Desk, archive: Archive):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        source = CaseSource(
            case_id=desk.made.id, type=SourceType.ASSEMBLY_RECORD, title="Minutes of the assembly", public=False
        )
        answer = DialogueMessage(
            case_id=desk.made.id, from_teller=True, text="We agreed.", written_on=work.today, form_key="x"
        )
        work.session.add_all([source, answer])
    html = desk.page()
    assert "Minutes of the assembly" in html
    assert "We agreed." in html
    assert "Holds now" in html
    assert desk.send("read")[0] == 303


def test_a_story_is_taken_on_and_left_to_others(desk: Desk):
    assert "You are looking after it" in desk.send("claim", action="claim")[1]
    assert "Nobody is looking after it yet" in desk.send("claim", action="release")[1]


def test_the_trail_is_told_in_words(desk: Desk):
    desk.check()
    html = desk.page("trail")
    assert "The checklist was answered" in html
    assert "The trail is whole" in html


def test_nothing_happens_without_the_forms_token(desk: Desk):
    assert desk.client.post(f"{desk.address}publish").status_code == 403
