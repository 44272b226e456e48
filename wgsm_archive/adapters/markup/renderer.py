"""The renderer behind the `Markup` port."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Mapping
from importlib.metadata import version
from threading import local

import markdown

from wgsm_archive.adapters.markup.dialect import Dialect, Footnotes
from wgsm_archive.adapters.markup.guard import MAX_RENDERED, as_typed, restore, scrub, take_marks, tame
from wgsm_archive.adapters.markup.prose import as_prose
from wgsm_archive.adapters.markup.sanitise import plain_text, sanitise
from wgsm_archive.ports.markup import Block, Rendered

# The first number counts changes of the archive's own dialect.
_VERSION = f"2/{version('Markdown')}/{version('nh3')}"
_log = logging.getLogger(__name__)
# Character references can name what was scrubbed from the text.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000\ue001\ufdd0-\ufdef\ufffe\uffff]")


class _Instance:
    """One Python-Markdown instance with the parts that are set anew for each text."""

    def __init__(self) -> None:
        self.notes, self.dialect = Footnotes(), Dialect()
        self.markdown = markdown.Markdown(
            extensions=[self.notes, "tables", "sane_lists", "nl2br", self.dialect], output_format="html"
        )

    def convert(self, text: str, prefix: str, blocks: Mapping[int, Block]) -> str:
        self.markdown.reset()
        self.notes.set_prefix(prefix)
        self.dialect.finish.blocks = blocks
        return self.markdown.convert(text)


class MarkdownMarkup:
    """Renders Markdown with Python-Markdown and nh3. One instance serves all threads."""

    def __init__(self) -> None:
        self._own = local()

    @property
    def version(self) -> str:
        """Of the dialect, the renderer and the sanitiser: each can change what the same text becomes."""
        return _VERSION

    def render(self, markdown: str, *, prefix: str = "", blocks: Mapping[int, Block] | None = None) -> Rendered:
        """Render one field; see the port."""
        known = blocks or {}
        text = scrub(markdown)
        if len(text) <= MAX_RENDERED:
            marked = take_marks(text.expandtabs(4), known)
            prose = as_prose(marked, known)
            if prose is not None:
                return prose
            made = self._convert(tame(marked), prefix, known)
            if made is not None:
                clean = _NOT_XML.sub("", sanitise(restore(made)))
                return Rendered(clean, plain_text(clean))
        return Rendered(*as_typed(take_marks(text, ())))

    def line(self, text: str) -> str:
        """Render a single line; see the port."""
        return html.escape(" ".join(take_marks(scrub(text), ()).split()))

    def _convert(self, text: str, prefix: str, blocks: Mapping[int, Block]) -> str | None:
        instance = getattr(self._own, "instance", None) or _Instance()
        # Only an instance that came through whole is used again: a failure leaves its parser in the middle.
        self._own.instance = None
        try:
            made: str = instance.convert(text, prefix, blocks)
        except Exception as problem:  # noqa: BLE001 - whatever a text does to the library, its reader gets the words
            _log.warning("A text of %d characters could not be rendered: %s", len(text), type(problem).__name__)
            return None
        self._own.instance = instance
        return made
