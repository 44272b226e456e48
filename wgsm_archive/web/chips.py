"""Links to terms stand on every card and in every story by the dozen: each is put together once.

What it says follows from the term alone, as its list calls it in a language; nothing of a story is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from wgsm_archive.services.disclosure.wording import TermView
from wgsm_archive.web import place

_EXTENSION = "wgsm_chips"
_KEPT = 8192
"""Links that are kept: those of some hundred terms in all languages of the interface."""

_PutTogether = Callable[[str, str, str, str, str], Markup]


def install(app: Flask) -> None:
    """Give the templates of an application `chip`."""

    # The words of the interface have no part in it, so their language need not be known; that of the address does.
    @lru_cache(maxsize=_KEPT)
    def put_together(language: str, root: str, vocabulary: str, term: str, label: str) -> Markup:
        macros = app.jinja_env.get_template("_macros/cards.html").module
        return Markup(macros.term_chip(vocabulary, term, label))  # type: ignore[attr-defined]  # noqa: S704 - a macro's

    app.extensions[_EXTENSION] = put_together
    app.jinja_env.globals["chip"] = chip


def chip(term: TermView) -> Markup:
    """A link to a term: the macro `term_chip` of `_macros/cards.html`."""
    here = place.at_hand()
    put_together: _PutTogether = here.extensions[_EXTENSION]
    return put_together(here.language, here.root, term.vocabulary, term.id, term.label)
