"""Dates, places, languages and lists as the present language writes them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from markupsafe import Markup, escape

from wgsm_archive.data import languages
from wgsm_archive.domain.dates import LooseDate, Period
from wgsm_archive.domain.language import shorter
from wgsm_archive.i18n.language import SOURCE, language_of, languages_tried, spoken
from wgsm_archive.i18n.messages import Lazy, _, lazy_
from wgsm_archive.i18n.numbers import in_digits, locale, locale_of

# CLDR codes that are no countries (ISO 3166-1): groups, tests, islands and cities that have no code of their own there.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
_NAMES: dict[str, Lazy] = {"PS": lazy_("Palestine")}
_SEASONS: dict[str, Lazy] = {
    "spring": lazy_("spring %(year)s"),
    "summer": lazy_("summer %(year)s"),
    "autumn": lazy_("autumn %(year)s"),
    "winter": lazy_("winter %(year)s"),
}


def date(day: dt.date) -> str:
    """A day, the month in words: `22 November 2026`. Of a moment in time, its day."""
    return in_digits(format_date(day, "long", locale=locale()))


def month(day: dt.date) -> str:
    """The month a day lies in: `November 2026`."""
    return in_digits(format_skeleton("yMMMM", day, locale=locale()))


def month_name(number: int) -> str:
    """A month by itself, as a list of months writes it: `March` for 3."""
    return format_date(dt.date(2000, number, 1), "LLLL", locale=locale())


def loose_date(told: LooseDate | None) -> str:
    """A date as exact as it was told: `2011`, `spring 2011`, `March 2011`, `9 March 2011`; empty for none."""
    if told is None:
        return ""
    if told.season is not None:
        return _SEASONS[told.season] % {"year": in_digits(f"{told.year}")}
    if told.month is None:
        return in_digits(f"{told.year}")
    return month(dt.date(told.year, told.month, 1)) if told.day is None else date(_day(told))


def period(told: Period) -> str:
    """When a struggle took place: `2011 – today`, `March 2011 – 2014`, `until 2014`; empty when not told."""
    start, end = loose_date(told.start), loose_date(told.end)
    if start and end:
        return start if start == end else _("%(start)s – %(end)s", start=start, end=end)
    if told.ongoing:
        return _("%(start)s – today", start=start) if start else _("still going on")
    return _("until %(end)s", end=end) if end else start


def joined(items: Iterable[object], style: Literal["standard", "or"] = "standard") -> str:
    """`a, b and c`; with `style="or"`, `a, b or c`. Markup when one of the items is markup."""
    given = list(items)
    if any(hasattr(item, "__html__") for item in given):
        return Markup(format_list([escape(item) for item in given], style, locale()))  # noqa: S704 - items are escaped
    return format_list([str(item) for item in given], style, locale())


@cache
def country_codes() -> frozenset[str]:
    """The two-letter codes that name a country or territory (ISO 3166-1, and XK as CLDR has it)."""
    codes = frozenset(map(str, Locale(SOURCE).territories))
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


def country(code: str) -> str:
    """The name of a country by its two letters (ISO 3166-1), in the present language or the nearest that has it."""
    if code in _NAMES:
        return str(_NAMES[code])
    for tag in languages_tried(spoken()):
        name = locale_of(tag).territories.get(code)
        if name:
            return str(name)
    return code


def countries(codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Countries as (code, name), sorted by name: these, or all."""
    return sorted(((code, country(code)) for code in (country_codes() if codes is None else codes)), key=_by_name)


def autonym(tag: str) -> str:
    """What the speakers of a language call it: `Runasimi`."""
    language = language_of(tag)
    return _with_details(tag, language.autonym, locale_of(tag))


def language_name(tag: str) -> str:
    """What the present language calls a language; its English name where CLDR knows none."""
    return named_language(tag, spoken())


@lru_cache(maxsize=4096)
def named_language(tag: str, spoken_now: str) -> str:
    """As `language_name`, in a language: kept, since a list of stories names one for each and for each filter."""
    for speaker in languages_tried(spoken_now):
        for cut in shorter(tag):
            name = locale_of(speaker).languages.get(cut.replace("-", "_"))
            if name and speaker != SOURCE:
                return _with_details(tag, str(name), locale_of(spoken_now), known=cut)
    return _with_details(tag, language_of(tag).name_en, locale_of(spoken_now))


def isolate(name: object) -> Markup:
    """A name of unknown direction inside a sentence of a page: `_("Told by %(who)s", who=isolate(name))`."""
    return Markup("<bdi>{}</bdi>").format(name)


def isolate_text(name: str) -> str:
    """As `isolate`, for plain text and mail: by the characters FSI and PDI (Unicode Annex 9)."""
    return f"\u2068{name}\u2069"


def _day(told: LooseDate) -> dt.date:
    return dt.date(told.year, told.month or 1, told.day or 1)


def _by_name(pair: tuple[str, str]) -> str:
    # Enough of an alphabet for lists: case and accents do not count.
    spread = unicodedata.normalize("NFKD", pair[1].casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _with_details(tag: str, name: str, speaker: Locale, known: str = "") -> str:
    """The name with script and country in brackets, where the tag says more than the name does."""
    described = known or next((cut for cut in shorter(tag) if cut in languages()), tag)
    more = [part for part in tag.split("-")[1:] if part not in described.split("-") and part != "x"]
    details = [str(speaker.scripts.get(part) or speaker.territories.get(part) or part) for part in more]
    return f"{name} ({' – '.join(details)})" if details else name
