"""The archive seen from further away: how many stories lie where, when, and what goes with what.

Every number is that of a search, so that it can lead there: same filters, same access, gone at once with a story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.ports.search import IndexBroken, IndexBusy
from wgsm_archive.services.reading.asking_index import shelf_of
from wgsm_archive.services.reading.searching import facet_label, search_request
from wgsm_archive.services.reading.views import FacetValue, Question
from wgsm_archive.services.work import Work

MATRICES = (("challenge", "strategy"), ("strategy", "outcome"), ("driver", "challenge"))
"""What is set against what, by the names of facets: rows and columns."""
ROWS, COLUMNS = 12, 10
BARS = 40
_STEPS = (1, 2, 5, 10, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many stories carry both a term of one list and one of another; pairs without any are left out."""

    row_facet: str
    column_facet: str
    rows: tuple[FacetValue, ...]
    columns: tuple[FacetValue, ...]
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Years:
    """How many struggles went on in these years, the last one included."""

    first: int
    last: int
    count: int


def matrices(work: Work, asked: Question, languages: tuple[str, ...]) -> tuple[Matrix, ...] | None:
    """What goes with what among the stories that answer; None while the index is made anew."""
    try:
        return tuple(_matrix(work, asked, rows, columns, languages) for rows, columns in MATRICES)
    except (IndexBroken, IndexBusy):
        return None


def timeline(work: Work, asked: Question) -> tuple[Years, ...] | None:
    """In which years the struggles of the stories that answer went on; None while the index is made anew."""
    try:
        return tuple(_years(work, asked))
    except (IndexBroken, IndexBusy):
        return None


class _Counted:
    """Counts of facets for one question, and for the same question with other filters."""

    def __init__(self, work: Work, asked: Question, facets: tuple[str, ...]) -> None:
        self._index = work.tools.index
        self._request = replace(search_request(work, asked, ()), limit=0, offset=0, facets=facets)
        self._shelf = shelf_of(work)

    def facets(self, **filters: tuple[str, ...]) -> Mapping[str, Mapping[str, int]]:
        """The counts with these filters besides."""
        request = replace(self._request, filters={**self._request.filters, **filters})
        return self._index.search(self._shelf, request).facets

    def total(self, first: int, last: int) -> int:
        """How many struggles went on in these years."""
        request = replace(self._request, year_from=first, year_to=last)
        return self._index.search(self._shelf, request).total


def _matrix(work: Work, asked: Question, row_facet: str, column_facet: str, languages: tuple[str, ...]) -> Matrix:
    counted = _Counted(work, asked, (row_facet, column_facet))
    base = counted.facets()
    rows = _most(work, row_facet, base, asked, languages)[:ROWS]
    columns = _most(work, column_facet, base, asked, languages)[:COLUMNS]
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        found = counted.facets(**{row_facet: (row.value,)})[column_facet]
        counts |= {
            (row.value, column.value): found[column.value] for column in columns if found.get(column.value, 0) > 0
        }
    return Matrix(row_facet, column_facet, tuple(rows), tuple(columns), counts)


def _most(
    work: Work, facet: str, base: Mapping[str, Mapping[str, int]], asked: Question, languages: tuple[str, ...]
) -> Sequence[FacetValue]:
    """The most frequent terms of a facet, or those that were asked for."""
    chosen = set(asked.filters.get(facet, ()))
    values = [
        FacetValue(value, facet_label(work, facet, value, languages), count, value in chosen)
        for value, count in base.get(facet, {}).items()
        if count > 0 and value != "other" and (not chosen or value in chosen)
    ]
    return sorted(values, key=lambda one: (-one.stories, one.label))


def _years(work: Work, asked: Question) -> Iterator[Years]:
    begins = func.substr(Case.period_start, 1, 4)
    earliest = work.session.scalar(select(func.min(begins)).where(Case.state == CaseState.PUBLISHED))
    first, last = asked.year_from or int(earliest or work.today.year), asked.year_to or work.today.year
    last = min(last, work.today.year)
    step = next((one for one in _STEPS if (last - first) // one < BARS), _STEPS[-1])
    counted = _Counted(work, asked, ())
    for start in range(first - first % step, last + 1, step):
        begin, end = max(start, first), min(start + step - 1, last)
        yield Years(begin, end, counted.total(begin, end))
