"""Pieces of a text around the words that were asked for, with those words marked.

Works on plain text that the database returned, with the same analysis as the index: a word is marked exactly when it
is what made the text a hit. Of a question the small words ("how did the") are marked only where it has no others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TypeAlias

from whoosh.lang.stopwords import stoplists

from wgsm_archive.adapters.search.analysis.analyser import Analyser, analyser_for, gram, primary
from wgsm_archive.adapters.search.analysis.folding import fold, plain
from wgsm_archive.adapters.search.analysis.tokens import pieces, spans, wanted_pieces
from wgsm_archive.domain.query_tree import Not, Phrase, Prefix, Query, Word
from wgsm_archive.ports.search import Fragment, Part

FRAGMENTS = 2
"""Most fragments of a text that are shown."""
WIDTH = 180
"""Characters of a fragment, about two lines."""
_BEFORE = WIDTH // 4  # characters shown before the first marked word
_REMEMBERED = 60_000  # stretches per language
_MOST_PLACES = 2000  # of one word as written that are considered when fragments are chosen
_MOST_STARTS = 15  # of one word at which a fragment may begin
_WITHOUT_SPACES = frozenset({"zh", "ja", "yue", "wuu", "th", "lo", "my", "km", "shn"})
_SMALL = 4  # letters
_SMALL_TOO = {  # Whoosh has none for it.
    "ar": "من في على إلى عن مع ما ماذا متى كيف لماذا أين هل الذي التي هذا هذه ذلك تلك أن إن كان كانت قد لم لن",
}  # fmt: skip
_FEW = 40  # stretches that are looked for one by one rather than taking the text apart
_NONE: frozenset[str] = frozenset()
_MOST_JUDGED = 20_000  # stretches that are remembered for one query
_Place: TypeAlias = tuple[int, int, int]  # start, end, number of the query's word
_REACH = 24  # characters to go for a space to cut at


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Terms of the query in one language, each with the number of its word; beginnings of words likewise."""

    terms: dict[str, int]
    beginnings: tuple[tuple[str, int], ...]
    ways: tuple[str, ...]
    """The beginnings alone: whether a word has any of them is asked much more often than which."""
    small: frozenset[str] = _NONE
    """Words that are not marked though they have a wanted term: in Spanish "para" (for) has that of "parar" (stop)."""
    judged: set[str] = field(default_factory=set)
    held: dict[str, int] = field(default_factory=dict)
    """The stretches between spaces that were looked at for beginnings so far; the number of the word in those with one.
    """


def mark(text: str, language: str, query: Query) -> tuple[Fragment, ...]:
    """The fragments of `text` that show best why it answers `query`; its beginning when no word stands in it."""
    if not text:
        return ()
    marker = _marker(language, query)
    places = sorted(marker.places(text, most=_MOST_PLACES))
    starts = _best(places) or [0]
    return tuple([_fragment(text, max(0, start - _BEFORE), marker, places) for start in starts])


@lru_cache(maxsize=32)  # a page marks twenty texts in a few languages for one query
def _marker(language: str, query: Query) -> _Marker:
    return _Marker(language, query)


class _Marker:
    """Finds the words of a query in texts of one language."""

    def __init__(self, language: str, query: Query) -> None:
        self._spaced = primary(language) not in _WITHOUT_SPACES
        self._analyser = analyser_for(language)
        self._wanted = _wanted(query, self._analyser)

    def places(self, text: str, most: int) -> list[_Place]:
        """Where wanted words stand, or the stretches between spaces that hold them: at most `most` of each."""
        if self._spaced:
            return list(_stretches(text, self._analyser, self._wanted, most))
        return list(_runs(text, self._wanted, most)) or list(_within(text, 0, self._analyser, self._wanted))

    def exact(self, text: str, start: int, end: int, known: Sequence[_Place]) -> list[tuple[int, int]]:
        """Where exactly wanted words stand in a piece of a text, ascending; overlapping pieces of a run are one.

        `known` are the places of the whole text, ascending.
        """
        places = _inside(known, start, end) if self._spaced else None
        if places is None:
            places = [(at + start, to + start, word) for at, to, word in self.places(text[start:end], end - start)]
        if self._spaced:
            places = [exact for at, to, _ in places for exact in _within(text[at:to], at, self._analyser, self._wanted)]
        return _joined(sorted(places))


def _inside(known: Sequence[_Place], start: int, end: int) -> Sequence[_Place] | None:
    """Those of the places that lie in a piece of a text; None where they may not be all that it has."""
    if len(known) >= _MOST_PLACES:
        return None
    first, last = bisect_left(known, (start,)), bisect_left(known, (end,))
    cut = (first > 0 and known[first - 1][1] > start) or (last > first and known[last - 1][1] > end)
    return None if cut else known[first:last]


def _wanted(query: Query, analyser: Analyser) -> _Wanted:
    terms: dict[str, int] = {}
    beginnings: list[tuple[str, int]] = []
    every = list(_atoms(query.root))
    telling = [node for node in every if not _is_small(node, analyser.language)]
    for number, node in enumerate(telling or every):
        for span in spans(node.text):
            if span.size > 1:
                terms.update({gram(piece.surface): number for piece in wanted_pieces(span)})
                continue
            terms.update(dict.fromkeys(analyser.terms(span.surface), number))
            if isinstance(node, Prefix):
                terms.update(dict.fromkeys(analyser.shortened(span.surface), number))
                ways = {fold(plain(span.surface)), analyser.beginning(span.surface)}
                beginnings += [(way, number) for way in sorted(ways)]
    typed = {fold(plain(span.surface)) for node in telling or every for span in spans(node.text)}
    small = _small_words(analyser.language) - typed
    return _Wanted(terms, tuple(beginnings), tuple(way for way, _ in beginnings), small)


@cache
def _small_words(language: str) -> frozenset[str]:
    """What a language cannot do without and nobody looks for; longer ones often are words with a meaning as well."""
    found = [word for word in stoplists.get(primary(language), ()) if len(word) <= _SMALL]
    return frozenset(fold(plain(word)) for word in (*found, *_SMALL_TOO.get(primary(language), "").split()))


def _is_small(node: Word | Phrase | Prefix, language: str) -> bool:
    small = _small_words(language)
    return isinstance(node, Word) and all(fold(plain(span.surface)) in small for span in spans(node.text))


def _atoms(node: object) -> Iterator[Word | Phrase | Prefix]:
    if isinstance(node, Word | Phrase | Prefix):
        yield node
    elif node is not None and not isinstance(node, Not):
        for part in getattr(node, "parts", ()):
            yield from _atoms(part)


def _stretches(text: str, analyser: Analyser, wanted: _Wanted, most: int) -> Iterator[_Place]:
    """The stretches between spaces in which a wanted word stands."""
    for stretch, word in _memory(analyser.language).holding(text, analyser, wanted).items():
        at = text.find(stretch)
        left = most
        while at >= 0 and left:
            end = at + len(stretch)
            if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
                left -= 1
                yield at, end, word
            at = text.find(stretch, end)


def _runs(text: str, wanted: _Wanted, most: int) -> Iterator[_Place]:
    """The places of wanted pieces in a text without spaces, where it is spelt in the plain way."""
    for term, word in wanted.terms.items():
        at = text.find(term)
        left = most
        while at >= 0 and left:
            left -= 1
            yield at, at + len(term), word
            at = text.find(term, at + 1)


def _within(text: str, offset: int, analyser: Analyser, wanted: _Wanted) -> Iterator[_Place]:
    """The wanted words in a text, read word for word."""
    for span in spans(text):
        if span.size == 1:
            word = _found(analyser.terms(span.surface), wanted)
            if word is not None and fold(plain(span.surface)) not in wanted.small:
                yield offset + span.start, offset + span.end, word
            continue
        for piece in pieces(span):
            word = wanted.terms.get(gram(piece.surface))
            if word is not None:
                yield offset + piece.start, offset + piece.end, word


class _Memory:
    """Which terms stand in the stretches between spaces that were met so far in one language.

    Analysing every word of a page's twenty texts would cost more than the search.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}
        self._holding: dict[str, set[str]] = {}
        self._read: set[int] = set()  # hashes of the texts all of whose stretches are known

    def holding(self, text: str, analyser: Analyser, wanted: _Wanted) -> dict[str, int]:
        """The stretches in which a wanted word stands, and the number of that word; all that the text has of them.

        Where they are few it is left to the caller to find those that the text does not have.
        """
        if len(self._known) > _REMEMBERED or len(self._read) > _REMEMBERED:
            self._known, self._holding, self._read = {}, {}, set()
        # Others go on with the dictionaries that they have begun with.
        known, holding, read = self._known, self._holding, self._read
        stretches = None if hash(text) in read else set(text.split())
        if stretches is not None:
            for stretch in stretches.difference(known):
                terms = tuple(term for _, found in analyser.read(stretch).words for term in found)
                for term in terms:
                    holding.setdefault(term, set()).add(stretch)
                known[stretch] = terms
            read.add(hash(text))
        # A copy, for others add to the sets meanwhile.
        found = {s: word for term, word in wanted.terms.items() for s in tuple(holding.get(term, _NONE))}
        if len(found) <= _FEW and not wanted.beginnings:
            return found
        stretches = stretches or set(text.split())
        found = {stretch: word for stretch, word in found.items() if stretch in stretches}
        if wanted.beginnings:
            held = wanted.held
            new = stretches.difference(wanted.judged)
            holding_new = {one: word for one in new if (word := _found(known[one], wanted)) is not None}
            found |= {stretch: held[stretch] for stretch in stretches if stretch in held} | holding_new
            if len(wanted.judged) < _MOST_JUDGED:
                held.update(holding_new)
                wanted.judged.update(new)
        return found


@cache
def _memory(language: str) -> _Memory:
    return _Memory()


def _found(terms: Sequence[str], wanted: _Wanted) -> int | None:
    for term in terms:
        if term in wanted.terms:
            return wanted.terms[term]
        if term.startswith(wanted.ways):
            return next(number for beginning, number in wanted.beginnings if term.startswith(beginning))
    return None


def _best(places: Sequence[_Place]) -> list[int]:
    """Starts of the most telling stretches, then of those with most words, then the earliest; in order of reading.

    A word tells the more the more seldom the text has it: of a question, "eviction" more than "how", "did" and "the".
    """
    starts = [start for start, _, _ in places]
    if len(starts) < 2:
        return starts
    tells = {word: 1 / many for word, many in Counter(word for _, _, word in places).items()}
    ranked = []
    tried: dict[int, int] = {}
    for i, (start, _, first) in enumerate(places):
        tried[first] = tried.get(first, 0) + 1
        if tried[first] > _MOST_STARTS:
            continue
        inside = [word for _, _, word in places[i : bisect_right(starts, start + WIDTH - _BEFORE, lo=i)]]
        ranked.append((-sum([tells[word] for word in set(inside)]), -len(inside), start))
    chosen: list[int] = []
    for _, _, start in sorted(ranked):
        if all(abs(start - other) >= WIDTH + _REACH for other in chosen):
            chosen.append(start)
            if len(chosen) == FRAGMENTS:
                break
    return sorted(chosen)


def _fragment(text: str, start: int, marker: _Marker, places: Sequence[_Place]) -> Fragment:
    start = _cut(text, start, backwards=True) if start else 0
    end = _cut(text, start + WIDTH, backwards=False) if start + WIDTH < len(text) else len(text)
    parts: list[Part] = []
    at = start
    for first, last in marker.exact(text, start, end, places):
        if first > at:
            parts.append(Part(text[at:first], marked=False))
        parts.append(Part(text[first:last], marked=True))
        at = last
    if at < end:
        parts.append(Part(text[at:end], marked=False))
    return Fragment(tuple(parts), begins=start == 0, ends=end == len(text))


def _joined(places: Sequence[_Place]) -> list[tuple[int, int]]:
    """Overlapping pieces of a run as one mark."""
    joined: list[tuple[int, int]] = []
    for start, end, _ in places:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, at: int, *, backwards: bool) -> int:
    """The nearest place to cut beside a space; `at` itself where words are not written apart."""
    if backwards:
        for i in range(at, max(0, at - _REACH), -1):
            if text[i - 1].isspace():
                return i
        return 0 if at <= _REACH else at
    for i in range(at, min(len(text), at + _REACH)):
        if text[i].isspace():
            return i
    return len(text) if at + _REACH >= len(text) else at
