"""Woven bands: the same for ever, small, quiet for screen readers, different from case to case."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from wgsm_archive.data import vocabularies
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.web.bands import HEIGHT, PALETTES, WEAVES, band

SVG = "{http://www.w3.org/2000/svg}"


def read(drawn: Markup) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - our own drawing


def paths(drawn: Markup) -> list[str]:
    return [path.get("d", "") for path in read(drawn).iter(f"{SVG}path")]


def colours(drawn: Markup) -> set[str]:
    found = (element.get(name) for element in read(drawn).iter() for name in ("fill", "stroke"))
    return {colour for colour in found if colour and colour.startswith("#") and colour != "#000"}


def test_a_case_keeps_its_band():
    once = band("7k3m", ["land"], ["march", "litigation"])
    assert once == band("7k3m", ("land",), ("march", "litigation"))
    assert once != band("9x2p", ["land"], ["march", "litigation"])


def test_a_band_is_under_two_kilobytes_whatever_the_case():
    pairs = list(itertools.combinations(("march", "litigation", "blockade", "mapping", "federation", "care"), 2))
    sizes = [len(band(f"case{seed}", ["land"], pairs[seed % len(pairs)]).encode()) for seed in range(1500)]
    assert max(sizes) < 2048


def test_the_theme_gives_the_colours():
    land = [colours(band(f"case{seed}", ["land", "water"], [])) for seed in range(20)]
    assert all(len(set().union(*land)) <= 4 and found for found in land)
    assert not set().union(*land) <= colours(band("case1", ["conflict"], []))


def test_strategies_give_the_weaves_and_the_id_the_rhythm():
    weaves = {
        tuple(paths(band("7k3m", ["land"], [one, "march"]))) for one in ("strike", "boycott", "film-photo", "care")
    }
    assert len(weaves) > 1
    rhythms = {tuple(paths(band(f"case{seed}", ["land"], ["march"]))) for seed in range(30)}
    assert len(rhythms) > 20


def test_it_is_decoration_and_says_so():
    drawn = read(band("7k3m", [], []))
    assert drawn.get("aria-hidden") == "true"
    assert drawn.get("focusable") == "false"


def test_unknown_and_hostile_terms_do_no_harm():
    drawn = band('"><script>', ["<b>"], ["' onload='"], width='"><script>')
    read(drawn)
    assert "<script" not in drawn
    assert "onload" not in drawn


def test_all_weaves_repeat_without_a_seam_and_none_is_blank():
    for name, (wide, on_top) in WEAVES.items():
        rows = {tuple(on_top(x, y) for x in range(wide)) for y in range(HEIGHT)}
        assert len(rows) > 1 or len(set(next(iter(rows)))) > 1, name
        share = sum(on_top(x, y) for x in range(wide) for y in range(HEIGHT)) / (wide * HEIGHT)
        assert 0.25 < share < 0.75, name
    assert len(WEAVES) >= 8


@pytest.mark.parametrize("palette", PALETTES)
def test_the_colours_of_a_cloth_are_told_apart(palette):
    assert len(set(palette)) == 4


def test_every_theme_has_colours_of_its_choice():
    for theme in vocabularies().terms(VocabularyName.THEMES):
        seen = {frozenset(colours(band(f"case{seed}", [theme.id], ["march"]))) for seed in range(12)}
        assert len(seen) == 1, theme.id
