"""Writing XML and ZIP so that the same content gives the same bytes; reading texts out of XML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import cast
from xml.etree.ElementTree import Element, tostring
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from wgsm_archive.ports.offline import Parcel

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"(?P<story>[0-9a-z]{6,30})\.(?P<revision>\d{1,9})")


def element(tag: str, values: Mapping[str, str] | None = None, *children: Element, text: str = "") -> Element:
    """An element. Prefixes stand in the names as they are written."""
    made = Element(tag, dict(values or {}))
    made.text = text or None
    made.extend(children)
    return made


def document(root: Element, doctype: str = "") -> bytes:
    """The bytes of an XML document."""
    head = _HEAD + (doctype.encode() + b"\n" if doctype else b"")
    return head + cast("bytes", tostring(root, encoding="utf-8")) + b"\n"


def archive(members: Iterable[tuple[str, bytes]], *, stored: str = "") -> bytes:
    """A ZIP of these files, without a time; the one named `stored` is not compressed."""
    made = io.BytesIO()
    with ZipFile(made, "w") as out:
        for name, content in members:
            row = ZipInfo(name, _BEGINNING_OF_TIME)
            row.create_system, row.external_attr = 3, 0o100644 << 16
            row.compress_type = ZIP_STORED if name == stored else ZIP_DEFLATED
            out.writestr(row, content)
    return made.getvalue()


def name_of(parcel: Parcel) -> str:
    """What a file calls the story and the state of its translation."""
    return f"{parcel.story}.{parcel.revision}"


def read_name(text: str) -> tuple[str, int | None]:
    """The story that is named somewhere in a text, and the revision; both empty where there is none."""
    found = _NAME.search(text)
    return (found["story"], int(found["revision"])) if found else ("", None)


def local(tag: object) -> str:
    """The name of an element without its namespace."""
    return str(tag).rpartition("}")[2]


def below(element_: Element, *names: str) -> list[Element]:
    """The direct children of these names, of whatever namespace."""
    return [child for child in element_ if local(child.tag) in names]


LINE_BREAK = "lb"
"""What XLIFF 1.2 calls a break within a paragraph."""
_CODES = frozenset({"x", "bx", "ex", "ph", "it", "sc", "ec", "bpt", "ept"})


def words_of(element_: Element) -> str:
    """The text of a source or a target, with a number for each code in it."""
    parts = [element_.text or ""]
    for child in element_:
        if child.get("ctype") == LINE_BREAK:
            parts.append("\n")
        elif local(child.tag) in _CODES:
            number = child.get("id", "")
            parts.append(f"{{{number}}}" if number.isdigit() else "")
        else:
            parts.append(words_of(child))
        parts.append(child.tail or "")
    return "".join(parts)
