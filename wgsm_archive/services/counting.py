"""How long a text is, in words."""

from __future__ import annotations

import regex

# Vowel signs and joiners belong to words: without them, Odia or Hindi would fall to pieces.
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d'’]+")


def words_in(text: str) -> int:
    """So many words; of scripts that set no blanks between them, each run of letters counts as one."""
    return len(_WORD.findall(text))
