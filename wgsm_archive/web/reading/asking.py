"""From the address of a search to a question, and back to addresses with one thing more or less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.query_tree import Field
from wgsm_archive.domain.query_wording import wording_of
from wgsm_archive.domain.text import clean_line
from wgsm_archive.i18n import _, p_
from wgsm_archive.i18n.formats import country, language_name
from wgsm_archive.i18n.language import spoken
from wgsm_archive.i18n.wording import label
from wgsm_archive.ports.search import Sort
from wgsm_archive.services.reading.views import FacetValue, Found, Question
from wgsm_archive.web.facet_rows import Option
from wgsm_archive.web.paging import PER_PAGE, Paging, page_number

FACETS = (
    "theme",
    "struggle",
    "constituency",
    "strategy",
    "outcome",
    "country",
    "language",
    "challenge",
    "right",
    "driver",
    "actor",
    "alliance",
    "type",
)
MAX_WORDS = 300
MAX_VALUES = 20
LONGEST = 12_000
"""Bytes of a question in an address: three hundred letters of any script and every filter have room in it."""
SHOWN = 8
"""So many values of a facet are shown before somebody asks for all of them."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as counted links; `all_href` leads to the same page with every value of it, where some are left out."""

    options: list[Option]
    all_href: str = ""


def question() -> tuple[Question, int]:
    """What the address asks, and which page of the answer. Nonsense is passed over, never an error."""
    # Cut twice: a pasted book is not worth the cleaning.
    words = clean_line(request.args.get("q", "")[: 4 * MAX_WORDS])[:MAX_WORDS]
    number = page_number(request.args.get("page"))
    asked = Question(
        words=words,
        filters={
            name: tuple(dict.fromkeys(request.args.getlist(name)[:MAX_VALUES]))
            for name in FACETS
            if request.args.get(name)
        },
        year_from=_year(request.args.get("from")),
        year_to=_year(request.args.get("to")),
        sort=_sort(request.args.get("sort"), searching=bool(words)),
        offset=Paging(number, number).offset,
        limit=PER_PAGE,
    )
    return asked, number


def shortened() -> str:
    """Where a question leads that is longer than any that means something: every link of its page would repeat it.

    Empty for all others. What else is asked stays, unless it is too long itself.
    """
    if not request.query_string:
        return ""
    too_much = len(request.query_string) > LONGEST
    has_links = request.endpoint != "reading.suggest"
    if not too_much and not (has_links and len(request.args.get("q", "")) > 4 * MAX_WORDS):
        return ""
    words = clean_line(request.args.get("q", "")[: 4 * MAX_WORDS])[:MAX_WORDS]
    return _at(request.path, [("q", words), *([] if too_much else others("q"))])


def facets(found: Found) -> Mapping[str, Facet]:
    """The facets as links, the most frequent values first."""
    plain, args = request.path, _without_page()
    return {name: _facet(plain, args, name, found.facets[name]) for name in FACETS if found.facets.get(name)}


def chosen(found: Found, asked: Question) -> list[Option]:
    """The filters in force, as links that take them away."""
    pairs = list(_without_page().items(multi=True))
    options = [
        _option(request.path, pairs, "", name, value)
        for name in FACETS
        for value in found.facets.get(name, ())
        if value.chosen
    ]
    if asked.year_from is not None:
        words = _("Since %(year)s", year=f"{asked.year_from:04d}")
        options.append(Option(words, address(**{"from": None, "page": None}), 0, chosen=True))
    if asked.year_to is not None:
        words = _("Until %(year)s", year=f"{asked.year_to:04d}")
        options.append(Option(words, address(to=None, page=None), 0, chosen=True))
    return options


def _without_page() -> MultiDict[str, str]:
    args = request.args.copy()
    args.pop("page", None)
    return args


def address(at: str = "", /, **changes: str | int | None) -> str:
    """The address of this search, or of another page that is asked the same, with other values; None takes one away."""
    args = request.args.copy()
    for name, value in changes.items():
        args.pop(name, None)
        if value is not None:
            args[name] = str(value)
    return _at(at or request.path, list(args.items(multi=True)))


def others(*names: str) -> list[tuple[str, str]]:
    """What this search asks besides these parameters and the page, for a form that changes only them."""
    return [pair for pair in request.args.items(multi=True) if pair[0] not in (*names, "page")]


def ways() -> list[tuple[str, str]]:
    """Ways to ask more exactly, as (what to type, what it finds), in the words of the present language."""
    words = wording_of(spoken())
    water = p_("in an example of a search", "water")
    land = p_("in an example of a search", "land")
    country_ = country("PE")
    return [
        (f'"{water} {land}"', _("these words, one right after the other")),
        (f"{water} {words.either} {land}", _("one of the two is enough")),
        (f"{water} -{land}", _("the first word without the second")),
        (f"{water}*", _("all words that begin so")),
        (f"{words.name(Field.TITLE)}:{water}", _("in titles only")),
        (f"{words.name(Field.THEME)}:{land}", _("stories with a theme of that name")),
        (f"{words.name(Field.COUNTRY)}:{country_}", _("stories from a country")),
        (f"{words.name(Field.LANGUAGE)}:{language_name('fr')}", _("stories that can be read in a language")),
        (f"{words.name(Field.YEAR)}:2010-2014", _("struggles that were going on in these years")),
    ]


def _at(plain: str, pairs: list[tuple[str, str]]) -> str:
    # A filter is called `language` as well as the first step of the address: the query is put on by hand.
    query = urlencode(pairs)
    return f"{plain}?{query}" if query else plain


def _facet(plain: str, args: MultiDict[str, str], name: str, values: Sequence[FacetValue]) -> Facet:
    asked = list(args.items(multi=True))
    kept = urlencode(asked)
    begins = f"{plain}?{kept}&{name}=" if kept else f"{plain}?{name}="
    if args.get("all") == name or len(values) <= SHOWN + 1:
        return Facet([_option(plain, asked, begins, name, value) for value in values])
    some = [value for at, value in enumerate(values) if at < SHOWN or value.chosen]
    everything = _at(plain, [*(pair for pair in asked if pair[0] != "all"), ("all", name)])
    return Facet([_option(plain, asked, begins, name, value) for value in some], f"{everything}#facet-{name}")


def _option(plain: str, asked: list[tuple[str, str]], begins: str, name: str, value: FacetValue) -> Option:
    """`begins` is the address of what is asked, up to the value that is added to it."""
    if value.chosen:
        href = _at(plain, [pair for pair in asked if pair != (name, value.value)])
    else:
        href = begins + _quoted(value.value)
    return Option(_label(name, value), href, value.stories, value.chosen)


@lru_cache(maxsize=4096)  # values of facets are few, and on every page
def _quoted(value: str) -> str:
    return quote_plus(value)


def _label(name: str, value: FacetValue) -> str:
    if name == "country":
        return country(value.value)
    if name == "type" and value.value in tuple(RecordType):
        return label(RecordType(value.value))
    return language_name(value.value) if name == "language" else value.label


def _year(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) == 4 else None


def _sort(typed: str | None, *, searching: bool) -> Sort:
    if typed in tuple(Sort):
        return Sort(typed)
    return Sort.RELEVANCE if searching else Sort.NEWEST
