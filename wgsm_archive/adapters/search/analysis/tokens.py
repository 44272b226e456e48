r"""Cutting text of any script into words, and into overlapping pieces where words are not written apart.

Word boundaries follow letters, marks and numbers, so that vowel signs and viramas stay inside their word (Python's
own `\w` cuts Indic words apart). Cutting depends on the script only, never on the language: a query can be cut
without knowing which language it is in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

PAIR = 2
"""Characters of Han and kana that make one piece."""
TRIPLE = 3
"""Written syllables of Thai, Lao, Burmese and Khmer that make one piece."""

# Soft hyphens, joiners and direction marks stand inside words without dividing them; a zero-width space divides.
_SILENT = (
    *(0xAD, 0x34F, 0x61C, 0xFEFF),
    *chain(range(0x200C, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2065), range(0x2066, 0x206A)),
    *range(0xFE00, 0xFE10),
)
_HAN_KANA = (
    *(0x3005, 0x3006, 0x3007, 0x30FC, 0xFF70),
    *chain(range(0x2E80, 0x2FE0), range(0x3021, 0x302A), range(0x3038, 0x303C), range(0x3041, 0x3100)),
    *chain(range(0x31F0, 0x3200), range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00)),
    *chain(range(0xFF66, 0xFFA0), range(0x1B000, 0x1B170)),
)
_SOUTH_EAST = (
    *chain(range(0xE00, 0xF00), range(0x1000, 0x10A0), range(0x1780, 0x1800)),
    *chain(range(0xA9E0, 0xAA00), range(0xAA60, 0xAA80)),
)
_LAST = 0x20000  # what lies above is Han, or not text


def _kinds() -> bytearray:
    """For each code the first letter of its general category (UAX #44): letter, mark, number ..."""
    return bytearray("".join(map(unicodedata.category, map(chr, range(_LAST))))[::2], "ascii")


def _class(kinds: bytearray, wanted: bytes) -> str:
    """A character class of Python's own expressions, which look a character up in one step."""
    runs = re.finditer(b"[%b]+" % wanted, kinds)
    return "".join(f"\\U{run.start():08x}-\\U{run.end() - 1:08x}" for run in runs)


def _classes() -> tuple[str, str, str, str, str]:
    kinds = _kinds()
    marks = _class(kinds, b"M")
    for code in _HAN_KANA:
        kinds[code] = ord("p") if kinds[code] in b"LMN" else kinds[code]
    for code in _SOUTH_EAST:
        kinds[code] = ord("t") if kinds[code] in b"LM" else kinds[code]
    for code in _SILENT:
        kinds[code] = ord("q")
    pairs, triples, quiet, letters = (_class(kinds, wanted) for wanted in (b"p", b"t", b"q", b"LMNq"))
    return pairs + "\U00020000-\U000323af", triples, quiet, letters, marks


_PAIRS, _TRIPLES, _QUIET, _LETTERS, _MARKS = _classes()
_WORD = rf"[{_LETTERS}]+(?:['’ʼʻ‘＇][{_LETTERS}]+)*"

_TOKEN = re.compile(rf"(?P<pair>[{_PAIRS}]+)|(?P<triple>[{_TRIPLES}][{_TRIPLES}{_QUIET}]*)|(?P<word>{_WORD})")
_RUN = re.compile(f"[{_PAIRS}{_TRIPLES}]")
_QUIET_ONLY = re.compile(f"[{_QUIET}]+")
# A syllable as written: a base with its marks, a vowel written before it, and consonants stacked below it.
_CLUSTER = re.compile(
    rf"[\u0e40-\u0e44\u0ec0-\u0ec4]?[^{_MARKS}](?:[\u1039\u17d2][{_TRIPLES}]|[{_MARKS}\u0e33\u0eb3\uff9e\uff9f])*"
    rf"|[{_MARKS}]+"
)


class Span(NamedTuple):
    """A word, or a run of a script without spaces, and where it stands in the text."""

    surface: str
    start: int
    end: int
    size: int  # 1 for a word, else the number of syllables to a piece


class Piece(NamedTuple):
    """One overlapping piece of a run, its place counted in syllables, and where it stands in the text."""

    surface: str
    place: int
    start: int
    end: int


def without_spaces(text: str) -> bool:
    """Whether any of the text is in a script that does not part its words."""
    return not text.isascii() and _RUN.search(text) is not None


def spans(text: str) -> Iterator[Span]:
    """Words and runs of a text in reading order."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        size = PAIR if kind == "pair" else TRIPLE if kind == "triple" else 1
        yield Span(match.group(), match.start(), match.end(), size)


def pieces(span: Span) -> list[Piece]:
    """The pieces of a run: at each syllable the full size and one size smaller, so that short queries find it too."""
    clusters = _clusters(span)
    sizes = {span.size, max(1, span.size - 1), min(span.size, len(clusters))}
    return [piece for size in sizes for piece in _cut(span, clusters, size)]


def wanted_pieces(span: Span) -> list[Piece]:
    """The pieces of a run to look for when it is a query: the largest size that fits, overlapping."""
    clusters = _clusters(span)
    return list(_cut(span, clusters, min(span.size, len(clusters))))


def run_length(span: Span) -> int:
    """How many places a word or run takes in the numbering of a text."""
    return 1 if span.size == 1 else len(_clusters(span))


def _clusters(span: Span) -> list[tuple[str, int, int]]:
    """The syllables of a run and where each stands in the text, invisible characters passed over."""
    return [
        (surface, span.start + m.start(), span.start + m.end())
        for m in _CLUSTER.finditer(span.surface)
        if (surface := _QUIET_ONLY.sub("", m.group()))
    ]


def _cut(span: Span, clusters: list[tuple[str, int, int]], size: int) -> Iterator[Piece]:
    for i in range(len(clusters) - size + 1 if size else 0):
        part = clusters[i : i + size]
        yield Piece("".join(surface for surface, _, _ in part), i, part[0][1], part[-1][2])
