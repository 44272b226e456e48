"""The lists that come with the archive: words of receipt codes, languages, the shapes of countries."""

import gettext
import gzip
import json
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from rapidfuzz.distance import Levenshtein

import wgsm_archive
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.projection import project
from wgsm_archive.domain.text import fold

DATA = Path(wgsm_archive.__file__).parent / "data"
INTERFACE = ["en", "es", "fr", "pt", "ar"]


@pytest.mark.parametrize("language", INTERFACE)
def test_receipt_words_cannot_be_taken_for_each_other(language: str) -> None:
    words = (DATA / "receipt_words" / f"{language}.txt").read_text(encoding="utf-8").split()
    assert len(words) == 512
    assert all(3 <= len(word) <= 7 and fold(word).isalpha() for word in words)
    if language != "ar":
        assert all(word.isascii() and word.islower() for word in words)
    folded = [fold(word) for word in words]
    close = [pair for pair in combinations(folded, 2) if Levenshtein.distance(*pair, score_cutoff=1) < 2]
    assert close == []


@pytest.fixture(scope="module")
def languages() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))["languages"]
    return found


def test_languages_can_be_formatted_and_counted_in(languages: dict[str, dict[str, Any]]) -> None:
    for tag, language in languages.items():
        assert read_tag(tag) == tag
        Locale.parse(language["format_locale"])
        count, rule = language["plural"].removesuffix(";").split("; plural=")
        form_of = gettext.c2py(rule)
        forms = {form_of(n) for n in [*range(1000), 1_000_000]}
        assert forms == set(range(int(count.removeprefix("nplurals=")))), tag


def test_fallbacks_lead_to_english(languages: dict[str, dict[str, Any]]) -> None:
    for tag, language in languages.items():
        chain = language["fallbacks"]
        assert tag not in chain
        assert len(chain) == len(set(chain))
        assert set(chain) <= set(languages)
        assert chain[-1:] == ([] if tag == "en" else ["en"]), tag


def test_each_language_has_a_name_of_its_own(languages: dict[str, dict[str, Any]]) -> None:
    assert len({language["autonym"] for language in languages.values()}) == len(languages)
    right_to_left = {"Arab", "Hebr", "Thaa", "Nkoo", "Rohg"}
    for language in languages.values():
        assert language["direction"] == ("rtl" if language["script"] in right_to_left else "ltr")


def test_the_interface_languages_are_marked(languages: dict[str, dict[str, Any]]) -> None:
    assert [tag for tag, language in languages.items() if language.get("interface")] == INTERFACE


def test_the_map_knows_the_countries_and_stays_small() -> None:
    raw = (DATA / "world" / "countries.json").read_bytes()
    world = json.loads(raw)
    assert len(raw) < 130_000
    assert len(gzip.compress(raw)) < 45_000
    countries = world["countries"]
    assert {"PE", "IN", "ZA", "BR", "KE", "TH", "PS", "EH", "TW", "TV", "MV", "ST", "GF"} <= set(countries)
    for code, country in countries.items():
        assert 0 <= country["x"] <= 1000, code
        assert 0 <= country["y"] <= 487, code


@pytest.mark.parametrize(
    ("code", "place"), [("PE", (-10, -76)), ("KE", (0, 38)), ("IN", (22, 79)), ("FJ", (-17.8, 178))]
)
def test_countries_lie_where_the_projection_puts_them(code: str, place: tuple[float, float]) -> None:
    country = json.loads((DATA / "world" / "countries.json").read_bytes())["countries"][code]
    assert project(*place) == pytest.approx((country["x"], country["y"]), abs=15)
