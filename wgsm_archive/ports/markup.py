"""Turning Markdown into HTML that is safe to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"
"""Private-use characters around a number: `MARK_OPEN 3 MARK_CLOSE` at the head of a paragraph names block 3."""


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of one block of a rendered text. `anchor` becomes its id, `css` one of a fixed set of classes."""

    anchor: str = ""
    language: str = ""
    direction: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Sanitised HTML, and the plain text that a reader of it sees (for the index and for snippets)."""

    html: str
    plain: str


class Markup(Protocol):
    """A renderer. It never raises: text it cannot make sense of comes back escaped."""

    @property
    def version(self) -> str:
        """Changes when the same text would render differently; stored renderings of another version are redone."""
        ...

    def render(self, markdown: str, *, prefix: str = "", blocks: Mapping[int, Block] | None = None) -> Rendered:
        """Render one field. `prefix` keeps ids of footnotes apart between fields; `blocks` tells of marked blocks."""
        ...

    def line(self, text: str) -> str:
        """Render a single line (a title, a date): escaped, no blocks."""
        ...
