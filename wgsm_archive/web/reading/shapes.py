"""The archive seen from further away: where, when, and what goes with what. Every number leads to its search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import make_response
from werkzeug.wrappers import Response

from wgsm_archive.domain.vocabulary import FACET_PARAMETERS
from wgsm_archive.i18n.formats import countries
from wgsm_archive.services.reading.shapes import Matrix
from wgsm_archive.services.reading.views import Found, Question
from wgsm_archive.web import access, current
from wgsm_archive.web.addresses import url_for
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.reading import asking
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render

__all__ = ["bp"]

_SHADES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """Some years with their number of struggles; `share` of the greatest number, in hundredths."""

    first: int
    last: int
    count: int
    share: int
    href: str


@bp.get("/map")
@access.allow(access.everyone)
def map() -> Response:  # noqa: A001 - the name of an address that others rely on
    """Countries and how many stories lie in each."""
    asked, found = _found()
    counts = {one.value: one.stories for one in found.facets.get("country", ()) if one.stories > 0}
    is_narrowed = bool(asked.words or asked.filters or asked.year_from or asked.year_to)
    if found.plain and not is_narrowed:
        with current.reading() as work:
            counts = dict(work.reading.country_counts())
    return _page(
        "reading/map.html",
        asked,
        found,
        is_renewing=found.plain and is_narrowed,
        counts=counts,
        ranked=sorted(((code, counts[code]) for code, _name in countries(counts)), key=lambda one: -one[1]),
        href=lambda code: _search(country=code),
    )


@bp.get("/timeline")
@access.allow(access.everyone)
def timeline() -> Response:
    """In which years struggles went on."""
    asked, found = _found()
    with current.reading() as work:
        years = work.reading.timeline(asked)
    most = max((one.count for one in years or ()), default=0)
    bars = years and [
        Bar(
            one.first,
            one.last,
            one.count,
            -(-100 * one.count // most) if most else 0,
            _search(**{"from": f"{one.first:04d}", "to": f"{one.last:04d}", "sort": "oldest"}),
        )
        for one in years
    ]
    return _page("reading/timeline.html", asked, found, is_renewing=years is None, bars=bars)


@bp.get("/analysis")
@access.allow(access.everyone)
def analysis() -> Response:
    """What goes with what: challenges, strategies, outcomes, drivers."""
    asked, found = _found()
    with current.reading() as work:
        matrices = work.reading.matrices(asked, current.reader_languages())
    return _page(
        "reading/analysis.html",
        asked,
        found,
        is_renewing=matrices is None,
        matrices=matrices,
        cell=lambda matrix, row, column: _search(**{matrix.row_facet: row, matrix.column_facet: column}),
        shade=_shade,
    )


def _found() -> tuple[Question, Found]:
    """What is asked and its counts, without any story."""
    asked = replace(asking.question()[0], offset=0, limit=0)
    with current.reading() as work:
        return asked, work.reading.find(asked, current.reader_languages())


def _search(**changes: str) -> str:
    return asking.address(url_for("reading.search"), page=None, all=None, **changes)


def _shade(matrix: Matrix) -> Callable[[int], int]:
    """How dark a number stands in its table, from 1 to `_SHADES`."""
    most = max(matrix.counts.values(), default=1)
    return lambda count: max(1, -(-_SHADES * count // most))


def _page(template: str, asked: Question, found: Found, *, is_renewing: bool, **values: object) -> Response:
    tools, languages = current.archive().tools.vocabularies, current.reader_languages()
    facets = asking.facets(found)
    return for_readers(
        make_response(
            render(
                template,
                asked=asked,
                found=found,
                is_renewing=is_renewing,
                facets=facets,
                chosen=asking.chosen(found, asked),
                titles={name: tools.name(of, languages) for name, of in FACET_PARAMETERS.items()},
                years=asking.others("from", "to"),
                **values,
            )
        )
    )
