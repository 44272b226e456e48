"""Reading XML that strangers wrote: no document type, so no entities; bounded in depth and size."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from wgsm_archive.ports.documents import Unusable

MAX_DEPTH = 150
MAX_ELEMENTS = 600_000


class _Reader:
    def __init__(self, *, doctype: bool) -> None:
        self._builder = TreeBuilder()
        self._depth = self._elements = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._builder.data
        self._parser.StartDoctypeDeclHandler = self._refuse_subset if doctype else self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def read(self, content: bytes) -> Element:
        self._parser.Parse(content, True)
        return self._builder.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise Unusable("file-too-much")
        self._builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._builder.end(_clark(name))

    def _refuse_subset(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        # A name alone fetches nothing and declares nothing.
        if has_subset:
            self._refuse()

    def _refuse(self, *_what: object) -> None:
        # Word processors write no document type; who does wants a parser to fetch or to multiply something.
        raise Unusable("file-unreadable")


def _clark(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def parse(content: bytes, *, doctype: bool = False) -> Element:
    """The root of a document. With `doctype` it may name a document type, as translation memories do.

    Raises:
        Unusable: it is no XML, has a document type, or is deeper or larger than it may be.
    """
    try:
        return _Reader(doctype=doctype).read(content)
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as problem:
        raise Unusable("file-unreadable") from problem


def children(element: Element, *tags: str) -> Iterator[Element]:
    """The direct children with one of these tags."""
    return (child for child in element if child.tag in tags)
