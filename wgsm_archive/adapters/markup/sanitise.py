"""The last wall: nh3 keeps only known elements and attributes with values of known shapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import nh3

from wgsm_archive.adapters.markup.dialect import ALIGNED, NOTE_BACK, NOTE_REF, NOTES, OUTSIDE_REL
from wgsm_archive.domain.language import read_tag

CLASSES = frozenset({"tr-missing", "tr-outdated", NOTE_REF, NOTE_BACK, NOTES, *ALIGNED.values()})
_ROLES = frozenset({"doc-noteref", "doc-backlink", "doc-endnotes"})
_BLOCKS = ("p", "li", "tr", "h3", "h4", "h5", "h6")
_TAGS = {
    *_BLOCKS, "a", "blockquote", "br", "code", "em", "hr", "ol", "section", "strong", "sup", "table", "tbody",
    "td", "th", "thead", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    **{tag: {"id", "lang", "dir", "class"} for tag in _BLOCKS},
    "a": {"href", "title", "rel", "class", "role"},
    "ol": {"start"},
    "section": {"class", "role"},
    "sup": {"id"},
    "td": {"class"},
    "th": {"class", "scope"},
}
_ID = re.compile(r"(?:s-[0-9a-f]{1,40}|fn(?:ref\d{0,5})?-[0-9A-Za-z-]{1,200})\Z")
_NOTE_ADDRESS = re.compile(r"#fn(?:ref\d{0,5})?-[0-9A-Za-z-]{1,200}\Z")


_ALLOWED: dict[str, Callable[[str], bool]] = {
    "id": lambda value: _ID.match(value) is not None,
    "lang": lambda value: read_tag(value) is not None,
    "dir": lambda value: value in ("ltr", "rtl"),
    "class": lambda value: value in CLASSES,
    "role": lambda value: value in _ROLES,
    "rel": lambda value: value == OUTSIDE_REL,
    "scope": lambda value: value == "col",
    "start": lambda value: value.isascii() and value.isdigit() and len(value) < 10,
    "href": lambda _: True,  # its scheme is checked by the cleaner itself
    "title": lambda _: True,
}


def _attribute(_tag: str, name: str, value: str) -> str | None:
    return value if name in _ALLOWED and _ALLOWED[name](value) else None


def _relative(address: str) -> str | None:
    return address if _NOTE_ADDRESS.match(address) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    url_relative=_relative,
    link_rel=None,
)


def sanitise(html: str) -> str:
    """HTML with nothing in it but prose: unknown elements are unwrapped, unknown attributes dropped."""
    return _CLEANER.clean(html)


_ENDS_LINE = frozenset({"p", "li", "tr", "br", "h3", "h4", "h5", "h6", "blockquote", "section", "table", "ul", "ol"})


class _Reader(HTMLParser):
    """Collects what a reader sees of sanitised HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "sup" or (tag == "a" and ("class", NOTE_BACK) in attrs):
            self._silent = tag
        elif tag in _ENDS_LINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in _ENDS_LINE:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " "))


def plain_text(html: str) -> str:
    """The words of sanitised HTML, a line for each block, without the numbers of notes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)
