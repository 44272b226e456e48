"""Cards and filters that stand in list after list are put together once, for as long as nothing is committed.

Nothing is shown from here that was not just read: a piece is taken only where the view that this request has read, as
its actor may, is the view that it was made of. See docs/decisions/0018-kept-cards.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from flask import Flask, current_app, g
from markupsafe import Markup

from wgsm_archive.i18n.catalogs import catalogs
from wgsm_archive.i18n.language import spoken
from wgsm_archive.services.disclosure.cards import CaseCard
from wgsm_archive.web import place
from wgsm_archive.web.place import Place

_CARDS, _PIECES = "wgsm_kept_cards", "wgsm_kept_pieces"
_MOST_CARDS, _MOST_PIECES = 600, 120
"""How many are kept: cards have about three thousand letters each, larger pieces about twenty thousand."""

_PLACE = Markup("<i>the-words-that-were-found</i>")
"""Stands for a snippet in a card that is kept; no text of a story holds it, since there it would be escaped."""
_Key = tuple[Any, ...]
_Turn = tuple[int, int | None]
_Make = Callable[..., Markup]


class KeptCards:
    """Pieces by where they stand, each with the view that it was made of; all of one turn of `Repeats`."""

    def __init__(self, most: int = _MOST_CARDS) -> None:
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
    """Give the templates of an application `card`."""
    app.extensions[_CARDS], app.extensions[_PIECES] = KeptCards(), KeptCards(_MOST_PIECES)
    app.jinja_env.globals["card"] = card
    app.jinja_env.globals["kept"] = piece
    app.jinja_env.globals["told"] = Told


@dataclass(frozen=True, slots=True)
class Told:
    """What a search shows of a story in the place of its summary: marked words in a language, and why it was found."""

    snippet: Markup
    language: str
    direction: str
    why: str


def card(view: CaseCard, heading: int = 3, *, found: bool = False, told: Told | None = None) -> Markup:
    """The macro `case` of `_macros/cards.html` with these values.

    What a search tells of a story is not kept: the card is, with a place for it.
    """
    number = g.get("turn")
    if number is None:  # What is for somebody in particular is made each time.
        return _made(view, heading, found, told)
    here = place.at_hand()
    turn = number, catalogs().edition
    kept: KeptCards = here.extensions[_CARDS]
    so = told and (told.language, told.direction, told.why)
    key = (view.case_id, view.version_id, heading, found, so, *_words_and_addresses(here))
    made = kept.find(turn, key, view)
    if made is None:
        made = _made(view, heading, found, told and replace(told, snippet=_PLACE))
        if told and made.count(_PLACE) != 1:
            return _made(view, heading, found, told)
        kept.keep(turn, key, view, made)
    # Joined as plain strings: both were escaped where they were made.
    return Markup(str.replace(made, _PLACE, told.snippet)) if told else made  # noqa: S704


def _made(view: CaseCard, heading: int, found: bool, told: Told | None) -> Markup:  # noqa: FBT001 - as the macro has it
    make = cast("_Make", current_app.jinja_env.get_template("_macros/cards.html").module.case)  # type: ignore[attr-defined]
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


def piece(where: tuple[object, ...], view: object, make: Callable[[], str]) -> Markup:
    """A piece of a page that is made of nothing but this view, at this place of this address; HTML as `make` has it."""
    number = g.get("turn")
    if number is None:
        return Markup(make())  # noqa: S704 - it is made by a template
    here = place.at_hand()
    turn = number, catalogs().edition
    kept: KeptCards = here.extensions[_PIECES]
    key = (*where, *_words_and_addresses(here))
    made = kept.find(turn, key, view)
    if made is None:
        made = Markup(make())  # noqa: S704
        kept.keep(turn, key, view, made)
    return made


def _words_and_addresses(here: Place) -> _Key:
    return spoken(), here.language, here.root
