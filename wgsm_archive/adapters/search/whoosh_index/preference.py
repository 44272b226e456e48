"""What a text in each language counts to somebody who reads some of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

PREFERRED = 2.0
"""What a text in the reader's first language counts beside one in a language that the reader did not name."""
PREFERENCE_STEP = 0.1
LEAST_PREFERRED = 1.3
NOT_READ = 1.0


@lru_cache(maxsize=512)
def preferences(tongues: tuple[str, ...], languages: tuple[str, ...]) -> tuple[float, ...]:
    """What each of these languages counts to a reader of those, the best of which comes first."""
    return tuple(_preference(language, languages) for language in tongues)


def _preference(language: str, languages: Sequence[str]) -> float:
    """What a language counts to the reader; a tag also stands for its regional forms."""
    tag = language.lower()
    for place, wanted in enumerate(languages):
        if tag == wanted.lower() or tag.split("-")[0] == wanted.lower().split("-")[0]:
            return max(LEAST_PREFERRED, PREFERRED - PREFERENCE_STEP * place)
    return NOT_READ
