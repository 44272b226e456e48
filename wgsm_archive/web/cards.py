"""Cards of stories: what many of them have alike is made once, with places for what is a story's own.

The macro `case` of `_macros/cards.html` makes a pattern for each way that a card can look; a page of answers then fills
twenty of them in the time that the macro takes for four. Nothing of a story is in a pattern.
See docs/decisions/0020-cards-from-patterns.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from flask import Flask, current_app
from markupsafe import Markup, escape

from wgsm_archive.domain.case_study import Overall
from wgsm_archive.domain.consent import AudienceLevel
from wgsm_archive.domain.dates import Period
from wgsm_archive.i18n import formats
from wgsm_archive.services.disclosure.cards import CaseCard
from wgsm_archive.services.disclosure.wording import TermView
from wgsm_archive.web import place
from wgsm_archive.web.addresses import url_for
from wgsm_archive.web.bands import band
from wgsm_archive.web.chips import chip
from wgsm_archive.web.place import Standing

_EXTENSION = "wgsm_cards"
_KEPT, _KEPT_LINES = 1024, 4096
_THEMES = 2
"""Chips on a card, as the macro has it."""
_ID, _SLUG, _TITLE, _TEXT = "place-of-the-id", "place-of-the-slug", "place-of-the-title", "place-of-the-text"
_TERM = TermView("themes", "place-of-a-term", "place-of-a-label")
_NO_STORY = CaseCard(
    public_id=_ID,
    slug=_SLUG,
    language="",
    direction="",
    title=_TITLE,
    summary="",
    countries=(),
    region="",
    period=Period(),
    overall=None,
    themes=(),
    band_themes=(),
    band_strategies=(),
    illustrative=False,
    level=AudienceLevel.PUBLIC,
    original_language="",
    case_id=0,
    version_id=0,
)
"""Stands in for every story while a pattern is made."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a search shows of a story in the place of its summary: marked words in a language, and why it was found."""

    snippet: Markup
    language: str
    direction: str
    why: str


class _Look(NamedTuple):
    """All that decides how a card looks, but for what is a story's own."""

    language: str
    direction: str
    overall: Overall | None
    has_themes: bool
    illustrative: bool
    level: AudienceLevel
    heading: int
    found: bool
    told: tuple[str, str, str] | None  # language, direction, why


class _Makers(NamedTuple):
    pattern: Callable[[_Look, Standing], str]
    """The card with `%(...)s` for what is a story's own; empty where it cannot be made so."""
    line: Callable[[tuple[str, ...], Period, Standing], Markup]
    """Where and when, of these countries and this period."""


def install(app: Flask) -> None:
    """Give the templates of an application `card` and `told`."""

    @lru_cache(maxsize=_KEPT)
    def pattern(look: _Look, page: Standing) -> str:
        return _pattern(look)

    @lru_cache(maxsize=_KEPT)
    def pattern_of_line(many: int, page: Standing, *, has_years: bool) -> str:
        return _pattern_of_line(many, has_years=has_years)

    @lru_cache(maxsize=_KEPT_LINES)
    def line(countries: tuple[str, ...], period: Period, page: Standing) -> Markup:
        told = [*map(formats.country, countries), *filter(None, [formats.period(period)])]
        made = pattern_of_line(len(countries), page, has_years=len(told) > len(countries))
        return Markup(made % tuple([escape(one) for one in told]))  # noqa: S704 - as `card`

    app.extensions[_EXTENSION] = _Makers(pattern, line)
    app.jinja_env.globals["card"] = card
    app.jinja_env.globals["told"] = Told


def card(view: CaseCard, heading: int = 3, *, found: bool = False, told: Told | None = None) -> Markup:
    """The macro `case` of `_macros/cards.html` with these values."""
    makers: _Makers = place.at_hand().extensions[_EXTENSION]
    page = place.standing()
    pattern = makers.pattern(_look(view, heading, found=found, told=told), page)
    if not pattern:
        return _made(view, heading, found=found, told=told)
    filled = pattern % {
        "band": band(view.public_id, view.band_themes, view.band_strategies),
        "href": escape(url_for("reading.case", public_id=view.public_id, slug=view.slug)),
        "id": escape(view.public_id),
        "title": escape(view.title),
        "line": makers.line(view.countries, view.period, page),
        "text": told.snippet if told else escape(view.summary),
        "chips": "".join([f"<li>{chip(term)}</li>" for term in view.themes[:_THEMES]]),
    }
    return Markup(filled)  # noqa: S704 - the pattern is the macro's, and all that is put into it is escaped


def _look(view: CaseCard, heading: int, *, found: bool, told: Told | None) -> _Look:
    return _Look(
        language=view.language,
        direction=view.direction,
        overall=view.overall,
        has_themes=bool(view.themes),
        illustrative=view.illustrative,
        level=view.level,
        heading=heading,
        found=found,
        told=(told.language, told.direction, told.why) if told else None,
    )


def _pattern(look: _Look) -> str:
    stand_in = _NO_STORY._replace(
        language=look.language,
        direction=look.direction,
        summary="" if look.told else _TEXT,
        overall=look.overall,
        themes=(_TERM,) if look.has_themes else (),
        illustrative=look.illustrative,
        level=look.level,
    )
    told = Told(Markup(_TEXT), *look.told) if look.told else None  # noqa: S704 - it is ours
    made = str(_made(stand_in, look.heading, found=look.found, told=told)).replace("%", "%%")
    places = [
        ("band", str(band(_ID, (), ())), 1),
        ("href", str(escape(url_for("reading.case", public_id=_ID, slug=_SLUG))), 1),
        ("id", _ID, 3 if look.found else 0),
        ("title", _TITLE, 2 if look.found else 1),
        ("line", _pattern_of_line(0, has_years=False), 1),
        ("text", _TEXT, 1),
        ("chips", f"<li>{chip(_TERM)}</li>", 1 if look.has_themes else 0),
    ]
    for name, text, times in places:
        text = text.replace("%", "%%")  # noqa: PLW2901 - as in all that was made
        if made.count(text) != times:
            return ""
        made = made.replace(text, f"%({name})s")
    return made


def _pattern_of_line(many: int, *, has_years: bool) -> str:
    macros = current_app.jinja_env.get_template("_macros/cards.html").module
    made = macros.names_and_years([_TITLE] * many, _TITLE if has_years else "")  # type: ignore[attr-defined]
    return str(made).replace("%", "%%").replace(_TITLE, "%s")


def _made(view: CaseCard, heading: int, *, found: bool, told: Told | None) -> Markup:
    make = cast("Callable[..., Markup]", current_app.jinja_env.get_template("_macros/cards.html").module.case)  # type: ignore[attr-defined]
    if told is None:
        return make(view, heading=heading, found=found)
    return make(
        view,
        snippet=told.snippet,
        snippet_language=told.language,
        snippet_direction=told.direction,
        why=told.why,
        heading=heading,
        found=found,
    )
