"""Addresses that pages name over and over are put together once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, has_request_context
from werkzeug.routing import BuildError

from wgsm_archive.web import place

_REMEMBERED, _PATTERNS = "wgsm_addresses", "wgsm_address_patterns"
_KEPT = 4096
_WITH_VALUES = frozenset({"static", "reading.case", "reading.term"})
"""Addresses that are kept though they hold values: those that many pages link to. Nothing secret stands in them."""
_BETWEEN = "\n"
_LETTERS = r"[A-Za-z0-9_\u0080-\ud7ff\ue000-\uffff-]+"
_PLAIN = re.compile(rf"{_LETTERS}(?:\n{_LETTERS})*").fullmatch
"""Values, one in each line, that stand in an address as they are, or as their bytes, wherever in it they stand."""

_PutTogether = Callable[[str, str, str, tuple[tuple[str, str], ...]], str]
_PatternOf = Callable[[str, str, str, tuple[str, ...]], str]


def install(app: Flask) -> None:
    """Give the templates of an application this `url_for`."""

    # `language` is what `web.language` puts into an address, `root` the path under which the archive stands: with the
    # values they are all that an address follows from. Whose page it stands on is not among them.
    @lru_cache(maxsize=_KEPT)
    def put_together(language: str, root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
        given: dict[str, Any] = dict(values)
        return app.url_for(endpoint, **given)

    @lru_cache(maxsize=_KEPT)
    def pattern_of(language: str, root: str, endpoint: str, names: tuple[str, ...]) -> str:
        """The address with places for the values; empty where it depends on more than where they stand."""
        if any(name[0] == "_" for name in names):  # What Flask itself is told.
            return ""
        places: dict[str, Any] = {name: f"place-{number}-of-a-value" for number, name in enumerate(names)}
        try:
            pattern = app.url_for(endpoint, **places).replace("%", "%%")
        except (BuildError, ValueError):  # It wants other values, or values of a certain kind.
            return ""
        for name, stand_in in places.items():
            if pattern.count(stand_in) != 1:
                return ""
            pattern = pattern.replace(stand_in, f"%({name})s")
        return pattern

    app.extensions[_REMEMBERED], app.extensions[_PATTERNS] = put_together, pattern_of
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, **values: Any) -> str:
    """As Flask's, but nearly all addresses are made of patterns, or remembered."""
    if endpoint[0] == "." or not has_request_context():  # The first follows from the page.
        return current_app.url_for(endpoint, **values)
    here = place.at_hand()
    lines = _plain(values)
    if lines is not None:
        pattern_of: _PatternOf = here.extensions[_PATTERNS]
        pattern = pattern_of(here.language, here.root, endpoint, tuple(values))
        if pattern:
            return pattern % (values if lines.isascii() else {name: quote(value) for name, value in values.items()})
    if not _is_kept(endpoint, values):
        return current_app.url_for(endpoint, **values)
    put_together: _PutTogether = here.extensions[_REMEMBERED]
    return put_together(here.language, here.root, endpoint, tuple(values.items()))


def _plain(values: dict[str, Any]) -> str | None:
    """The values, one in each line, if all of them are plain."""
    if not values:
        return ""
    try:
        lines = _BETWEEN.join(values.values())
    except TypeError:  # Not all are text.
        return None
    return lines if _PLAIN(lines) and lines.count(_BETWEEN) == len(values) - 1 else None


def _is_kept(endpoint: str, values: dict[str, Any]) -> bool:
    for name, value in values.items():
        if not isinstance(value, str) or name[0] == "_" or (name != "language" and endpoint not in _WITH_VALUES):
            return False
    return True
