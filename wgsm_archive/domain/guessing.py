"""A guess at the language of a text by its script and its smallest words, for the languages that are told in most."""

from __future__ import annotations

import re
from collections import Counter

_LETTERS = 40_000
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    "en": "the and of to in was that we they with from our were this for is not had by on who when which but as it",
    "es": "el la los las de que y en un una por con para se no su al lo del como más pero nos era fue sin porque",
    "fr": "le la les de des et en un une que qui dans pour par pas nous est sur avec au du ce ils elle était mais",
    "pt": "o a os as de que e em um uma por com para se não do da dos das no na mais mas foi nos era sem pelo",
}
_TELL = 3
# Letters that Arabic has not, of Persian, Urdu, Kurdish, Sindhi, Pashto and Uyghur.
_NOT_ARABIC = re.compile(
    "[\u067e\u0686\u0698\u06af\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2\u06d5\u06cc\u06a9\u06c6\u067c\u0693]"
)
_NOT_HINDI = re.compile("[\u0933\u0934]|\\bआहे\\b|\\bछ\\b|\\bआणि\\b|\\bगर्न")


def guess_language(text: str) -> str:
    """The tag of the language that a text is most likely written in; empty where it cannot be told."""
    words = [word.lower() for word in _WORD.findall(text[:_LETTERS])]
    scripts = Counter(_script(word[0]) for word in words)
    if not scripts:
        return ""
    script, times = scripts.most_common(1)[0]
    if times < 0.6 * len(words):
        return ""
    if script == "arabic":
        return "" if len(_NOT_ARABIC.findall(text[:_LETTERS])) > 0.01 * len(words) else "ar"
    if script == "devanagari":
        return "" if len(_NOT_HINDI.findall(text[:_LETTERS])) > 0.01 * len(words) else "hi"
    return _by_small_words(words) if script == "latin" else ""


def _script(letter: str) -> str:
    if "\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f":
        return "arabic"
    if "\u0900" <= letter <= "\u097f":
        return "devanagari"
    return "latin" if letter < "\u0250" else "other"


def _by_small_words(words: list[str]) -> str:
    counted = Counter(words)
    points = {tag: sum(counted[word] for word in small.split()) for tag, small in _SMALL.items()}
    first, second = sorted(points.values(), reverse=True)[:2]
    # Other languages of the script share a few of these words by chance.
    if first < max(_TELL, 0.12 * len(words)) or first < 1.15 * second:
        return ""
    return max(points, key=lambda tag: points[tag])
