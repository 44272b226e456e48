from __future__ import annotations

import time

import pytest

from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.segments import cut


@pytest.mark.parametrize(
    ("typed", "in_order"),
    [
        ("We asked for:\n- water\n- light", "We asked for:\n\n- water\n- light"),
        ("* one\n+ two", "- one\n- two"),
        ("• from a phone\n• and another", "- from a phone\n- and another"),
        ("1) first\n2) second", "1. first\n2. second"),
        ("- a\n  - b\n      - c\n- d", "- a\n    - b\n        - c\n- d"),
        ("1. a\n   - b", "1. a\n    - b"),
        ("- a\n1. b", "- a\n\n1. b"),
        ("- a\n\n  more of a\n\nafter", "- a\n\n    more of a\n\nafter"),
        ("    set in by hand", "set in by hand"),
        ("text\n## Head ##\ntext", "text\n\n## Head\n\ntext"),
        ("Head\n====\ntext", "# Head\n\ntext"),
        ("Head\n----\ntext", "## Head\n\ntext"),
        ("one\n\n* * *\ntwo", "one\n\n---\n\ntwo"),
        ("She said:\n> no\n>\n> never", "She said:\n\n> no\n\n> never"),
        (">no", "> no"),
        ("Prices\na | b\n--|--\n1 | 2\nafter", "Prices\n\n| a | b |\n| --|-- |\n| 1 | 2 |\n\nafter"),
        ("fact[^1]\n[^1]:source", "fact[^1]\n\n[^1]: source"),
        ("they came in the year\n12. of the month", "they came in the year\n12\\. of the month"),
        ("2011. They came.\n2014. We won.", "2011. They came.\n2014. We won."),
        ("#LandIsLife\nwe sang", "#LandIsLife\nwe sang"),
        ("```\nlines\n\nof code\n```\nafter", "lines\n\nof code\n\nafter"),
        ("a\u2028b\u2029c", "a\nb\n\nc"),
        ("\n\n\none\n\n\n\ntwo\n\n", "one\n\ntwo"),
        ("- \n-", ""),
        ("", ""),
    ],
)
def test_common_habits_are_put_in_order(typed, in_order):
    assert normalise(typed) == in_order
    assert normalise(in_order) == in_order


def test_a_year_at_the_head_of_a_line_stays_with_its_sentence():
    assert [piece.text for piece in cut("2011. They came.").pieces] == ["2011. They came."]


def test_rows_of_a_quoted_table_are_pieces_and_its_rule_is_none():
    pieces = cut(normalise("> a | b\n> --|--\n> 1 | 2")).pieces
    assert [piece.text for piece in pieces] == ["| a | b |", "| 1 | 2 |"]


def test_quotations_deeper_than_anyone_writes_are_flattened():
    assert normalise(">" * 50 + " deep") == "> " * 7 + "deep"


@pytest.mark.parametrize("unit", [" ", "\t", "> ", ">", "- ", "-", "|", "`", "\\", "#", "1. ", "a\n", "|a\n-|\n", "~"])
def test_no_text_takes_long_to_put_in_order_and_cut(unit):
    text = unit * (40_000 // len(unit)) + "x"
    begun = time.thread_time()
    cut(normalise(text))
    assert time.thread_time() - begun < 1
