"""Reading .docx: cleaned, put into a package of our own, and read by mammoth, which sees nothing else of the file."""

from __future__ import annotations

import io
import posixpath
import re
from typing import cast
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZipFile

import mammoth

from wgsm_archive.adapters.documents.hypertext import read_html
from wgsm_archive.adapters.documents.markup_tree import parse
from wgsm_archive.adapters.documents.office_open import R_ID, Cleaner, Styles, W, transitional
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.documents.tree import Read
from wgsm_archive.ports.documents import Unusable

_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_KINDS = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_MOST = 8 * 1024 * 1024
"""Bytes of a cleaned part: mammoth needs thirty times as much memory for it."""
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
r[style-name='Strong'] => strong
r[style-name='Emphasis'] => em
"""


def read(package: Package) -> Read:
    """The words of a package.

    Raises:
        Unusable: it is broken, or larger than it may be.
    """
    main = _main_part(package)
    targets, links = _relations(package, main)
    styles = _part(package, targets.get("styles", ""))
    cleaner = Cleaner(Styles(styles))
    fresh = io.BytesIO()
    with ZipFile(fresh, "w") as out:
        for name in ("document", *_PARTS):
            place = main if name == "document" else targets.get(name, "")
            root = styles if name == "styles" else _part(package, place)
            if root is None:
                continue
            if name in ("document", "footnotes", "endnotes"):
                own = links if name == "document" else _relations(package, place)[1]
                root = cleaner.clean(root)
                out.writestr(f"word/_rels/{name}.xml.rels", _links(own))
            _write(out, f"word/{name}.xml", root)
    fresh.seek(0)
    made = mammoth.convert_to_html(
        fresh, style_map=_STYLES, include_embedded_style_map=False, convert_image=lambda _image: []
    )
    found = read_html(cast("str", made.value))
    found.pictures = cleaner.pictures
    return found


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package:
        for relation in parse(package.read("_rels/.rels")):
            if relation.get("Type", "").endswith("/officeDocument"):
                found = relation.get("Target", "").lstrip("/")
                if found in package:
                    return found
    if "word/document.xml" not in package:
        raise Unusable("file-unreadable")
    return "word/document.xml"


def _relations(package: Package, part: str) -> tuple[dict[str, str], dict[str, str]]:
    """The parts that belong to one, by their kind, and the addresses that it links to, by their ids."""
    folder, name = posixpath.split(part)
    related = f"{folder}/_rels/{name}.rels"
    targets: dict[str, str] = {}
    links: dict[str, str] = {}
    if part and related in package:
        for relation in parse(package.read(related)):
            kind = re.sub(f"^(?:{_KINDS}|{_STRICT_KINDS})", "", relation.get("Type", ""))
            target = relation.get("Target", "")
            if kind == "hyperlink":
                links[relation.get("Id", "")] = target
            elif kind in _PARTS and relation.get("TargetMode") != "External":
                targets[kind] = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
    return targets, links


def _part(package: Package, name: str) -> Element | None:
    return parse(transitional(package.read(name))) if name and name in package else None


def _links(links: dict[str, str]) -> bytes:
    root = Element(f"{_RELATED}Relationships")
    for key, target in links.items():
        values = {"Id": key, "Type": f"{_KINDS}hyperlink", "Target": target, "TargetMode": "External"}
        SubElement(root, f"{_RELATED}Relationship", values)
    return cast("bytes", tostring(root, encoding="utf-8"))


def _write(out: ZipFile, name: str, root: Element) -> None:
    content = cast("bytes", tostring(root, encoding="utf-8"))
    if len(content) > _MOST:
        raise Unusable("file-too-much")
    out.writestr(name, content)


__all__ = ["R_ID", "W", "read"]
