"""Words and scripts of any language, without a list of letters: by what Unicode says of each character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_JOINERS = "\u200c\u200d"
WITHOUT_BLANKS = frozenset({"bo", "dz", "ja", "km", "lo", "my", "shn", "th", "wuu", "yue", "zh"})
"""Languages whose words are not told apart by blanks."""


class Token(NamedTuple):
    """A word and where it begins."""

    text: str
    start: int


@lru_cache(maxsize=4096)
def is_of_words(character: str) -> bool:
    """Whether a character is part of words: letters, marks (vowel signs!), digits, and the two joiners."""
    return unicodedata.category(character)[0] in "LMN" or character in _JOINERS


def words(text: str) -> Iterator[Token]:
    """The runs of letters, marks and digits."""
    start = -1
    for place, character in enumerate(text):
        if is_of_words(character):
            if start < 0:
                start = place
        elif start >= 0:
            yield Token(text[start:place], start)
            start = -1
    if start >= 0:
        yield Token(text[start:], start)


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """The first word of a letter's name, which is its script; empty for what is no letter."""
    return unicodedata.name(character, "").split(" ", 1)[0] if character.isalpha() else ""


def has_letters(text: str) -> bool:
    """Whether anything in it can be translated."""
    return any(character.isalpha() for character in text)
