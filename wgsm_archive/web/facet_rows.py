"""The counted links of a filter: a page has a hundred of them, so what each of them says is put together once.

Of an address and a count only the places are kept. What is kept follows from the name of a value alone, which is a
term's, a country's or a language's; nothing that somebody typed is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import Flask, current_app
from markupsafe import Markup, escape

from wgsm_archive.i18n.numbers import number
from wgsm_archive.web import place

_EXTENSION = "wgsm_facet_rows"
_KEPT = 8192
_ADDRESS, _COUNT = "place-of-the-address", "place-of-the-count"

_PatternOf = Callable[[str], str]


class Option(NamedTuple):
    """A counted link that adds a filter, or takes it away where it is in force."""

    label: str
    href: str
    stories: int
    chosen: bool


def install(app: Flask) -> None:
    """Give the templates of an application `facet_rows`."""

    @lru_cache(maxsize=_KEPT)
    def pattern_of(label: str) -> str:
        made = str(app.jinja_env.get_template("_macros/filters.html").module.option(_ADDRESS, label, _COUNT))  # type: ignore[attr-defined]
        return made.replace("%", "%%").replace(_ADDRESS, "%s").replace(_COUNT, "%s")

    app.extensions[_EXTENSION] = pattern_of
    app.jinja_env.globals["facet_rows"] = facet_rows


def facet_rows(options: Sequence[Option]) -> Markup:
    """The macro `option` of `_macros/filters.html` for each of these."""
    if not options:
        return Markup()
    pattern_of: _PatternOf = place.at_hand().extensions[_EXTENSION]
    # All at once, for each call costs more than the letters do. No address and no number has a line in it.
    hrefs = str(escape("\n".join([one.href for one in options]))).split("\n")
    counts = str(escape("\n".join([number(one.stories) for one in options]))).split("\n")
    rows = [_row(pattern_of, *each) for each in zip(options, hrefs, counts, strict=True)]
    return Markup("\n".join(rows))  # noqa: S704 - each was made by the macro


def _row(pattern_of: _PatternOf, one: Option, href: str, count: str) -> str:
    pattern = "" if one.chosen else pattern_of(one.label)
    if pattern.count("%s") != 2:  # A value in force may be anything that somebody typed.
        module = current_app.jinja_env.get_template("_macros/filters.html").module
        return str(module.option(one.href, one.label, number(one.stories), one.chosen))  # type: ignore[attr-defined]
    return pattern % (href, count)
