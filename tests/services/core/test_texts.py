"""Keeping prose: revisions and conflicts, paragraphs followed through edits, and when a translation is outdated."""

from __future__ import annotations

import itertools

import pytest

from tests.make import TEXTS, Made, a_case, a_translation
from wgsm_archive.db.models import Case, LanguageVersion, Revision, SegmentNow
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.errors import Conflict
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.rendering import outdated_slots, render_case
from wgsm_archive.services.texts import (
    NewText,
    add_texts,
    changes_since,
    current_texts,
    is_line,
    save_original,
    slots_of,
    texts_now,
    tidy,
)

ONE = "The river was dammed in spring and the boats stayed ashore."
TWO = "We counted what every household had lost, one by one."
THREE = "The council refused to see us until the rain came."


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive, language="en", texts={**TEXTS, "change": f"{ONE}\n\n{TWO}\n\n{THREE}"})


def save(
    archive: Archive, made: Made, *, based_on: int | None = None, minor: tuple[str, ...] = (), **changed: str
) -> int:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case, version = work.session.get_one(Case, made.id), work.session.get_one(LanguageVersion, made.version_id)
        texts = {**current_texts(work, version), **changed}
        revision = save_original(
            work, case, version, texts, based_on=version.revision if based_on is None else based_on, minor=minor
        )
        render_case(work, case)
        return revision


def paragraphs(archive: Archive, made: Made, field: str = "change") -> dict[str, str]:
    """The texts of a field in reading order, by the keys of their slots."""
    with archive.unit_of_work(SYSTEM) as work:
        now = texts_now(work, made.version_id)
        return {slot.key: now[slot.id].newest.text for slot in slots_of(work, made.id) if slot.field == field}


def behind(archive: Archive, version_id: int, *, newest: bool = False) -> list[str]:
    """The fields in which a translation is outdated."""
    with archive.unit_of_work(SYSTEM) as work:
        late = outdated_slots(work, version_id, newest=newest)
        return sorted(held.slot.field for slot_id, held in texts_now(work, version_id).items() if slot_id in late)


def test_every_save_is_a_revision_and_the_same_text_is_none(archive: Archive, made: Made) -> None:
    assert save(archive, made, summary="Shorter.") == 2
    assert save(archive, made, summary="  Shorter.\r\n") == 2
    with archive.unit_of_work(SYSTEM) as work:
        rows = work.session.query(Revision).filter_by(version_id=made.version_id).order_by(Revision.number).all()
    assert [row.texts["summary"] for row in rows] == [TEXTS["summary"], "Shorter."]


def test_who_saves_over_somebody_else_is_given_both_texts(archive: Archive, made: Made) -> None:
    save(archive, made, summary="Of the first.")
    with pytest.raises(Conflict) as conflict:
        save(archive, made, based_on=1, summary="Of the second.")
    assert conflict.value.theirs["summary"] == "Of the first."
    assert conflict.value.revision == 2
    assert paragraphs(archive, made, "summary").popitem()[1] == "Of the first."


def test_changes_in_different_fields_go_together(archive: Archive, made: Made) -> None:
    save(archive, made, summary="Of the first.")
    with archive.unit_of_work(SYSTEM) as work:
        version = work.session.get_one(LanguageVersion, made.version_id)
        sent = {**TEXTS, "change": f"{ONE}\n\n{TWO}\n\n{THREE}", "advice": "Of the second."}
        assert changes_since(work, version, sent, based_on=1) == {"advice": "Of the second."}
        with pytest.raises(Conflict):
            changes_since(work, version, {"summary": "Of the second."}, based_on=1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{ONE}\n\n{TWO}\n\n{THREE}", [0, 1, 2]),
        (f"{ONE}\n\n{THREE}\n\n{TWO}", [0, 2, 1]),
        (f"{ONE}\n\n{THREE}", [0, 2]),
        (f"Something new.\n\n{ONE}\n\n{TWO}\n\n{THREE}", [None, 0, 1, 2]),
        (f"{ONE}\n\n{TWO.replace('one by one', 'house by house')}\n\n{THREE}", [0, 1, 2]),
        (f"{ONE}\n\n{TWO} {THREE}", [0, 1]),
        (f"- {ONE}\n- {TWO}\n- {THREE}", [0, 1, 2]),
        ("Nothing of it is left here at all, every word another.", [None]),
    ],
    ids=["same", "swapped", "deleted", "inserted", "changed", "merged", "as a list", "replaced"],
)
def test_a_paragraph_keeps_its_place_through_an_edit(
    archive: Archive, made: Made, text: str, kept: list[int | None]
) -> None:
    before = list(paragraphs(archive, made))
    save(archive, made, change=text)
    after = [before.index(key) if key in before else None for key in paragraphs(archive, made)]
    assert after == kept


def test_a_field_that_is_emptied_and_told_again_begins_anew(archive: Archive, made: Made) -> None:
    before = paragraphs(archive, made)
    save(archive, made, change="")
    assert paragraphs(archive, made) == {}
    save(archive, made, change=ONE)
    assert list(paragraphs(archive, made).values()) == [ONE]
    assert not paragraphs(archive, made).keys() & before.keys()


def test_a_new_title_is_still_the_title(archive: Archive, made: Made) -> None:
    version = a_translation(archive, made.id, "fr", {"title": "La digue", "summary": "Le port."})
    save(archive, made, title="Something else altogether", summary="And nothing of that remained.")
    assert behind(archive, version) == ["summary", "title"]
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(LanguageVersion, version).title == "La digue"


def test_rewrapping_and_small_corrections_leave_translations_valid(archive: Archive, made: Made) -> None:
    version = a_translation(archive, made.id, "fr", {"title": "La digue", "change": "La rivière fut barrée."})
    wrapped = ONE.replace(" and ", "\nand ")
    save(archive, made, change=f"{wrapped}\n\n{TWO}\n\n{THREE}")
    assert behind(archive, version) == []
    save(archive, made, change=f"{ONE.replace('dammed', 'damned')}\n\n{TWO}\n\n{THREE}", minor=("change",))
    assert behind(archive, version) == []
    save(archive, made, change=f"{ONE.replace('spring', 'autumn')}\n\n{TWO}\n\n{THREE}")
    assert behind(archive, version) == ["change"]


def test_a_small_correction_does_not_hide_the_change_before_it(archive: Archive, made: Made) -> None:
    version = a_translation(archive, made.id, "fr", {"title": "La digue", "summary": "Le port."})
    save(archive, made, summary="For twelve days the port stood still.")
    save(archive, made, summary="For twelve days the port stood still!", minor=("summary",))
    assert behind(archive, version) == ["summary"]


def test_moving_a_paragraph_is_no_change_of_it(archive: Archive, made: Made) -> None:
    version = a_translation(archive, made.id, "fr", {"title": "La digue", "change": "La rivière fut barrée."})
    for order in itertools.permutations((ONE, TWO, THREE)):
        save(archive, made, change="\n\n".join(order))
        assert behind(archive, version) == []


def test_a_paragraph_that_was_taken_out_makes_nothing_outdated(archive: Archive, made: Made) -> None:
    version = a_translation(archive, made.id, "fr", {"title": "La digue", "change": "La rivière fut barrée."})
    save(archive, made, change=f"{TWO}\n\n{THREE}")
    with archive.unit_of_work(SYSTEM) as work:
        row = work.session.get_one(LanguageVersion, version)
        assert (row.slots_outdated, row.slots_done) == (0, 1)


def test_readers_marks_follow_what_readers_see(archive: Archive, made: Made) -> None:
    version_id = a_translation(archive, made.id, "fr", {"title": "La digue", "summary": "Neuf jours."})
    save(archive, made, summary="For twelve days the port stood still.")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        version = work.session.get_one(LanguageVersion, version_id)
        held = next(one for one in texts_now(work, made.version_id).values() if one.slot.field == "summary")
        draft = NewText(held.slot, "Douze jours.", Origin.HUMAN, held.newest.id, VersionState.DRAFT)
        add_texts(work, version, [draft])
    assert behind(archive, version_id) == ["summary"]
    assert behind(archive, version_id, newest=True) == []


def test_a_confirmation_stays_with_the_text_that_readers_see(archive: Archive, made: Made) -> None:
    version_id = a_translation(archive, made.id, "fr", {"title": "La digue", "summary": "Neuf jours."})
    save(archive, made, summary="For twelve days the port stood still.")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        held = next(one for one in texts_now(work, made.version_id).values() if one.slot.field == "summary")
        row = work.session.get_one(SegmentNow, (held.slot.id, version_id))
        row.confirmed_base_id = held.newest.id
        work.session.flush()
        # A draft over it that was made from the older text.
        old = next(one for one in texts_now(work, version_id).values() if one.slot.field == "summary").newest.base_id
        version = work.session.get_one(LanguageVersion, version_id)
        add_texts(work, version, [NewText(held.slot, "Encore.", Origin.HUMAN, old, VersionState.DRAFT)])
    assert behind(archive, version_id) == []
    assert behind(archive, version_id, newest=True) == ["summary"]


def test_lines_and_prose_are_kept_tidy() -> None:
    assert is_line("title")
    assert is_line("how.strategies.strike")
    assert is_line("story.2.when")
    assert not is_line("story.2.we")
    assert tidy("title", " One\n  line\x00 ") == "One line"
    assert tidy("summary", "One\r\n\r\n* two  \n") == "One\n\n- two"
