"""Words that are typed and not saved: their writer's alone, until they are saved, thrown away, or nobody may go on."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.fakes import HeldClock
from tests.make import TEXTS, Made, a_person, hide, index
from tests.services.translating.benches import Bench, edit, second
from wgsm_archive.db.models import Claim, TranslationDraft
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.errors import NotFound, Refused, Withdrawn
from wgsm_archive.services.accounts.leaving import leave, own_data
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.translating.typed import Typed


def keep(bench: Bench, text: str, field: str = "summary") -> int:
    seen = bench.slot(field)
    part = "summary" if field == "title" else field
    with bench.archive.unit_of_work(bench.actor, write=True) as work:
        typed = {seen.id: Typed(text, seen.base_id, seen.target_id)}
        return work.translating.keep(bench.made.public_id, bench.target, part, typed)


def drafts(archive: Archive) -> list[str]:
    with archive.unit_of_work(SYSTEM) as work:
        return list(work.session.scalars(select(TranslationDraft.text).order_by(TranslationDraft.id)))


def unsaved(bench: Bench, field: str = "summary") -> str | None:
    found = bench.slot(field).unsaved
    return found and found.text


def test_a_draft_comes_back_to_its_writer_alone(archive: Archive, bench: Bench, tom: Actor):
    assert keep(bench, "Half a sen") == 1
    assert keep(bench, "Half a sentence") == 1
    assert unsaved(bench) == "Half a sentence"
    assert bench.slot().text == ""
    assert bench.desk().done == 0
    for other in (tom, a_person(archive, Role.FACILITATOR)):
        assert unsaved(second(bench, other)) is None
    with archive.unit_of_work(tom) as work:
        assert work.session.scalars(select(TranslationDraft)).all() == []
    keep(second(bench, tom), "By Tom")
    assert unsaved(bench) == "Half a sentence"
    assert drafts(archive) == ["Half a sentence", "By Tom"]


def test_a_draft_goes_when_it_is_saved_or_is_what_is_saved(archive: Archive, bench: Bench):
    keep(bench, "One.")
    bench.write("Two.")
    assert drafts(archive) == []
    keep(bench, "Three.")
    assert keep(bench, "Two. \r\n") == 0
    assert drafts(archive) == []


def test_a_draft_of_another_part_stays(archive: Archive, bench: Bench):
    keep(bench, "Bring food.", "advice")
    bench.write("Two.")
    assert unsaved(bench, "advice") == "Bring food."


def test_a_draft_knows_what_it_was_typed_over(bench: Bench, tom: Actor):
    bench.write("One.")
    seen = bench.slot()
    keep(bench, "One and a half.")
    second(bench, tom).write("Two.")
    kept = bench.slot().unsaved
    assert kept is not None
    assert (kept.base_id, kept.target_id) == (seen.base_id, seen.target_id)
    assert bench.slot().target_id != seen.target_id


def test_what_was_typed_for_a_lost_paragraph_is_shown_until_it_is_thrown_away(
    archive: Archive, bench: Bench, made: Made
):
    last = bench.slot("change", 1)
    with archive.unit_of_work(bench.actor, write=True) as work:
        typed = {last.id: Typed("We still wait.", last.base_id, None)}
        work.translating.keep(made.public_id, bench.target, "change", typed)
    edit(archive, made, change=TEXTS["change"].split("\n\n", maxsplit=1)[0])
    assert bench.part("change").homeless == ("We still wait.",)
    assert bench.part("advice").homeless == ()
    with archive.unit_of_work(bench.actor, write=True) as work:
        work.translating.throw_away(made.public_id, bench.target, "change", None)
    assert bench.part("change").homeless == ()


def test_thrown_away_what_was_saved_stands_again(archive: Archive, bench: Bench, made: Made):
    bench.write("One.")
    keep(bench, "Two.")
    with archive.unit_of_work(bench.actor, write=True) as work:
        work.translating.throw_away(made.public_id, bench.target, "summary", bench.slot().id)
    assert unsaved(bench) is None
    assert bench.slot().text == "One."


def test_ids_of_other_paragraphs_are_not_believed(archive: Archive, bench: Bench, made: Made):
    seen, other = bench.slot(), bench.slot("advice")
    with archive.unit_of_work(bench.actor, write=True) as work:
        typed = {
            seen.id: Typed("One.", other.base_id, 999_999),
            other.id: Typed("Not of this part."),
            77_777: Typed("x"),
        }
        assert work.translating.keep(made.public_id, bench.target, "summary", typed) == 1
    kept = bench.slot().unsaved
    assert kept is not None
    assert (kept.base_id, kept.target_id) == (None, None)


def test_who_may_not_translate_keeps_nothing(archive: Archive, bench: Bench, made: Made):
    seen = bench.slot()
    for stranger in (a_person(archive), ANONYMOUS):
        with pytest.raises(NotFound), archive.unit_of_work(stranger, write=True) as work:
            work.translating.keep(made.public_id, bench.target, "summary", {seen.id: Typed("One.")})
    with archive.unit_of_work(bench.actor, write=True) as work:
        with pytest.raises(NotFound):
            work.translating.keep(made.public_id, bench.target, "nothing", {})
        with pytest.raises(Refused):
            work.translating.keep(made.public_id, bench.target, "summary", {seen.id: Typed("x" * 100_000)})
    assert drafts(archive) == []


def test_drafts_go_with_the_story_and_with_the_account(archive: Archive, bench: Bench, made: Made, tom: Actor):
    keep(bench, "One.")
    hide(archive, made)
    assert drafts(archive) == []
    with pytest.raises(Withdrawn):
        keep(bench, "Two.")


def test_drafts_and_claims_go_with_the_account(archive: Archive, bench: Bench, made: Made, tom: Actor):
    keep(bench, "By Asha.")
    keep(second(bench, tom), "By Tom.")
    with archive.unit_of_work(tom, write=True) as work:
        work.translating.take_on(made.public_id, bench.target, "summary")
        assert [one["text"] for one in own_data(work)["translations not saved yet"]] == ["By Tom."]
        leave(work)
    assert drafts(archive) == ["By Asha."]
    assert bench.desk().claims == {}


def test_what_nobody_touches_is_deleted_after_three_months(
    archive: Archive, bench: Bench, clock: HeldClock, made: Made
):
    keep(bench, "One.")
    with archive.unit_of_work(bench.actor, write=True) as work:
        work.translating.take_on(made.public_id, bench.target, "summary")
    clock.moment += dt.timedelta(days=90)
    index(archive)
    assert drafts(archive) == ["One."]
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(Claim)) is None
    clock.moment += dt.timedelta(days=1)
    index(archive)
    assert drafts(archive) == []
