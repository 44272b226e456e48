"""What people paste and what attackers send: the text that is kept is text, and nothing of it can break a page."""

from __future__ import annotations

import time
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.domain.text import MOST_MARKS, clean_line, clean_text, fold, slugify

ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from("\x00\x85\r\n\t \u2028\u2066\u2067\u2068\u2069\u202e\u202c\u200b\ufeff\u0344\u0301\u0315"),
    )
)


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    for clean in (clean_text, clean_line):
        assert clean(clean(typed)) == clean(typed)


@given(ANYTHING)
def test_what_is_kept_fits_into_every_file_and_is_normal(typed: str) -> None:
    for kept in (clean_text(typed), clean_line(typed)):
        ET.fromstring(  # noqa: S314 - our own words
            "<t>" + kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</t>"
        )
        assert kept.encode("utf-8").decode() == kept
        assert unicodedata.is_normalized("NFC", kept)
    assert len(clean_line(typed).splitlines()) <= 1


@given(ANYTHING)
def test_no_line_turns_the_writing_of_what_follows(typed: str) -> None:
    for line in clean_text(typed).split("\n"):
        depth = 0
        for letter in line:
            depth += (letter in "\u2066\u2067\u2068") - (letter == "\u2069")
            assert depth >= 0
        assert depth == 0
        assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e")


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1))
def test_letters_digits_and_signs_are_never_lost(typed: str) -> None:
    # U+3164 and its like count as letters and are blank on paper.
    expected = unicodedata.normalize("NFC", typed)
    assert clean_text(typed) in (expected.rstrip(), "")
    if any(letter.isalnum() and letter not in "\u115f\u1160\u3164\uffa0" for letter in expected):
        assert clean_text(typed) == expected.rstrip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("una\r\ndos\rtres\x85cuatro", "una\ndos\ntres\ncuatro"),
        ("a\x00b\ud800c\ufffed\ue000", "abcd"),
        ("\ufeffBegin", "Begin"),
        ("  indented stays  \n\n", "  indented stays"),
        ("cafe\u0301", "café"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("see \u2068العربية\u2069 there", "see \u2068العربية\u2069 there"),
        ("open \u2067only\nnext\u2069", "open only\nnext"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("ខ្ញុំ\u200bទៅ", "ខ្ញុំ\u200bទៅ"),
        ("👩🏾\u200d🌾", "👩🏾\u200d🌾"),
        (" \u200b\u200e\u2066\u2069 \u3164 ", ""),
    ],
)
def test_what_is_kept(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_line_has_no_controls_of_direction_at_all() -> None:
    assert clean_line(" a\u2067b\u2069\t\n\u202ec\u2028d ") == "ab c d"


@pytest.mark.parametrize(
    "typed",
    [
        "a" + "\u0315" * 320_000 + "\u0300" * 320_000,
        "\u2066" * 400_000,
        "\r\n" * 620_000,
        "ي " * 400_000,
        ("x" + " " * 1000) * 1250,
        "\ud800" * 400_000,
    ],
    ids=["marks", "isolates", "empty lines", "arabic", "blanks", "surrogates"],
)
def test_a_megabyte_takes_seconds_at_most(typed: str) -> None:
    start = time.process_time()
    clean_text(typed), clean_line(typed), slugify(typed)
    assert time.process_time() - start < 4


@given(st.integers(0, 200))
def test_one_letter_carries_no_tower_of_marks(height: int) -> None:
    kept = clean_text("a" + "\u0315\u0323" * height + "b")
    assert len(kept) <= MOST_MARKS + 2
    assert kept[0] in "aạ"
    assert kept[-1] == "b"


@given(ANYTHING)
def test_folding_is_settled_and_has_no_capitals(typed: str) -> None:
    folded = fold(typed)
    assert not any("\u0300" <= letter <= "\u036f" for letter in folded)
    assert fold("ÁÉÍ") == fold("aei")


@given(ANYTHING, st.integers(1, 80))
def test_a_slug_is_short_and_holds_only_letters_marks_and_digits(title: str, limit: int) -> None:
    slug = slugify(title, limit)
    assert len(slug) <= limit
    assert all(letter == "-" or unicodedata.category(letter)[0] in "LMN" for letter in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("La huelga de los pescadores", "la-huelga-de-los-pescadores"),
        ("नर्मदा घाटी", "नर्मदा-घाटी"),
        ("إضراب الصيادين!", "إضراب-الصيادين"),
        ("¡¿…?!", ""),
        ("../../etc/passwd?x=1#y", "etc-passwd-x-1-y"),
        ("w" * 100, "w" * 60),
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen",
            "one-two-three-four-five-six-seven-eight-nine-ten-eleven",
        ),
    ],
)
def test_slugs_read_like_their_titles(title: str, slug: str) -> None:
    assert slugify(title) == slug
