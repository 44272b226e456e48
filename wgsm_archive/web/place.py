"""Where the page at hand stands: what its addresses and its kept pieces follow from, looked up once for a request."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple

from flask import current_app, g, request


class Place(NamedTuple):
    """`interface` is the language of the menus, `language` that of the address, `root` the path of the archive.

    `extensions` are those of the application. Whose page it is, and what is told there, is not among it.
    """

    interface: str
    language: str
    root: str
    endpoint: str
    extensions: Mapping[str, Any]


_at_hand: ContextVar[Place | None] = ContextVar("wgsm_place", default=None)


def at_hand() -> Place:
    """The place of the request at hand."""
    return _at_hand.get() or _look()


def settle() -> None:
    """Keep the place of a request from now on: its languages are known."""
    _at_hand.set(_look())


def leave() -> None:
    """Forget it: the thread serves others afterwards."""
    _at_hand.set(None)


def _look() -> Place:
    interface = g.get("interface", "en")
    language = g.get("language") or interface
    return Place(interface, language, request.root_path, request.endpoint or "", current_app.extensions)
