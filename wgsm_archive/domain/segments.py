"""Paragraphs as units of translation: splitting a section, putting it together again, following it through edits.

A section is cut into pieces of `lead + text`; the leads are the blank lines, list markers and quote signs
between. Joining the pieces gives back the section to the letter, whatever it contains.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_MARKER = re.compile(r"[ \t]*+(?:>[ \t]*+)*+(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+|#{1,6}[ \t]+|\[\^[^\]\s]{1,40}\]:[ \t]+)?")
_STARTS_PIECE = re.compile(r"[ \t]*+(?:>[ \t]*+)*+(?:[-*+][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|\||\[\^[^\]\s]{1,40}\]:)")
_TABLE_RULE = re.compile(r"[ \t]*+(?:>[ \t]*+)*+[ \t:|-]+\Z")
_FENCE = re.compile(r"[ \t]*(```|~~~)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, list item, heading, table row or quoted line: what stands before it, and its text."""

    lead: str
    text: str

    @property
    def hash(self) -> str:
        """The same for texts that differ in line breaks and spacing only: re-wrapping is no change."""
        return text_hash(self.text)


@dataclass(frozen=True, slots=True)
class Cut:
    """A section in pieces; `tail` is what is left behind the last."""

    pieces: tuple[Piece, ...]
    tail: str = ""

    def join(self, texts: Sequence[str] | None = None) -> str:
        """The section again, with these texts in place of its own where given (one a piece)."""
        own = [piece.text for piece in self.pieces] if texts is None else texts
        return "".join(p.lead + text for p, text in zip(self.pieces, own, strict=True)) + self.tail


def text_hash(text: str) -> str:
    """A short fingerprint of a paragraph after NFC and collapsing white space."""
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def cut(markdown: str) -> Cut:
    """Cut a section into its pieces. `cut(s).join() == s` for every string."""
    pieces: list[Piece] = []
    lead, text = "", ""
    fenced = False
    for line in markdown.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        words = body[:1].isalpha()  # as most lines begin, and none that stands for anything else
        if not words and _FENCE.match(body):
            fenced = not fenced
        blank = not words and (not body.strip() or (_TABLE_RULE.match(body) is not None and "-" in body))
        starts = not words and not fenced and bool(_STARTS_PIECE.match(body))
        if text and not fenced and (blank or starts):
            pieces, lead, text = _close(pieces, lead, text)
        if blank and not text:
            lead += line
        elif text:
            text += line
        else:
            mark = None if words or fenced else _MARKER.match(body)
            length = 0 if mark is None else mark.end()
            lead, text = lead + line[:length], line[length:]
    if text:
        pieces, lead, text = _close(pieces, lead, text)
    return Cut(tuple(pieces), lead)


def _close(pieces: list[Piece], lead: str, text: str) -> tuple[list[Piece], str, str]:
    kept = text.rstrip()
    if not kept:
        return pieces, lead + text, ""
    return [*pieces, Piece(lead, kept)], text[len(kept) :], ""


class Fate(StrEnum):
    """What became of a paragraph in an edit."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Aligned:
    """A paragraph of the new text and the old one (by place) that it continues."""

    new: int
    old: int | None
    fate: Fate


_LIKE_ENOUGH = 0.55
_MANY = 200


def align(old: Sequence[str], new: Sequence[str]) -> list[Aligned]:
    """Follow paragraphs through an edit; old ones that nothing continues were deleted.

    Equal ones in order first, then equal ones elsewhere, then the likest, near places preferred.
    """
    old_hashes, new_hashes = [text_hash(text) for text in old], [text_hash(text) for text in new]
    pairs: dict[int, tuple[int, Fate]] = {}
    # Of very many paragraphs, those that repeat again and again are left to the second step: comparing every
    # one with every other takes cubic time.
    matcher = SequenceMatcher(None, old_hashes, new_hashes, autojunk=len(new_hashes) > _MANY)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            pairs[block.b + step] = (block.a + step, Fate.SAME)
    taken = {place for place, _ in pairs.values()}
    spare: dict[str, deque[int]] = {}
    for place, fingerprint in enumerate(old_hashes):
        if place not in taken:
            spare.setdefault(fingerprint, deque()).append(place)
    for place, fingerprint in enumerate(new_hashes):
        if place not in pairs and spare.get(fingerprint):
            elsewhere = spare[fingerprint].popleft()
            pairs[place] = (elsewhere, Fate.MOVED)
            taken.add(elsewhere)
    _pair_the_likest(old, new, pairs, taken)
    return [Aligned(place, *pairs.get(place, (None, Fate.NEW))) for place in range(len(new))]


def _pair_the_likest(
    old: Sequence[str], new: Sequence[str], pairs: dict[int, tuple[int, Fate]], taken: set[int]
) -> None:
    left = [(place, _words(old[place])) for place in range(len(old)) if place not in taken]
    candidates: list[tuple[float, int, int]] = []
    fresh = [(place, _words(new[place])) for place in range(len(new)) if place not in pairs]
    reach = max(_LEAST_REACH, _PAIRS_COMPARED // max(1, len(fresh)))
    for step, (place, words) in enumerate(fresh):
        middle = step * len(left) // len(fresh)
        for other, before in left[max(0, middle - reach) : middle + reach]:
            likeness = _likeness(before, words)
            if likeness >= _LIKE_ENOUGH:
                candidates.append((likeness - 0.01 * abs(place - other), place, other))
    for _, place, other in sorted(candidates, reverse=True):
        if place not in pairs and other not in taken:
            pairs[place] = (other, Fate.CHANGED)
            taken.add(other)


_PAIRS_COMPARED = 20_000
_LEAST_REACH = 10
"""In a text of very many paragraphs, each is looked for near its place only: the cost stays small for any text."""
_WORDS_COMPARED = 400
_LONGEST_WORD = 20


def _words(text: str) -> list[str]:
    # By words, not letters, and a bounded number of them: the cost stays small for any paragraph.
    words = text.split()
    if len(text) > _LONGEST_WORD * len(words):
        # A script that sets no blanks between words: Chinese, Thai, Khmer, Lao, Burmese.
        return list(text[:_WORDS_COMPARED])
    return words[:_WORDS_COMPARED]


def _likeness(first: Sequence[str], second: Sequence[str]) -> float:
    if not first or not second or set(first).isdisjoint(second):
        return 0.0
    shorter, both = min(len(first), len(second)), len(first) + len(second)
    # A split or merged paragraph shares nearly all of its shorter half.
    most = max(2 * shorter / both, 0.8 if shorter > 5 else 0.0)
    if most < _LIKE_ENOUGH:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    contained = common / shorter if shorter > 5 else 0.0
    return max(2 * common / both, contained * 0.8)
