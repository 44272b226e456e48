"""A machine begins a paragraph: only of what everybody may read, never without the tellers, never unchanged."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.make import TEXTS, USES, Made, a_case, a_person, a_translation, hide, sign_in
from tests.web.translating.browsers import Bench
from wgsm_archive.db.models import Case, MachineText, SegmentVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.consent import ConsentLevel, Reach
from wgsm_archive.ports.machine import LanguagesUnknown, MachineSilent
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.translating import machine as asking_machines

ALLOWED = (*USES, "machine-translate")
LINKED = "Los pescadores [pararon](https://ejemplo.org/huelga) el puerto durante nueve días."
SAID = "The fishers {1}stopped{2} the port for nine days."


class Machine:
    """A machine that says one thing, and remembers what it was asked."""

    where = "translate.example"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.says: str | Exception = SAID

    def translate(self, text: str, source: str, target: str) -> str:
        self.asked.append((text, source, target))
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def machine(archive: Archive) -> Machine:
    machine = Machine()
    archive.tools = replace(archive.tools, machine=machine)
    return machine


def at_work(app: Flask, archive: Archive, made: Made, source: str = "es") -> Bench:
    """Somebody at an English translation of a story."""
    asha = a_person(archive, Role.TRANSLATOR, handle="asha")
    client = app.test_client()
    sign_in(client, archive, asha)
    with archive.unit_of_work(asha, write=True) as work:
        work.translating.start(made.public_id, "en", source)
    return Bench(client, made, "en")


def a_story(archive: Archive, **more: Any) -> Made:
    return a_case(archive, **{"texts": {**TEXTS, "summary": LINKED}, "uses": ALLOWED, **more})


def press(bench: Bench, place: int = 1, **typed: str) -> tuple[int, str]:
    fields = bench.fields("summary")
    slot = [name for name in fields if name.startswith("text.")][place].removeprefix("text.")
    return bench.send("summary", {**fields, **{f"text.{slot}": text for text in typed.values()}, "machine": slot})


def test_a_draft_comes_back_with_its_links_and_nobody_hands_it_on_unchanged(
    app: Flask, archive: Archive, machine: Machine
):
    made = a_story(archive)
    bench = at_work(app, archive, made)
    page = bench.page("summary")
    assert "is sent to translate.example" in page
    status, page = press(bench)
    assert status == 303
    assert machine.asked == [(re.sub(r"\[pararon\]\(.*\)", "{1}pararon{2}", LINKED), "es", "en")]
    fields = bench.fields(shown=page)
    drafted = next(text for text in fields.values() if "stopped" in text)
    assert drafted == "The fishers [stopped](https://ejemplo.org/huelga) the port for nine days."
    assert "Your draft: it is not saved yet" in page
    title = next(name for name in fields if name.startswith("text."))
    page = bench.send("summary", fields | {title: "The strike"})[1]
    assert "It is what a machine suggested, nearly unchanged." in page
    assert bench.step("ready")[0] == 422
    with archive.unit_of_work(SYSTEM) as work:
        # It is no text of the archive.
        assert work.session.query(SegmentVersion).filter_by(origin="machine").count() == 0
    edited = drafted.replace("The fishers", "We, the fisher people,").replace("for nine days", "during nine long days")
    fields = bench.fields("summary")
    name = next(key for key, text in fields.items() if text == drafted)
    page = bench.send("summary", fields | {name: edited})[1]
    assert "nearly unchanged" not in page
    assert bench.step("ready")[0] == 303


def test_what_was_typed_stays_before_it(app: Flask, archive: Archive, machine: Machine):
    bench = at_work(app, archive, a_story(archive))
    fields = bench.fields(shown=press(bench, words="My own beginning.")[1])
    assert any(text.startswith("My own beginning.\n\nThe fishers") for text in fields.values())
    machine.says = MachineSilent("no line")
    status, page = press(bench, words="Typed in vain?")
    assert status == 422
    assert "The machine gave no translation." in page
    assert "Typed in vain?" in page
    machine.says = LanguagesUnknown("400")
    assert "does not know these languages" in press(bench)[1]


def test_whoever_asks_too_often_finds_their_words_again(
    app: Flask, archive: Archive, machine: Machine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(asking_machines, "_TRIES", 0)
    bench = at_work(app, archive, a_story(archive))
    assert press(bench, words="Typed before it was too often.")[0] == 429
    assert not machine.asked
    assert "Typed before it was too often." in bench.fields("summary").values()


@pytest.mark.parametrize("says", ["x" * 5000, "\u200b", "<script>alert(1)</script> {9} [x](javascript:alert(1))"])
def test_what_it_says_is_nothing_to_trust(app: Flask, archive: Archive, machine: Machine, says: str):
    machine.says = says
    bench = at_work(app, archive, a_story(archive))
    page = press(bench)[1]
    assert "<script>alert" not in page
    assert "x" * 5000 not in page
    assert "{9}" not in page


def never_asked(bench: Bench, machine: Machine, place: int = 1) -> bool:
    shown = "Ask the machine" in bench.page("summary")
    return not shown and press(bench, place)[0] == 404 and not machine.asked


def test_where_no_machine_is_set_up_there_is_none(app: Flask, archive: Archive):
    assert never_asked(at_work(app, archive, a_story(archive)), Machine())


@pytest.mark.parametrize(
    "more",
    [
        {"uses": USES},
        {"level": ConsentLevel.NETWORK},
        {"narrowed": {"summary": Reach.MEMBERS}},
    ],
)
def test_what_not_everybody_may_read_is_never_sent(app: Flask, archive: Archive, machine: Machine, more: dict):
    made = a_story(archive, **more)
    if "narrowed" in more:
        bench = at_work(app, archive, made)
        page = bench.page("summary")
        assert page.count("Ask the machine") == 1
        assert press(bench)[0] == 404
        assert not machine.asked
    else:
        with archive.unit_of_work(SYSTEM) as work:
            assert work.session.get_one(Case, made.id).consent_level is more.get("level", ConsentLevel.PUBLIC_SHARE)
        assert never_asked(at_work(app, archive, made), machine)


def test_a_draft_of_another_language_is_never_sent(app: Flask, archive: Archive, machine: Machine):
    made = a_story(archive)
    a_translation(archive, made.id, "pt", {"summary": "Rascunho secreto."}, state=VersionState.DRAFT)
    bench = at_work(app, archive, made)
    fields = bench.fields("summary")
    slot = [name for name in fields if name.startswith("text.")][1].removeprefix("text.")
    bench.send("summary", {**fields, "machine": slot, "from": "pt"})
    assert all("secreto" not in text for text, _source, _target in machine.asked)


def test_a_story_that_is_hidden_while_the_machine_thinks_gets_nothing(app: Flask, archive: Archive, machine: Machine):
    made = a_story(archive)
    bench = at_work(app, archive, made)

    def hides(text: str, source: str, target: str) -> str:
        hide(archive, made)
        return SAID

    machine.translate = hides  # type: ignore[method-assign]
    assert press(bench)[0] in {404, 410}
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(MachineText).count() == 0


def test_what_it_said_goes_with_the_tellers_consent(app: Flask, archive: Archive, machine: Machine):
    made = a_story(archive)
    press(at_work(app, archive, made))
    hide(archive, made)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(MachineText).count() == 0
