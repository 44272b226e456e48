"""Wishes of readers: counted once a day, gone with the story, and first on the board."""

from __future__ import annotations

import pytest

from tests.make import USES, Made, a_case, a_translation, hide
from tests.services.translating.benches import Bench, publish
from wgsm_archive.db.models import Case, TranslationRequest
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.errors import NotFound, Withdrawn
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.closing_languages import close_languages

PART = {"title": "The strike", "summary": "Fishers stopped the port."}


def wish(archive: Archive, made: Made, language: str = "pt", place: str = "192.0.2.1") -> None:
    with archive.unit_of_work(ANONYMOUS, write=True) as work:
        work.reading.wish(made.public_id, language, place)


def asked(archive: Archive) -> dict[str, int]:
    with archive.unit_of_work(SYSTEM) as work:
        return {row.language: row.asked for row in work.session.query(TranslationRequest)}


def test_a_wish_counts_once_a_day_for_one_connection(archive: Archive, made: Made):
    for place in ("192.0.2.1", "192.0.2.1", "192.0.2.7"):
        wish(archive, made, place=place)
    wish(archive, made, "fr")
    assert asked(archive) == {"pt": 2, "fr": 1}


def test_what_most_readers_ask_for_comes_first(archive: Archive, asha: Actor):
    first, second = a_case(archive), a_case(archive)
    wish(archive, second)
    with archive.unit_of_work(asha) as work:
        found = work.translating.wanted("pt", ("es",)).items
    assert [(one.card.public_id, one.asked) for one in found] == [(second.public_id, 1), (first.public_id, 0)]
    assert found[0].words > 40
    assert found[0].sources == (("es", 0),)


def test_the_board_says_what_can_be_translated_from(archive: Archive, asha: Actor, made: Made):
    a_translation(archive, made.id, "en", PART)
    with archive.unit_of_work(asha) as work:
        assert work.translating.wanted("pt", ("es",)).items[0].sources == (("es", 0), ("en", 1))


def test_the_board_can_show_one_theme(archive: Archive, asha: Actor):
    water = a_case(archive, terms=(("themes", "water"),))
    a_case(archive)
    with archive.unit_of_work(asha) as work:
        found = work.translating.wanted("pt", ("es",), theme="water")
    assert [one.card.public_id for one in found.items] == [water.public_id]
    assert found.total == 1


def test_only_what_may_be_translated_can_be_asked_for(archive: Archive, made: Made):
    a_translation(archive, made.id, "en", PART)
    closed = a_case(archive, uses=tuple(use for use in USES if use != "translate"))
    members = a_case(archive, level=ConsentLevel.NETWORK)
    for one, language in ((made, "en"), (made, "zz"), (closed, "pt"), (members, "pt")):
        with pytest.raises(NotFound):
            wish(archive, one, language)
    hidden = a_case(archive)
    hide(archive, hidden)
    with pytest.raises(Withdrawn):
        wish(archive, hidden)
    assert asked(archive) == {}


def test_nobody_waits_any_more_for_what_is_approved(archive: Archive, made: Made, bench: Bench, tom: Actor):
    wish(archive, made, "en")
    publish(bench, tom)
    assert asked(archive) == {}


def test_wishes_go_with_the_story_and_show_to_nobody_who_may_not_read_it(archive: Archive, made: Made, asha: Actor):
    wish(archive, made)
    hide(archive, made)
    for actor in (ANONYMOUS, asha):
        with archive.unit_of_work(actor) as work:
            assert work.session.query(TranslationRequest).all() == []
            assert all(one.asked == 0 for one in work.translating.boards.progress())


def test_nobody_waits_for_a_language_that_tellers_close(archive: Archive, made: Made):
    wish(archive, made)
    wish(archive, made, "fr")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        close_languages(work, work.session.get_one(Case, made.id), ["pt"])
    assert asked(archive) == {"fr": 1}
    with pytest.raises(NotFound):
        wish(archive, made, place="192.0.2.9")
