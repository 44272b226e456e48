"""The short way for the many texts that hold no Markdown: paragraphs of one line, each begun by a letter.

What comes out is, sign for sign, what Python-Markdown makes of them (held to that by
tests/adapters/test_markup_prose.py).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from wgsm_archive.adapters.markup.guard import INNER_CLOSE, INNER_OPEN
from wgsm_archive.adapters.markup.sanitise import sanitise
from wgsm_archive.ports.markup import Block, Rendered

# What any of the patterns looks for, what is escaped, and the blank that the sanitiser writes as a reference.
_TAKEN = f"\\n\\xa0\\\\`*_\\[\\]<>&|#+~=^{{}}!{INNER_OPEN}-\ufdef"
_PARAGRAPH = rf"(?:{INNER_OPEN}\d{{1,6}}{INNER_CLOSE})?[^\W\d_][^{_TAKEN}]*+(?<!\s)"
_PROSE = re.compile(rf"{_PARAGRAPH}(?:\n\n{_PARAGRAPH})*")


def as_prose(text: str, blocks: Mapping[int, Block]) -> Rendered | None:
    """A text whose marks were taken, rendered; None when it may hold Markdown."""
    if _PROSE.fullmatch(text) is None:
        return None
    made, plain = [], []
    for paragraph in text.split("\n\n"):
        number, words = "", paragraph
        if paragraph[0] == INNER_OPEN:
            number, words = paragraph[1:].split(INNER_CLOSE)
        made.append(f"<p{_attributes(blocks[int(number)]) if number else ''}>{words}</p>")
        plain.append(" ".join(words.split()))
    return Rendered(sanitise("\n".join(made)), "\n".join(plain))


def _attributes(block: Block) -> str:
    # In the order of the alphabet, as Python-Markdown writes them.
    said = {"class": block.css, "dir": block.direction, "id": block.anchor, "lang": block.language}
    return "".join(f' {name}="{html.escape(value)}"' for name, value in said.items() if value)
