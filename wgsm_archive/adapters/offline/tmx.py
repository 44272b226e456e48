"""Translation memories: TMX 1.1 as OmegaT keeps it (LISA, 1998), and whatever newer ones say in the same elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wgsm_archive.adapters.offline.markup import below, document, element, local, words_of

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx11.dtd">'


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and its translation; `key` names the paragraph where the pair belongs to one only."""

    source: str
    target: str
    key: str = ""


def write(pairs: Iterable[tuple[str, str]], source: str, target: str) -> bytes:
    """A memory."""
    head = {
        "creationtool": "wgsm_archive",
        "creationtoolversion": "1",
        "segtype": "paragraph",
        "o-tmf": "OmegaT TMX",
        "adminlang": "EN-US",
        "srclang": source,
        "datatype": "plaintext",
    }
    units = [
        element("tu", None, *(element("tuv", {"lang": tag}, element("seg", text=text)) for tag, text in both))
        for both in (((source, said), (target, made)) for said, made in pairs)
    ]
    root = element("tmx", {"version": "1.1"}, element("header", head), element("body", None, *units))
    return document(root, DOCTYPE)


def read(root: Element, source: str, target: str) -> list[Pair]:
    """The pairs of a memory in two languages."""
    pairs = []
    for unit in root.iter():
        if local(unit.tag) != "tu":
            continue
        texts = {_tag(one): "".join(map(words_of, below(one, "seg"))) for one in below(unit, "tuv")}
        said, made = _in(texts, source), _in(texts, target)
        if said and made:
            about = {one.get("type", ""): (one.text or "").strip() for one in below(unit, "prop")}
            pairs.append(Pair(said, made, about.get("id", "")))
    return pairs


def _tag(variant: Element) -> str:
    return (variant.get(_XML_LANG) or variant.get("lang") or "").replace("_", "-").casefold()


def _in(texts: Mapping[str, str], language: str) -> str:
    wanted = language.casefold()
    if wanted in texts:
        return texts[wanted]
    primary = wanted.partition("-")[0]
    return next((text for tag, text in texts.items() if tag.partition("-")[0] == primary), "")
