"""Headings of people's documents are met with the prompt that they speak of, in six languages."""

from __future__ import annotations

import time
import tomllib

import pytest

from wgsm_archive.data import folder, heading_names
from wgsm_archive.domain.case_study import OVERALL_WHY, TITLE, Section
from wgsm_archive.domain.headings import HeadingNames

NAMES = heading_names()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("1. Resumen", "summary"),
        ("RESUMEN:", "summary"),
        ("**Executive Summary**", "summary"),
        ("II) Lo que aprendimos", "advice"),
        ("¿Qué paso?", "story"),
        ("Que paso, paso a paso", "story"),
        ("Les leçons apprises", "advice"),
        ("Quem somos nós?", "people"),
        ("What changed in our village", "change"),
        ("Lessons learned from the strike", "advice"),
        ("Recomendaciones para otras comunidades", "advice"),
        ("Resultadoz", "change"),
        ("النساء في النضال", "women"),
        ("الملخص:", "summary"),
        ("ماذا تعلّمنا؟", "advice"),
        ("من نحن؟", "people"),
        ("हमारी कहानी का सारांश", "summary"),
        ("सारांश", "summary"),
        ("हमने क्या सीखा?", "advice"),
        ("3.2 Sources", "sources"),
    ],
)
def test_a_heading_is_met_with_its_prompt(heading: str, field: str):
    found = NAMES.find(heading)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    "heading",
    [
        "Annex 3",
        "The weather",
        "2011",
        "",
        "***",
        "Doña Carmen",
        "Los del puerto de abajo",
        "بئر القرية",
        "गाँव का कुआँ",
        "1.",
        "x" * 500,
    ],
)
def test_other_headings_are_met_with_none(heading: str):
    assert NAMES.find(heading) is None


def test_more_than_a_name_is_kept_apart_from_a_name():
    whole, more = NAMES.find("What changed"), NAMES.find("What changed in our village")
    assert whole is not None
    assert more is not None
    assert (whole.whole, more.whole) == (True, False)
    assert NAMES.find("What changed in our village", strict=True) is None


def test_every_prompt_has_names_in_six_languages_and_no_name_two_prompts():
    listed = tomllib.loads(folder().joinpath("headings.toml").read_text(encoding="utf-8"))
    assert set(listed) == {TITLE, *Section, OVERALL_WHY}
    owner: dict[str, str] = {}
    for field, tongues in listed.items():
        assert set(tongues) == {"en", "es", "fr", "pt", "ar", "hi"}, field
        for name in (name for names in tongues.values() for name in names):
            assert owner.setdefault(name.casefold(), field) == field, name
            found = NAMES.find(name)
            assert found is not None, name
            assert (found.field, found.whole) == (field, True), name


def test_long_and_odd_headings_take_no_time():
    names = HeadingNames({"summary": ["Resumen"]})
    since = time.monotonic()
    for heading in ("a " * 80, "-" * 160, "1." * 80, "\u0301" * 160, "**" * 80, "i." * 50 + " x"):
        names.find(heading)
        NAMES.find(heading)
    assert time.monotonic() - since < 5
