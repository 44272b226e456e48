"""Loose dates: read as people write them, shown as exactly as they were told, never ahead of today."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.domain.dates import (
    EARLIEST_YEAR,
    DateProblem,
    LooseDate,
    Period,
    period_problem,
    read_date,
)
from wgsm_archive.i18n.formats import loose_date, period
from wgsm_archive.i18n.language import speaking

TODAY = dt.date(2026, 11, 25)
DAYS = st.dates(dt.date(EARLIEST_YEAR, 1, 1), dt.date(9999, 12, 31))


@st.composite
def loose(draw: st.DrawFn) -> LooseDate:
    day = draw(DAYS)
    shapes = [
        LooseDate(day.year),
        LooseDate(day.year, day.month),
        LooseDate(day.year, draw(st.integers(21, 24))),
        LooseDate(day.year, day.month, day.day),
    ]
    return draw(st.sampled_from(shapes))


@given(loose())
def test_what_is_written_is_read_again(date: LooseDate) -> None:
    assert read_date(str(date)) == date
    assert read_date(f"  {date}\n") == date


@given(loose())
def test_the_first_day_is_not_behind_the_last_and_both_lie_in_the_date(date: LooseDate) -> None:
    assert date.first_day <= date.last_day
    assert date.first_day.year == date.last_day.year == date.year
    if date.day is not None:
        assert date.first_day == date.last_day


@given(st.text(st.sampled_from("0123456789-/. T٢०é"), max_size=12))
def test_whatever_is_typed_is_a_date_or_nothing(typed: str) -> None:
    found = read_date(typed)
    assert found is None or len(str(found)) <= 10


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2011", LooseDate(2011)),
        ("2011-03", LooseDate(2011, 3)),
        ("2011-21", LooseDate(2011, 21)),
        ("2011-03-09", LooseDate(2011, 3, 9)),
        ("٢٠١١-٠٣", LooseDate(2011, 3)),
        ("२०११", LooseDate(2011)),
        ("2012-02-29", LooseDate(2012, 2, 29)),
    ],
)
def test_dates_in_every_shape_and_script(typed: str, date: LooseDate) -> None:
    assert read_date(typed) == date


@pytest.mark.parametrize(
    "typed",
    ["", "11", "03/2011", "2011-3", "2011-13", "2011-25", "2011-02-29", "2011-21-03", "0999", "1399", "20111", "²⁰¹¹"],
)
def test_what_is_no_date(typed: str) -> None:
    assert read_date(typed) is None


def _period(start: str = "", end: str = "", *, ongoing: bool = False) -> Period:
    return Period(read_date(start), read_date(end), ongoing)


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (_period("2011", "2011"), None),
        (_period("2011-06", "2011"), None),
        (_period("2011", "2011-01"), None),
        (_period("2011-23", "2011-02"), None),
        (_period("2026-11-25"), None),
        (_period("2026"), None),
        (_period(end="2014"), None),
        (_period("2011", ongoing=True), None),
        (_period(), None),
        (_period("2026-11-26"), DateProblem.FUTURE),
        (_period("2026-12"), DateProblem.FUTURE),
        (_period("2011", "2027"), DateProblem.FUTURE),
        (_period("2027-21"), DateProblem.FUTURE),
        (_period("2012", "2011"), DateProblem.ORDER),
        (_period("2011-06", "2011-03"), DateProblem.ORDER),
        (_period("2011-03-09", "2011-03-08"), DateProblem.ORDER),
    ],
    ids=str,
)
def test_a_period_may_not_lie_ahead_nor_end_before_it_begins(told: Period, problem: DateProblem | None) -> None:
    assert period_problem(told, TODAY) == problem


@given(loose(), loose())
def test_a_period_is_refused_one_way_round_at_most(one: LooseDate, other: LooseDate) -> None:
    later = dt.date(9999, 12, 31)
    both = period_problem(Period(one, other), later), period_problem(Period(other, one), later)
    assert both != (DateProblem.ORDER, DateProblem.ORDER)


@given(loose(), st.sampled_from(["en", "es", "fr", "pt", "ar", "hi", "qu"]))
def test_a_date_is_shown_in_every_language(date: LooseDate, tag: str) -> None:
    with speaking(tag):
        assert loose_date(date).strip()


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (_period("2011", "2014"), "2011 – 2014"),
        (_period("2011-03", "2011-03"), "March 2011"),
        (_period("2011-03-09"), "9 March 2011"),
        (_period("2011-21", ongoing=True), "spring 2011 – today"),
        (_period(end="2014"), "until 2014"),
        (_period(ongoing=True), "still going on"),
        (_period(), ""),
    ],
    ids=str,
)
def test_a_period_is_shown_as_exactly_as_it_was_told(told: Period, shown: str) -> None:
    with speaking("en"):
        assert period(told) == shown
