"""Word's XML (ECMA-376 part 1) before mammoth reads it: only what readers of the printed document would see stays.

What was deleted or moved away, comments, hidden words, pictures, fields that name a person or a file, and the table of
contents are taken out. Text boxes stand after the paragraph that they hang on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_GONE = frozenset(
    W + name
    for name in (
        *("del", "moveFrom", "delText", "delInstrText", "commentReference", "commentRangeStart", "commentRangeEnd"),
        *(
            "annotationRef",
            "rPrChange",
            "pPrChange",
            "sectPr",
            "sectPrChange",
            "tblPrChange",
            "trPrChange",
            "tcPrChange",
        ),
        *(
            "numberingChange",
            "proofErr",
            "permStart",
            "permEnd",
            "altChunk",
            "subDoc",
            "ffData",
            "lastRenderedPageBreak",
        ),
        *("pgNum", "rt", "rubyPr", "bookmarkStart", "bookmarkEnd"),
    )
)
_UNWRAPPED = frozenset(
    W + name for name in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "fldSimple", "ruby", "rubyBase")
)
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
# Fields that name a person or a file (17.16.5 of the standard).
_TELLING = re.compile(
    r"\s*(?:AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|TEMPLATE|DOCPROPERTY|INFO|COMMENTS|SUBJECT|KEYWORDS)\b",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"toc(?: heading| \d+)\Z|table of figures\Z", re.IGNORECASE)


class Styles:
    """The styles that hide what is written in them, or belong to a table of contents, by their ids."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else [one for one in root if one.tag == W + "style"]
        based = {one.get(W + "styleId", ""): _value(one.find(W + "basedOn")) for one in styles}
        names = {one.get(W + "styleId", ""): _value(one.find(W + "name")) for one in styles}
        hiding = {one.get(W + "styleId", "") for one in styles if _hides(one.find(W + "rPr"))}
        self.hidden = {name for name in based if any(one in hiding for one in _line(name, based))}
        self.contents = {style for style, name in names.items() if _CONTENTS.match(name)}


def _line(name: str, based: dict[str, str]) -> Iterator[str]:
    for _generation in range(20):
        yield name
        name = based.get(name, "")


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(W + "val", "")


def _hides(properties: Element | None) -> bool:
    if properties is None:
        return False
    marks = (properties.find(W + name) for name in ("vanish", "specVanish", "webHidden"))
    return any(mark is not None and mark.get(W + "val", "1") not in ("0", "false", "off") for mark in marks)


class Cleaner:
    """Makes a clean copy of a part. `pictures` says afterwards whether any were left out."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []
        self._instruction: list[str] = []
        self._boxes: list[Element] = []
        self.pictures = False

    def clean(self, root: Element) -> Element:
        """The copy."""
        return self._copy(root)

    def _copy(self, element: Element) -> Element:
        made = Element(element.tag, {key: value for key, value in element.attrib.items() if not _is_noise(key)})
        made.text = element.text
        made.extend(self._inside(element))
        return made

    def _inside(self, element: Element) -> Iterator[Element]:
        for child in element:
            yield from self._kept(child)

    def _kept(self, element: Element) -> Iterable[Element]:
        tag = element.tag
        if tag in _GONE or self._is_out_of_sight(element):
            return
        if tag == W + "fldSimple" and _tells(element.get(W + "instr", "")):
            return
        if tag in _UNWRAPPED:
            yield from self._inside(element)
        elif tag == W + "sdt":
            content = element.find(W + "sdtContent")
            yield from () if content is None else self._inside(content)
        elif tag == _MC + "AlternateContent":
            chosen = element.find(_MC + "Choice")
            yield from () if chosen is None else self._inside(chosen)
        elif tag in _DRAWN:
            self._take_boxes(element)
        elif tag in (_MATH + "oMath", _MATH + "oMathPara"):
            yield _run("".join(part.text or "" for part in element.iter(_MATH + "t")))
        elif tag == W + "p":
            yield from self._paragraph(element)
        elif tag == W + "r":
            yield from self._run(element)
        else:
            yield self._copy(element)

    def _is_out_of_sight(self, element: Element) -> bool:
        if element.tag == W + "r":
            properties = element.find(W + "rPr")
            style = None if properties is None else properties.find(W + "rStyle")
            return _hides(properties) or _value(style) in self._styles.hidden
        if element.tag == W + "p":
            name = _value(element.find(f"{W}pPr/{W}pStyle"))
            return name in self._styles.hidden or name in self._styles.contents
        if element.tag == W + "tr":
            return element.find(f"{W}trPr/{W}hidden") is not None or element.find(f"{W}trPr/{W}del") is not None
        if element.tag == W + "sdt":
            gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            is_empty = element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
            return is_empty or _value(gallery).lower() == "table of contents"
        return False

    def _paragraph(self, element: Element) -> Iterator[Element]:
        outer, self._boxes = self._boxes, []
        yield self._copy(element)
        boxes, self._boxes = self._boxes, outer
        yield from boxes

    def _run(self, element: Element) -> Iterator[Element]:
        """A run, unless it stands in a field that tells of a person or a file."""
        is_dark = any(self._fields)
        mark = element.find(W + "fldChar")
        kind = "" if mark is None else mark.get(W + "fldCharType", "")
        if kind == "begin":
            self._fields.append(False)
            self._instruction = []
        elif kind == "end" and self._fields:
            self._fields.pop()
        self._instruction += [part.text or "" for part in element.findall(W + "instrText")]
        if self._fields and not is_dark:
            self._fields[-1] = _tells("".join(self._instruction))
        if not is_dark and not any(self._fields):
            yield self._copy(element)

    def _take_boxes(self, element: Element) -> None:
        boxes = list(element.iter(W + "txbxContent"))
        self.pictures = self.pictures or not boxes
        for box in boxes:
            found = list(self._inside(box))
            self._boxes += found


def _run(text: str) -> Element:
    run = Element(W + "r")
    SubElement(run, W + "t").text = text
    return run


def _tells(instruction: str) -> bool:
    return _TELLING.match(instruction) is not None


def _is_noise(key: str) -> bool:
    return key.startswith(_MC) or "rsid" in key


def transitional(content: bytes) -> bytes:
    """A part in the strict spelling of the standard, in the usual one."""
    if b"purl.oclc.org/ooxml" not in content:
        return content
    for strict, usual in ((_STRICT, W), (_STRICT_ID.partition("}")[0] + "}", R_ID.partition("}")[0] + "}")):
        content = content.replace(strict[1:-1].encode(), usual[1:-1].encode())
    return content
