"""A table for word processors: key, source and translation side by side (ECMA-376, WordprocessingML).

Word processors lose what is told about a document elsewhere, so that its first row says which story it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from wgsm_archive.adapters.documents.tree import INLINE, Kind, Node, Read
from wgsm_archive.adapters.documents.writing import MARKS, joined, marked
from wgsm_archive.adapters.offline.markup import archive, document, element, name_of, read_name
from wgsm_archive.adapters.offline.xliff import notes
from wgsm_archive.domain.language import direction_of
from wgsm_archive.ports.offline import Brought, BroughtText, Parcel, Unreadable, Words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_WIDTHS = (1638, 6700, 6700)
_PAGE = {"w:w": "16838", "w:h": "11906", "w:orient": "landscape"}
_KEY = re.compile(r"\bs-[0-9a-f]{12}\b")


def write(parcel: Parcel, words: Words) -> bytes:
    """A document that holds the table."""
    source, target = parcel.source, parcel.target
    rows = [
        _row((name_of(parcel), ""), (source, source), (target, target)),
        _row(("", ""), (words.source, source), (words.target, target), is_head=True),
    ]
    for unit in parcel.units:
        about = "\n\n".join([unit.key, *notes(unit, words)])
        rows.append(_row((about, ""), (unit.source, unit.source_language), (unit.target, target)))
    properties = element("w:tblPr", None, _value("tblStyle", "Grid"), _value("tblLayout", "fixed", "type"))
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": str(width)}) for width in _WIDTHS))
    margins = {f"w:{side}": "900" for side in ("top", "right", "bottom", "left")}
    margins |= {"w:header": "450", "w:footer": "450", "w:gutter": "0"}
    page = element("w:sectPr", None, element("w:pgSz", _PAGE), element("w:pgMar", margins))
    title = _paragraph(parcel.title, source)
    body = element("w:body", None, title, element("w:tbl", None, properties, grid, *rows), element("w:p"), page)
    return archive(
        [
            ("[Content_Types].xml", _types()),
            ("_rels/.rels", _related("word/document.xml", "officeDocument")),
            ("word/document.xml", document(element("w:document", {"xmlns:w": _W}, body))),
            ("word/_rels/document.xml.rels", _related("styles.xml", "styles")),
            ("word/styles.xml", _styles()),
        ]
    )


def _value(name: str, value: str, key: str = "val") -> Element:
    return element(f"w:{name}", {f"w:{key}": value})


def _row(*cells: tuple[str, str], is_head: bool = False) -> Element:
    made = element("w:tr", None, element("w:trPr", None, *([element("w:tblHeader")] if is_head else [])))
    for place, ((text, language), width) in enumerate(zip(cells, _WIDTHS, strict=True)):
        size = element("w:tcW", {"w:w": str(width), "w:type": "dxa"})
        paragraphs = [_paragraph(one, language, is_small=place == 0, is_bold=is_head) for one in text.split("\n\n")]
        made.append(element("w:tc", None, element("w:tcPr", None, size), *paragraphs))
    return made


def _paragraph(text: str, language: str, *, is_small: bool = False, is_bold: bool = False) -> Element:
    runs_right = bool(language) and direction_of(language) == "rtl"
    look = [
        *([element("w:b"), element("w:bCs")] if is_bold else []),
        *([_value("sz", "16"), _value("szCs", "16")] if is_small else []),
        *([element("w:rtl")] if runs_right else []),
        *([element("w:lang", {"w:bidi" if runs_right else "w:val": language})] if language else []),
    ]
    made = element("w:p", None, element("w:pPr", None, *([element("w:bidi")] if runs_right else [])))
    for place, line in enumerate(text.split("\n")):
        run = element("w:r", None, element("w:rPr", None, *look))
        if place:
            run.append(element("w:br"))
        run.append(element("w:t", {"xml:space": "preserve"}, text=line))
        made.append(run)
    return made


def _types() -> bytes:
    kinds = {"document": "document.main+xml", "styles": "styles+xml"}
    return document(
        element(
            "Types",
            {"xmlns": f"{_PACKAGE}content-types"},
            element("Default", {"Extension": "rels", "ContentType": _RELATIONS}),
            *(
                element("Override", {"PartName": f"/word/{name}.xml", "ContentType": _PART + kind})
                for name, kind in kinds.items()
            ),
        )
    )


def _related(target: str, kind: str) -> bytes:
    link = {"Id": "r1", "Type": f"{_OFFICE}/{kind}", "Target": target}
    return document(element("Relationships", {"xmlns": f"{_PACKAGE}relationships"}, element("Relationship", link)))


def _styles() -> bytes:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "888888"}
    borders = element("w:tblBorders", None, *(element(f"w:{side}", line) for side in sides))
    grid = element(
        "w:style",
        {"w:type": "table", "w:styleId": "Grid"},
        _value("name", "Table Grid"),
        element("w:tblPr", None, borders),
    )
    return document(element("w:styles", {"xmlns:w": _W}, grid))


def read(found: Read) -> Brought:
    """What a table brings back; its rows may stand in any order, and in more than one table.

    Raises:
        Unreadable: the document holds none of ours.
    """
    rows = [cells for row in _rows(found.root) if len(cells := list(row.nodes(Kind.CELL))) >= len(_WIDTHS)]
    story, revision, source, target = "", None, "", ""
    texts = []
    for first, said, made in (cells[:3] for cells in rows):
        about = _text(first)
        key = _KEY.search(about)
        if key is not None:
            texts.append(BroughtText(key[0], _text(said), _text(made)))
        elif not story and read_name(about)[0]:
            story, revision = read_name(about)
            source, target = _text(said).strip(), _text(made).strip()
    if not texts:
        raise Unreadable("file-not-ours")
    return Brought(story, revision, source, target, tuple(texts))


def _rows(node: Node) -> Iterator[Node]:
    for child in node.nodes(*Kind):
        if child.kind is Kind.ROW:
            yield child
        else:
            yield from _rows(child)


def _text(cell: Node) -> str:
    """What stands in a cell, as Markdown: words that were made bold or slanted get their signs."""
    blocks: list[str] = []
    words: list[Node | str] = []
    for child in cell.children:
        if isinstance(child, Node) and child.kind not in INLINE:
            blocks += [_inline(words), _text(child)]
            words = []
        else:
            words.append(child)
    blocks.append(_inline(words))
    return "\n\n".join(block for block in blocks if block.strip())


def _inline(parts: Iterable[Node | str]) -> str:
    made = ""
    for part in joined(parts):
        if isinstance(part, str):
            made += part
        elif part.kind is Kind.BREAK:
            made += "\n"
        else:
            words, mark = _inline(part.children), MARKS.get(part.kind, "")
            # Who typed the signs and made the words bold as well means it once.
            made += words if mark and words.strip().startswith(mark) else marked(mark, words)
    return made
