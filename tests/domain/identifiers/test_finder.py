"""The finder on two hundred invented stories with planted identifiers, on guarded terms, and on hostile text."""

from __future__ import annotations

import time

import pytest

from tests.domain.identifiers.scoring import Score, score, stories
from wgsm_archive.data.identifiers import LANGUAGES, find
from wgsm_archive.domain.identifiers import Kind, mask

STORIES = list(stories())
HELD_OUT = [story for story in STORIES if story.held_out]


def share(result: Score) -> float:
    return sum(result.found.values()) / sum(result.planted.values())


def test_two_hundred_stories_are_planted_in_every_language() -> None:
    assert len(STORIES) == 200
    assert {story.language for story in STORIES} == set(LANGUAGES)


def test_nine_of_ten_planted_identifiers_are_found() -> None:
    result = score(STORIES)
    assert share(result) >= 0.9, result.missed
    # Two of a thousand words at most are marked without need.
    assert sum(result.false.values()) <= 2 * result.words / 1000, result.alarms


@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_that_it_was_not_tuned_on(language: str) -> None:
    result = score([story for story in HELD_OUT if story.language == language])
    assert share(result) >= 0.85, result.missed


def test_a_guarded_term_is_found_wherever_it_stands_and_however_it_is_written() -> None:
    text = "MARÍA Ccori habló. Luego la casa de Maria  Ccori ardió."
    found = find(text, "es", always=["María Ccori"])
    assert [one.text for one in found if one.kind is Kind.NAME or "Ccori" in one.text] == [
        "MARÍA Ccori",
        "Maria  Ccori",
    ]
    assert any("سلمى" in one.text for one in find("قالت وسلمى معها", "ar", always=["سلمى"]))


def test_a_term_that_was_kept_with_a_reason_is_left_alone() -> None:
    text = "The judge Thandeka Mbele read it aloud."
    assert any("Thandeka" in one.text for one in find(text, "en"))
    assert not [one for one in find(text, "en", never=["Thandeka Mbele"]) if "Thandeka" in one.text]


def test_masked_words_say_nothing_and_never_become_a_link() -> None:
    text = "Call Thandeka Mbele at +27 82 555 0134 (evenings)."
    masked = mask(text, find(text, "en"), lambda kind: f"[{kind} withheld]")
    assert "Thandeka" not in masked
    assert "0134" not in masked
    assert "withheld](" not in masked


def test_masking_another_text_is_refused() -> None:
    found = find("Call Thandeka Mbele.", "en")
    with pytest.raises(ValueError, match="another text"):
        mask("Something else altogether.", found, str)


HOSTILE = {
    "capitals": "A" * 50_000,
    "capital words": "Aa " * 15_000,
    "digits": "1" * 50_000,
    "dashes and digits": "1-" * 25_000,
    "ats": "a@" * 25_000,
    "dots": "a." * 25_000,
    "blanks": " " * 50_000,
    "brackets": "[at] " * 10_000,
    "slashes": "1/1/" * 12_500,
    "street words": "calle " * 8000,
    "number words": "no. de la " * 5000,
    "arabic": "شارع " * 10_000,
    "devanagari": "गाँव " * 10_000,
    "quotes": "17°3'" * 10_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_takes_time_by_its_length_only(name: str) -> None:
    text = HOSTILE[name]
    find(text[: len(text) // 8], "en")

    def cost(part: str) -> float:
        begun = time.process_time()
        find(part, "en")
        return time.process_time() - begun

    eighth, whole = cost(text[: len(text) // 8]), cost(text)
    # Eight times the length may cost eight times as much, with room for noise; a quadratic pattern would cost 64 times.
    assert whole <= max(24 * eighth, 1.0)
