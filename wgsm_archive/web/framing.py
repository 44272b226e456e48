"""The frame around pages: what is the same on all pages of one kind in one language is put together once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import NamedTuple

from flask import Flask
from markupsafe import Markup

from wgsm_archive.i18n.wording import PERMISSIONS
from wgsm_archive.web import place
from wgsm_archive.web.place import Standing

_EXTENSION = "wgsm_frame"
_KEPT = 1024
"""Parts that are kept: some for each kind of page and each language."""


class _Part(NamedTuple):
    """All that a part may depend on. Whose page it stands on, and the words that are told there, are not among it."""

    name: str
    endpoint: str
    standing: Standing
    values: tuple[object, ...]


_PutTogether = Callable[[_Part], Markup]


def install(app: Flask) -> None:
    """Give the templates of an application `frame`."""

    @lru_cache(maxsize=_KEPT)
    def put_together(part: _Part) -> Markup:
        macros = app.jinja_env.get_template("_frame.html").module
        return Markup(getattr(macros, part.name)(part.endpoint, *part.values))  # noqa: S704 - a macro gives markup

    app.extensions[_EXTENSION] = put_together
    app.jinja_env.globals.update(frame=frame, permissions=PERMISSIONS)


def frame(part: str, *values: Hashable) -> Markup:
    """A part of the frame: the macro of this name in `_frame.html`, of these values, of which there are few."""
    here = place.at_hand()
    put_together: _PutTogether = here.extensions[_EXTENSION]
    return put_together(_Part(part, here.endpoint, place.standing(), values))
