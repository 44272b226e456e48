"""Where the page at hand stands: what its addresses and its kept pieces follow from, looked up once for a request."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple

from flask import current_app, g, request

from wgsm_archive.i18n.catalogs import catalogs
from wgsm_archive.i18n.language import spoken


class Place(NamedTuple):
    """`language` is that of the address, `root` the path of the archive, `extensions` are those of the application.

    Whose page it is, and what is told there, is not among it.
    """

    language: str
    root: str
    endpoint: str
    extensions: Mapping[str, Any]


class Standing(NamedTuple):
    """All that the words and the addresses on a page follow from; what is kept of a page is kept under it."""

    spoken: str
    language: str
    root: str
    edition: int | None


_at_hand: ContextVar[Place | None] = ContextVar("wgsm_place", default=None)


def at_hand() -> Place:
    """The place of the request at hand."""
    return _at_hand.get() or _look()


def standing() -> Standing:
    """What the words and the addresses on the page at hand follow from."""
    here = at_hand()
    return Standing(spoken(), here.language, here.root, catalogs().edition)


def settle() -> None:
    """Keep the place of a request from now on: its languages are known."""
    _at_hand.set(_look())


def leave() -> None:
    """Forget it: the thread serves others afterwards."""
    _at_hand.set(None)


def _look() -> Place:
    language = g.get("language") or g.get("interface", "en")
    return Place(language, request.root_path, request.endpoint or "", current_app.extensions)
