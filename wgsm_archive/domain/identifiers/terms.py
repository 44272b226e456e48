"""Terms kept for one case: words that must be found wherever they stand, and words that may stay."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from wgsm_archive.domain.identifiers.folding import flatten, fold_word, key
from wgsm_archive.domain.identifiers.kinds import Certainty, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Lexicon, Tells, marks

_ARABIC_BEFORE = tuple(
    first + article for first in ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك") for article in ("", "ال")
)
_ARABIC_TO_THE = ("لل", "ولل", "فلل")
_ENDINGS = ("s", "es", "n", "ns", "ita", "ito", "inha", "inho", "ji", "jee", "wa")
_DEVANAGARI_ENDINGS = ("जी", "ने", "को", "से", "का", "की", "के", "में", "पर", "ओं", "यों")
_SCRIPTS = {"arabic": re.compile("[\u0620-\u06d3]"), "devanagari": re.compile("[\u0900-\u097f]")}
_LEAST_PART = 3
_LEAST_WITH_VERB = 3


@cache
def _pieces() -> re.Pattern[str]:
    # Unlike words, these end at digits and underscores: file names join words with both.
    return re.compile(rf"(?:[^\W\d_]|[{marks()}])+|\d+")


class Guard:
    """Finds the terms of `always` in any text or file name, whatever the case, accents or simple ending."""

    def __init__(self, terms: Collection[str], lexicon: Lexicon) -> None:
        self._firsts: dict[str, list[tuple[str, ...]]] = {}
        self._parts: set[str] = set()
        self._numbers: dict[str, int] = {}
        for term in terms:
            self._add(tuple(key(found[0]) for found in _pieces().finditer(fold_word(term))), lexicon)

    def _add(self, pieces: tuple[str, ...], lexicon: Lexicon) -> None:
        if not pieces:
            return
        for form in _forms(pieces[0]):
            self._firsts.setdefault(form, []).append(pieces)
        if len(pieces) > 1:
            for form in _forms("".join(pieces)):
                self._firsts.setdefault(form, []).append(("".join(pieces),))
            self._parts.update(form for piece in pieces if self._stands_alone(piece, lexicon) for form in _forms(piece))

    def _stands_alone(self, piece: str, lexicon: Lexicon) -> bool:
        """Whether one word of a name is enough to point at the person."""
        tells = lexicon.tells(piece)
        weak = (
            Tells.COMMON
            | Tells.PARTICLE
            | Tells.TITLE
            | Tells.ORG
            | Tells.KNOWN_PLACE
            | Tells.MONTH
            | Tells.KUNYA
            | Tells.HOUSE
        )
        return (
            len(piece) >= _LEAST_PART
            and not tells & (weak | Tells.STREET | Tells.STREET_BEFORE)
            and not piece.isdigit()
        )

    def find(self, text: str, flat: str) -> Iterator[Span]:
        """Where they stand; single words of a longer term are reported as likely only."""
        if not self._firsts:
            return
        pieces = [(found.start(), found.end(), key(found[0])) for found in _pieces().finditer(flat)]
        for at, (start, end, piece) in enumerate(pieces):
            whole = self._longest(pieces, at)
            if whole:
                kind = Kind.NAME if not piece.isdigit() else Kind.DOCUMENT
                yield Span(start, pieces[at + whole - 1][1], kind, Certainty.SURE, Why.GUARDED)
            elif piece in self._parts:
                yield Span(start, end, Kind.NAME, Certainty.LIKELY, Why.PART_OF_GUARDED)

    def _longest(self, pieces: list[tuple[int, int, str]], at: int) -> int:
        """How many pieces the longest term takes that begins at this one; 0 for none."""
        best = 0
        for term in self._firsts.get(pieces[at][2], ()):
            count = len(term)
            if count > best and at + count <= len(pieces) and self._follows(term, pieces, at):
                best = count
        return best

    def _follows(self, term: tuple[str, ...], pieces: list[tuple[int, int, str]], at: int) -> bool:
        return all(
            pieces[at + step][2] in _forms(term[step]) and pieces[at + step][0] - pieces[at + step - 1][1] <= 4
            for step in range(1, len(term))
        )


@cache
def _forms(word: str) -> frozenset[str]:
    """The shapes in which one folded word of a term is met."""
    if word.isdigit():
        return frozenset({word})
    if _SCRIPTS["arabic"].match(word):
        bare = word.removeprefix("ال") if len(word) > 4 else word
        before = {prefix + bare for prefix in (*_ARABIC_BEFORE, *_ARABIC_TO_THE)}
        return frozenset({word, *before, *(prefix + word for prefix in _ARABIC_BEFORE)})
    if _SCRIPTS["devanagari"].match(word):
        return frozenset({word, *(word + ending for ending in _DEVANAGARI_ENDINGS)})
    return frozenset({word, *(word + ending for ending in _ENDINGS), *_short_forms(word)})


def _short_forms(word: str) -> Iterator[str]:
    # Rosa, Rosita; Pedro, Pedrito: the vowel goes before the ending comes.
    if len(word) > 3 and word[-1] in "aeo":
        yield from (word[:-1] + ending for ending in ("ita", "ito", "inha", "inho", "itas", "itos"))


def allowed(never: Collection[str]) -> frozenset[str]:
    """The terms that may stay, in the shape `folded_phrase` gives."""
    return frozenset(folded_phrase(term) for term in never)


def folded_phrase(text: str) -> str:
    """The words of a text, folded, with one blank between."""
    return " ".join(key(found[0]) for found in _pieces().finditer(flatten(text)))


def without_titles(phrase: str, words: Mapping[str, int]) -> str:
    """A folded phrase without the titles before it: "dona rosa" may stay when "rosa" may."""
    left = phrase.split()
    while len(left) > 1 and words.get(left[0], 0) & Tells.TITLE:
        left = left[1:]
    return " ".join(left)


def bare(words: str, lexicon: Lexicon) -> str:
    """A name as it stands, without the titles before it: "doña Rosa Quispe" is kept as "Rosa Quispe"."""
    pieces = list(_pieces().finditer(flatten(words)))
    while len(pieces) > 1 and lexicon.words.get(key(pieces[0][0]), 0) & Tells.TITLE:
        pieces = pieces[1:]
    return words[pieces[0].start() :] if pieces else words


def name_within(words: str, lexicon: Lexicon) -> str:
    """The name after a first word that may belong to the sentence, empty where there is none.

    "Chamamos Maria Silva" begins with a verb or with a rare name, which capitals do not tell: the whole is a term,
    and "Maria Silva" is to be found elsewhere as well.
    """
    pieces = list(_pieces().finditer(flatten(words)))
    if len(pieces) < _LEAST_WITH_VERB:
        return ""
    one, two = (lexicon.words.get(key(piece[0]), 0) & Tells.FIRST for piece in pieces[:2])
    return words[pieces[1].start() :] if two and not one else ""
