"""The frame around pages: what is the same on all pages of one kind in one language is put together once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from flask import Flask
from markupsafe import Markup, escape

from wgsm_archive.i18n.wording import PERMISSIONS
from wgsm_archive.web import place
from wgsm_archive.web.place import Standing

_EXTENSION = "wgsm_frame"
_ADDRESS = "place-of-an-address"
_KEPT = 1024
"""Parts that are kept: some for each kind of page and each language."""


class _Part(NamedTuple):
    """All that a part may depend on. Whose page it stands on, and the words that are told there, are not among it."""

    name: str
    endpoint: str
    standing: Standing
    values: tuple[object, ...]


class _Makers(NamedTuple):
    made: Callable[..., str]
    """A part made anew, of its name, the endpoint and its values."""
    part: Callable[[_Part], Markup]
    pattern: Callable[[_Part], str]
    """A part whose first value are languages, with `%s` for the address of each; empty where it cannot be made so."""


def install(app: Flask) -> None:
    """Give the templates of an application `frame` and `frame_of_languages`."""

    def made(name: str, *values: object) -> str:
        return str(getattr(app.jinja_env.get_template("_frame.html").module, name)(*values))

    @lru_cache(maxsize=_KEPT)
    def put_together(part: _Part) -> Markup:
        return Markup(made(part.name, part.endpoint, *part.values))  # noqa: S704 - a macro gives markup

    @lru_cache(maxsize=_KEPT)
    def pattern(part: _Part) -> str:
        languages, *others = part.values
        named = [(*one, _ADDRESS) for one in cast("tuple[tuple[str, str], ...]", languages)]
        text = made(part.name, part.endpoint, named, *others).replace("%", "%%")
        # Whoever names a language may name it so.
        return text.replace(_ADDRESS, "%s") if text.count(_ADDRESS) == len(named) else ""

    app.extensions[_EXTENSION] = _Makers(made, put_together, pattern)
    app.jinja_env.globals.update(frame=frame, frame_of_languages=frame_of_languages, permissions=PERMISSIONS)


def frame(part: str, *values: Hashable) -> Markup:
    """A part of the frame: the macro of this name in `_frame.html`, of these values, of which there are few."""
    here = place.at_hand()
    makers: _Makers = here.extensions[_EXTENSION]
    return makers.part(_Part(part, here.endpoint, place.standing(), values))


def frame_of_languages(part: str, others: Sequence[tuple[str, str, str]], *values: Hashable) -> Markup:
    """As `frame`, of the languages of a page as (tag, own name, address); the addresses alone are a page's own.

    The macro names each address once, in the order in which they are given.
    """
    here = place.at_hand()
    makers: _Makers = here.extensions[_EXTENSION]
    languages = tuple([(tag, name) for tag, name, _ in others])
    around = makers.pattern(_Part(part, here.endpoint, place.standing(), (languages, *values)))
    if not around and languages:
        return Markup(makers.made(part, here.endpoint, others, *values))  # noqa: S704 - a macro gives markup
    # The pattern is a macro's, and what is put into it is escaped.
    return Markup(around % tuple([escape(address) for _, _, address in others]))  # noqa: S704
