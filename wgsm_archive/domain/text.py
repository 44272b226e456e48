"""Cleaning of what people type, so that no byte of it can break a page, a feed or a file."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# XML 1.0 section 2.2 leaves these out; a single one makes a feed ill-formed for everybody.
# U+E000 and U+E001 mark blocks for the renderer (ports/markup.py), so nobody may type them.
# U+FEFF is left behind by editors and stands for nothing within a text.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\ue001\ufdd0-\ufdef\ufeff\ufffe\uffff]")
# Unicode's bidirectional overrides and embeddings (UAX #9) can make a line read as something else.
_OVERRIDES = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_POP_ISOLATE = "\u2069"
# What leaves no trace on paper: blanks and the default ignorable code points (UAX #44).
_TRACE = re.compile(
    "[^\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
MOST_MARKS = 30
"""Marks on one letter: no language needs more (UAX #15, Stream-Safe Text Format). Sorting more takes quadratic time."""

MAX_TITLE = 200
_SLUGGED = 1000
MAX_FIELD = 20_000
"""Characters in one prompted section: ten times what the prompts ask for."""


def clean_text(raw: str) -> str:
    """Several lines as typed: NFC, Unix line ends, no characters that XML forbids, no trailing blanks.

    Bidirectional overrides are dropped and isolates kept in pairs on their line, so that no text can turn what
    follows it. Text of which nothing would be seen is empty.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    if not text.replace("\n", "").isprintable():  # as little text is: all that these look for cannot be printed
        text = _OVERRIDES.sub("", _ILLEGAL.sub("", text))
        if _ISOLATES.search(text):
            text = "\n".join(_in_pairs(line) for line in text.split("\n"))
    text = _few_marks(unicodedata.normalize("NFC", _few_marks(text)))
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return text if _TRACE.search(text) else ""


def clean_line(raw: str) -> str:
    """One line as typed: as `clean_text`, white space collapsed, bidirectional controls dropped."""
    return " ".join(clean_text(_ISOLATES.sub("", raw)).split())


def _in_pairs(line: str) -> str:
    """The line without isolates that are not closed on it, and without closings of nothing."""
    open_at: list[int] = []
    odd: set[int] = set()
    for found in _ISOLATES.finditer(line):
        if found[0] != _POP_ISOLATE:
            open_at.append(found.start())
        elif open_at:
            open_at.pop()
        else:
            odd.add(found.start())
    odd.update(open_at)
    return "".join(c for place, c in enumerate(line) if place not in odd) if odd else line


def _few_marks(text: str) -> str:
    # A run of too many is longer than this step, so that one of its marks is among the characters looked at.
    if text.isascii():
        return text
    any_mark, too_many = _marks()
    if any_mark.search(text[:: MOST_MARKS + 1]) is None:
        return text
    return too_many.sub(lambda run: run[0][:MOST_MARKS], text)


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One mark, and more of them than a letter may have. They take their time: many a process never needs them."""
    marks = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
    return re.compile(f"[{marks}]"), re.compile(f"[{marks}][{marks}]{{{MOST_MARKS},}}")


def fold(text: str) -> str:
    """Lower case without accents, for comparing names and codes; keeps Indic vowel signs (they are letters)."""
    decomposed = unicodedata.normalize("NFKD", _few_marks(text)).casefold()
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f" and not "\u064b" <= c <= "\u065f")


def slugify(text: str, limit: int = 60) -> str:
    """A readable piece of an address in the script of the text; empty when nothing is left.

    Letters, marks and digits of every script stay (vowel signs are marks), the rest becomes single hyphens.
    """
    beginning = unicodedata.normalize("NFC", _few_marks(text[:_SLUGGED])).lower()
    kept = [c if unicodedata.category(c)[0] in "LMN" else " " for c in beginning]
    words = "".join(kept).split()
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > limit:
            break
        slug = f"{slug}-{word}" if slug else word[:limit]
    return slug
