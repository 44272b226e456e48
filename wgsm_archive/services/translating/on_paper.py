"""What was written on a printed sheet, typed in: a number that stands there in brackets, and the text after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

_BEGINS = re.compile(r"^[ \t\u200e\u200f]*\(?[ ]?(\d{1,6})(?:[-\u2010-\u2013](\d{1,4}))?[ ]?\)[ \t]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph: its place among those that the story ever had, and which of the texts that stood there."""

    number: str
    rank: int
    text_number: int
    text: str


def read_sheet(typed: str) -> Iterator[Entry]:
    """The paragraphs, each from its number to the next; digits of every script are read."""
    found = list(_BEGINS.finditer(typed))
    for one, after in zip_longest(found, found[1:]):
        text = typed[one.end() : after.start() if after is not None else len(typed)].strip()
        if text:
            number = one[1] + (f"-{one[2]}" if one[2] else "")
            yield Entry(number, int(one[1]), int(one[2] or 1), text)
