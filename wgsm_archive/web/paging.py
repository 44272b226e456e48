"""Numbers of pages: clamped, never an error."""

from __future__ import annotations

from dataclasses import dataclass

PER_PAGE = 20
LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown; `pages` is at least 1."""

    number: int
    pages: int

    @property
    def offset(self) -> int:
        """How many entries come before."""
        return (self.number - 1) * PER_PAGE


def page_number(typed: str | None) -> int:
    """The number of a page as somebody typed it; nonsense is the first page."""
    if typed is None or not typed.isascii() or not typed.isdigit() or len(typed) > 6:
        return 1
    return min(max(int(typed), 1), LAST_PAGE)


def paging(number: int, total: int) -> Paging:
    """The page of so many entries."""
    return Paging(number, max(1, -(-total // PER_PAGE)))
