"""Small rules for Tagalog: the linker at the end of a word, prefixes, infixes, the syllable that is said twice.

A word keeps its full form beside the stem, so a wrong cut widens an answer and never loses one.
"""

from __future__ import annotations

import regex

_LEAST = 4  # letters that must stay of a stem
_PREFIXES = tuple(
    "pakikipag nakikipag makikipag pagkaka pagpapa pinaka makipag ipinag pagka nagpa magpa ipag mapag pang pam pan "  # noqa: SIM905
    "mang nang mag nag pag maka naka ma na ka i".split()
)
_SUFFIXES = ("han", "hin", "an", "in")
_INFIX = regex.compile("^(?P<first>[bdghklmnprstwy])(?:um|in)(?=[aeiou])")
_TWICE = regex.compile("^(?P<said>[bdghklmnprstwy]?[aeiou])(?=(?P=said))")


def tagalog(word: str) -> tuple[str, ...]:
    """The word without its linker, and its stem without what stands in front, within and behind."""
    if not word.isascii() or len(word) <= _LEAST:
        return (word,)
    bare = _without_linker(word)
    stem = _INFIX.sub(r"\g<first>", bare) if len(bare) > _LEAST + 2 else bare
    for prefix in _PREFIXES:
        if stem.startswith(prefix) and len(stem) - len(prefix) >= _LEAST:
            stem = stem[len(prefix) :]
            break
    if len(stem) > _LEAST + 1:
        stem = _TWICE.sub("", stem)
    for suffix in _SUFFIXES:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= _LEAST:
            stem = stem[: -len(suffix)]
            break
    return tuple(dict.fromkeys((bare, stem)))


def _without_linker(word: str) -> str:
    """`malayang` is `malaya`, and `karapatang` is `karapatan`: the latter far more often after an `a`."""
    if not word.endswith("ng") or len(word) <= _LEAST + 1:
        return word
    return word[:-1] if word.endswith(("ang", "ing")) and len(word) > _LEAST + 3 else word[:-2]
