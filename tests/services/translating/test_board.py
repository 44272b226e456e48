"""The board: what is wanted, begun, behind and ready, in each language."""

from __future__ import annotations

import datetime as dt

from tests.make import USES, a_case, a_translation
from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive

PART = {"title": "The strike", "summary": "Fishers stopped the port."}


def counts(archive: Archive, actor: Actor, language: str) -> tuple[int, int, int, int]:
    with archive.unit_of_work(actor) as work:
        found = work.translating.counts(language)
    return found.wanted, found.started, found.behind, found.ready


def test_a_story_moves_over_the_board(archive: Archive, asha: Actor):
    made = a_case(archive)
    assert counts(archive, asha, "en") == (1, 0, 0, 0)
    with archive.unit_of_work(asha, write=True) as work:
        work.translating.start(made.public_id, "en", "es")
    assert counts(archive, asha, "en") == (1, 1, 0, 0)
    with archive.unit_of_work(asha) as work:
        wanted = work.translating.wanted("en", ("en",)).items
        begun = work.translating.started("en").items
    assert [(one.card.public_id, one.begun) for one in wanted] == [(made.public_id, True)]
    assert [(one.by, one.mine, one.done) for one in begun] == [("Asha", True, 0)]
    assert counts(archive, asha, "fr") == (1, 0, 0, 0)


def test_every_state_has_its_list(archive: Archive, asha: Actor):
    for state, found in ((VersionState.READY, (1, 0, 0, 1)), (VersionState.APPROVED, (0, 0, 1, 0))):
        made = a_case(archive)
        a_translation(archive, made.id, "en", PART, state=state)
        assert counts(archive, asha, "en") == found
        with archive.unit_of_work(SYSTEM, write=True) as work:
            work.session.delete(work.session.get_one(Case, made.id))


def test_drafts_do_not_show_to_readers(archive: Archive, asha: Actor):
    made = a_case(archive)
    a_translation(archive, made.id, "en", PART, state=VersionState.DRAFT)
    with archive.unit_of_work(ANONYMOUS) as work:
        assert [one.begun for one in work.translating.wanted("en", ("en",)).items] == [False]


def test_untouched_stories_come_first(archive: Archive, asha: Actor):
    begun, untouched = a_case(archive), a_case(archive)
    a_translation(archive, begun.id, "en", PART, state=VersionState.DRAFT)
    with archive.unit_of_work(asha) as work:
        found = [one.card.public_id for one in work.translating.wanted("en", ("en",)).items]
    assert found == [untouched.public_id, begun.public_id]


def test_only_what_may_be_translated_is_wanted(archive: Archive, asha: Actor):
    a_case(archive, uses=tuple(use for use in USES if use != "translate"))
    a_case(archive, uses=("machine-translate",))
    a_case(archive, level=ConsentLevel.PRIVATE)
    ended = a_case(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, ended.id).consent_until = dt.date(2026, 11, 24)
    members = a_case(archive, level=ConsentLevel.NETWORK)
    with archive.unit_of_work(asha) as work:
        assert [one.card.public_id for one in work.translating.wanted("en", ("en",)).items] == [members.public_id]
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.translating.wanted("en", ("en",)).total == 0


def test_long_lists_come_in_pages(archive: Archive, asha: Actor):
    stories = [a_case(archive).public_id for _ in range(5)]
    with archive.unit_of_work(asha) as work:
        pages = [work.translating.wanted("en", ("en",), offset=at, limit=2) for at in (0, 2, 4)]
    assert [one.card.public_id for page in pages for one in page.items] == stories
    assert {page.total for page in pages} == {5}
