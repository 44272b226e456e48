"""Which prompt the heading of somebody's document speaks of, if it speaks of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from wgsm_archive.domain.identifiers.folding import fold_word
from wgsm_archive.domain.text import slugify

LONGEST = 160
"""Characters of a heading; what is longer is prose."""
_CLOSE = 0.86
"""How like a name a heading must be: one letter in seven may be another one."""
_MORE_WORDS = 4
"""So many words may follow a name: "What changed in our village"."""
_NUMBERING = re.compile(
    r"\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,4}|[a-zA-Z])[.):]\s+|\d{1,2}(?:\.\d{1,2})*\s+[-–—]?\s*)"
)
_SIGNS = re.compile(r"[*_`#\\]+")
_ARTICLES = frozenset(["the", "a", "an", "el", "la", "los", "las", "lo", "le", "les", "l", "o", "os", "as"])
_ARABIC_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A prompt that a heading speaks of. `whole` says that the heading is its name and tells nothing more."""

    field: str
    whole: bool


class HeadingNames:
    """What headings are called, by the prompt that they speak of."""

    def __init__(self, names: Mapping[str, Collection[str]]) -> None:
        self._fields: dict[tuple[str, ...], str] = {}
        for field, called in names.items():
            for name in called:
                self._fields.setdefault(_words(name), field)
        self._joined = {" ".join(words): field for words, field in self._fields.items()}

    def find(self, heading: str, *, strict: bool = False) -> Resemblance | None:
        """The prompt that resembles a heading most. `strict` takes whole names only, for lines that may be prose."""
        if len(heading) > LONGEST:
            return None
        words = _words(_NUMBERING.sub("", heading, count=1)) or _words(heading)
        if not words:
            return None
        exact = self._fields.get(words)
        if exact is not None:
            return Resemblance(exact, whole=True)
        return self._closest(" ".join(words)) or (None if strict else self._beginning(words))

    def _closest(self, joined: str) -> Resemblance | None:
        best, field = _CLOSE, ""
        matcher = SequenceMatcher(None, b=joined, autojunk=False)
        for name, named in self._joined.items():
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() <= best or matcher.quick_ratio() <= best:
                continue
            alike = matcher.ratio()
            if alike > best:
                best, field = alike, named
        return Resemblance(field, whole=True) if field else None

    def _beginning(self, words: tuple[str, ...]) -> Resemblance | None:
        """By its first words; by its last ones where a phrase ends with what it is about, as in Hindi."""
        lengths = range(len(words) - 1, max(0, len(words) - _MORE_WORDS - 1), -1)
        starts = [words[:length] for length in lengths]
        if _is_devanagari(words[-1]):
            starts = [words[-length:] for length in lengths] + starts
        for start in starts:
            # A single short word is too little to go by.
            if start in self._fields and (len(start) > 1 or len(start[0]) > 3):
                return Resemblance(self._fields[start], whole=False)
        return None


def plain(heading: str) -> str:
    """A heading without the signs of Markdown."""
    return " ".join(_SIGNS.sub("", heading).split())


def _words(text: str) -> tuple[str, ...]:
    # Dotless and dotted forms of one letter, vowel marks and accents are the same to people who type.
    words = [folded for word in slugify(plain(text), limit=LONGEST).split("-") if (folded := fold_word(word))]
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return tuple(word.removeprefix(_ARABIC_ARTICLE) if len(word) > 4 else word for word in words)


def _is_devanagari(word: str) -> bool:
    return "\u0900" <= word[0] <= "\u097f"
