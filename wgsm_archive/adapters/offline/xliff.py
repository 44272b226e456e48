"""XLIFF 1.2 (OASIS, 2008) as OmegaT reads it, and XLIFF 2.0 (OASIS, 2014).

What a file says of the state of a translation is for the tools of translators; nothing of it is believed on the way
back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from wgsm_archive.adapters.offline.markup import (
    LINE_BREAK,
    below,
    document,
    element,
    local,
    name_of,
    read_name,
    words_of,
)
from wgsm_archive.ports.offline import Brought, BroughtText, Parcel, Unit, Unreadable, Words

_NS_1, _NS_2 = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"
_STATES = {"missing": "initial", "draft": "translated", "ready": "reviewed", "approved": "final"}
_NUMBER = re.compile(r"\{(\d{1,6})\}")


def write_1(parcel: Parcel, words: Words) -> bytes:
    """XLIFF 1.2. Each target holds its source: OmegaT passes over units without a target.

    What is translated already stands in the memory beside it, for OmegaT would take a target for the source.
    """
    units = [
        element(
            "trans-unit",
            {"id": unit.key},
            _broken("source", unit.source),
            _broken("target", unit.source, {"state": "new"}),
            *(element("note", text=line) for line in notes(unit, words)),
        )
        for unit in parcel.units
    ]
    head = {
        "original": name_of(parcel),
        "source-language": parcel.source,
        "target-language": parcel.target,
        "datatype": "plaintext",
        "xml:space": "preserve",
    }
    root = {"version": "1.2", "xmlns": _NS_1}
    return document(element("xliff", root, element("file", head, element("body", None, *units))))


def _broken(tag: str, text: str, values: Mapping[str, str] | None = None) -> Element:
    """An element whose line breaks are elements: OmegaT makes a blank of any other."""
    first, *rest = text.split("\n")
    made = element(tag, values, text=first)
    for number, line in enumerate(rest, start=1):
        made.append(element("x", {"id": f"lb{number}", "ctype": LINE_BREAK}))
        made[-1].tail = line
    return made


def notes(unit: Unit, words: Words) -> list[str]:
    """What is said of a paragraph: where it stands, what its numbers stand for, and what it said before."""
    told = [words.places.get(unit.key, "")]
    told += [f"{{{number}}} = {code}" for number, code in enumerate(unit.codes, start=1)]
    return [line for line in told if line]


def write_2(parcel: Parcel, words: Words) -> bytes:
    """XLIFF 2.0, with what is translated already, and codes that tools protect."""
    units = [_unit_2(unit, words) for unit in parcel.units]
    root = {"version": "2.0", "srcLang": parcel.source, "trgLang": parcel.target, "xmlns": _NS_2}
    file = element("file", {"id": "story", "original": name_of(parcel), "xml:space": "preserve"}, *units)
    return document(element("xliff", root, file))


def _unit_2(unit: Unit, words: Words) -> Element:
    told = [element("note", {"category": "place"}, text=line) for line in notes(unit, words)[:1]]
    if unit.previous:
        told.append(element("note", {"category": "previous-source"}, text=unit.previous))
    parts = [element("notes", None, *told)] if told else []
    if unit.codes:
        data = [element("data", {"id": f"d{n}"}, text=code) for n, code in enumerate(unit.codes, start=1)]
        parts.append(element("originalData", None, *data))
    state = {"state": _STATES[unit.standing]} | ({"subState": "wgsm:outdated"} if unit.previous else {})
    segment = element("segment", state, _coded("source", unit.source))
    if unit.target:
        segment.append(_coded("target", unit.target))
    return element("unit", {"id": unit.key}, *parts, segment)


def _coded(tag: str, text: str) -> Element:
    made = element(tag)
    first, *rest = _NUMBER.split(text)
    made.text = first
    for number, tail in zip(rest[::2], rest[1::2], strict=True):
        code = element("ph", {"id": number, "dataRef": f"d{number}", "equiv": f"{{{number}}}"})
        code.tail = tail
        made.append(code)
    return made


def read(root: Element) -> Brought:
    """What a file of either version holds.

    Raises:
        Unreadable: it is none of ours.
    """
    files = below(root, "file")
    if len(files) != 1:
        raise Unreadable("file-not-ours")
    story, revision = read_name(files[0].get("original", ""))
    second = root.get("srcLang") is not None
    source, target = (
        (root.get("srcLang", ""), root.get("trgLang", ""))
        if second
        else (files[0].get("source-language", ""), files[0].get("target-language", ""))
    )
    units = _read_2(files[0]) if second else _read_1(files[0])
    return Brought(story, revision, source, target, tuple(units))


def _read_1(file: Element) -> Iterable[BroughtText]:
    for unit in file.iter():
        if local(unit.tag) == "trans-unit":
            sources, targets = below(unit, "source"), below(unit, "target")
            if sources:
                text = words_of(targets[0]) if targets else ""
                yield BroughtText(unit.get("id", ""), words_of(sources[0]), text)


def _read_2(file: Element) -> Iterable[BroughtText]:
    for unit in file.iter():
        if local(unit.tag) != "unit":
            continue
        # A tool may have cut a paragraph into sentences.
        pieces = below(unit, "segment", "ignorable")
        pairs = [(below(piece, "source"), below(piece, "target")) for piece in pieces]
        source = "".join(words_of(found[0]) for found, _ in pairs if found)
        is_whole = all(made or local(piece.tag) == "ignorable" for piece, (_, made) in zip(pieces, pairs, strict=True))
        text = "".join(words_of((made or found)[0]) for found, made in pairs if made or found) if is_whole else ""
        yield BroughtText(unit.get("id", ""), source, text)
