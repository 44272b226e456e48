"""Made-up cases for measuring: texts of 600 to 1,200 words in several languages, the same at every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from wgsm_archive import data
from wgsm_archive.domain.vocabulary import VocabularyName

LANGUAGES = ("en", "es", "fr", "pt", "ar", "hi")
COUNTRIES = ("PE", "CO", "MX", "BR", "MZ", "ZA", "PH", "NG", "IN", "SN", "CM", "TN", "IQ", "TZ", "KE")
_PARTS = {
    "ar": ["تا", "لي", "مو", "را", "سي", "نا", "دو", "حق", "عم", "كل", "فا", "بي"],
    "hi": ["का", "मा", "रा", "धि", "जी", "नो", "दे", "सा", "वि", "ली", "पु", "ता"],
}
_SHARE = {
    "summary": 0.08,
    "people": 0.08,
    "threat": 0.1,
    "strategy": 0.14,
    "women": 0.08,
    "allies": 0.08,
    "change": 0.12,
    "failed": 0.1,
    "advice": 0.1,
}


class Words:
    """A vocabulary of 12,000 invented words for each language, used by Zipf's law."""

    def __init__(self) -> None:
        self._words = {tag: self._invent(tag) for tag in LANGUAGES}
        self._weights: list[float] = []
        total = 0.0
        for rank in range(1, 12_001):
            total += 1 / rank
            self._weights.append(total)

    def prose(self, tag: str, rng: random.Random, length: int) -> str:
        """So many words in paragraphs."""
        chosen = rng.choices(self._words[tag], cum_weights=self._weights, k=max(length, 3))
        blocks = [" ".join(chosen[at : at + 60]).capitalize() + "." for at in range(0, len(chosen), 60)]
        return "\n\n".join(blocks)

    @staticmethod
    def _invent(tag: str) -> list[str]:
        rng = random.Random(tag)
        parts = _PARTS.get(tag) or [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
        return ["".join(rng.choices(parts, k=rng.randint(2, 5))) for _ in range(12_000)]


def cases(number: int) -> Iterator[dict[str, Any]]:
    """So many cases in the interchange form, two and a half language versions each on average."""
    words = Words()
    terms = {name: [term.id for term in data.vocabularies().terms(name)] for name in VocabularyName}
    for place in range(number):
        rng = random.Random(place)
        original = LANGUAGES[place % len(LANGUAGES)]
        others = [tag for tag in LANGUAGES if tag != original and rng.random() < 0.3]
        length = rng.randint(600, 1200)
        yield {
            "format": "wgsm-case/1",
            "id": f"bench-{place:06d}",
            "original_language": original,
            "audience": "public",
            "consent": {"level": "public-share", "translate": True, "quote": True, "export": True, "offline": True},
            "author": {"kind": "movement", "display": "anonymous"},
            "countries": [rng.choice(COUNTRIES)],
            "period": {"start": str(rng.randint(1985, 2024)), "end": None, "ongoing": True},
            "terms": {str(name): rng.sample(found, k=min(len(found), 2)) for name, found in terms.items()},
            "versions": {
                original: {**_version(words, original, place, length), "origin": "original"},
                **{tag: {**_version(words, tag, place, length), "origin": "human", "from": original} for tag in others},
            },
        }


def _version(words: Words, tag: str, place: int, length: int) -> dict[str, Any]:
    # The seed does not hold the language: all versions of a case have the same paragraphs by number and length.
    rng = random.Random(place * 31)
    sections: dict[str, Any] = {name: words.prose(tag, rng, int(length * share)) for name, share in _SHARE.items()}
    sections["story"] = [
        {"when": "2011", "we": words.prose(tag, rng, 40), "they": words.prose(tag, rng, 30)} for _ in range(2)
    ]
    return {
        "title": words.prose(tag, rng, 6).rstrip("."),
        "state": "approved",
        "sections": sections,
    }
