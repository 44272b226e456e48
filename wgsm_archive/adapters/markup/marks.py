"""Finding the marks of blocks in a rendered tree and putting what is said of a block on its element."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from wgsm_archive.adapters.markup.guard import INNER_MARK, INNER_OPEN
from wgsm_archive.ports.markup import Block

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MARKABLE = frozenset({"p", "li", "tr", "td", "th", *HEADINGS})
_BLOCKS = frozenset({"p", "ul", "ol", "blockquote", "table", "hr", "pre", "div", "section", *HEADINGS})


def place_marks(root: Element, blocks: Mapping[int, Block]) -> None:
    """Give each marked block its attributes and take the marks out of the text."""
    marked: list[tuple[Element, Block]] = []
    _walk(root, [], blocks, marked)
    for element, block in marked:
        _describe(_own_text(element) if element.tag == "li" else element, block)


def _walk(
    element: Element, above: list[Element], blocks: Mapping[int, Block], marked: list[tuple[Element, Block]]
) -> None:
    around = [*above, element]
    if element.text and INNER_OPEN in element.text:
        element.text = _taken(element.text, around, blocks, marked)
    for child in element:
        _walk(child, around, blocks, marked)
        if child.tail and INNER_OPEN in child.tail:
            child.tail = _taken(child.tail, around, blocks, marked)


def _taken(text: str, around: list[Element], blocks: Mapping[int, Block], marked: list[tuple[Element, Block]]) -> str:
    target = _nearest(around)
    for match in INNER_MARK.finditer(text):
        block = blocks.get(int(match[1]))
        if block is not None and target is not None and all(element is not target for element, _ in marked):
            marked.append((target, block))
    return INNER_MARK.sub("", text)


def _nearest(around: list[Element]) -> Element | None:
    for place in range(len(around) - 1, -1, -1):
        if around[place].tag in ("td", "th"):
            return around[place - 1]
        if around[place].tag in _MARKABLE:
            return around[place]
    return None


def _own_text(item: Element) -> Element:
    """A list item, or a new paragraph around its own words when it holds other blocks too.

    What is said of the item's words (their language) does not hold for the items inside it.
    """
    first = next((place for place, child in enumerate(item) if child.tag in _BLOCKS), None)
    if first is None:
        return item
    paragraph = Element("p")
    paragraph.text, item.text = (item.text or "").rstrip("\n"), "\n"
    for child in list(item)[:first]:
        item.remove(child)
        paragraph.append(child)
    paragraph.tail = "\n"
    item.insert(0, paragraph)
    return paragraph


def _describe(element: Element, block: Block) -> None:
    said = {"id": block.anchor, "lang": block.language, "dir": block.direction, "class": block.css}
    for name, value in said.items():
        if value:
            element.set(name, value)
