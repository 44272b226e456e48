"""A text made ready for the finder: flattened, with the words that tell something, in the order they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wgsm_archive.domain.identifiers.folding import flatten, key
from wgsm_archive.domain.identifiers.kinds import Span
from wgsm_archive.domain.identifiers.lexicon import Lexicon, Tells, word_pattern

_WRITTEN_ON = frozenset("وفبلك")  # Arabic "and", "so", "in", "to", "like", written onto the next word
_STROKES = frozenset("\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")
CUES = (
    Tells.PHONE
    | Tells.PLATE
    | Tells.DOCUMENT
    | Tells.ACCOUNT
    | Tells.AGE_BEFORE
    | Tells.NOT_AGE
    | Tells.SAID
    | Tells.LAND
)
_SENTENCE_ENDS = frozenset(".!?…:;\n؟।|")
_NO_WORDS = " \t*_\"“”«»‘’'¿¡([{>#-—–•"


class Word(NamedTuple):
    """A word that is capitalised or tells something."""

    start: int
    end: int
    key: str
    tells: int
    capital: bool


class Page:
    """One text under search."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.flat = flatten(text)
        self.lexicon = lexicon
        self.words: list[Word] = list(_scan(text, self.flat, lexicon))
        self._starts = [word.start for word in self.words]
        self._cues = [word for word in self.words if word.tells & CUES]
        self._cue_ends = [word.end for word in self._cues]

    def cue_before(self, start: int, wanted: Tells, reach: int) -> Word | None:
        """The last word of a kind that ends within so many characters before a place, on the same line."""
        at = bisect_right(self._cue_ends, start)
        for word in reversed(self._cues[max(0, at - 4) : at]):
            if word.end < start - reach:
                break
            if word.tells & wanted and "\n" not in self.text[word.end : start]:
                return word
        return None

    def words_from(self, start: int) -> int:
        """The place in `words` of the first that begins at or after a character."""
        return bisect_left(self._starts, start)

    def begins_sentence(self, start: int) -> bool:
        """Whether only signs stand between a character and the end of the sentence before."""
        before = self.text[max(0, start - 10) : start].rstrip(_NO_WORDS)
        return not before or before[-1] in _SENTENCE_ENDS


def _scan(text: str, flat: str, lexicon: Lexicon) -> Iterator[Word]:
    get = lexicon.words.get
    for found in word_pattern().finditer(flat):
        word = found[0]
        start = found.start()
        tells = get(word)
        if text.startswith("على", start) and len(word) == 3:
            tells = Tells.COMMON  # "on", which flattened letters cannot tell from the name Ali
        elif tells is None and not word.isascii():
            skipped, word, tells = _look_closer(word, get(key(word)), lexicon)
            start += skipped
        capital = text[start].isupper()
        if capital or tells:
            yield Word(start, found.end(), word, tells or 0, capital)


def _look_closer(word: str, tells: int | None, lexicon: Lexicon) -> tuple[int, str, int | None]:
    """What a word of another script tells, and how many letters before it belong to other words."""
    plain = key(word)
    if tells is not None or len(plain) < 3 or plain[0] not in _WRITTEN_ON:
        return 0, plain, tells
    for letters in (1, 2):
        rest = plain[letters:]
        if letters == 2 and (plain[1] not in _WRITTEN_ON or len(rest) < 3):
            break
        tells = lexicon.words.get(rest)
        if tells is not None:
            skipped = letters
            while word[skipped] in _STROKES:
                skipped += 1
            return skipped, rest, tells
    return 0, plain, None


class Claimed:
    """Characters that are taken, for detectors that look at what is left over."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts: Sequence[int] = [start for start, _ in ordered]
        self._ends: list[int] = []
        furthest = 0
        for _, end in ordered:
            furthest = max(furthest, end)
            self._ends.append(furthest)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any character between is taken."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._ends[at - 1] > start
