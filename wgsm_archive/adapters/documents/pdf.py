"""Reading .pdf: paragraphs put together from lines, without what stands at the edge of every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pypdfium2.raw as pdfium

from wgsm_archive.adapters.documents.pdf_lines import Line, lines_of
from wgsm_archive.adapters.documents.writing import escaped
from wgsm_archive.ports.documents import MAX_WORDS, Unusable, Words

MAX_PAGES = 300
_MOST_OBJECTS = 3000
"""Things on a page among which pictures are looked for."""
_SCANNED = 30
"""Letters on a page below which its words are those of a scanner."""
_EDGE_LINES = 2
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:pages?|p|pg|página|pagina|pág|pag|folio|hoja|seite|صفحة|ص|पृष्ठ|पेज)\b[\W_]*)?"
    r"(?:\d{1,4}|[ivxlc]{1,6})(?:[\W_]*(?:of|de|sur|di|von|من|का|/)?[\W_]*\d{1,4})?[\W_]*\Z",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[•●▪◦‣⁃▸■□○✓➢\uf0b7\uf0a7·]|[-–*](?=\s))\s*(?=\S)")
_BETWEEN_ITEMS = re.compile(r"(?<=\S)\n\n(?=- )")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+\S")
_ENDS = re.compile(r"[.!?؟۔।॥:;…][\"'”’»)\]]*\Z")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010]\Z")
_LARGER, _OTHER_SIZE = 1.15, 1.1
_WIDER_GAP, _LATIN_LINE, _OTHER_LINE = 1.3, 1.2, 1.6
_ONE_LINE, _MOST_SET_IN = 2.2, 0.25
_LONGEST_HEADING = 200


def read(content: bytes) -> Words:
    """The words of a file.

    Raises:
        Unusable: it is locked, broken, holds pictures of pages only, or is larger than it may be.
    """
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        is_locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Unusable("document-locked" if is_locked else "file-unreadable")
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        raise Unusable("file-too-much")
    pages: list[list[Line]] = []
    pictures, letters = False, 0
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            continue
        lines = list(lines_of(page))
        letters += sum(map(len, (line.text for line in lines)))
        if letters > 2 * MAX_WORDS:
            raise Unusable("file-too-much")
        pictures = pictures or _has_picture(page)
        pages.append(lines)
        pdfium.FPDF_ClosePage(page)
    if not pages:
        raise Unusable("file-unreadable")
    if pictures and letters < _SCANNED * len(pages):
        raise Unusable("file-pictures-only")
    _check_letters(pages)
    body = _body_size(pages)
    return Words(_markdown(_without_edges(pages, body), body), pictures)


def _has_picture(page: object) -> bool:
    places = range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS))
    objects = (pdfium.FPDFPage_GetObject(page, place) for place in places)
    return any(pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_IMAGE for one in objects)


def _check_letters(pages: Sequence[Sequence[Line]]) -> None:
    """Refuse fonts that do not say which letters they draw."""
    text = "".join(line.text for lines in pages for line in lines)
    unknown = sum(sign == "\ufffd" or sign < " " or "\ue000" <= sign <= "\uf8ff" for sign in text)
    if unknown > 0.2 * len(text):
        raise Unusable("file-letters")


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size in which most is written."""
    sizes: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _without_edges(pages: list[list[Line]], body: float) -> list[list[Line]]:
    """The pages without their running heads and feet, and without their numbers."""
    edges = Counter(
        edge
        for lines in pages
        for edge in {_shape(line) for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]) if line.size < 1.05 * body}
    )
    often = {edge for edge, times in edges.items() if times >= max(2, len(pages) / 2)}
    return [_trimmed(lines, often) for lines in pages]


def _shape(line: Line) -> tuple[str, int]:
    """What a line says without its numbers, and how high it stands."""
    return _NUMBER.sub("#", line.text), round(line.base / 4)


def _trimmed(lines: list[Line], often: set[tuple[str, int]]) -> list[Line]:
    kept = list(lines)
    for at in (0, -1):
        for _time in range(_EDGE_LINES):
            is_number = bool(kept) and len(kept) > 1 and _PAGE_NUMBER.match(kept[at].text) is not None
            if kept and (_shape(kept[at]) in often or (is_number and _stands_apart(kept, at))):
                kept.pop(at)
    return kept


def _stands_apart(lines: Sequence[Line], at: int) -> bool:
    """Whether there is more room between a line at the edge and its neighbour than between others."""
    near = lines[1] if at == 0 else lines[-2]
    return abs(lines[at].base - near.base) > 1.5 * near.size


def _markdown(pages: list[list[Line]], body: float) -> str:
    sizes = {line.size for lines in pages for line in lines}
    larger: list[float] = []
    for size in sorted((one for one in sizes if one >= _LARGER * body), reverse=True):
        # Sizes are measured, so the same one comes out a little different.
        if not larger or size < 0.92 * larger[-1]:
            larger.append(size)
    text = "\n\n".join(_block(lines, body, larger) for lines in _paragraphs(pages))
    return _BETWEEN_ITEMS.sub("\n", text)


def _paragraphs(pages: list[list[Line]]) -> Iterator[list[Line]]:
    gathered: list[Line] = []
    for lines in pages:
        gaps = [above.base - below.base for above, below in pairwise(lines)]
        usual = median([gap for gap, line in zip(gaps, lines, strict=False) if 0 < gap < _ONE_LINE * line.size] or [0])
        for place, line in enumerate(lines):
            last = gathered[-1] if gathered else None
            if last is not None and _begins(last, line, lines, usual if place else None):
                yield gathered
                gathered = []
            gathered.append(line)
    if gathered:
        yield gathered


def _begins(last: Line, line: Line, page: Sequence[Line], usual: float | None) -> bool:
    """Whether a paragraph begins with a line. `usual` is the step to the next line here, None on a new page."""
    if max(last.size, line.size) > _OTHER_SIZE * min(last.size, line.size) or last.bold != line.bold:
        return not last.broken_word
    if _ITEM.match(line.text) or _NUMBERED.match(line.text) or last.from_right != line.from_right:
        return True
    same = [one for one in page if one.from_right == line.from_right]
    start, end = min(one.start for one in same), max(one.end for one in same)
    width = max(end - start, 1)
    is_short = end - last.end > 0.2 * width
    if usual is None:
        return bool(_ENDS.search(last.text)) and (is_short or line.start - start > line.size or line.text[:1].isupper())
    step = last.base - line.base
    if step < -line.size:
        return bool(_ENDS.search(last.text))  # another column
    # Scripts with marks above and below their letters are written in higher lines.
    height = line.size * (_LATIN_LINE if line.text[:1] < "\u0590" else _OTHER_LINE)
    if step > _WIDER_GAP * max(usual, height):
        return True
    set_in = min(line.start - start, line.start - last.start)
    is_set_in = line.size < set_in < _MOST_SET_IN * width and not _ITEM.match(last.text)
    return is_set_in or (is_short and bool(_ENDS.search(last.text)))


def _block(lines: Sequence[Line], body: float, larger: Sequence[float]) -> str:
    parts = [lines[0].text]
    for last, line in pairwise(lines):
        if last.broken_word or (_HYPHENATED.search(last.text[-2:]) and line.text[:1].islower()):
            parts[-1] = parts[-1].rstrip("-\u2010\u00ad")
        else:
            parts.append(" ")
        parts.append(line.text)
    text = "".join(parts)
    item = _ITEM.match(text)
    if item is not None:
        return f"- {escaped(text[item.end() :])}"
    words, size = escaped(text), lines[0].size
    level = sum(size < 0.95 * one for one in larger) + 1
    if len(text) <= _LONGEST_HEADING and level <= len(larger):
        return f"{'#' * min(level, 3)} {words}"
    is_heading = lines[0].bold and len(lines) <= 2 and len(text) <= 120 and not _ENDS.search(text.rstrip(":"))
    return f"**{words}**" if is_heading and size >= 0.95 * body else words
