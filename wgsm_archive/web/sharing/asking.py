"""From the parameters of a search to a question, with a word on each that makes no sense."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.text import clean_line
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS
from wgsm_archive.i18n import _
from wgsm_archive.i18n.formats import country_codes
from wgsm_archive.ports.search import Sort
from wgsm_archive.services.reading.views import Question
from wgsm_archive.web.paging import LAST_PAGE, PER_PAGE, Paging, page_number

FACETS = (*FACET_PARAMETERS, "country", "language", "type")
SINGLE = ("q", "from", "to", "sort", "page", "lang")
MAX_WORDS = 300
MAX_VALUES = 20
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that was not understood, and why."""

    parameter: str
    detail: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, which page of the answer, and what was not understood; nonsense is left out of the question."""

    question: Question
    page: int
    problems: tuple[Problem, ...]


def read(args: MultiDict[str, str], vocabularies: Vocabularies) -> Asked:
    """What these parameters ask. Empty ones count as not given. A term that is not there finds nothing."""
    given = {name: values for name, values in _given(args).items() if values}
    words = clean_line(given.get("q", [""])[0][: 4 * MAX_WORDS])[:MAX_WORDS]
    page = page_number(given.get("page", [None])[0])
    sort = given.get("sort", [""])[0]
    question = Question(
        words=words,
        filters={name: tuple(dict.fromkeys(given[name][:MAX_VALUES])) for name in FACETS if name in given},
        year_from=_year(given.get("from")),
        year_to=_year(given.get("to")),
        sort=Sort(sort) if sort in tuple(Sort) else (Sort.RELEVANCE if words else Sort.NEWEST),
        offset=Paging(page, page).offset,
        limit=PER_PAGE,
    )
    problems = [*_problems_of_names(given), *_problems_of_values(given, vocabularies)]
    return Asked(question, page, tuple(problems))


def _given(args: MultiDict[str, str]) -> dict[str, list[str]]:
    return {name: [value for value in values if value.strip()] for name, values in args.lists()}


def _year(typed: list[str] | None) -> int | None:
    value = typed[0] if typed else ""
    return int(value) if len(value) == 4 and value.isascii() and value.isdigit() else None


def _problems_of_names(given: dict[str, list[str]]) -> list[Problem]:
    found = []
    for name, values in given.items():
        if name not in SINGLE and name not in FACETS:
            found.append(Problem(_short(name), _("There is no such parameter.")))
        elif name in SINGLE and len(values) > 1:
            found.append(Problem(name, _("This parameter can be given once only.")))
        elif len(values) > MAX_VALUES:
            found.append(Problem(name, _("At most %(most)s values can be given.", most=MAX_VALUES)))
    return found


def _problems_of_values(given: dict[str, list[str]], vocabularies: Vocabularies) -> list[Problem]:
    found = []
    if len(given.get("q", [""])[0]) > MAX_WORDS:
        found.append(Problem("q", _("The question is longer than %(most)s characters.", most=MAX_WORDS)))
    if "sort" in given and given["sort"][0] not in tuple(Sort):
        found.append(Problem("sort", _("It must be one of: %(choices)s.", choices=", ".join(Sort))))
    if "page" in given and str(page_number(given["page"][0])) != given["page"][0]:
        found.append(Problem("page", _("It must be a whole number from 1 to %(last)s.", last=LAST_PAGE)))
    years = {name: _year(given[name]) for name in ("from", "to") if name in given}
    found += [Problem(name, _("It must be a year of four digits.")) for name, year in years.items() if year is None]
    first, last = years.get("from"), years.get("to")
    if first is not None and last is not None and last < first:
        found.append(Problem("to", _("It ends before it begins.")))
    for name in FACETS:
        unknown = [value for value in given.get(name, ())[:MAX_VALUES] if not _is_known(name, value, vocabularies)]
        found += [Problem(name, _("There is no value called %(value)s.", value=_short(value))) for value in unknown]
    return found


def _is_known(facet: str, value: str, vocabularies: Vocabularies) -> bool:
    if facet == "country":
        return value in country_codes()
    if facet == "language":
        return read_tag(value) == value
    if facet == "type":
        return value in tuple(RecordType)
    return vocabularies.find(FACET_PARAMETERS[facet], value) is not None


def _short(typed: str) -> str:
    return clean_line(typed)[:_SHOWN]
