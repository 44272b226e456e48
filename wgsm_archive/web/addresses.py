"""Addresses that pages name over and over are put together once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from flask import Flask, current_app, g, has_request_context, request

_REMEMBERED = "wgsm_addresses"
_KEPT = 4096
_WITH_VALUES = frozenset({"static", "reading.case", "reading.term"})
"""Addresses that are kept though they hold values: those that many pages link to. Nothing secret stands in them."""

_PutTogether = Callable[[str, str, str, tuple[tuple[str, str], ...]], str]


def install(app: Flask) -> None:
    """Give the templates of an application this `url_for`."""

    # `language` is what `web.language` puts into an address, `root` the path under which the archive stands: with the
    # values they are all that an address follows from. Whose page it stands on is not among them.
    @lru_cache(maxsize=_KEPT)
    def put_together(language: str, root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
        given: dict[str, Any] = dict(values)
        return app.url_for(endpoint, **given)

    app.extensions[_REMEMBERED] = put_together
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, **values: Any) -> str:
    """As Flask's, with a memory of the addresses without values and of those in `_WITH_VALUES`."""
    if not has_request_context() or not _is_kept(endpoint, values):
        return current_app.url_for(endpoint, **values)
    language = g.get("language") or g.get("interface", "en")
    put_together = cast("_PutTogether", current_app.extensions[_REMEMBERED])
    return put_together(language, request.root_path, endpoint, tuple(values.items()))


def _is_kept(endpoint: str, values: dict[str, Any]) -> bool:
    if endpoint.startswith("."):
        return False  # It follows from the page.
    for name, value in values.items():
        if not isinstance(value, str) or name.startswith("_") or (name != "language" and endpoint not in _WITH_VALUES):
            return False
    return True
