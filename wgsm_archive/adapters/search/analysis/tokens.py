"""Cutting text of any script into words, and into overlapping pieces where words are not written apart.

Word boundaries follow letters, marks and numbers, so that vowel signs and viramas stay inside their word (Python's
own `\\w` cuts Indic words apart). Cutting depends on the script only, never on the language: a query can be cut
without knowing which language it is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

_HAN_KANA = r"\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc\uff70\u3005\u3006\u303b"
_SOUTH_EAST = r"\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}"
# Soft hyphens, joiners and direction marks stand inside words without dividing them; a zero-width space divides.
_SILENT = r"\u00ad\u034f\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_WORD = rf"[[\p{{L}}\p{{M}}\p{{N}}{_SILENT}]--[{_HAN_KANA}{_SOUTH_EAST}]]"
_APOSTROPHE = r"['’ʼʻ‘＇\uff07]"

_TOKEN = regex.compile(
    rf"(?V1)(?P<pair>[{_HAN_KANA}]+)|(?P<triple>[[{_SOUTH_EAST}{_SILENT}\p{{Mn}}\p{{Mc}}]&&[^\s]]*"
    rf"[{_SOUTH_EAST}][{_SOUTH_EAST}{_SILENT}]*)|(?P<word>{_WORD}+(?:{_APOSTROPHE}{_WORD}+)*)"
)
_SPACED = regex.compile(rf"(?V1){_WORD}+(?:{_APOSTROPHE}{_WORD}+)*")
_RUN = regex.compile(rf"(?V1)[{_HAN_KANA}{_SOUTH_EAST}]")
# A syllable as written: a base with its marks, and consonants stacked below it (Burmese, Khmer).
_CLUSTER = regex.compile(r"(?V1)[\u0e40-\u0e44\u0ec0-\u0ec4]?[^\p{M}](?:[\u1039\u17d2]\p{L}|[\p{M}\u0e33\u0eb3])*|\p{M}+")
_HAS_LETTER = regex.compile(r"[\p{L}\p{N}]")
_SILENT_ONLY = regex.compile(rf"(?V1)[{_SILENT}]+")

PAIR = 2
"""Characters of Han and kana that make one piece."""
TRIPLE = 3
"""Written syllables of Thai, Lao, Burmese and Khmer that make one piece."""


@dataclass(frozen=True, slots=True)
class Span:
    """A word, or a run of a script without spaces, and where it stands in the text."""

    surface: str
    start: int
    end: int
    size: int  # 1 for a word, else the number of syllables to a piece


@dataclass(frozen=True, slots=True)
class Piece:
    """One overlapping piece of a run, its place counted in syllables, and where it stands in the text."""

    surface: str
    place: int
    start: int
    end: int


def words(text: str) -> list[str] | None:
    """All words of a text at once, or None when part of it is in a script without spaces (then use `spans`)."""
    if _RUN.search(text):
        return None
    found: list[str] = _SPACED.findall(text)
    return found


def spans(text: str) -> Iterator[Span]:
    """Words and runs of a text in reading order."""
    for match in _TOKEN.finditer(text):
        surface = match.group()
        kind = match.lastgroup
        size = PAIR if kind == "pair" else TRIPLE if kind == "triple" else 1
        if _HAS_LETTER.search(surface):
            yield Span(surface, match.start(), match.end(), size)


def pieces(span: Span) -> list[Piece]:
    """The pieces of a run: at each syllable the full size and one size smaller, so that short queries find it too."""
    clusters = [(m.group(), m.start(), m.end()) for m in _CLUSTER.finditer(_SILENT_ONLY.sub("", span.surface))]
    found = []
    for size in {span.size, max(1, span.size - 1), min(span.size, len(clusters))}:
        for i in range(len(clusters) - size + 1):
            part = clusters[i : i + size]
            surface = "".join(c[0] for c in part)
            found.append(Piece(surface, i, span.start + part[0][1], span.start + part[-1][2]))
    return found


def wanted_pieces(span: Span) -> list[Piece]:
    """The pieces of a run to look for when it is a query: the largest size that fits, overlapping."""
    clusters = [(m.group(), m.start(), m.end()) for m in _CLUSTER.finditer(_SILENT_ONLY.sub("", span.surface))]
    size = min(span.size, len(clusters))
    return [
        Piece(
            "".join(c[0] for c in clusters[i : i + size]),
            i,
            span.start + clusters[i][1],
            span.start + clusters[i + size - 1][2],
        )
        for i in range(len(clusters) - size + 1)
    ]


def run_length(span: Span) -> int:
    """How many places a word or run takes in the numbering of a text."""
    if span.size == 1:
        return 1
    return sum(1 for _ in _CLUSTER.finditer(_SILENT_ONLY.sub("", span.surface)))
