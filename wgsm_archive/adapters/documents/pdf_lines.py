"""Lines of words on the pages of a PDF, in the order in which they are read, with where they stand.

PDFium tells each sign and its box. Signs of a line that is read from right to left come in the order in which
they were drawn, so they are put in order by their places.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

_BRACKETS = "()[]{}<>«»‹›"
_MIRRORED = str.maketrans(_BRACKETS, ")(][}{><»«›‹")
_CLOSING = frozenset(_BRACKETS[1::2])
# Where a line was drawn in pieces, blanks stand between a word and its sign.
_SPACE_BEFORE = re.compile(r"\s+(?=[.,،؛:!؟)\]}»›])")
_SPACE_AFTER = re.compile(r"(?<=[(\[{«‹])\s+")
_LINE_ENDS = (10, 13)
_HYPHEN_CODE = 2
_HYPHEN = chr(_HYPHEN_CODE)
_NAME_LENGTH = 200
_GUESSED = "\u200b"
"""Stands for a blank that is not in the file: PDFium found a gap there."""
_BLANK, _WIDE_BLANK = 0.08, 0.2
"""Parts of the height of a line that a gap has between words: where PDFium sees a blank, and where it sees none."""
_INDIC = ("\u0900", "\u1000")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign with its box, in points from the lower left corner of the page."""

    place: int
    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """How high its box is; fonts of one size differ in it."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its words, its place and size in points, whether it is bold, and whether it is read from the right."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    from_right: bool = False
    broken_word: bool = False

    @property
    def start(self) -> float:
        """How far from the reader's beginning of the page it begins; smaller is nearer."""
        return -self.right if self.from_right else self.left

    @property
    def end(self) -> float:
        """Where it ends, in the direction of reading."""
        return -self.left if self.from_right else self.right


def lines_of(page: Any) -> Iterator[Line]:
    """The lines of a page of PDFium's."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return
    try:
        for signs in _joined_again(_with_marks_at_home(_rows(text_page))):
            yield from _line(text_page, signs)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _rows(text_page: Any) -> list[list[Sign]]:
    rows: list[list[Sign]] = [[]]
    for place in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, place)
        if code and code not in _LINE_ENDS:
            rows[-1].append(_sign(text_page, place, code))
        # A word that goes on in the next line: PDFium tells of no end of the line there.
        if code in _LINE_ENDS or code == _HYPHEN_CODE:
            rows.append([])
    return [row for row in rows if row]


def _with_marks_at_home(rows: list[list[Sign]]) -> list[list[Sign]]:
    """The rows with each Arabic vowel sign right behind its letter; it may have been drawn in another row's turn."""
    if not any(_is_vowel_sign(sign) for row in rows for sign in row):
        return rows
    made = [[sign for sign in row if not _is_vowel_sign(sign)] for row in rows]
    for number, row in enumerate(rows):
        for mark in filter(_is_vowel_sign, row):
            near = [
                (at, place)
                for at in (number - 1, number, number + 1)
                if 0 <= at < len(made)
                for place in range(len(made[at]))
            ]
            letters = [(at, place) for at, place in near if unicodedata.bidirectional(made[at][place].text[0]) == "AL"]
            if letters:
                at, place = min(letters, key=lambda one: _distance(mark, made[one[0]][one[1]]))
                made[at][place] = replace(made[at][place], text=made[at][place].text + mark.text)
    return [row for row in made if row]


def _joined_again(rows: list[list[Sign]]) -> list[list[Sign]]:
    """The rows with those in one that are read from the right and stand at one height: a raised sign had cut them."""
    made: list[list[Sign]] = []
    for row in rows:
        last = made[-1] if made else []
        texts = ["".join(sign.text for sign in one) for one in (last, row)]
        are_alike = all(is_from_right(text) or not any(map(str.isalnum, text)) for text in texts)
        if last and are_alike and abs(_base(last) - _base(row)) < 0.35 * max(row[0].height, last[0].height):
            made[-1] = [*last, *row]
        else:
            made.append(row)
    return made


def _base(signs: Iterable[Sign]) -> float:
    """The height on which signs stand: the middle one of all, because some reach further down."""
    bottoms = sorted(sign.bottom for sign in signs)
    return bottoms[len(bottoms) // 2]


def _is_vowel_sign(sign: Sign) -> bool:
    return "\u064b" <= sign.text <= "\u065f" or sign.text == "\u0670"


def _distance(one: Sign, other: Sign) -> float:
    return abs(one.left + one.right - other.left - other.right) / 2 + abs(one.bottom - other.bottom)


def _sign(text_page: Any, place: int, code: int) -> Sign:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, place, box)
    text = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    if text == " " and pdfium.FPDFText_IsGenerated(text_page, place):
        text = _GUESSED
    return Sign(place, text, box.left, box.right, min(box.bottom, box.top), max(box.bottom, box.top))


def _is_bold(text_page: Any, place: int) -> bool:
    name = ctypes.create_string_buffer(_NAME_LENGTH)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, place, name, _NAME_LENGTH, flags)
    return any(word in name.value.lower() for word in (b"bold", b"black", b"heavy"))


def _size(text_page: Any, place: int) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, place, matrix)
    return float(pdfium.FPDFText_GetFontSize(text_page, place) * math.hypot(matrix.c, matrix.d))


def _line(text_page: Any, signs: list[Sign]) -> Iterator[Line]:
    drawn = [sign for sign in signs if sign.text.strip()]
    if not drawn:
        return
    middle = sorted(drawn, key=lambda sign: sign.height)[len(drawn) // 2]
    base = _base(drawn)
    from_right = is_from_right("".join(sign.text for sign in drawn))
    text = _from_right(signs) if from_right else _from_left(signs, middle.height, base)
    broken = text.rstrip().endswith((_HYPHEN, "\u00ad"))
    yield Line(
        text=plain_forms(" ".join(text.replace(_HYPHEN, "-").split())),
        left=min(sign.left for sign in drawn),
        right=max(sign.right for sign in drawn),
        base=base,
        size=_size(text_page, middle.place),
        bold=_is_bold(text_page, drawn[0].place) and _is_bold(text_page, drawn[-1].place),
        from_right=from_right,
        broken_word=broken,
    )


def is_from_right(text: str) -> bool:
    """Whether most letters of a text are read from right to left."""
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    from_right = sum(kind in ("R", "AL") for kind in kinds)
    return from_right > sum(kind == "L" for kind in kinds)


def _from_left(signs: Iterable[Sign], size: float, base: float) -> str:
    """The words of a line; small raised digits are the numbers of notes."""
    text, in_note, end, is_guessed = "", False, 0.0, False
    for sign in signs:
        if sign.text == _GUESSED:
            is_guessed = True
            continue
        # PDFium guesses at blanks by the sign before, which in some scripts does not reach as far as its letter.
        gap = (sign.left - end) / (sign.height or 1)
        if text and gap > (_BLANK if is_guessed else _WIDE_BLANK if _INDIC[0] < sign.text < _INDIC[1] else 99):
            text, end = f"{text} ", 0.0
        is_note = sign.text.isdigit() and sign.height < 0.8 * size and sign.bottom > base
        if is_note != in_note:
            text += "[" if is_note else "]"
        text, in_note, is_guessed = text + sign.text, is_note, False
        end = max(end, sign.right) if sign.text.strip() else sign.right
    return f"{text}]" if in_note else text


def _from_right(signs: Iterable[Sign]) -> str:
    numbered = [(place, sign) for place, sign in enumerate(signs) if sign.text != _GUESSED]
    # Signs of one box are one glyph, whose letters PDFium has turned round with the rest.
    placed = sorted(numbered, key=lambda pair: (-(pair[1].left + pair[1].right), -pair[0]))
    text, last = "", None
    for _place, sign in placed:
        size = sign.height
        if last is not None and last.left - sign.right > 0.15 * size and sign.text.strip() and last.text.strip():
            text += " "
        text += sign.text
        last = sign
    brackets = [sign for sign in text if sign in _BRACKETS]
    # Some programs write the shape of a bracket, others its meaning.
    if brackets and brackets[0] in _CLOSING:
        text = text.translate(_MIRRORED)
    return _SPACE_BEFORE.sub("", _SPACE_AFTER.sub("", _runs_turned(text)))


def _runs_turned(text: str) -> str:
    """Numbers and words of the other direction, which were read backwards with the line, the right way round."""
    made, run, between = "", "", ""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "EN", "AN"):
            run += between + sign if run else sign
            between = ""
        elif run and kind not in ("R", "AL", "NSM"):
            between += sign
        else:
            made += run[::-1] + between + sign
            run = between = ""
    return made + run[::-1] + between


def plain_forms(text: str) -> str:
    """Letters instead of the shapes that they have in a word: one for two (`ﬁ`), Arabic ones at the end of a word."""
    if not any("\ufb00" <= sign <= "\ufeff" for sign in text):
        return text
    return "".join(unicodedata.normalize("NFKC", sign) if "\ufb00" <= sign <= "\ufefe" else sign for sign in text)
