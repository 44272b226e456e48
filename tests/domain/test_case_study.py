"""The fields of a story: their names, their order, and what is still missing before it can be sent."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.domain.case_study import (
    OVERALL_WHY,
    REQUIRED_SECTIONS,
    TITLE,
    Author,
    AuthorDisplay,
    PhasePart,
    Section,
    how_field,
    is_field,
    missing_required,
    missing_to_send,
    ordered_fields,
    phase_field,
    read_phase_field,
    section_of,
)

NUMBERS, PARTS = st.integers(1, 99), st.sampled_from(list(PhasePart))
SECTIONS = [section for section in Section if section is not Section.STORY]
FULL = {TITLE: "T", "summary": "S", "story.1.we": "W", "strategy": "S", "change": "C", "advice": "A"}
NAMES = st.one_of(
    st.sampled_from([TITLE, OVERALL_WHY, *SECTIONS, how_field("strategies", "strike")]),
    st.builds(phase_field, NUMBERS, PARTS),
    st.text(st.sampled_from("story.12²٣we how-title"), max_size=14),
)


@given(NUMBERS, PARTS)
def test_a_phase_is_read_from_its_name(number: int, part: PhasePart) -> None:
    name = phase_field(number, part)
    assert read_phase_field(name) == (number, part)
    assert section_of(name) == Section.STORY
    assert is_field(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "story",
        "story.",
        "story.1",
        "story.1.we.more",
        "story.0.we",
        "story.01.we",
        "story.-1.we",
        "story.1.us",
        "story.².we",
        "story.٣.we",
        f"story.{'9' * 5000}.we",
        "story.1.we\n",
        "Summary",
        "summary.1",
        "how.strategies",
        "how.strategies.",
        "how.strategies.strike.x",
        "how.<b>.x",
        "csrf_token",
        "title\x00",
    ],
)
def test_what_is_no_field(name: str) -> None:
    assert not is_field(name)
    assert read_phase_field(name) is None


def test_a_story_reads_from_lived_practice_to_advice() -> None:
    names = [TITLE, "summary", "story.1.when", "story.1.we", "story.2.they", "story.10.we", "change", "advice"]
    names += [OVERALL_WHY, "how.actors.mining", "how.strategies.strike"]
    mixed = names[:]
    random.Random(7).shuffle(mixed)  # noqa: S311 - any order will do
    assert ordered_fields(mixed) == names


@given(st.lists(NAMES, unique=True))
def test_the_order_of_fields_does_not_depend_on_how_they_came(names: list[str]) -> None:
    once = ordered_fields(names)
    assert sorted(once) == sorted(names)
    assert ordered_fields(reversed(once)) == once


def test_a_full_story_lacks_nothing() -> None:
    assert missing_required(FULL) == []


@pytest.mark.parametrize("name", list(FULL))
@pytest.mark.parametrize("blank", ["", " \n\t", None])
def test_an_empty_answer_is_missing(name: str, blank: str | None) -> None:
    texts = {other: text for other, text in FULL.items() if other != name}
    if blank is not None:
        texts[name] = blank
    assert missing_required(texts) == [section_of(name)]


def test_a_date_alone_tells_no_story() -> None:
    texts = {**FULL, "story.1.we": "", "story.1.when": "2011"}
    assert missing_required(texts) == ["story"]
    assert missing_required({}) == [TITLE, *REQUIRED_SECTIONS]


def test_a_question_may_be_skipped_and_the_story_sent_all_the_same() -> None:
    assert missing_to_send({TITLE: "A", "advice": "Begin early."}) == []
    assert missing_to_send({TITLE: "A"}, spoken=["summary"]) == []
    assert missing_to_send({"advice": "Begin early."}) == [TITLE]
    assert missing_to_send({TITLE: "A"}) == [*REQUIRED_SECTIONS]


def test_an_anonymous_teller_has_no_name_whatever_is_stored() -> None:
    assert Author(display=AuthorDisplay.ANONYMOUS, name="Rosa").shown_name == ""
    assert Author(display=AuthorDisplay.PSEUDONYM, name="Rosa").shown_name == "Rosa"
