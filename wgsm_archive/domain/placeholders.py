"""Links, pictures, code and notes as `{1} {2}`: what translators carry over and never need to type.

Outside the archive a paragraph shows numbers where its Markdown holds addresses, names of notes or code; the words
of a link stay, between two numbers. What the numbers stand for is kept here and put back from here, so that no
address ever comes out of a file that somebody sent. Emphasis stays Markdown: its signs are part of the wording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = r"\{[ \u00a0\u202f]?\d{1,6}[ \u00a0\u202f]?\}"
# CommonMark 0.31, section 2.4. A sign before a number of ours is left alone: it would be lost with the number.
_ESCAPE = rf"\\(?!{_NUMBER})[!-/:-@\[-`{{-~]"
_CODE = r"(?<!`)(?P<ticks>`++).+?(?<!`)(?P=ticks)(?!`)"
_WORDS = r"(?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\])*+\])*+"
_TARGET = r"\]\((?:\\.|[^()\n\\]|\((?:\\.|[^()\n\\])*+\))*+\)|\]\[[^\[\]\n^][^\[\]\n]*+\]"
_LINK = rf"(?P<open>!?\[)(?!\^)(?P<words>{_WORDS})(?P<close>{_TARGET})"
_DEFINITION = r"\[[^\[\]\n^][^\[\]\n]*+\]:[ ]*+<?(?i:https?://|mailto:)[^\s{}]*+"
_NOTE = r"\[\^[^\]\s]{1,40}\]"
_ADDRESS = r"<(?i:https?:|mailto:)[^\s<>{}]*+>|(?i:https?://|mailto:)(?:[^\s<>{}()\[\]`*]*[^\s<>{}()\[\]`*.,;:!?'\"])?"
# Pieces of a link that is none: a text without them cannot become one by what stands around its numbers.
_PIECES = r"\]\(|\]\[|\[\^"
_SCAN = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<escape>{_ESCAPE})|(?P<code>{_CODE})|(?P<definition>{_DEFINITION})|{_LINK}"
    rf"|(?P<note>{_NOTE})|(?P<address>{_ADDRESS})|(?P<pieces>{_PIECES})",
    re.DOTALL,
)
_FOREIGN = re.compile(rf"{_ESCAPE}|(?P<foreign>{_NOTE}|{_PIECES}|{_ADDRESS})", re.DOTALL)
_ASKED = re.compile(_NUMBER)


@dataclass(frozen=True, slots=True)
class Code:
    """What a number stands for. `other` is the number of the other half of a link, 0 for what stands alone.

    The half whose number is the smaller one opens the link.
    """

    source: str
    other: int = 0


@dataclass(frozen=True, slots=True)
class Masked:
    """A paragraph with numbers in the place of its codes: `{1}` is the first of `codes`."""

    text: str
    codes: tuple[Code, ...]


class CodesDiffer(ValueError):
    """A text whose numbers cannot be put back as they are.

    `missing`, `doubled`, `unknown` and `swapped` are numbers, each once and in rising order; `swapped` are halves of
    links of which the second comes first, or that cross another link. `foreign` are addresses, notes and links that
    stand in the text itself.
    """

    def __init__(
        self,
        *,
        missing: Sequence[int] = (),
        doubled: Sequence[int] = (),
        unknown: Sequence[int] = (),
        swapped: Sequence[int] = (),
        foreign: Sequence[str] = (),
    ) -> None:
        super().__init__("codes differ")
        self.missing, self.doubled, self.unknown = tuple(missing), tuple(doubled), tuple(unknown)
        self.swapped, self.foreign = tuple(swapped), tuple(foreign)


def masked(text: str) -> Masked:
    """A text with its codes taken out; `restored` with the codes gives back every text to the letter.

    Numbers that stand in the text already are codes themselves, so that each number of the result is one of ours.
    """
    codes: list[Code] = []
    return Masked(_mask(text, codes), tuple(codes))


def _mask(text: str, codes: list[Code]) -> str:
    parts: list[str] = []
    at = 0
    for found in _SCAN.finditer(text):
        if found["escape"]:
            continue
        parts.append(text[at : found.start()])
        at = found.end()
        if found["open"] is None:
            codes.append(Code(found[0]))
            parts.append(f"{{{len(codes)}}}")
            continue
        first = len(codes)
        codes.append(Code(found["open"]))
        words = _mask(found["words"], codes)
        codes[first] = Code(found["open"], len(codes) + 1)
        codes.append(Code(found["close"], first + 1))
        parts += [f"{{{first + 1}}}", words, f"{{{len(codes)}}}"]
    return "".join(parts) + text[at:]


def numbers_in(text: str) -> list[int]:
    """The numbers of codes in a masked text, in the order in which they stand. Digits of every script count."""
    return [_read(found[0]) for found in _ASKED.finditer(text)]


def restored(text: str, codes: Sequence[Code]) -> str:
    """A masked text, or a translation of it, with its codes put back.

    Raises:
        CodesDiffer: some are missing, doubled, unknown or in an order that breaks a link, or the text has brought
            its own.
    """
    found = numbers_in(text)
    times = Counter(found)
    known = range(1, len(codes) + 1)
    problem = CodesDiffer(
        missing=[number for number in known if not times[number]],
        doubled=sorted(number for number, count in times.items() if count > 1),
        unknown=sorted(number for number in times if number not in known),
        swapped=_swapped(found, codes),
        foreign=[one[0] for one in _FOREIGN.finditer(text) if one["foreign"]],
    )
    if problem.missing or problem.doubled or problem.unknown or problem.swapped or problem.foreign:
        raise problem
    return _ASKED.sub(lambda one: codes[_read(one[0]) - 1].source, text)


def _read(number: str) -> int:
    return int(number[1:-1].strip())


def _swapped(found: Sequence[int], codes: Sequence[Code]) -> list[int]:
    opened: list[int] = []
    wrong: set[int] = set()
    there = dict.fromkeys(found)
    for number in there:
        other = codes[number - 1].other if 1 <= number <= len(codes) else 0
        if other > number:
            opened.append(number)
        elif opened and opened[-1] == other:
            opened.pop()
        elif other in opened:
            inside = opened[opened.index(other) + 1 :]
            wrong |= {number, other, *inside, *(codes[one - 1].other for one in inside)}
            opened.remove(other)
        elif other in there:
            wrong |= {number, other}
    return sorted(wrong)


def masked_alike(text: str, codes: Sequence[Code]) -> str | None:
    """A translation with the numbers of the paragraph it was made from; None if it has codes of its own, or lacks any.

    Codes may stand in another order in the translation.
    """
    own = masked(text)
    left = list(range(1, len(codes) + 1))
    number_of: dict[int, int] = {}
    for number, code in enumerate(own.codes, 1):
        closing = own.codes[code.other - 1].source if code.other > number else ""
        if number in number_of:
            continue
        same = (one for one in left if _same(codes, one, code.source, closing))
        place = next(same, None)
        if place is None:
            return None
        number_of[number] = place
        left.remove(place)
        if closing:
            number_of[code.other] = codes[place - 1].other
            left.remove(codes[place - 1].other)
    return None if left else _ASKED.sub(lambda one: f"{{{number_of[_read(one[0])]}}}", own.text)


def _same(codes: Sequence[Code], number: int, source: str, closing: str) -> bool:
    code = codes[number - 1]
    if code.source != source or (code.other > number) != bool(closing):
        return False
    return not closing or codes[code.other - 1].source == closing


def shape_of(codes: Sequence[Code]) -> str:
    """What kind of code stands behind each number, one sign for each; no code itself can be read from it."""
    return "".join(_kind(number, code) for number, code in enumerate(codes, 1))


def _kind(number: int, code: Code) -> str:
    if code.other:
        return "(" if code.other > number else ")"
    return "^" if code.source.startswith("[^") else "`" if code.source.startswith("`") else "<"


def as_far_as_possible(text: str, shape: str, codes: Sequence[Code]) -> str:
    """As `restored`, for a text made for another paragraph with codes of a `shape`: what does not fit is left out.

    Of a link that has no place here its words stay.
    """
    found = [number for number in numbers_in(text) if 1 <= number <= len(codes)]
    wrong = {*_swapped(found, codes), *(number for number, times in Counter(found).items() if times > 1)}
    here = shape_of(codes)
    alike = {number for number in found if shape[number - 1 : number] == here[number - 1 : number] != ""} - wrong
    whole = {number for number in alike if not codes[number - 1].other or codes[number - 1].other in alike}
    return _ASKED.sub(lambda one: codes[_read(one[0]) - 1].source if _read(one[0]) in whole else "", text)
