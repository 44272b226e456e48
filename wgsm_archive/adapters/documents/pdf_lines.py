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
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_BRACKETS = "()[]{}<>«»‹›"
_MIRRORED = str.maketrans(_BRACKETS, ")(][}{><»«›‹")
_CLOSING = frozenset(_BRACKETS[1::2])
# Where a line was drawn in pieces, blanks stand between a word and its sign.
_SPACE_BEFORE = re.compile(r"\s+(?=[.,،؛:!؟)\]}»›])")
_SPACE_AFTER = re.compile(r"(?<=[(\[{«‹])\s+")
_HYPHEN = "\x02"
_NAME_LENGTH = 200


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
        signs: list[Sign] = []
        for place in range(pdfium.FPDFText_CountChars(text_page)):
            code = pdfium.FPDFText_GetUnicode(text_page, place)
            if code in (10, 13):
                yield from _line(text_page, signs)
                signs = []
            elif code:
                signs.append(_sign(text_page, place, code))
        yield from _line(text_page, signs)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _sign(text_page: Any, place: int, code: int) -> Sign:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, place, box)
    text = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
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
    base = sorted(sign.bottom for sign in drawn)[len(drawn) // 2]
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
    text, in_note = "", False
    for sign in signs:
        is_note = sign.text.isdigit() and sign.height < 0.8 * size and sign.bottom > base
        if is_note != in_note:
            text += "[" if is_note else "]"
        text, in_note = text + sign.text, is_note
    return f"{text}]" if in_note else text


def _from_right(signs: Iterable[Sign]) -> str:
    numbered = list(enumerate(signs))
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
