"""Pieces of pages that many ask for at the same time are put together once, for as long as nothing is committed.

Nothing is shown from here that was not just read: a piece is taken only where the view that this request has read, as
its actor may, is the view that it was made of. See docs/decisions/0018-kept-cards.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, g
from markupsafe import Markup

from wgsm_archive.web import place

_EXTENSION = "wgsm_kept_pieces"
_MOST = 120
"""How many are kept, of about twenty thousand letters each."""

_Key = tuple[Any, ...]
_Turn = tuple[int, int | None]


class KeptPieces:
    """Pieces by where they stand, each with the view that it was made of; all of one turn of `Repeats`."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: dict[_Key, tuple[object, Markup]] = {}
        self._turn: _Turn = (0, None)

    def find(self, turn: _Turn, key: _Key, view: object) -> Markup | None:
        """The piece of this view, if it was kept. At another turn everything is forgotten."""
        with self._lock:
            if turn != self._turn:
                self._known, self._turn = {}, turn
            kept = self._known.get(key)
        return kept[1] if kept is not None and kept[0] == view else None

    def keep(self, turn: _Turn, key: _Key, view: object, made: Markup) -> None:
        """Keep a piece, unless it is another turn meanwhile."""
        with self._lock:
            if turn != self._turn:
                return
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[key] = view, made


def install(app: Flask) -> None:
    """Give the templates of an application `kept_piece`."""
    app.extensions[_EXTENSION] = KeptPieces()
    app.jinja_env.globals["kept_piece"] = piece


def piece(where: tuple[object, ...], view: object, make: Callable[[], str]) -> Markup:
    """A piece of a page that is made of nothing but this view, at this place of this address; HTML as `make` has it."""
    number = g.get("turn")
    if number is None:  # What is for somebody in particular is made each time.
        return Markup(make())  # noqa: S704 - it is made by a template
    standing = place.standing()
    kept: KeptPieces = place.at_hand().extensions[_EXTENSION]
    turn, key = (number, standing.edition), (*where, *standing)
    made = kept.find(turn, key, view)
    if made is None:
        made = Markup(make())  # noqa: S704
        kept.keep(turn, key, view, made)
    return made
