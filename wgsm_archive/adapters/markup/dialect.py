"""The archive's dialect of Markdown, as an extension of Python-Markdown.

Prose of people who do not know Markdown: HTML is text, a line break is a line break, indented lines are not
program code, `#word` is no heading, `2011. ` begins no list, and pictures are their description.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, ReferenceProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneOListProcessor
from markdown.inlinepatterns import DelimiterProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from wgsm_archive.adapters.markup.marks import HEADINGS, place_marks
from wgsm_archive.ports.markup import Block

OUTSIDE_REL = "nofollow noopener noreferrer ugc"
NOTE_REF, NOTE_BACK, NOTES = "footnote-ref", "footnote-back", "footnotes"
ALIGNED = {"text-align: center;": "cell-center", "text-align: right;": "cell-end"}
_OUTSIDE = re.compile(r"https?://[^\s/?#\\@]", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:[^\s@]+@[^\s@]+\Z", re.IGNORECASE)
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_NOT_IN_ID = re.compile(r"[^0-9A-Za-z]+")
_FIRST_HEADING = 3


class Footnotes(FootnoteExtension):
    """Footnotes whose ids are numbers behind a prefix, so that several fields can stand on one page."""

    def __init__(self) -> None:
        self.prefix = ""
        self._numbers: dict[str, int] = {}
        super().__init__(
            SEPARATOR="-",
            BACKLINK_TEXT="&#8593;",
            BACKLINK_TITLE="",
            USE_DEFINITION_ORDER=False,
            # What nobody can type: notes always come last.
            PLACE_MARKER="\ufdef",
        )

    def set_prefix(self, prefix: str) -> None:
        """The words that the ids of notes begin with; only ASCII letters and digits of them are used."""
        self._numbers = {}
        cleaned = _NOT_IN_ID.sub("-", prefix).strip("-")
        self.prefix = f"{cleaned}-" if cleaned else ""

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802 - the library's names
        """Keep a note. A second one of the same name is kept beside the first: no words are lost."""
        label = f"{id}\ufdef{len(self.footnotes)}" if id in self.footnotes else id
        super().setFootnote(label, text)

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 - the library's names
        """The id of a note."""
        return f"fn-{self._name(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, N802, FBT001, FBT002 - likewise
        """The id of a place that refers to a note."""
        return self.unique_ref(f"fnref-{self._name(id)}", found)

    def _name(self, label: str) -> str:
        # All notes are known before the first of them is named.
        if len(self._numbers) != len(self.footnotes):
            self._numbers = {name: number for number, name in enumerate(self.footnotes, start=1)}
        return f"{self.prefix}{self._numbers[label]}"


class Headings(HashHeaderProcessor):
    """Headings have a space after their signs; `#JusticeForAll` at the head of a line is a word."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>[^\n]*)(?:\n|$)")


class OrderedLists(SaneOListProcessor):
    """Ordered lists of at most 999: what begins with a year and a full stop is a sentence about that year."""

    def __init__(self, parser: Any) -> None:
        super().__init__(parser)
        self.RE = re.compile(r"[ ]{0,3}\d{1,3}\.[ ]+(.*)")
        self.CHILD_RE = re.compile(r"[ ]{0,3}((\d{1,3}\.))[ ]+(.*)")


class References(ReferenceProcessor):
    """Definitions of links name an address; `[Rosa]: No.` is what Rosa said and stays on the page."""

    RE = re.compile(
        r"^[ ]{0,3}\[([^\[\]\n]+)\]:[ ]*(<?(?:https?://|mailto:)\S+)[ ]*(([\"'])(.*)\4|\((.*)\))?[ ]*$",
        re.MULTILINE | re.IGNORECASE,
    )


class Emphasis(DelimiterProcessor):
    """Stars and underlines that take no letter along.

    Python-Markdown 3.11 pairs the last star of `*a**b*c` with the two before it, as if it were two, and the `c` is
    gone; so it goes with some other heaps of signs. Where anything but signs were lost, all of them stay as typed.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__("*", "strong,em", md)
        self.add("_", "strong,em", smart=True)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Pair signs; called by Python-Markdown."""
        made, start, end = super().handleMatch(m, data)
        if made is None or start is None or end is None:
            return made, start, end
        shown = "".join(made.itertext()) + (made.tail or "")
        if _without_signs(shown) == _without_signs(data[start:end]):
            return made, start, end
        self.reset()
        return None, m.start(0), max(end, m.end(0))


def _without_signs(text: str) -> str:
    return text.replace("*", "").replace("_", "")


class Finish(Treeprocessor):
    """The last hand on the tree: links, headings, tables, notes, and the attributes of marked blocks."""

    blocks: Mapping[int, Block]

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.blocks = {}

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        place_marks(root, self.blocks)
        levels = sorted({element.tag for element in root.iter() if element.tag in HEADINGS})
        ids = {element.get("id", "") for element in root.iter()}
        for element in root.iter():
            if element.tag in HEADINGS:
                element.tag = f"h{min(_FIRST_HEADING + levels.index(element.tag), 6)}"
            elif element.tag == "a":
                _finish_link(element, ids)
            elif element.tag == "img":
                # A span is no allowed element: the sanitiser leaves its words only.
                element.tag, element.text = "span", element.get("alt", "")
            elif element.tag in ("td", "th"):
                _finish_cell(element)
            elif element.tag == "ol" and "start" in element.attrib:
                element.set("start", str(int(element.attrib["start"])))
            elif element.tag == "div" and element.get("class") == "footnote":
                _finish_notes(element, ids)


def _finish_link(link: Element, ids: set[str]) -> None:
    kind, target = link.get("class", ""), link.get("href", "")
    title = link.get("title", "")
    link.attrib.clear()
    if kind == "footnote-ref":
        link.attrib.update({"href": target, "class": NOTE_REF, "role": "doc-noteref"})
        return
    if kind == "footnote-backref":
        if target[1:] in ids:
            link.attrib.update({"href": target, "class": NOTE_BACK, "role": "doc-backlink"})
        else:
            link.tag, link.text = "span", ""
        return
    # Python-Markdown writes addresses of mailboxes as character references, with a stand-in for `&`.
    address = safe_address(target.replace(AMP_SUBSTITUTE, "&"))
    if not address:
        link.tag = "span"
        return
    link.set("href", address)
    if not address.lower().startswith("mailto:"):
        link.set("rel", OUTSIDE_REL)
    if title:
        link.set("title", title)


def safe_address(typed: str) -> str:
    """The address of a link if it leads to the web or to a mailbox, else nothing.

    Signs that browsers leave out before they read the scheme (WHATWG URL, section 4.4) are taken out first.
    """
    address = _HIDDEN.sub("", html.unescape(html.unescape(typed)))
    return address if _OUTSIDE.match(address) or _MAILTO.match(address) else ""


def _finish_cell(cell: Element) -> None:
    # Left and right would be wrong in scripts that run the other way: start is the default, end is a class.
    style = cell.attrib.pop("style", "")
    if style in ALIGNED:
        cell.set("class", ALIGNED[style])
    if cell.tag == "th":
        cell.set("scope", "col")


def _finish_notes(notes: Element, ids: set[str]) -> None:
    notes.tag = "section"
    notes.attrib.update({"class": NOTES, "role": "doc-endnotes"})
    for rule in notes.findall("hr"):
        notes.remove(rule)
    for item in notes.iter("li"):
        for paragraph in item.findall("p"):
            link = paragraph.find("a[@class='footnote-backref']")
            # A way back of its own, from a note that nothing refers to.
            if link is not None and not paragraph.text and len(paragraph) == 1 and link.get("href", "")[1:] not in ids:
                item.remove(paragraph)


class Dialect(Extension):
    """Puts the parts above in the place of Python-Markdown's own."""

    finish: Finish

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Called by Python-Markdown once, when an instance is made."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("entity")
        md.inlinePatterns.register(Emphasis(md), "em_strong", 60)
        md.parser.blockprocessors.deregister("code")
        md.parser.blockprocessors.deregister("setextheader")
        md.parser.blockprocessors.register(Headings(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(OrderedLists(md.parser), "olist", 40)
        md.parser.blockprocessors.register(References(md.parser), "reference", 15)
        self.finish = Finish(md)
        # After Python-Markdown has put backslash escapes back (at 0), so that addresses are whole.
        md.treeprocessors.register(self.finish, "archive", -10)
