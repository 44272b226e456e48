"""Loose dates: as exact as the teller wants and no more."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}  # ISO 8601-2:2019 (EDTF level 1)
EARLIEST_YEAR = 1400


class DateProblem(StrEnum):
    """What can be wrong with a date somebody typed."""

    SHAPE = "date-shape"
    FUTURE = "date-future"
    ORDER = "date-order"


@dataclass(frozen=True, slots=True)
class LooseDate:
    """A year, a year and month, a season (month 21-24) or a day.

    Loose dates have no order of their own: `2011` is neither before nor after `2011-03`. What can be compared
    is the first and the last day that each may mean.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def to_month(self) -> LooseDate:
        """The same without its day: what is kept of a date in a story."""
        return LooseDate(self.year, self.month)

    @property
    def season(self) -> str | None:
        """`spring`, `summer`, `autumn` or `winter` where the date is a season."""
        return _SEASONS.get(self.month or 0)

    @property
    def first_day(self) -> dt.date:
        """The earliest day that may be meant. A season may lie anywhere in its year: hemispheres differ."""
        if self.month is None or self.month in _SEASONS:
            return dt.date(self.year, 1, 1)
        return dt.date(self.year, self.month, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """The latest day that may be meant."""
        if self.month is None or self.month in _SEASONS:
            return dt.date(self.year, 12, 31)
        return dt.date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])


def read_date(typed: str) -> LooseDate | None:
    """`2011`, `2011-03`, `2011-21` (spring) or `2011-03-09`, in the digits of any script; None for anything else."""
    match = _SHAPE.fullmatch(typed.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or year < EARLIEST_YEAR:
        return None
    if month is None:
        return LooseDate(year)
    if day is None:
        return LooseDate(year, month) if 1 <= month <= 12 or month in _SEASONS else None
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return LooseDate(year, month, day)


@dataclass(frozen=True, slots=True)
class Period:
    """When a struggle took place. `ongoing` and an `end` exclude each other."""

    start: LooseDate | None = None
    end: LooseDate | None = None
    ongoing: bool = False

    def to_months(self) -> Period:
        """The same without days: a day can be matched with what police or a newspaper wrote down."""
        start, end = self.start, self.end
        return Period(start and start.to_month(), end and end.to_month(), self.ongoing)


def period_problem(period: Period, today: dt.date) -> DateProblem | None:
    """What is wrong with a period as a whole, if anything: it may not lie ahead nor end before it starts."""
    for date in (period.start, period.end):
        if date is not None and date.first_day > today:
            return DateProblem.FUTURE
    if period.start and period.end and period.end.last_day < period.start.first_day:
        return DateProblem.ORDER
    return None
