"""Making spellings of one word alike: width, case, accents, digits, invisible characters, Arabic and Indic variants."""

from __future__ import annotations

import unicodedata

import regex

_DIGITS = {code: str(unicodedata.decimal(chr(code))) for code in range(0x80, 0x20000) if chr(code).isdecimal()}
# Marks that join or direct but are not read, and the Arabic letter that only stretches a word.
_SILENT_RANGES = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFE00, 0xFE0F))
_SILENT = dict.fromkeys([0xAD, 0x34F, 0x61C, 0x640, 0xFEFF])
for _first, _last in _SILENT_RANGES:
    _SILENT.update(dict.fromkeys(range(_first, _last + 1)))
_APOSTROPHES = {ord(c): "'" for c in "’ʼʻ‘＇`´"}
_PLAIN = str.maketrans({**_DIGITS, **_SILENT, **_APOSTROPHES})

# Letters that do not decompose into a base and an accent.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
        "ŧ": "t", "ŋ": "ng", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɖ": "d", "ɛ": "e", "ɔ": "o", "ǝ": "e", "ə": "e",
        "ς": "σ", "'": None,
    }
)  # fmt: skip
_ACCENTED_SCRIPTS = regex.compile(r"[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]")

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیۍې", "ي"),
        "ک": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ۂ": "ه", "ۀ": "ه", "ے": "ي", "ۓ": "ي", "ں": "ن",
        **dict.fromkeys(map(chr, [*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE)])),
    }
)  # fmt: skip

_NUKTAS = dict.fromkeys([0x93C, 0x9BC, 0xA3C, 0xABC, 0xB3C])
_NASAL_MARKS = {0x901: "ं", 0x981: "ং", 0xB01: "ଂ"}
_INDIC_SPELLINGS: dict[int, str | None] = {**_NUKTAS, **_NASAL_MARKS, 0x9CE: "ত্"}
_INDIC = str.maketrans(_INDIC_SPELLINGS)
# A nasal consonant with virama before a consonant of its own class sounds, and is often written, as anusvara.
_HOMORGANIC = regex.compile(
    "ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ଙ୍(?=[କ-ଘ])|ଞ୍(?=[ଚ-ଝ])|ଣ୍(?=[ଟ-ଢ])|ନ୍(?=[ତ-ଧ])|ମ୍(?=[ପ-ଭ])"
)
_ARABIC_LETTER = regex.compile(r"\p{Script=Arabic}")
_INDIC_LETTER = regex.compile(r"[\u0900-\u0dff]")


def plain(surface: str) -> str:
    """One width, one case, ASCII digits, straight apostrophes, no invisible characters; accents are kept."""
    if surface.isascii():
        return surface.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", surface).casefold().translate(_PLAIN))


def fold(word: str) -> str:
    """A plain word without accents (Latin, Greek, Cyrillic) or spelling variants (Arabic, Indic scripts)."""
    if word.isascii():
        return word.replace("'", "")
    if _ACCENTED_SCRIPTS.search(word):
        apart = unicodedata.normalize("NFD", word)
        word = "".join(c for c in apart if unicodedata.category(c) != "Mn").translate(_LETTERS)
    if _ARABIC_LETTER.search(word):
        word = fold_arabic(word)
    elif _INDIC_LETTER.search(word):
        word = fold_indic(word)
    return unicodedata.normalize("NFC", word)


def fold_arabic(word: str) -> str:
    """Arabic script with one form of alef, yeh, kaf, heh and teh marbuta, and without vowel marks."""
    return word.translate(_ARABIC)


def fold_indic(word: str) -> str:
    """Indic scripts without nukta and with one way to write a nasal; vowel signs stay."""
    return unicodedata.normalize("NFC", _HOMORGANIC.sub(_nasal, unicodedata.normalize("NFD", word).translate(_INDIC)))


def _nasal(match: regex.Match[str]) -> str:
    return "ଂ" if match.group() >= "\u0b00" else "ं"
