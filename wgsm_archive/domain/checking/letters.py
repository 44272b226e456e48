"""Slips of writing: doubled words, letters of two scripts in a word, signs that nobody sees, brackets, ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wgsm_archive.domain.checking.kinds import Finding, Pair, TextCheck
from wgsm_archive.domain.checking.marks import prose
from wgsm_archive.domain.checking.scripts import WITHOUT_BLANKS, Token, script_of, words
from wgsm_archive.domain.language import primary

DANDA = "\u0964"
DANDA_LANGUAGES = frozenset({"as", "awa", "bho", "bn", "brx", "hi", "mag", "mai", "ne", "or", "pa", "sa"})
"""Languages whose sentences end with a danda."""
_EUROPEAN = "bg ca cs da de el en es eu fi fr gl hr hu it nb nl nn no pl pt ro ru sk sl sr sv uk"
_DOUBLED_IS_A_SLIP = frozenset({"ar", "fa", "he", *_EUROPEAN.split()})
_DOUBLED_AND_RIGHT: Mapping[str, frozenset[str]] = {
    "en": frozenset({"had", "that"}),
    "fr": frozenset({"nous", "vous"}),
    "de": frozenset({"das", "der", "die", "sie"}),
    "nl": frozenset({"die", "u"}),
}
_NEVER_DOUBLED: Mapping[str, frozenset[str]] = {
    "hi": frozenset({"में", "से", "को", "का", "की", "के", "ने", "है", "हैं", "और", "पर", "था", "थे", "थी"}),
    "or": frozenset({"ଓ", "ଏବଂ", "ପାଇଁ", "ରେ", "ରୁ", "କୁ", "ର", "ଥିଲା"}),
    "bn": frozenset({"এবং", "ও", "জন্য", "থেকে", "কে"}),
    "ur": frozenset({"میں", "سے", "کو", "کا", "کی", "کے", "نے", "ہے", "ہیں", "اور", "پر"}),
    "sw": frozenset({"na", "ya", "wa", "kwa", "katika", "ni", "la"}),
}
"""Where doubling a word is good grammar, these few are never doubled."""
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TATWEEL = re.compile("[\u0620-\u06ff]+\u0640[\u0620-\u06ff\u0640]*|\u0640[\u0620-\u06ff]+")
_HIJRI = "\u0647\u0640"
_ALIKE = (
    frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}),
    frozenset({"DEVANAGARI", "BENGALI", "ORIYA", "GUJARATI", "GURMUKHI", "TELUGU", "KANNADA", "MALAYALAM", "TAMIL"}),
)
"""Scripts whose letters look alike, or lie beside each other on a keyboard. Others are mixed on purpose: الـGDP."""
_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "」": "「", "』": "『", "》": "《"}
_BRACKET = re.compile("[][(){}（）［］「」『』《》]")
_CURLY, _ANGLES = "“”„‟", "«»"
_BEFORE_DOT = re.compile("[\u0900-\u0963\u0971-\u097f\u0980-\u09ff\u0a00-\u0a7f\u0b00-\u0b7f]{2,}\\s?[.|]\\s*\\Z")


def slips(pair: Pair) -> Iterator[Finding]:
    """What was likely mistyped in the translation and does not stand in the source the same way."""
    source, target = prose(pair.source), prose(pair.target)
    language = primary(pair.target_language)
    found = {
        TextCheck.DOUBLED: _doubled(source, target, primary(pair.source_language), language),
        TextCheck.KASHIDA: () if "\u0640" in source else _stretched(target),
        TextCheck.ZERO_WIDTH: () if language in WITHOUT_BLANKS else _around(_ZERO_WIDTH, target, source),
        TextCheck.BIDI: _around(_TURNS, target, source),
        TextCheck.MIXED_SCRIPT: _mixed(target, source),
        TextCheck.DANDA: _without_danda(target, language),
        TextCheck.BRACKETS: _unbalanced(target) if not _unbalanced(source) else (),
    }
    yield from (Finding(check, here=here) for check, here in found.items() if here)


def _doubled(source: str, target: str, source_language: str, language: str) -> tuple[str, ...]:
    here = _twice(target, language)
    return here if len(here) > len(_twice(source, source_language)) else ()


def _twice(text: str, language: str) -> tuple[str, ...]:
    never = _NEVER_DOUBLED.get(language, frozenset())
    right = _DOUBLED_AND_RIGHT.get(language, frozenset())
    found, last = [], Token("", 0)
    for word in words(text):
        plain = word.text.casefold()
        between = text[last.start + len(last.text) : word.start]
        if plain == last.text.casefold() and between.isspace() and "\n" not in between and not plain.isnumeric():
            is_slip = language in _DOUBLED_IS_A_SLIP and plain not in right
            if is_slip or plain in never:
                found.append(f"{last.text} {word.text}")
        last = word
    return tuple(found)


def _stretched(text: str) -> tuple[str, ...]:
    stretched = (found[0] for found in _TATWEEL.finditer(text))
    # One at the end leads to a word of another script, or abbreviates the name of the calendar.
    return tuple(word for word in stretched if "\u0640" in word.strip("\u0640") and word != _HIJRI)


def _around(signs: re.Pattern[str], text: str, source: str) -> tuple[str, ...]:
    """What cannot be seen is shown by its number, with the letters on both sides."""
    allowed = set(signs.findall(source))
    return tuple(
        f"{text[max(0, found.start() - 8) : found.start()].lstrip()}[U+{ord(found[0]):04X}]"
        f"{signs.sub('', text[found.end() : found.end() + 8]).rstrip()}"
        for found in signs.finditer(text)
        if found[0] not in allowed
    )


def _mixed(text: str, source: str) -> tuple[str, ...]:
    found = []
    for word in words(text):
        if word.text.isascii():
            continue
        scripts = {script_of(character) for character in word.text}
        if any(len(scripts & alike) > 1 for alike in _ALIKE) and word.text not in source:
            found.append(word.text)
    return tuple(found)


def _without_danda(text: str, language: str) -> tuple[str, ...]:
    if language not in DANDA_LANGUAGES or text.lstrip().startswith("|"):
        return ()
    found = _BEFORE_DOT.search(text.rstrip("\"'”’»)*_ "))
    return (found[0].strip(),) if found else ()


def _unbalanced(text: str) -> tuple[str, ...]:
    found = _lonely_brackets(text)
    if text.count('"') % 2:
        found.append('"')
    if sum(text.count(sign) for sign in _CURLY) % 2:
        found.append(next(sign for sign in text if sign in _CURLY))
    if text.count("«") != text.count("»"):
        found.append(next(sign for sign in text if sign in _ANGLES))
    return tuple(found)


def _lonely_brackets(text: str) -> list[str]:
    open_ones: list[str] = []
    lonely: list[str] = []
    for sign in _BRACKET.findall(text):
        if sign not in _PAIRS:
            open_ones.append(sign)
        elif open_ones and open_ones[-1] == _PAIRS[sign]:
            open_ones.pop()
        else:
            lonely.append(sign)
    return lonely + open_ones
