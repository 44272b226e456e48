"""What changed between two texts: nothing is lost, words stay whole in every script, and it never takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.services.diffing import Change, word_diff

TEXTS = st.text(alphabet="ab é\n.,ନିପାनीقال", max_size=40)


def changed(old: str, new: str) -> list[tuple[str, str]]:
    return [(str(run.change), run.text) for run in word_diff(old, new) if run.change is not Change.SAME]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    runs = word_diff(old, new)
    assert "".join(run.text for run in runs if run.change is not Change.NEW) == old
    assert "".join(run.text for run in runs if run.change is not Change.OLD) == new
    assert all(run.text for run in runs)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("ବାରଟି ଗ୍ରାମ", "ତେରଟି ଗ୍ରାମ", [("old", "ବାରଟି"), ("new", "ତେରଟି")]),
        ("पानी नहीं", "पानी है", [("old", "नहीं"), ("new", "है")]),
        ("قرية واحدة", "قريتان", [("old", "قرية واحدة"), ("new", "قريتان")]),
        ("nine days", "nine long days", [("new", "long ")]),
        ("one two three", "four five three", [("old", "one two"), ("new", "four five")]),
        ("same", "same", []),
        ("", "all new", [("new", "all new")]),
    ],
)
def test_words_stay_whole(old: str, new: str, runs: list[tuple[str, str]]) -> None:
    assert changed(old, new) == runs


@pytest.mark.parametrize("unit", ["a ", ". ", "ab cd ", "\n", "ନି "])
def test_the_longest_paragraph_takes_no_time(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    begun = time.perf_counter()
    word_diff(f"first {text} x {text[:9000]} last", f"other {text[1:]} y {text[5:9000]} end")
    word_diff(f"x{text[:1000]}", f"y{text[3:1000]}z")
    assert time.perf_counter() - begun < 5
