"""Paragraphs through an edit: each keeps its slot, and so its translations, as the people who wrote it would expect."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.domain.segments import Aligned, Fate, align, cut, text_hash

PIER = "We sat down on the pier with our nets, and nobody went out to sea that morning."
POLICE = "The company sent the police, who came at noon and counted us without a word."
KITCHEN = "Women from the market cooked for four hundred people and kept the list of names."
COURT = "After nine days the court stopped the concession, and we swept the harbour clean."
SONG = "Children made a song of it which is still sung when the boats come in."
TEXTS = st.lists(st.sampled_from([PIER, POLICE, KITCHEN, COURT, SONG, "No.", "Yes, they did."]), max_size=8)


def _fates(old: list[str], new: list[str]) -> list[tuple[int | None, str]]:
    return [(step.old, str(step.fate)) for step in align(old, new)]


def test_what_nobody_touched_stays() -> None:
    assert _fates([PIER, POLICE], [PIER, POLICE]) == [(0, "same"), (1, "same")]


def test_wrapping_lines_anew_is_no_change() -> None:
    wrapped = PIER.replace(" with", "\nwith").replace("nobody ", "nobody  ")
    assert _fates([PIER, POLICE], [wrapped, POLICE]) == [(0, "same"), (1, "same")]


def test_a_reworded_paragraph_is_the_same_paragraph_changed() -> None:
    reworded = PIER.replace("nobody went out", "no boat went out")
    assert _fates([PIER, POLICE, COURT], [reworded, POLICE, COURT]) == [(0, "changed"), (1, "same"), (2, "same")]


def test_inserting_and_deleting_leave_the_others_where_they_were() -> None:
    assert _fates([PIER, COURT], [PIER, KITCHEN, COURT]) == [(0, "same"), (None, "new"), (1, "same")]
    assert _fates([PIER, KITCHEN, COURT], [PIER, COURT]) == [(0, "same"), (2, "same")]
    assert _fates([], [PIER]) == [(None, "new")]
    assert _fates([PIER], []) == []


def test_a_moved_paragraph_takes_its_translation_along() -> None:
    steps = _fates([PIER, POLICE, KITCHEN, COURT], [COURT, PIER, POLICE, KITCHEN])
    assert [old for old, _ in steps] == [3, 0, 1, 2]
    assert [fate for _, fate in steps] == ["moved", "same", "same", "same"]


def test_two_paragraphs_that_change_places_both_stay_themselves() -> None:
    assert sorted(old for old, _ in _fates([PIER, POLICE], [POLICE, PIER]) if old is not None) == [0, 1]
    assert {fate for _, fate in _fates([PIER, POLICE], [POLICE, PIER])} == {"same", "moved"}


def test_a_split_paragraph_lives_on_in_one_of_its_halves_and_the_other_is_new() -> None:
    both = f"{PIER} {POLICE}"
    steps = _fates([both, COURT], [PIER, POLICE, COURT])
    assert sorted(str(fate) for _, fate in steps) == ["changed", "new", "same"]
    assert steps[2] == (1, "same")
    assert [old for old, _ in steps].count(0) == 1


def test_a_merged_paragraph_continues_one_of_the_two() -> None:
    steps = _fates([PIER, POLICE, COURT], [f"{PIER} {POLICE}", COURT])
    assert steps[0][0] in (0, 1)
    assert steps[0][1] == "changed"
    assert steps[1] == (2, "same")


def test_a_paragraph_that_moved_and_was_reworded_is_still_recognised() -> None:
    reworded = KITCHEN.replace("four hundred", "five hundred")
    assert _fates([PIER, KITCHEN, COURT], [reworded, PIER, COURT])[0] == (1, "changed")


def test_another_text_in_the_same_place_does_not_inherit_a_translation() -> None:
    assert _fates([PIER], [SONG]) == [(None, "new")]
    assert _fates([PIER, POLICE], [SONG, POLICE]) == [(None, "new"), (1, "same")]


def test_short_sentences_that_repeat_keep_their_order() -> None:
    old = ["No.", PIER, "No.", COURT, "No."]
    assert _fates(old, old) == [(place, "same") for place in range(5)]
    assert _fates(old, ["No.", PIER, COURT, "No."]) == [(0, "same"), (1, "same"), (3, "same"), (4, "same")]


def test_a_text_without_blanks_between_words_is_followed_through_a_small_change() -> None:
    before = "我们带着渔网坐在码头上，那天早上没有人出海，警察中午来了。"
    assert _fates([before], [before.replace("中午", "下午")]) == [(0, "changed")]


@given(TEXTS, TEXTS)
def test_every_new_paragraph_is_accounted_for_and_no_old_one_twice(old: list[str], new: list[str]) -> None:
    steps = align(old, new)
    assert [step.new for step in steps] == list(range(len(new)))
    continued = [step.old for step in steps if step.old is not None]
    assert len(continued) == len(set(continued))
    for step in steps:
        assert (step.old is None) == (step.fate is Fate.NEW)
        if step.fate in (Fate.SAME, Fate.MOVED) and step.old is not None:
            assert text_hash(old[step.old]) == text_hash(new[step.new])


@given(TEXTS)
def test_nothing_edited_nothing_changed(texts: list[str]) -> None:
    assert align(texts, texts) == [Aligned(place, place, Fate.SAME) for place in range(len(texts))]


@given(st.text(st.sampled_from("ab \n\t>-*1.|#`~[^]:\r\u2028"), max_size=60))
def test_cutting_and_joining_gives_back_every_letter(text: str) -> None:
    parts = cut(text)
    assert parts.join() == text
    assert all(piece.text.strip() for piece in parts.pieces)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([f"paragraph {n} of many" for n in range(200)], [f"paragraph {n} of more" for n in range(200)]),
        (["word " * 4000], ["other " * 4000]),
        ([PIER] * 300, [POLICE] * 300),
        (["a"] * 6600, ["b"] * 6600),
        (["a", "b"] * 3300, ["b", "a", "a"] * 2200),
        (["a"] * 6600, ["b"] + ["a"] * 6599),
    ],
    ids=["alike", "long", "equal", "short", "alternating", "shifted"],
)
def test_following_a_long_text_takes_seconds_at_most(old: list[str], new: list[str]) -> None:
    start = time.process_time()
    align(old, new)
    assert time.process_time() - start < 5
