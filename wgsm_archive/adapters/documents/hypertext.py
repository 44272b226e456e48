"""Reading the HTML that mammoth makes of a document."""

from __future__ import annotations

from html.parser import HTMLParser

from wgsm_archive.adapters.documents.tree import Kind, Node, Read

_BLOCKS = {
    "p": Kind.PARAGRAPH,
    "ul": Kind.BULLETS,
    "ol": Kind.NUMBERS,
    "li": Kind.ITEM,
    "table": Kind.TABLE,
    "tr": Kind.ROW,
    "td": Kind.CELL,
    "th": Kind.CELL,
    "strong": Kind.STRONG,
    "em": Kind.EMPHASIS,
    "a": Kind.LINK,
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
}
_NOTE_IDS = ("footnote-", "endnote-")
_BACK = tuple(f"#{name}ref-" for name in _NOTE_IDS)
_TO_NOTE = tuple(f"#{name}" for name in _NOTE_IDS)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self._open: list[tuple[str, Node]] = [("", self.read.root)]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        node = self._open[-1][1]
        if tag == "br":
            node.add(Kind.BREAK)
            return
        if tag == "li" and values.get("id", "").startswith(_NOTE_IDS):
            note = self.read.notes.setdefault(_name(values["id"]), Node(Kind.ITEM))
            self._open.append((tag, note))
            return
        target = values.get("href", "")
        if tag == "a" and target.startswith((*_TO_NOTE, *_BACK)):
            if not target.startswith(_BACK):
                node.add(Kind.NOTE, _name(target[1:]))
            self._silent += 1
            self._open.append((tag, Node(Kind.NOTE)))
            return
        kind = _BLOCKS.get(tag)
        if kind is not None:
            value = target if kind is Kind.LINK else tag[1:] if kind is Kind.HEADING else ""
            self._open.append((tag, node.add(kind, value)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and len(self._open) > 1 and self._open[-1][0] == tag:
            _tag, node = self._open.pop()
            self._silent -= node.kind is Kind.NOTE

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._open[-1][1].children.append(data)


def _name(key: str) -> str:
    kind, _dash, number = key.rpartition("-")
    return f"{'e' if kind.startswith('endnote') else ''}{number}"


def read_html(html: str) -> Read:
    """The tree of a document."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    # The list that held the notes is empty now.
    return reader.read
