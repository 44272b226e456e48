"""What a search says of each story that it found: the words that were asked for, marked, and why it was found."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from markupsafe import Markup, escape

from wgsm_archive.i18n import _
from wgsm_archive.i18n.formats import language_name
from wgsm_archive.ports.search import Fragment, Why
from wgsm_archive.services.reading.views import HitView


def install(app: Flask) -> None:
    """Give the templates of an application the filters `marked` and `why_found`."""
    app.jinja_env.filters.update(marked=marked, why_found=why_found)


def marked(fragments: Sequence[Fragment]) -> Markup:
    """Pieces of a text with the words that were asked for in `<mark>`, and dots where the text goes on."""
    written = []
    for number, fragment in enumerate(fragments):
        if number or not fragment.begins:
            written.append("… ")
        for part in fragment.parts:
            text = str(escape(part.text))
            written.append(f"<mark>{text}</mark>" if part.marked else text)
        if number == len(fragments) - 1 and not fragment.ends:
            written.append(" …")
        written.append(" ")
    return Markup("".join(written))  # noqa: S704 - every part is escaped


def why_found(hit: HitView) -> str:
    """Why a story was found, where its own text does not show it."""
    if hit.why is Why.OTHER_VERSION:
        return _("The words stand in its version in %(language)s.", language=language_name(hit.snippet_language))
    return _("Found by one of its themes.") if hit.why is Why.LABEL else ""
