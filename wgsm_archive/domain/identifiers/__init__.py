"""The identifier finder: names, numbers, places and dates in a story that point at a person.

`find(text, lexicon)` marks them, `mask(text, found, words)` puts words in their place. The lexicon of a language
comes from `wgsm_archive.data.identifiers`.
"""

from __future__ import annotations

from wgsm_archive.domain.identifiers.finding import find, guarded
from wgsm_archive.domain.identifiers.kinds import Certainty, Found, Kind, Why
from wgsm_archive.domain.identifiers.lexicon import Lexicon
from wgsm_archive.domain.identifiers.masking import mask
from wgsm_archive.domain.identifiers.terms import bare, folded_phrase, name_within

__all__ = [
    "Certainty",
    "Found",
    "Kind",
    "Lexicon",
    "Why",
    "bare",
    "find",
    "folded_phrase",
    "guarded",
    "mask",
    "name_within",
]
