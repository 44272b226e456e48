"""What a search marked in a text, as HTML: a page of answers has hundreds of such pieces."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from markupsafe import Markup, escape

from wgsm_archive.ports.search import Fragment


def install(app: Flask) -> None:
    """Give the templates of an application the filter `marked`."""
    app.jinja_env.filters["marked"] = marked


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
