"""The words that a language's finder goes by, each with what it tells, and the expressions made from them."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag, auto
from functools import cache

from wgsm_archive.domain.identifiers.folding import fold_word


class Tells(IntFlag):
    """What a word says about itself or the words beside it."""

    FIRST = auto()  # a given name
    LAST = auto()  # a family name
    DOUBTFUL = auto()  # a name that is also a word of every day
    TITLE = auto()
    CUE = auto()  # a person is named next: "brother", "called"
    SAID = auto()  # only people do this
    PARTICLE = auto()  # joins the words of a name: "de", "bin"
    KUNYA = auto()  # Arabic names by kinship: Abu, Umm, Bin
    SUFFIX = auto()  # stands behind a name: "ji", "Devi"
    ORG = auto()  # organisations, laws, works, things of nature
    COMMON = auto()
    PLACE_BEFORE = auto()  # "in", "near"
    VILLAGE = auto()  # "village of ..."
    VILLAGE_AFTER = auto()  # "... village"
    STREET = auto()  # "... street"
    STREET_BEFORE = auto()  # "calle ..."
    HOUSE = auto()  # "house 12", "plot 4"
    LAND = auto()
    KM = auto()
    PHONE = auto()
    PLATE = auto()
    VEHICLE = auto()
    DOCUMENT = auto()
    ACCOUNT = auto()
    NUMBER = auto()
    AGE_UNIT = auto()
    AGE_BEFORE = auto()
    NOT_AGE = auto()
    LINK = auto()  # joins the words of an organisation: "of", "and"
    AT = auto()
    DOT = auto()
    MONTH = auto()
    WEEKDAY = auto()
    KNOWN_PLACE = auto()  # a country, region or big city, or a word of one
    INITIAL = auto()  # letters by their names: एस, के


FIELDS: Mapping[str, Tells] = {
    "titles": Tells.TITLE,
    "cues": Tells.CUE,
    "said": Tells.SAID,
    "particles": Tells.PARTICLE,
    "kunya": Tells.KUNYA,
    "suffixes": Tells.SUFFIX,
    "org": Tells.ORG,
    "common": Tells.COMMON,
    "place_before": Tells.PLACE_BEFORE,
    "village": Tells.VILLAGE,
    "village_after": Tells.VILLAGE_AFTER,
    "street": Tells.STREET,
    "street_before": Tells.STREET_BEFORE,
    "house": Tells.HOUSE,
    "land": Tells.LAND,
    "km": Tells.KM,
    "phone": Tells.PHONE,
    "plate": Tells.PLATE,
    "vehicles": Tells.VEHICLE,
    "document": Tells.DOCUMENT,
    "account": Tells.ACCOUNT,
    "numbers": Tells.NUMBER,
    "age_units": Tells.AGE_UNIT,
    "age_before": Tells.AGE_BEFORE,
    "not_age": Tells.NOT_AGE,
    "link_words": Tells.LINK,
    "at_words": Tells.AT,
    "dot_words": Tells.DOT,
    "months_also": Tells.MONTH,
    "initials": Tells.INITIAL,
}
"""Which key of a language's word file means what."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the finder knows of a language: single words, and names of several words that point at nobody."""

    language: str
    words: Mapping[str, int]
    harmless: frozenset[str]
    """Known places and persons of history, as folded words with one blank between."""
    capitals_tell: bool
    """Whether a capital letter within a sentence makes a word a name (not so in German)."""
    particles: tuple[str, ...]
    """The words that join the words of a name, in order."""

    def tells(self, word: str) -> int:
        """The flags of a flattened word, 0 for an unknown one."""
        return self.words.get(word, 0)


class LexiconMaker:
    """Gathers words from several lists; a word on two lists tells both."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._harmless: set[str] = set()

    def add(self, words: Iterable[str], tells: Tells) -> None:
        """Words of one list."""
        for word in words:
            folded = fold_word(word)
            self._words[folded] = self._words.get(folded, 0) | int(tells)

    def add_harmless(self, phrases: Iterable[str], tells: Tells = Tells.KNOWN_PLACE) -> None:
        """Names that may stay, of one word or several."""
        for phrase in phrases:
            folded = " ".join(found[0] for found in word_pattern().finditer(fold_word(phrase)))
            self._harmless.add(folded)
            if " " not in folded:
                self._words[folded] = self._words.get(folded, 0) | int(tells)

    def make(self, language: str, *, capitals_tell: bool) -> Lexicon:
        """The lexicon of what was added."""
        # Gathered once: every text that is read asks for them, and the words are many.
        particles = tuple(sorted(word for word, tells in self._words.items() if tells & int(Tells.PARTICLE)))
        return Lexicon(language, self._words, frozenset(self._harmless), capitals_tell, particles)


@cache
def marks() -> str:
    """The combining characters of all scripts, as the inside of a character class: vowel signs belong to words."""
    return _ranges(lambda char: unicodedata.category(char) in {"Mn", "Mc"}) + "\u200c\u200d"


@cache
def capitals() -> str:
    """All capital letters, as the inside of a character class."""
    return _ranges(lambda char: unicodedata.category(char) in {"Lu", "Lt"})


@cache
def word_pattern() -> re.Pattern[str]:
    """A run of letters with their marks; digits may follow. One class after another, so it takes linear time."""
    return re.compile(rf"[^\W\d_][\w{marks()}]*")


def _ranges(wanted: Callable[[str], bool]) -> str:
    parts: list[str] = []
    begin: int | None = None
    for code in range(min(0x11000, sys.maxunicode)):
        if wanted(chr(code)):
            begin = code if begin is None else begin
        elif begin is not None:
            parts.append(f"{chr(begin)}-{chr(code - 1)}" if code - begin > 1 else chr(begin))
            begin = None
    return "".join(parts)
