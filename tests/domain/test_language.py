"""Language tags as people and browsers write them, and which of the languages at hand somebody is given."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.data import languages
from wgsm_archive.domain.language import accepted_ranges, chain, choose, direction_of, read_tag, shorter

FALLBACKS = {"qu": ("es", "en"), "sat": ("hi", "en"), "rn": ("fr", "sw"), "es": ("pt", "en")}
PARTS = st.sampled_from(
    ["es", "qu", "zh", "Hant", "latn", "BR", "419", "valencia", "1994", "x", "a", "_", "-", "é", ""]
)


def _fallbacks(tag: str) -> Sequence[str]:
    return FALLBACKS.get(tag, ())


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("es", "es"),
        ("ES", "es"),
        (" pt_br ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("SAT-OLCK", "sat-Olck"),
        ("es-419", "es-419"),
        ("ca-valencia", "ca-valencia"),
        ("de-1996", "de-1996"),
        ("qu-x-Ayacucho", "qu-x-ayacucho"),
        ("mapu", "mapu"),
        ("az-Arab-IR", "az-Arab-IR"),
    ],
)
def test_tags_in_their_usual_spelling(typed: str, tag: str) -> None:
    assert read_tag(typed) == tag


@pytest.mark.parametrize(
    "typed",
    ["", "e", "*", "español", "es--MX", "-es", "es-", "es/../", "es\x00", "es\nfr", "x" * 36, "es-" * 40, "１２"],
)
def test_what_is_no_tag(typed: str) -> None:
    assert read_tag(typed) is None


@given(st.lists(PARTS, max_size=6).map("-".join))
def test_reading_a_tag_twice_changes_nothing(typed: str) -> None:
    tag = read_tag(typed)
    assert tag is None or read_tag(tag) == tag


@given(st.sampled_from(sorted(languages())))
def test_every_language_of_the_table_has_its_usual_spelling_and_direction(tag: str) -> None:
    assert read_tag(tag) == tag
    assert direction_of(tag) == languages()[tag].direction


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("pa-Arab", "rtl"), ("pa", "ltr"), ("ks-Deva", "ltr"), ("apc", "rtl"), ("ar-EG", "rtl"), ("uz-Latn", "ltr")],
)
def test_unknown_languages_are_written_in_their_direction(tag: str, direction: str) -> None:
    assert direction_of(tag) == direction


def test_a_tag_is_cut_from_its_end_and_single_letters_never_stand_last() -> None:
    assert shorter("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")
    assert shorter("qu-x-cusco") == ("qu-x-cusco", "qu")


@pytest.mark.parametrize(
    ("header", "ranges"),
    [
        ("", ()),
        ("es", ("es",)),
        ("fr;q=0.5, es, en;q=0.8", ("es", "en", "fr")),
        ("es-MX,es;q=0.9,en;q=0.8", ("es-MX", "es", "en")),
        ("en;Q=0.5,es", ("es", "en")),
        ("en; q=0.4 , ar ;q=0.7", ("ar", "en")),
        ("en;q=0,es;q=0.000,fr;q=0.001", ("fr",)),
        ("*,es;q=0.1", ("es",)),
        ("en;q=nan,fr;q=inf,pt;q=1e0,ar;q=-1,es;q=2,qu;q=,sw;level=1", ()),
        ("es,es,es;q=0.1", ("es",)),
        ("es;q=1.000", ("es",)),
        ("es;q=0.٥", ()),
    ],
)
def test_headers_of_browsers(header: str, ranges: tuple[str, ...]) -> None:
    assert accepted_ranges(header) == ranges


@given(st.text(st.sampled_from("aeqnu;=,.-*01 \x00é\ud800"), max_size=300))
def test_no_header_is_an_error(header: str) -> None:
    assert all(read_tag(tag) == tag for tag in accepted_ranges(header))


@pytest.mark.parametrize(
    "header",
    ["es," * 33_000, ";q=" * 33_000, "e" * 100_000, "-" * 100_000, " " * 99_998 + "es", "es;q=0." + "9" * 99_000],
)
def test_a_header_of_a_hundred_thousand_bytes_is_read_in_no_time(header: str) -> None:
    start = time.process_time()
    assert set(accepted_ranges(header)) <= {"es"}
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("wanted", "available", "given"),
    [
        (["es"], ["en", "es"], "es"),
        (["es-MX"], ["en", "es"], "es"),
        (["pt"], ["en", "pt-BR"], "pt-BR"),
        (["zh-Hant-TW"], ["zh-Hant", "zh"], "zh-Hant"),
        (["qu"], ["en", "es"], "es"),
        (["qu-PE"], ["en", "es"], "es"),
        (["sat-Olck"], ["hi", "es"], "hi"),
        (["xx", "fr"], ["en", "fr"], "fr"),
        (["xx"], ["en"], None),
        ([], ["en"], None),
        (["en"], [], None),
        (["fr", "en"], ["en"], "en"),
    ],
)
def test_whoever_asks_is_given_the_nearest(wanted: list[str], available: list[str], given: str | None) -> None:
    assert choose(wanted, available, _fallbacks) == given


TAGS = st.lists(
    st.sampled_from(["en", "es", "es-MX", "pt", "pt-BR", "qu", "qu-PE", "rn", "sat-Olck", "hi"]), max_size=6
)


@given(TAGS, TAGS)
def test_a_choice_is_at_hand_and_what_is_wanted_exactly_comes_first(wanted: list[str], available: list[str]) -> None:
    found = choose(wanted, available, _fallbacks)
    assert found is None or found in available
    if wanted and wanted[0] in available:
        assert found == wanted[0]
    if set(wanted) & set(available):
        assert found is not None


def test_a_chain_names_each_language_once_and_begins_with_the_tag() -> None:
    assert chain("qu-PE", _fallbacks) == ("qu-PE", "qu", "es", "en")
    assert chain("es", _fallbacks) == ("es", "pt", "en")
