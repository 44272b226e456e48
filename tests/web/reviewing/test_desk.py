"""Marks, questions, suggested changes and second readers, as the browsers of a facilitator and a teller send them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import TEXTS, Made, a_case, a_person, hide, index, sign_in
from wgsm_archive.db.models import HidingCheck
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.checklist import Check
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.web.current import TELLER_COOKIE

TOLD = {**TEXTS, "strategy": "Llamen a don Eusebio Quispe al 987 654 321 antes de las ocho."}


class Side:
    """One browser at one page."""

    def __init__(self, client: FlaskClient, page: str, base: str) -> None:
        self.client, self.page, self.base = client, page, base

    def read(self) -> str:
        with self.client.get(self.page) as answer:
            assert answer.status_code == 200
            return re.sub(r"\s+", " ", answer.get_data(as_text=True))

    def send(self, part: str, **fields: object) -> tuple[int, str]:
        token = re.findall(r'name="csrf_token" value="([^"]*)"', self.read())[0]
        with self.client.post(self.base + part, data={"csrf_token": token, **fields}) as answer:
            status, place, text = answer.status_code, answer.headers.get("Location"), answer.get_data(as_text=True)
        if status == 303:
            with self.client.get(place) as answer:
                text = answer.get_data(as_text=True)
        return status, re.sub(r"\s+", " ", text)


class Room:
    """A story in review with a facilitator, a second one, and its teller."""

    def __init__(self, app: Flask, archive: Archive, made: Made) -> None:
        self.archive, self.made = archive, made
        self.ana, self.ben = self._facilitator(app, "ana"), self._facilitator(app, "ben")
        client = app.test_client()
        with archive.unit_of_work(SYSTEM, write=True) as work:
            token = tellers.open_session(work, made.id, draft=False)
        client.set_cookie(TELLER_COOKIE, token, domain="localhost")
        self.teller = Side(client, "/en/receipt/story", "/en/receipt/")

    def _facilitator(self, app: Flask, handle: str) -> Side:
        client, address = app.test_client(), f"/en/review/{self.made.public_id}/"
        sign_in(client, self.archive, a_person(self.archive, Role.FACILITATOR, handle=handle))
        return Side(client, address, address)

    def key_of(self, words: str) -> str:
        page = self.ana.read()
        return re.findall(r'id="mark-(\w+)"', page.split(words)[0])[-1]

    def check(self, side: Side, risk: str) -> int:
        hidden = dict(re.findall(r'name="(based_on|text_revision)" value="(\d+)"', side.read()))
        fields = {f"answer.{check}": "fine" for check in Check}
        return side.send("checklist", **fields, **hidden, risk=risk)[0]


@pytest.fixture
def room(app: Flask, archive: Archive) -> Room:
    return Room(app, archive, a_case(archive, state=CaseState.SUBMITTED, texts=TOLD))


def test_marks_are_withheld_kept_and_asked_about_in_one_form(room: Room):
    name, phone = room.key_of("Eusebio Quispe</q>"), room.key_of("987 654 321</q>")
    status, page = room.ana.send(
        "marks",
        **{f"verdict.{name}": "ask", f"question.{name}": "¿Lo sabe?", f"verdict.{phone}": "keep"},
    )
    assert status == 422
    assert "¿Lo sabe?" in page
    assert "Please choose one." in page
    status, page = room.ana.send(
        "marks",
        **{f"verdict.{name}": "ask", f"question.{name}": "¿Lo sabe?", f"verdict.{phone}": "mask"},
    )
    assert status == 303
    assert "The tellers were asked" in page
    assert "[dato reservado]" in page
    told = room.teller.read()
    assert "¿Lo sabe?" in told
    assert "987 654 321" in told
    number = re.findall(r"receipt/question/(\d+)", told)[0]
    assert room.teller.send(f"question/{number}", text=" ", form_key="a")[0] == 422
    assert room.teller.send(f"question/{number}", text="No, mejor sin nombre.", form_key="a")[0] == 303
    assert "No, mejor sin nombre." in room.ana.read()
    status, page = room.ana.send("marks", **{f"verdict.{name}": "mask"})
    assert status == 303
    assert "Eusebio Quispe" in page.split('id="marks"')[1]
    assert "Eusebio Quispe" not in page.split('id="text"')[1].split('id="marks"')[0]


def test_a_story_is_not_published_before_each_mark_is_decided_on(room: Room):
    phone = room.key_of("987 654 321</q>")
    assert room.check(room.ana, "low") == 303
    page = room.ana.read()
    assert "nobody has decided on all of them" in page
    first = re.findall(r'href="#mark-(\w+)"', page)
    assert [f'id="mark-{key}"' in page for key in first] == [True]
    assert page.index(f'id="mark-{first[0]}"') == page.index('id="mark-')
    status, page = room.ana.send("publish")
    assert status == 422
    assert "nobody has decided on all of them" in page
    room.ana.send("marks", **{f"verdict.{key}": "keep" for key in set(first)} | {f"reason.{first[0]}": "agreed"})
    assert room.ana.send("publish")[0] == 422
    room.ana.send("marks", **{f"verdict.{phone}": "ask", f"question.{phone}": "¿De quién es?"})
    status, page = room.ana.send("publish")
    assert status == 422
    assert "nobody has decided on all of them" not in page
    assert room.ana.send("publish", despite="y")[0] == 303


def test_all_others_of_a_kind_stay_at_once_but_none_that_was_not_on_the_page(app: Flask, archive: Archive):
    told = {**TEXTS, "strategy": "Llamen a Eusebio Quispe, a Rosa Mamani y a Julia Condori, o al 987 654 321."}
    room = Room(app, archive, a_case(archive, state=CaseState.SUBMITTED, texts=told))
    page = room.ana.read()
    assert 'id="rest-name"' in page
    assert 'id="rest-phone"' not in page, "one alone needs no other way"
    shown = re.findall(r'name="shown.name" value="(\w+)"', page)
    rosa = room.key_of("Rosa Mamani</q>")
    assert len(shown) == 3
    left = [key for key in shown if key != room.key_of("Julia Condori</q>")]
    status, page = room.ana.send("marks", **{f"verdict.{rosa}": "mask", "rest.name": "public-role", "shown.name": left})
    assert status == 303
    assert "[nombre reservado]" in page
    kept = page.split("Decided before")[1]
    assert 'Eusebio Quispe</q> <span class="state state-done">May stay</span>' in kept
    assert 'Julia Condori</q> <span class="mark-kind' in page


def test_who_decides_second_on_a_mark_keeps_the_rest_of_their_choices(room: Room):
    name, phone = room.key_of("Eusebio Quispe</q>"), room.key_of("987 654 321</q>")
    room.ana.send("marks", **{f"verdict.{name}": "mask"})
    status, page = room.ben.send(
        "marks",
        **{
            f"verdict.{name}": "keep",
            f"reason.{name}": "agreed",
            f"verdict.{phone}": "ask",
            f"question.{phone}": "¿De quién es?",
        },
    )
    assert status == 409
    assert "Somebody else has decided" in page
    assert "¿De quién es?" in page


def test_a_mark_nobody_chose_anything_for_changes_nothing(room: Room):
    assert room.ana.send("marks")[0] == 303


def test_words_are_withheld_by_hand_and_forgotten(room: Room):
    assert room.ana.send("withhold", words="", kind="name")[0] == 422
    status, page = room.ana.send("withhold", words="pescadores", kind="name")
    assert status == 303
    assert "[nombre reservado]" in page
    number = re.findall(r"/term/(\d+)", page)[0]
    status, page = room.ana.send("text", based_on="2", **{"text.summary": "Los pescadores."})
    assert status == 422
    assert "Withheld in this story:" in page
    assert "does not come back of itself" in room.ana.send(f"term/{number}")[1]


def test_a_change_is_suggested_accepted_and_declined(room: Room):
    fields = {"text.change": "La concesión fue anulada.\n\nTodavía esperamos.", "based_on": "1", "why": "Más seguro."}
    status, page = room.ana.send("text", action="suggest", **fields)
    assert status == 303
    assert "Waits for the tellers" in page
    told = room.teller.read()
    assert "<del>suspendida</del><ins>anulada</ins>" in told
    assert "Más seguro." in told
    first, second = re.findall(r"receipt/suggestion/(\d+)", told)
    assert room.teller.send(f"suggestion/{first}", action="accept")[0] == 303
    assert room.teller.send(f"suggestion/{first}", action="accept")[0] == 409
    status, page = room.teller.send(f"suggestion/{second}", action="decline", note="w" * 30000)
    assert status == 422
    assert "w" * 30000 in page
    assert room.teller.send(f"suggestion/{second}", action="decline", note="La sentencia importa.")[0] == 303
    page = room.ana.read()
    assert "La sentencia importa." in page
    assert "La concesión fue anulada." in page
    assert "Todavía esperamos la sentencia." in page


def test_a_suggestion_that_no_longer_fits_is_told_to_the_teller(room: Room):
    room.ana.send("text", action="suggest", based_on="1", **{"text.summary": "Pararon."})
    number = re.findall(r"receipt/suggestion/(\d+)", room.teller.read())[0]
    room.ben.send("text", based_on="1", **{"text.summary": "Otra cosa."})
    status, page = room.teller.send(f"suggestion/{number}", action="accept")
    assert status == 409
    assert "no longer fits" in page
    assert room.ana.send(f"suggestion/{number}")[0] == 303
    status, page = room.ana.send("text", action="suggest", based_on="1", **{"text.summary": "De Ana."})
    assert status == 409
    assert "Otra cosa." in page
    assert "De Ana." in page
    assert room.ana.send("text", action="suggest", based_on="2")[0] == 422


def test_a_dangerous_story_is_published_by_two(room: Room):
    room.ana.send("marks", **{f"verdict.{key}": "mask" for key in re.findall(r'id="mark-(\w+)"', room.ana.read())})
    assert room.check(room.ana, "high") == 303
    page = room.ana.read()
    assert "a second facilitator must read it first" in page
    assert "Who may do it: <bdi>Ben</bdi>" in page
    assert "I have read it and agree" not in page
    assert room.ana.send("confirm", based_on="1")[0] == 403
    assert "I have read it and agree" in room.ben.read()
    assert room.ben.send("confirm", based_on="0")[0] == 409
    assert room.ben.send("confirm", based_on="1")[0] == 303
    room.ana.send("ask", text="¿Cuándo fue?", form_key="q", field="strategy")
    status, page = room.ana.send("publish", again_in="6")
    assert status == 422
    assert "say that you publish nevertheless" in page
    assert room.ana.send("publish", again_in="600", despite="y")[0] == 422
    status, page = room.ana.send("publish", again_in="6", despite="y")
    assert status == 303
    assert re.search("To be looked at again from [^<]*2027", page)


def test_a_question_is_settled(room: Room):
    room.ana.send("ask", text="¿Cuándo fue?", form_key="q", field="strategy")
    page = room.ana.read()
    assert "Not answered yet" in page
    number = re.findall(r"/question/(\d+)", page)[0]
    assert room.ana.send(f"question/{number}")[0] == 303
    assert "Settled" in room.ana.read()
    assert "¿Cuándo fue?" not in room.teller.read().split('id="messages"')[0]


def test_a_story_is_given_over_with_a_note(room: Room):
    key = re.findall(r'<option value="(\w+)">Ben</option>', room.ana.read())[0]
    status, page = room.ana.send("claim", action="hand-over", to="", note="Hablas su lengua.")
    assert status == 422
    assert "Hablas su lengua." in page
    assert room.ana.send("claim", action="hand-over", to=key, note="Hablas su lengua.")[0] == 303
    assert "gave you this story" in room.ben.read()
    assert "Hablas su lengua." not in room.ana.read()


def test_the_queue_is_narrowed_and_shows_what_is_on_the_desk(room: Room):
    room.ana.send("claim", action="claim")

    def queue(question: str = "") -> str:
        with room.ana.client.get(f"/en/review/{question}") as answer:
            assert answer.status_code == 200
            return answer.get_data(as_text=True)

    assert "On your desk" in queue()
    assert room.made.public_id in queue("?show=mine&in=es")
    assert room.made.public_id not in queue("?show=free")
    assert room.made.public_id not in queue("?in=pt")
    assert room.made.public_id in queue("?show=nonsense&in=%00")


def test_of_two_who_choose_facts_the_second_sees_both(room: Room):
    for side, region in ((room.ana, "Piura"), (room.ben, "Tumbes")):
        fields = {"based_on": "0", "countries": ["PE"], "precision": "country", "region": region}
        status, page = side.send("facts", **fields, **{"terms.themes": ["fisheries"]})
    assert status == 409
    assert "What stands now, where it differs from yours" in page
    assert "<bdi>Piura</bdi>" in page
    assert 'value="Tumbes"' in page
    again = re.findall(r'name="based_on" value="(\d+)"', page)[0]
    assert room.ben.send("facts", **{**fields, "based_on": again})[0] == 303


def test_what_was_taken_out_of_sight_is_listed_without_content(room: Room, archive: Archive):
    made = a_case(archive)
    index(archive)
    hide(archive, made)
    index(archive)
    with room.ana.client.get("/en/review/withdrawals") as answer:
        page = answer.get_data(as_text=True)
    assert made.public_id in page
    assert "Gone everywhere" in page
    assert TEXTS["title"] not in page
    with archive.unit_of_work(SYSTEM, write=True) as work:
        row = work.session.scalars(select(HidingCheck).where(HidingCheck.place == "search")).one()
        row.gone = False
    with room.ana.client.get("/en/review/withdrawals") as answer:
        assert "Not gone everywhere yet" in answer.get_data(as_text=True)
    with room.teller.client.get("/en/review/withdrawals") as answer:
        assert answer.status_code in (302, 303, 401, 403)
