"""Letters to translators: numbers, at most as often as they wish, and nothing that its thief could use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.fakes import HeldClock
from tests.make import Made, a_case, hide, index
from tests.services.translating.benches import Bench, edit, second
from tests.services.translating.test_boards import ANEW
from tests.web.accounts.visiting import Mailbox
from wgsm_archive.db.models import Person
from wgsm_archive.domain.actor import SYSTEM, Actor
from wgsm_archive.domain.rhythm import Rhythm
from wgsm_archive.services.archive import Archive


@pytest.fixture
def mailbox(archive: Archive, asha: Actor, made: Made) -> Iterator[Mailbox]:
    """Letters work, and Asha has an address; what is there already is not new to her."""
    before, box = archive.tools, Mailbox()
    archive.tools = replace(before, mail=box, base_url="https://archive.example")
    change(archive, asha, email="asha@example.org", languages=["en"])
    index(archive)
    yield box
    archive.tools = before


def change(archive: Archive, actor: Actor, **values: object) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        person = work.session.get_one(Person, actor.person_id)
        for name, value in values.items():
            setattr(person, name, value)


def days_later(archive: Archive, clock: HeldClock, days: int = 1) -> None:
    clock.forward(days=days)
    index(archive)


def changed(archive: Archive, made: Made, bench: Bench) -> None:
    bench.write("Fishers stopped the port for nine days.")
    edit(archive, made, summary=ANEW)


def test_a_letter_says_how_much_and_nothing_of_a_story(
    archive: Archive, clock: HeldClock, mailbox: Mailbox, made: Made, bench: Bench
):
    changed(archive, made, bench)
    wanted = a_case(archive)
    days_later(archive, clock)
    (letter,) = mailbox.letters
    assert letter.to == "asha@example.org"
    assert "Paragraphs of yours whose source has changed: 1. Stories they are in: 1." in letter.body
    assert "https://archive.example/en/translate/changed" in letter.body
    assert "Stories newly wanted in your languages: 1." in letter.body
    for word in ("huelga", "pescadores", "port", made.public_id, wanted.public_id):
        assert word not in letter.body.replace("archive", "") + letter.subject


def test_no_more_letters_than_one_a_week_and_none_twice(
    archive: Archive, clock: HeldClock, mailbox: Mailbox, made: Made, bench: Bench
):
    changed(archive, made, bench)
    days_later(archive, clock)
    a_case(archive)
    days_later(archive, clock, 3)
    assert len(mailbox.letters) == 1
    days_later(archive, clock, 4)
    assert len(mailbox.letters) == 2
    assert "Paragraphs of yours" not in mailbox.letters[1].body
    days_later(archive, clock, 8)
    assert len(mailbox.letters) == 2


def test_every_day_for_who_wishes_and_never_for_who_does_not(
    archive: Archive, clock: HeldClock, mailbox: Mailbox, asha: Actor
):
    change(archive, asha, digest=Rhythm.DAILY)
    for number in (1, 2):
        a_case(archive)
        days_later(archive, clock)
        assert len(mailbox.letters) == number
    change(archive, asha, digest=Rhythm.NEVER)
    a_case(archive)
    days_later(archive, clock, 30)
    assert len(mailbox.letters) == 2


def test_nothing_is_said_of_stories_that_are_hidden(
    archive: Archive, clock: HeldClock, mailbox: Mailbox, made: Made, bench: Bench
):
    changed(archive, made, bench)
    hide(archive, made)
    days_later(archive, clock)
    assert mailbox.letters == []


def test_a_letter_that_could_not_go_goes_later(archive: Archive, clock: HeldClock, mailbox: Mailbox, made: Made):
    a_case(archive)
    mailbox.broken = True
    days_later(archive, clock)
    mailbox.broken = False
    clock.forward(hours=2)
    index(archive)
    assert len(mailbox.letters) == 1


def test_whom_no_letter_tells_reads_it_on_the_board(archive: Archive, bench: Bench, tom: Actor):
    index(archive)
    with archive.unit_of_work(bench.actor) as work:
        assert work.translating.boards.news() is None
    bench.write("The strike", "title")
    bench.write("Fishers stopped the port.")
    bench.ready()
    second(bench, tom).give_back("Nine, not ten.")
    with archive.unit_of_work(bench.actor, write=True) as work:
        found = work.translating.boards.news()
        assert found is not None
        assert (found.returned, found.approved, found.paragraphs) == (1, 0, 0)
        work.translating.boards.note_news(found.upto)
        assert work.translating.boards.news() is None
    with archive.unit_of_work(tom) as work:
        assert work.translating.boards.news() is None
