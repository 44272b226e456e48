"""The same text with every character made plain, so that places in it are places in the text given.

Lower case, without accents, digits of every script as ASCII, Arabic letters without their hamza: one character for
one character. Patterns run over this and need no flags for case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ODD = {
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
    "\u00b4": "'",
    "\u2032": "'",
    "\u2033": '"',
    "\u201c": '"',
    "\u201d": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u060c": ",",
    "\u061b": ";",
    "\u061f": "?",
    "\u0964": ".",
    "\u066b": ".",
    "\u0649": "\u064a",
    "\u0629": "\u0647",
    "\u06cc": "\u064a",
    "\u06a9": "\u0643",
    "\u0131": "i",
    "\u0142": "l",
    "\u00f8": "o",
    "\u0111": "d",
    "\u00df": "s",
    "\u00e6": "a",
    "\u0153": "o",
    "\u00ba": "o",
    "\u00aa": "a",
    "\u00b0": "\u00b0",
    "\u200b": " ",
}
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ENDS = ((0x00, 0x3100), (0xA640, 0xABFF), (0xFB00, 0x10000), (0x1D400, 0x1D800))
# Marks that some write and others leave out: Arabic vowels and the long stroke, the Devanagari nukta, accents apart.
_LEFT_OUT = dict.fromkeys([*range(0x64B, 0x660), 0x670, 0x640, 0x93C, *range(0x300, 0x370), 0x200C, 0x200D])

UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""A letter of Thai, Lao, Burmese, Khmer, Han or kana: they do not part their words."""


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for begin, end in _ENDS:
        for code in range(begin, end):
            plain = _plain(chr(code))
            if plain != chr(code):
                table[code] = plain
    table.update({ord(odd): plain for odd, plain in _ODD.items()})
    table.update({ord(upper): _ODD[lower] for lower in "łøđæœ" if (upper := lower.upper())})
    table.update({ord(space): " " for space in _SPACES})
    return table


def _plain(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    lower = char.lower()
    base = unicodedata.normalize("NFKD", lower)
    kept = base[0].lower()
    if all(unicodedata.combining(mark) for mark in base[1:]):
        return kept
    return lower if len(lower) == 1 else char


def flatten(text: str) -> str:
    """The text in plain characters, of the same length."""
    return text.lower() if text.isascii() else text.translate(_table())


def key(word: str) -> str:
    """A flattened word as the lists hold it: without the marks that only some people write."""
    return word if word.isascii() else word.translate(_LEFT_OUT)


def fold_word(word: str) -> str:
    """A word of a list, as `key(flatten(word))`; accents written apart are the same as those within a letter."""
    return key(flatten(unicodedata.normalize("NFC", word)))
