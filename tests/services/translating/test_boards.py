"""The boards: all languages, what changed under somebody's translations, titles and summaries, one's own work."""

from __future__ import annotations

import pytest

from tests.fakes import HeldClock
from tests.make import Made, a_case, a_translation, hide
from tests.services.translating.benches import Bench, edit
from wgsm_archive.db.models import WordsOfMonth
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor
from wgsm_archive.domain.errors import SignInNeeded
from wgsm_archive.services.accounts.leaving import leave, own_data
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.translating import claiming
from wgsm_archive.services.translating.typed import Typed

ANEW = "Los pescadores pararon el puerto durante doce días enteros."
PART = {"title": "The strike", "summary": "Fishers stopped the port."}


def test_a_language_counts_stories_words_and_what_is_behind(archive: Archive, made: Made):
    a_translation(archive, made.id, "en", PART)
    a_translation(archive, a_case(archive, texts=PART, language="es").id, "en", PART)
    edit(archive, made, summary="Doce pueblos cerraron la mina del norte en mayo.")
    with archive.unit_of_work(ANONYMOUS) as work:
        found = {one.language: one for one in work.translating.boards.progress()}
    english = found["en"]
    assert (english.stories, english.whole, english.behind) == (2, 1, 1)
    # Titles of five and two words, summaries of nine and four, as they were told.
    assert english.words == 5 + 9 + 2 + 4
    assert (found["es"].stories, found["es"].words) == (2, 0)


def test_what_changed_under_mine_leads_to_the_paragraph(archive: Archive, made: Made, bench: Bench, tom: Actor):
    bench.write("Fishers stopped the port for nine days.")
    bench.write("The strike of the fishers", "title")
    bench.ready()
    with archive.unit_of_work(bench.actor) as work:
        assert work.translating.boards.changed(offset=0, limit=20).total == 0
    edit(archive, made, summary=ANEW)
    with archive.unit_of_work(bench.actor) as work:
        found = work.translating.boards.changed(offset=0, limit=20)
    (one,) = found.items
    assert (one.public_id, one.language, one.part, one.slot_id) == (
        made.public_id,
        "en",
        "summary",
        bench.slot("summary").id,
    )
    assert "doce" in "".join(run.text for run in one.runs if run.change == "new")
    with archive.unit_of_work(tom) as work:
        assert work.translating.boards.changed(offset=0, limit=20).total == 0
    bench.confirm()
    with archive.unit_of_work(bench.actor) as work:
        assert work.translating.boards.changed(offset=0, limit=20).total == 0


def test_what_changed_last_comes_first(archive: Archive, asha: Actor):
    stories = [a_case(archive), a_case(archive)]
    for one in stories:
        bench = Bench(archive, one, asha)
        bench.start()
        bench.write("Fishers stopped the port for nine days.")
    for one in reversed(stories):
        edit(archive, one, summary=ANEW)
    with archive.unit_of_work(asha) as work:
        pages = [work.translating.boards.changed(offset=at, limit=1).items[0].public_id for at in (0, 1)]
    assert pages == [one.public_id for one in stories]
    hide(archive, stories[0])
    with archive.unit_of_work(asha) as work:
        found = work.translating.boards.changed(offset=0, limit=20).items
    assert [one.public_id for one in found] == [stories[1].public_id]


def test_own_words_are_counted_once_and_those_of_all_as_a_sum(archive: Archive, made: Made, bench: Bench, tom: Actor):
    bench.write("The strike of the fishers", "title")
    bench.write("The fishers’ strike", "title")
    Bench(archive, made, tom, "fr").start()
    Bench(archive, made, tom, "fr").write("Les pêcheurs ont fermé le port.")
    with archive.unit_of_work(bench.actor) as work:
        mine = work.translating.boards.mine(offset=0, limit=20)
    assert (mine.this_month, mine.together, len(mine.months)) == (5, 5 + 8, 1)
    assert [(one.public_id, one.language) for one in mine.stories.items] == [(made.public_id, "en")]


def test_own_words_go_with_the_account_and_are_taken_along(archive: Archive, made: Made, bench: Bench):
    bench.write("The strike of the fishers", "title")
    with archive.unit_of_work(bench.actor, write=True) as work:
        told = own_data(work)
        assert told["words translated"] == [{"month": f"{work.month:%Y-%m}", "language": "en", "words": 5}]
        assert told["translations"] == [
            {"story": made.public_id, "language": "en", "paragraphs": ["The strike of the fishers"]}
        ]
        leave(work)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(WordsOfMonth).all() == []


def sprint(archive: Archive, actor: Actor, skip: int = 0) -> str:
    with archive.unit_of_work(actor) as work:
        desk = work.translating.boards.sprint("en", ("en", "es"), skip=skip)
    return desk.card.public_id if desk.card else ""


def save(archive: Archive, actor: Actor, public_id: str, *texts: str) -> int:
    with archive.unit_of_work(actor) as work:
        desk = work.translating.boards.sprint("en", ("en", "es"), public_id=public_id)
    typed = {slot.id: Typed(text, slot.base_id, slot.target_id) for slot, text in zip(desk.slots, texts, strict=True)}
    with archive.unit_of_work(actor, write=True) as work:
        return work.translating.boards.save_sprint(public_id, "en", desk.source_language, typed)


def test_a_sprint_goes_from_story_to_story(archive: Archive, asha: Actor, tom: Actor):
    first, second = (a_case(archive).public_id for _ in range(2))
    assert (sprint(archive, asha), sprint(archive, asha, 1), sprint(archive, asha, 2)) == (first, second, first)
    assert save(archive, asha, first, "", "  ") == 0
    assert save(archive, asha, first, "The strike", "") == 1
    # Half done is her own to go on with; somebody else is shown what nobody is at.
    assert (sprint(archive, asha), sprint(archive, tom)) == (first, second)
    assert save(archive, asha, first, "The strike", "Fishers stopped the port.") == 1
    assert sprint(archive, asha) == second
    assert save(archive, tom, second, "The strike", "Fishers stopped the port.") == 2
    assert sprint(archive, asha) == ""


def test_a_sprint_leaves_out_what_somebody_has_taken_on(archive: Archive, clock: HeldClock, asha: Actor, tom: Actor):
    first, second = (a_case(archive).public_id for _ in range(2))
    with archive.unit_of_work(asha, write=True) as work:
        work.translating.start(first, "en", "es")
    with archive.unit_of_work(asha, write=True) as work:
        claiming.take_on(work, first, "en", "summary")
    clock.forward(hours=30)
    assert (sprint(archive, asha), sprint(archive, tom)) == (first, second)
    clock.forward(days=20)
    assert sprint(archive, tom) == first


def test_who_is_no_translator_has_no_boards(archive: Archive):
    with archive.unit_of_work(ANONYMOUS) as work:
        for ask in (
            lambda: work.translating.boards.changed(offset=0, limit=1),
            lambda: work.translating.boards.mine(offset=0, limit=1),
            lambda: work.translating.boards.sprint("en", ("en",)),
        ):
            with pytest.raises(SignInNeeded):
                ask()
