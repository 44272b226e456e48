"""Building XML from parts, so that it is well-formed whatever the parts hold."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wgsm_archive.domain.text import clean_line

LANG = "xml:lang"  # the prefix is bound by definition, XML Namespaces 1.0 section 3


def root(name: str, namespace: str, **attributes: str) -> Element:
    """The outermost element, whose namespace is that of all elements without a prefix."""
    return Element(name, {"xmlns": namespace, **attributes})


def add(parent: Element, name: str, text: str = "", attributes: dict[str, str] | None = None) -> Element:
    """A child with these attributes and one line of text, cleaned of what XML forbids (XML 1.0 section 2.2)."""
    made = SubElement(parent, name, {key: clean_line(value) for key, value in (attributes or {}).items()})
    if text:
        made.text = clean_line(text)
    return made


def document(top: Element) -> bytes:
    """The document in UTF-8 with its declaration."""
    indent(top)
    written: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
