"""What must come out of a translation as it went in: links, pictures, notes, code, places for values, marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from wgsm_archive.domain.checking.kinds import Finding, Pair, TextCheck

# All repetitions are bounded, so that a text of nothing but brackets takes no longer than another.
_CODE = re.compile(r"`[^`\n]{1,500}`")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\(\s{0,3}<?([^()\s<>]{1,1000})>?[^()\n]{0,200}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(\s{0,3}<?([^()\s<>]{1,1000})>?[^()\n]{0,200}\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"'`|“”«»،؛]{1,1000}")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]")
_PLACE = re.compile(r"\{[A-Za-z0-9_.-]{1,40}\}")
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+\-.!|~<>]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,30});")
_AT_THE_END = ".,;:!?。।॥۔؟።…*_~/"


def without_code(text: str) -> str:
    """The text without code and without signs that are written out."""
    return _ESCAPED.sub(" ", _CODE.sub(" ", text))


def prose(text: str) -> str:
    """What is read of a text: without addresses, code, notes and places for values; words of links stay."""
    plain = _IMAGE.sub(" ", without_code(text))
    plain = _LINK.sub(r"\1", plain)
    for pattern in (_NOTE, _PLACE, _ADDRESS, _MAIL, _ENTITY):
        plain = pattern.sub(" ", plain)
    return plain


def _links(text: str) -> Iterator[str]:
    plain = _IMAGE.sub(" ", without_code(text))
    for found in _LINK.finditer(plain):
        yield found[2].rstrip("/")
    rest = _LINK.sub(" ", plain)
    for pattern in (_ADDRESS, _MAIL):
        yield from (found[0].rstrip(_AT_THE_END) for found in pattern.finditer(rest))


def _images(text: str) -> Iterator[str]:
    yield from (found[1] for found in _IMAGE.finditer(without_code(text)))


def _notes(text: str) -> Iterator[str]:
    yield from (found[0] for found in _NOTE.finditer(without_code(text)))


def _code(text: str) -> Iterator[str]:
    yield from (found[0] for found in _CODE.finditer(text))


def _places(text: str) -> Iterator[str]:
    yield from (found[0] for found in _PLACE.finditer(without_code(text)))


def _structure(text: str) -> Iterator[str]:
    plain = prose(text)
    strong = plain.count("**") // 2 + plain.count("__") // 2
    thin = plain.replace("**", "").replace("__", "")
    gentle = len(re.findall(r"\*(?=\S)|(?<=\S)\*", thin)) // 2 + len(re.findall(r"(?<!\w)_(?=\S)", thin))
    yield from ["**…**"] * strong + ["*…*"] * gentle + ["~~…~~"] * (plain.count("~~") // 2)
    if plain.lstrip().startswith("|"):
        yield from ["|"] * plain.count("|")


_KEPT: Mapping[TextCheck, Callable[[str], Iterable[str]]] = {
    TextCheck.LINKS: _links,
    TextCheck.IMAGES: _images,
    TextCheck.FOOTNOTES: _notes,
    TextCheck.CODE: _code,
    TextCheck.PLACEHOLDERS: _places,
    TextCheck.STRUCTURE: _structure,
}


def what_is_not_kept(pair: Pair) -> Iterator[Finding]:
    """The signs that a translation lost, and those that it has and its source has not."""
    for check, found_in in _KEPT.items():
        source, target = Counter(found_in(pair.source)), Counter(found_in(pair.target))
        missing, here = tuple((source - target).elements()), tuple((target - source).elements())
        if missing or here:
            is_page = check is TextCheck.LINKS and sorted(map(_site, missing)) == sorted(map(_site, here))
            yield Finding(TextCheck.LINKED_PAGES if is_page else check, missing, here)


def _site(link: str) -> str:
    """Where a link leads, without the page: a site may have the same page in the language of the translation."""
    return link.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.").lower()
