"""Spreading a document that somebody brings over the prompts. Nothing of it is lost; tellers check every piece.

Headings that resemble prompts send what follows to them. A text without such headings begins with its summary, and the
rest is the story. What belongs nowhere has no place yet: tellers give it one, or leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wgsm_archive.domain.case_study import MAX_PHASES, TITLE, PhasePart, Section, phase_field
from wgsm_archive.domain.headings import LONGEST, HeadingNames, Resemblance, plain
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE

NOWHERE = ""
"""The place of a piece that has none yet."""
_PIECE, _MOST_PIECES = 1500, 120
"""Characters that a piece has at least before the next begins, and how many pieces there are at most, roughly."""
_SUMMARY = 600
"""Characters of the first paragraphs that make a summary of a text that has none: three to five sentences."""
_HEADING = re.compile(r"(#{1,6}) (.+)")
_BOLD = re.compile(r"(?:\*\*|__)(.{1,160}?)(?:\*\*|__):?\Z")
_LABEL = re.compile(r"(?:\*\*|__)(.{2,120}?)(?:\*\*|__)\s*(.+)|(.{2,60}?):\s+(.+)", re.DOTALL)
_ITEM = re.compile(r"(?:-|\d{1,3}\.) ")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:")
_NOTE_USED = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_ENDS_SENTENCE = re.compile(r"[.!,;،؛।…]\Z")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_BOLD_LEVEL, _DEEPEST = 6, 7
"""Headings that were made by hand: a line in bold letters, and any other line that is the name of a prompt."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some paragraphs, and the field that they go to (`NOWHERE`: none yet)."""

    text: str
    to: str = NOWHERE


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    found: Resemblance | None
    rest: str = ""


def spread(markdown: str, names: HeadingNames) -> list[Piece]:
    """The pieces of a document in its order, each with the field that it seems to belong to.

    No field gets more than it may hold.
    """
    blocks = list(_blocks(markdown))
    notes: dict[str, str] = {}
    for block in blocks:
        if (note := _NOTE.match(block)) is not None:
            notes[note[1]] = f"{notes[note[1]]}\n\n{block}" if note[1] in notes else block
    spreader = _Spreader(names, [block for block in blocks if not _NOTE.match(block)], sum(map(len, notes.values())))
    pieces = _gathered(spreader.placed(), sum(map(len, blocks)))
    return _with_notes(pieces, notes)


def _blocks(markdown: str) -> Iterator[str]:
    """Headings, paragraphs, whole lists and whole tables; each no longer than a field may be."""
    block = ""
    for part in re.split(r"\n{2,}", normalise(markdown)):
        if not part.strip():
            continue
        goes_on = part.startswith(" ") or (_ITEM.match(part) is not None and _ITEM.match(block) is not None)
        if block and goes_on and len(block) + len(part) < MAX_FIELD // 2:
            block += f"\n\n{part}"
            continue
        yield from _cut_long(block)
        block = part
    yield from _cut_long(block)


def _cut_long(block: str) -> Iterator[str]:
    most = MAX_FIELD // 2
    while len(block) > most:
        # At the end of a line or a sentence if there is one, at a blank otherwise.
        ends = (block.rfind(sign, most // 2, most) + 1 for sign in ("\n", ". ", "। ", "؟ ", " "))
        end = next((place for place in ends if place), most)
        yield block[:end].strip()
        block = block[end:].strip()
    if block:
        yield block


class _Spreader:
    """Goes through the blocks of a document from its beginning; `_to` is where the present one belongs."""

    def __init__(self, names: HeadingNames, blocks: list[str], of_notes: int) -> None:
        self._names, self._blocks = names, blocks
        self._headings = {place: heading for place, block in enumerate(blocks) if (heading := self._heading(block))}
        self._knows = {one.found.field for one in self._headings.values() if one.found} - {TITLE}
        # Notes may come to any field that refers to them.
        self._room = max(MAX_FIELD - of_notes, MAX_FIELD // 2)
        self._lengths: dict[str, int] = {}
        self._to: str = NOWHERE
        self._level, self._step = _DEEPEST, 1

    def placed(self) -> Iterator[Piece]:
        """Each block with its field."""
        title, place = self._title()
        yield from title
        if Section.SUMMARY not in self._knows:
            end = self._end_of_summary(place)
            self._to = Section.SUMMARY
            yield from (self._put(block) for block in self._blocks[place:end])
            place = end
        self._to = NOWHERE if self._knows else Section.STORY
        for at in range(place, len(self._blocks)):
            heading = self._headings.get(at)
            if heading is None:
                yield self._put(self._blocks[at])
            else:
                yield from self._under(heading)

    def _end_of_summary(self, place: int) -> int:
        """Where the summary ends of a text that names none: before a heading, or when enough is said."""
        length, end = 0, place
        while end < len(self._blocks) and end not in self._headings:
            length += len(self._blocks[end])
            if end > place and length > _SUMMARY:
                break
            end += 1
        return end

    def _title(self) -> tuple[list[Piece], int]:
        """The title, if there is one, and where the rest begins."""
        first = self._headings.get(0)
        if first is None:
            is_title = len(self._blocks) > 1 and self._is_line(self._blocks[0])
            return (self._as_title(self._blocks[0]), 1) if is_title else ([], 0)
        if first.found is None:
            return self._as_title(first.text), 1
        if first.found.field != TITLE:
            return [], 0
        if first.rest:
            return self._as_title(first.rest), 1
        if len(self._blocks) > 1 and 1 not in self._headings and len(self._blocks[1]) <= MAX_TITLE:
            return self._as_title(self._blocks[1]), 2
        return [], 1

    @staticmethod
    def _as_title(text: str) -> list[Piece]:
        words = plain(text)
        return [Piece(words, TITLE) if 0 < len(words) <= MAX_TITLE else Piece(text)]

    def _heading(self, block: str) -> _Heading | None:
        marked = _HEADING.fullmatch(block)
        if marked is not None:
            return _Heading(len(marked[1]), marked[2], self._names.find(marked[2]))
        if "\n" in block:
            return None
        bold = _BOLD.fullmatch(block)
        if bold is not None:
            return _Heading(_BOLD_LEVEL, bold[1], self._names.find(bold[1]))
        line = _ITEM.sub("", block, count=1)
        if self._is_line(line):
            found = self._names.find(line, strict=True)
            return _Heading(_DEEPEST, line, found) if found is not None else None
        return self._label(block)

    def _label(self, block: str) -> _Heading | None:
        """A paragraph that begins with the name of what it tells, and a colon."""
        label = _LABEL.fullmatch(block)
        if label is None:
            return None
        name, rest = (label[1], label[2]) if label[1] else (label[3], label[4])
        found = self._names.find(name, strict=True)
        return _Heading(_DEEPEST, name, found, rest.lstrip(": ")) if found is not None else None

    @staticmethod
    def _is_line(block: str) -> bool:
        return len(block) <= LONGEST and "\n" not in block and not _ENDS_SENTENCE.search(block)

    def _under(self, heading: _Heading) -> Iterator[Piece]:
        """Let what follows belong to a heading, which is kept where it says more than the prompt does."""
        if heading.found is not None:
            self._to, self._level = heading.found.field, heading.level
            if self._to == TITLE:
                self._to = NOWHERE
                yield Piece(heading.rest or heading.text)
                return
            if self._to == Section.STORY and self._is_told(self._step):
                self._step += 1
            if not heading.found.whole:
                yield self._put(f"### {heading.text}")
            if heading.rest:
                yield self._put(heading.rest)
            return
        is_below = heading.level > self._level or heading.level >= _BOLD_LEVEL
        if not self._knows or (is_below and self._to == Section.STORY):
            yield from self._next_step(heading)
            return
        if not is_below:
            # A part of its own that no prompt asks for.
            self._to, self._level = NOWHERE, heading.level
        yield self._put(f"### {heading.text}")

    def _next_step(self, heading: _Heading) -> Iterator[Piece]:
        self._to = Section.STORY
        if self._is_told(self._step) and self._step < MAX_PHASES:
            self._step += 1
        when, words = phase_field(self._step, PhasePart.WHEN), plain(heading.text)
        if _YEAR.search(words) and len(words) <= MAX_TITLE and when not in self._lengths:
            self._lengths[when] = len(words)
            yield Piece(words, when)
            return
        yield self._put(f"### {heading.text}")

    def _is_told(self, step: int) -> bool:
        return phase_field(step, PhasePart.WE) in self._lengths or phase_field(step, PhasePart.WHEN) in self._lengths

    def _put(self, block: str) -> Piece:
        to = self._to
        if to == Section.STORY:
            if self._is_full(phase_field(self._step, PhasePart.WE), block):
                self._step += 1
            to = phase_field(self._step, PhasePart.WE) if self._step <= MAX_PHASES else NOWHERE
        if to != NOWHERE and self._is_full(to, block):
            to = NOWHERE
        self._lengths[to] = self._lengths.get(to, 0) + len(block) + 2
        return Piece(block, to)

    def _is_full(self, field: str, block: str) -> bool:
        return self._lengths.get(field, 0) + len(block) > self._room


def _gathered(placed: Iterable[Piece], length: int) -> list[Piece]:
    """Neighbours of one field together, in pieces that are neither tiny nor too many."""
    size = max(_PIECE, length // _MOST_PIECES)
    pieces: list[Piece] = []
    for one in placed:
        last = pieces[-1] if pieces else None
        begins = one.text.startswith("### ") and last is not None and not last.text.startswith("### ")
        alone = one.to == TITLE or one.to.endswith(f".{PhasePart.WHEN}")
        if last is None or last.to != one.to or alone or begins or len(last.text) + len(one.text) > size:
            pieces.append(one)
        else:
            pieces[-1] = Piece(f"{last.text}\n\n{one.text}", one.to)
    return pieces


def _with_notes(pieces: list[Piece], notes: dict[str, str]) -> list[Piece]:
    """Each footnote below the piece that refers to it first, in each field that does."""
    left, given, made = dict(notes), set[tuple[str, str]](), []
    for piece in pieces:
        text = piece.text
        for label in dict.fromkeys(_NOTE_USED.findall(piece.text)):
            if label in notes and (piece.to, label) not in given:
                given.add((piece.to, label))
                left.pop(label, None)
                text += f"\n\n{notes[label]}"
        made.append(Piece(text, piece.to))
    return made + [Piece(note) for note in left.values()]
