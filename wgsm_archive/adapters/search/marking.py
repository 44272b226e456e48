"""Pieces of a text around the words that were asked for, with those words marked.

Works on plain text that the database returned, with the same analysis as the index: a word is marked exactly when it
is what made the text a hit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wgsm_archive.adapters.search.analysis.analyser import Analyser, analyser_for, gram
from wgsm_archive.adapters.search.analysis.folding import fold, plain
from wgsm_archive.adapters.search.analysis.tokens import pieces, spans, wanted_pieces
from wgsm_archive.domain.query import Not, Phrase, Prefix, Query, Word

FRAGMENTS = 2
"""Most fragments of a text that are shown."""
WIDTH = 180
"""Characters of a fragment, about two lines."""
_BEFORE = WIDTH // 4  # characters shown before the first marked word
_REACH = 24  # characters to go for a space to cut at


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of the text in parts. `begins` and `ends` tell whether it reaches the ends of the text."""

    parts: tuple[Part, ...]
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    word: int  # number of the query word that is found here


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Terms of the query in one language, each with the number of its word; beginnings of words likewise."""

    terms: dict[str, int]
    beginnings: tuple[tuple[str, int], ...]


def mark(text: str, language: str, query: Query) -> tuple[Fragment, ...]:
    """The fragments of `text` that show best why it answers `query`; its beginning when no word stands in it."""
    analyser = analyser_for(language)
    marks = list(_marks(text, analyser, _wanted(query, analyser)))
    if not marks:
        return (_fragment(text, 0, []),) if text else ()
    starts = _best(marks)
    return tuple(_fragment(text, max(0, start - _BEFORE), marks) for start in starts)


def _wanted(query: Query, analyser: Analyser) -> _Wanted:
    terms: dict[str, int] = {}
    beginnings: list[tuple[str, int]] = []
    for number, node in enumerate(_atoms(query.root)):
        for span in spans(node.text):
            if span.size > 1:
                terms.update({gram(piece.surface): number for piece in wanted_pieces(span)})
                continue
            terms.update(dict.fromkeys(analyser.terms(span.surface), number))
            if isinstance(node, Prefix):
                beginnings.append((fold(plain(span.surface)), number))
    return _Wanted(terms, tuple(beginnings))


def _atoms(node: object) -> Iterator[Word | Phrase | Prefix]:
    if isinstance(node, Word | Phrase | Prefix):
        yield node
    elif node is not None and not isinstance(node, Not):
        for part in getattr(node, "parts", ()):
            yield from _atoms(part)


def _marks(text: str, analyser: Analyser, wanted: _Wanted) -> Iterator[_Mark]:
    for span in spans(text):
        if span.size == 1:
            word = _found(analyser.terms(span.surface), wanted)
            if word is not None:
                yield _Mark(span.start, span.end, word)
            continue
        found = [(p, wanted.terms.get(gram(p.surface))) for p in pieces(span)]
        yield from _joined(sorted((p.start, p.end, word) for p, word in found if word is not None))


def _found(terms: Sequence[str], wanted: _Wanted) -> int | None:
    for term in terms:
        if term in wanted.terms:
            return wanted.terms[term]
        for beginning, number in wanted.beginnings:
            if term.startswith(beginning):
                return number
    return None


def _joined(places: Sequence[tuple[int, int, int]]) -> Iterator[_Mark]:
    """Overlapping pieces of a run as one mark."""
    current: _Mark | None = None
    for start, end, word in places:
        if current is not None and start <= current.end:
            current = _Mark(current.start, max(end, current.end), current.word)
        else:
            if current is not None:
                yield current
            current = _Mark(start, end, word)
    if current is not None:
        yield current


def _best(marks: Sequence[_Mark]) -> list[int]:
    """Starts of the stretches with most different words, then most words, then the earliest; in order of reading."""
    ranked = []
    for i, first in enumerate(marks):
        inside = [m.word for m in marks[i : i + 12] if m.end - first.start <= WIDTH]
        ranked.append((-len(set(inside)), -len(inside), first.start))
    chosen: list[int] = []
    for _, _, start in sorted(ranked):
        if all(abs(start - other) >= WIDTH for other in chosen):
            chosen.append(start)
            if len(chosen) == FRAGMENTS:
                break
    return sorted(chosen)


def _fragment(text: str, start: int, marks: Sequence[_Mark]) -> Fragment:
    start = _cut(text, start, backwards=True) if start else 0
    end = _cut(text, start + WIDTH, backwards=False) if start + WIDTH < len(text) else len(text)
    parts: list[Part] = []
    at = start
    for m in marks:
        if m.start >= at and m.end <= end:
            if m.start > at:
                parts.append(Part(text[at : m.start], marked=False))
            parts.append(Part(text[m.start : m.end], marked=True))
            at = m.end
    if at < end:
        parts.append(Part(text[at:end], marked=False))
    return Fragment(tuple(parts), begins=start == 0, ends=end == len(text))


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
