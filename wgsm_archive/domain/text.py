"""Cleaning of what people type, so that no byte of it can break a page, a feed or a file."""

from __future__ import annotations

import re
import unicodedata

# XML 1.0 section 2.2 leaves these out; a single one makes a feed ill-formed for everybody.
# U+E000 and U+E001 mark blocks for the renderer (ports/markup.py), so nobody may type them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\ue001\ufdd0-\ufdef\ufffe\uffff]")
# Unicode's bidirectional overrides and embeddings (UAX #9) can make a line read as something else.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")

MAX_TITLE = 200
MAX_FIELD = 20_000
"""Characters in one prompted section: ten times what the prompts ask for."""


def clean_text(raw: str) -> str:
    """Several lines as typed: NFC, Unix line ends, no characters that XML forbids, no trailing blanks."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    text = unicodedata.normalize("NFC", _ILLEGAL.sub("", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def clean_line(raw: str) -> str:
    """One line as typed: as `clean_text`, white space collapsed, bidirectional controls dropped."""
    return _SPACES.sub(" ", _BIDI_CONTROLS.sub("", clean_text(raw))).strip()


def fold(text: str) -> str:
    """Lower case without accents, for comparing names and codes; keeps Indic vowel signs (they are letters)."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f" and not "\u064b" <= c <= "\u065f")


def slugify(text: str, limit: int = 60) -> str:
    """A readable piece of an address in the script of the text; empty when nothing is left.

    Letters, marks and digits of every script stay (vowel signs are marks), the rest becomes single hyphens.
    """
    kept = [c if unicodedata.category(c)[0] in "LMN" else " " for c in unicodedata.normalize("NFC", text).lower()]
    words = "".join(kept).split()
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > limit:
            break
        slug = f"{slug}-{word}" if slug else word[:limit]
    return slug
