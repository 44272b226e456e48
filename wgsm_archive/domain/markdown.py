"""Writing Markdown the one way on which the cutting of paragraphs and the renderer agree.

People write Markdown by feel: a list right under a sentence, two spaces for a sublist, bullets copied from a phone.
Renderers differ on such texts. What is saved is therefore put in order first, without changing a word: a blank
line around every kind of block, four spaces a level, `-` and `1.` for items, one sort of heading and dividing line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

_FENCE = re.compile(r"[ ]*(?:`{3,}[ ]*[^\s`]*|~{3,})\Z")
_FENCE_HEAD = re.compile(r"[ ]*(?:`{3}|~{3})")
_TICKS = re.compile(r"`{3,}|~{3,}")
_BULLET = re.compile(r"[-*+•●▪◦‣⁃]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})([.)])\s+(?=\S)")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*(?=\S)")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_CLOSING_SIGNS = re.compile(r"\s#+\Z")
_RULE = re.compile(r"([-*_])(?:[ ]*\1){2,}\Z")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\Z")
_LINE_SIGNS = frozenset("-:| ")
_TABLE_RULE = re.compile(r"\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?\Z")
_NO_BAR = re.compile(r"\\.|`[^`]*`")
_MAX_LEVELS = 6


class _Kind(Enum):
    NOTHING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    ALONE = auto()  # a heading, dividing line, table or quotation: what follows is apart from it


@dataclass(frozen=True, slots=True)
class _Level:
    """A list, or a note, that later lines may belong to: how far in it was written, and its sort."""

    indent: int
    sort: str


def normalise(markdown: str) -> str:
    """Put a section in order; words stay as they are. Doing it again changes nothing."""
    text = markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    lines = [_without_fence(line.rstrip()) for line in text.expandtabs(4).split("\n")]
    return "\n".join(_Writer(0).write(lines))


def _without_fence(line: str) -> str:
    # Stories hold no program code; an unclosed fence would swallow everything below it.
    if "`" not in line and "~" not in line:
        return line
    if _FENCE.match(line):
        return ""
    return _TICKS.sub(lambda found: "`" if found[0][0] == "`" else "", line) if _FENCE_HEAD.match(line) else line


class _Writer:
    """Reads lines of one depth of quotation and writes them in order."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._out: list[str] = []
        self._kind = _Kind.NOTHING
        self._lists: list[_Level] = []
        self._blank = True  # whether a blank line was read just now
        self._lines_of_paragraph = 0
        self._level_of_block = 0  # how deep the item is that the present run of items began with

    def write(self, lines: list[str]) -> list[str]:
        place = 0
        while place < len(lines):
            line = lines[place]
            content = line.strip()
            if not content or _says_nothing(content):
                self._blank = True
                place += 1
                continue
            used = self._take_block(lines, place, len(line) - len(line.lstrip()), content)
            self._blank = False
            place += used
        while self._out and not self._out[-1]:
            self._out.pop()
        return self._out

    def _take_block(self, lines: list[str], place: int, indent: int, content: str) -> int:
        """Write what begins at this line; returns how many lines that took."""
        if content[0].isalpha() and "|" not in content:  # nothing else begins so
            self._take_words(indent, content)
            return 1
        if content.startswith(">"):
            return self._take_quote(lines, place, indent)
        if _starts_table(lines, place):
            return self._take_table(lines, place)
        if not (self._take_alone(content) or self._take_note(content) or self._take_item(indent, content)):
            self._take_words(indent, content)
        return 1

    def _gap(self) -> None:
        if self._out and self._out[-1]:
            self._out.append("")

    def _alone(self, written: list[str]) -> None:
        self._gap()
        self._out += written
        self._gap()
        self._kind = _Kind.ALONE

    def _take_quote(self, lines: list[str], place: int, indent: int) -> int:
        inner: list[str] = []
        for line in lines[place:]:
            content = line.strip()
            if content.startswith(">"):
                inner.append(content[1:].removeprefix(" "))
            elif not content or _starts_block(content) or not inner or not inner[-1].strip():
                break
            else:
                inner.append(content)
        pad = self._pad(indent)
        if self._depth >= _MAX_LEVELS:
            written = [part for line in inner if (part := line.lstrip("> "))]
            self._alone([f"{pad}> {part}" for part in written])
        else:
            written = _Writer(self._depth + 1).write(inner)
            self._alone([f"{pad}> {line}" if line else "" for line in written])
        return len(inner)

    def _take_table(self, lines: list[str], place: int) -> int:
        rows = [_row(lines[place]), _row(lines[place + 1])]
        end = place + 2
        while end < len(lines) and _bars(lines[end]):
            if not _says_nothing(lines[end].strip()):
                rows.append(_row(lines[end]))
            end += 1
        self._lists = []
        self._alone(rows)
        return end - place

    def _take_alone(self, content: str) -> bool:
        """Headings and dividing lines; a line drawn under one line of words makes that a heading."""
        if _UNDERLINE.match(content) and self._is_one_line():
            self._alone([f"{'#' if content[0] == '=' else '##'} {self._out.pop()}"])
            return True
        heading = _HEADING.match(content)
        if heading is None and not _RULE.match(content):
            return False
        self._lists = []
        self._alone(["---" if heading is None else _heading(heading[1], content[heading.end() :])])
        return True

    def _is_one_line(self) -> bool:
        is_paragraph = self._kind is _Kind.PARAGRAPH and not self._blank and not self._lists
        return is_paragraph and self._lines_of_paragraph == 1

    def _take_note(self, content: str) -> bool:
        note = _NOTE.match(content)
        if note is None:
            return False
        self._gap()
        self._out.append(f"[^{note[1]}]: {content[note.end() :]}")
        self._lists, self._kind = [_Level(0, "note")], _Kind.ITEM
        return True

    def _take_item(self, indent: int, content: str) -> bool:
        bullet, number = _BULLET.match(content), _NUMBER.match(content)
        marker = bullet or number
        if marker is None:
            return False
        in_prose = self._kind is _Kind.PARAGRAPH and not self._blank and not self._lists
        if number is not None and in_prose and number[1] != "1":
            return False  # a number that a line of prose happens to begin with
        self._find_level(indent, "-" if bullet else "1")
        level = len(self._lists) - 1
        if self._kind is not _Kind.ITEM or self._blank or level < self._level_of_block:
            self._gap()
        if not self._out or not self._out[-1]:
            self._level_of_block = level
        sign = "-" if number is None else f"{number[1]}."
        self._out.append(f"{'    ' * level}{sign} {content[marker.end() :]}")
        self._kind = _Kind.ITEM
        return True

    def _find_level(self, indent: int, sort: str) -> None:
        """Make the last of the open lists the one that an item of this indent belongs to."""
        if self._lists and self._lists[-1].sort == "note" and indent < 2:
            self._lists = []
            self._gap()
        left = None
        while self._lists and indent < self._lists[-1].indent:
            left = self._lists.pop()
        nested = not self._lists or indent >= self._lists[-1].indent + 2
        if nested and len(self._lists) < _MAX_LEVELS:
            if (self._lists and self._lists[-1].sort == "note") or (left is not None and left.sort != sort):
                self._gap()
            self._lists.append(_Level(indent, sort))
        elif self._lists[-1].sort != sort:
            self._lists[-1] = _Level(self._lists[-1].indent, sort)
            self._gap()

    def _take_words(self, indent: int, content: str) -> None:
        begins_row = content.startswith("|")
        if self._blank or begins_row or self._kind in (_Kind.ALONE, _Kind.NOTHING):
            pad = self._pad(indent)
            self._gap()
            self._out.append(pad + content)
            self._kind, self._lines_of_paragraph = _Kind.PARAGRAPH, 1
            return
        number = _NUMBER.match(content)
        if number is not None:
            content = f"{number[1]}\\{content[number.end(1) :]}"
        pad = "    " * (len(self._lists) - 1) if self._lists else ""
        self._out.append(pad + content)
        self._lines_of_paragraph += 1

    def _pad(self, indent: int) -> str:
        """What a block below an open list is set in by: it stays inside items that it was set in under."""
        inside = [level for level in self._lists if indent >= level.indent + 2]
        self._lists = self._lists[: len(inside)]
        return "    " * len(inside)


def _says_nothing(content: str) -> bool:
    """Whether a line is a marker without an item, or the rule of a table that is not there."""
    if content[0].isalpha():
        return False
    if len(content) == 1:
        return content in "-*+•●▪◦‣⁃"
    if _RULE.match(content):
        return False
    bullet = _BULLET.match(content)
    rest = content[bullet.end() :] if bullet else content
    return _LINE_SIGNS.issuperset(rest) and (bullet is not None or "-" in content)


def _starts_block(content: str) -> bool:
    return content.startswith("|") or any(p.match(content) for p in (_BULLET, _NUMBER, _NOTE, _HEADING, _RULE))


def _heading(signs: str, words: str) -> str:
    return f"{signs} {_CLOSING_SIGNS.sub('', words).rstrip()}"


def _bars(line: str) -> int:
    """How many bars of a line divide cells; escaped ones and those in code do not."""
    return _NO_BAR.sub("", line).count("|")


def _cells(line: str) -> int:
    return _bars(_row(line)) - 1


def _row(line: str) -> str:
    content = line.strip()
    head = "" if content.startswith("|") else "| "
    tail = "" if _NO_BAR.sub("", content).endswith("|") and content != "|" else " |"
    return head + content + tail


def _starts_table(lines: list[str], place: int) -> bool:
    # Without a row below its rule it holds nothing that a table is for.
    if place + 2 >= len(lines) or not _bars(lines[place]):
        return False
    if not _bars(lines[place + 2]) or _says_nothing(lines[place + 2].strip()):
        return False
    below = lines[place + 1].strip()
    return "|" in below and _TABLE_RULE.match(below) is not None and _cells(lines[place]) == _cells(below)
