"""What changed between two texts, word by word, in any script."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

import regex

# Letters with their marks, digits and joiners stay together: Python's own \w would cut Indic words at vowel signs.
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}\u200c\u200d]+|\s+|.", regex.DOTALL)
_MOST_PAIRS = 400_000
"""Above this many pairs of words the middle is shown as replaced as a whole: the cost stays small for any text."""


class Change(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share a fate."""

    change: Change
    text: str


def word_diff(old: str, new: str) -> tuple[Run, ...]:
    """The runs of words that make `old` into `new`, in reading order; what was taken out stands before what came in."""
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _shared(one, two)
    tail = _shared(one[head:][::-1], two[head:][::-1])
    middle_one, middle_two = one[head : len(one) - tail], two[head : len(two) - tail]
    runs = [(Change.SAME, "".join(one[:head])), *_compared(middle_one, middle_two)]
    runs.append((Change.SAME, "".join(one[len(one) - tail :])))
    return tuple(Run(change, text) for change, text in runs if text)


def _shared(one: list[str], two: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def _compared(one: list[str], two: list[str]) -> list[tuple[Change, str]]:
    if len(one) * len(two) > _MOST_PAIRS:
        return [(Change.OLD, "".join(one)), (Change.NEW, "".join(two))]
    runs: list[tuple[Change, str]] = []
    old = new = ""
    for kind, one_from, one_to, two_from, two_to in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        out, came = "".join(one[one_from:one_to]), "".join(two[two_from:two_to])
        # A blank between two changed words is no island: the change reads as one.
        if kind == "equal" and (out.strip() or not (old or new)):
            runs += [(Change.OLD, old), (Change.NEW, new), (Change.SAME, out)]
            old = new = ""
        else:
            old, new = old + out, new + came
    return [*runs, (Change.OLD, old), (Change.NEW, new)]
