"""Reading .odt (OASIS OpenDocument 1.3): what readers of the printed document would see, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wgsm_archive.adapters.documents.markup_tree import parse
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.documents.tree import Kind, Node, Read
from wgsm_archive.ports.documents import Unusable

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, TABLE = f"{_BASE}text:1.0}}", f"{_BASE}style:1.0}}", f"{_BASE}table:1.0}}"
OFFICE, DRAW, FO = f"{_BASE}office:1.0}}", f"{_BASE}drawing:1.0}}", f"{_BASE}xsl-fo-compatible:1.0}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_MANIFEST = "META-INF/manifest.xml"

# What is never shown, what is made anew by every reader, and what names a person or a file.
_SILENT = frozenset(
    [
        *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "scripts", "event-listeners")),
        *(f"{TEXT}{name}" for name in ("tracked-changes", "hidden-text", "sequence-decls", "user-field-decls")),
        *(f"{TEXT}{name}" for name in ("variable-decls", "dde-connection-decls", "alphabetical-index-auto-mark-file")),
        *(f"{TEXT}{name}" for name in ("table-of-content", "illustration-index", "table-index", "object-index")),
        *(f"{TEXT}{name}" for name in ("user-index", "alphabetical-index", "note-citation", "script")),
        *(f"{TEXT}{name}" for name in ("author-name", "author-initials", "initial-creator", "creator", "printed-by")),
        *(f"{TEXT}{name}" for name in ("file-name", "template-name", "description", "keywords", "subject")),
        *(
            f"{TEXT}{name}"
            for name in ("user-defined", "editing-duration", "editing-cycles", "page-number", "page-count")
        ),
        *(f"{TEXT}sender-{name}" for name in ("firstname", "lastname", "initials", "title", "position", "email")),
        *(f"{TEXT}sender-{name}" for name in ("phone-private", "fax", "company", "phone-work", "street", "city")),
        *(f"{TEXT}sender-{name}" for name in ("postal-code", "country", "state-or-province")),
    ]
)
_DRAWINGS = frozenset(
    f"{DRAW}{name}" for name in ("image", "object", "object-ole", "plugin", "applet", "floating-frame")
)
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_MOST_REPEATED = 30
_ROW_GROUPS = frozenset(f"{TABLE}table-{name}" for name in ("header-rows", "rows", "row-group"))


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style changes; None: it says nothing, and its parent decides."""

    parent: str = ""
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None


class _Styles:
    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._numbered: set[tuple[str, int]] = set()
        for root in roots:
            for element in () if root is None else root.iter(f"{STYLE}style"):
                self._styles[element.get(f"{STYLE}name", "")] = _style(element)
            for element in () if root is None else root.iter(f"{TEXT}list-style"):
                for level in element.iter(f"{TEXT}list-level-style-number"):
                    if level.get(f"{STYLE}num-format"):
                        self._numbered.add((element.get(f"{STYLE}name", ""), int(level.get(f"{TEXT}level", "1"))))

    def line(self, name: str) -> list[_Style]:
        """A style and those that it is based on."""
        found: list[_Style] = []
        while name in self._styles and len(found) < 20:
            found.append(self._styles[name])
            name = found[-1].parent
        return found

    def says(self, name: str, what: str) -> bool:
        """The first word of a style or its parents on something."""
        return next((bool(value) for one in self.line(name) if (value := getattr(one, what)) is not None), False)

    def is_title(self, name: str) -> bool:
        """Whether paragraphs of a style are the title of the document."""
        return "Title" in (name, *(one.parent for one in self.line(name)))

    def is_numbered(self, name: str, level: int) -> bool:
        """Whether the items of a list have numbers at a level."""
        return (name, level) in self._numbered


def _style(element: Element) -> _Style:
    parent = element.get(f"{STYLE}parent-style-name", "")
    words = element.find(f"{STYLE}text-properties")
    if words is None:
        return _Style(parent)
    weight, slant, shown = (words.get(key) for key in (f"{FO}font-weight", f"{FO}font-style", f"{TEXT}display"))
    return _Style(
        parent,
        None if weight is None else weight in _BOLD,
        None if slant is None else slant in ("italic", "oblique"),
        None if shown is None else shown == "none",
    )


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self.read = Read()

    def blocks(self, element: Element, into: Node, lists: tuple[str, ...] = ()) -> None:
        """Read what stands in an element, block by block."""
        for child in element:
            self._block(child, into, lists)

    def _block(self, element: Element, into: Node, lists: tuple[str, ...]) -> None:
        tag, style = element.tag, element.get(f"{TEXT}style-name", "")
        if tag in _SILENT or element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true":
            return
        if tag == f"{TEXT}h":
            self._words_of(element, into.add(Kind.HEADING, str(_number(element.get(f"{TEXT}outline-level")))), into)
        elif tag == f"{TEXT}p":
            is_title = self._styles.is_title(style)
            made = into.add(Kind.HEADING, "1") if is_title else into.add(Kind.PARAGRAPH)
            self._words_of(element, made, into, style="" if is_title else style)
        elif tag == f"{TEXT}list":
            self._list(element, into, lists)
        elif tag == f"{TABLE}table":
            self._rows(element, into.add(Kind.TABLE))
        elif tag == f"{DRAW}frame" or tag in _DRAWINGS or tag.startswith(DRAW):
            self._drawing(element, into)
        else:
            self.blocks(element, into, lists)

    def _list(self, element: Element, into: Node, lists: tuple[str, ...]) -> None:
        name = element.get(f"{TEXT}style-name") or (lists[-1] if lists else "")
        level = len(lists) + 1
        made = into.add(Kind.NUMBERS if self._styles.is_numbered(name, level) else Kind.BULLETS)
        for item in element:
            if item.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                self.blocks(item, made.add(Kind.ITEM), (*lists, name))

    def _rows(self, element: Element, table: Node) -> None:
        for child in element:
            if child.tag in _ROW_GROUPS:
                self._rows(child, table)
            elif child.tag == f"{TABLE}table-row" and child.get(f"{TABLE}visibility", "visible") == "visible":
                row = table.add(Kind.ROW)
                for cell in child:
                    if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                        self._cells(cell, row)

    def _cells(self, cell: Element, row: Node) -> None:
        # A number of repetitions costs its writer nothing: it is kept to what a page can show.
        times = min(_number(cell.get(f"{TABLE}number-columns-repeated")), _MOST_REPEATED - len(row.children))
        for _time in range(times):
            self.blocks(cell, row.add(Kind.CELL))

    def _drawing(self, element: Element, into: Node) -> None:
        if element.tag in _DRAWINGS:
            self.read.pictures = True
            return
        for child in element:
            # Their titles and descriptions are often written by machines.
            if not child.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:svg"):
                self._block(child, into, ())

    def _words_of(self, element: Element, made: Node, around: Node, style: str = "") -> None:
        mark = element.find(f"{TEXT}hidden-paragraph")
        if self._styles.says(style, "hidden") or (mark is not None and mark.get(f"{TEXT}is-hidden") == "true"):
            around.children.remove(made)
            return
        for kind, what in ((Kind.STRONG, "bold"), (Kind.EMPHASIS, "italic")):
            made = made.add(kind) if style and self._styles.says(style, what) else made
        self._words(element, made, around)

    def _words(self, element: Element, into: Node, around: Node) -> None:
        into.children.append(element.text or "")
        for child in element:
            self._word(child, into, around)
            into.children.append(child.tail or "")

    def _word(self, element: Element, into: Node, around: Node) -> None:
        tag = element.tag
        if tag in _SILENT or tag == f"{TEXT}hidden-paragraph":
            return
        if tag in (f"{TEXT}s", f"{TEXT}tab"):
            into.children.append(" ")
        elif tag == f"{TEXT}line-break":
            into.add(Kind.BREAK)
        elif tag == f"{TEXT}note":
            self._note(element, into)
        elif tag == f"{TEXT}a":
            self._words(element, into.add(Kind.LINK, element.get(_HREF, "")), around)
        elif tag == f"{TEXT}span":
            self._span(element, into, around)
        elif tag == f"{DRAW}frame" or tag in _DRAWINGS or tag.startswith(DRAW):
            self._drawing(element, around)
        elif tag == f"{TEXT}ruby":
            for base in element.findall(f"{TEXT}ruby-base"):
                self._words(base, into, around)
        else:
            self._words(element, into, around)

    def _span(self, element: Element, into: Node, around: Node) -> None:
        style = element.get(f"{TEXT}style-name", "")
        if self._styles.says(style, "hidden"):
            return
        for kind, what in ((Kind.STRONG, "bold"), (Kind.EMPHASIS, "italic")):
            into = into.add(kind) if self._styles.says(style, what) else into
        self._words(element, into, around)

    def _note(self, element: Element, into: Node) -> None:
        body = element.find(f"{TEXT}note-body")
        if body is not None:
            name = str(len(self.read.notes) + 1)
            note = self.read.notes[name] = Node(Kind.ITEM)
            into.add(Kind.NOTE, name)
            self.blocks(body, note)


def _number(text: str | None) -> int:
    return max(1, int(text[:6])) if text is not None and text.isascii() and text.isdigit() else 1


def read(package: Package) -> Read:
    """The words of a package.

    Raises:
        Unusable: it is locked, broken, or larger than it may be.
    """
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise Unusable("document-locked")
    if "content.xml" not in package:
        raise Unusable("file-unreadable")
    content = parse(package.read("content.xml"))
    styles = parse(package.read("styles.xml")) if "styles.xml" in package else None
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Unusable("file-unreadable")
    reader = _Reader(_Styles(styles, content))
    reader.blocks(body, reader.read.root)
    return reader.read
