"""What was said before for a text like the one at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from wgsm_archive.domain.words import Piece, WordsKind
from wgsm_archive.i18n.catalogs import Forms, Key

_LEAST, _MOST = 75, 2


@dataclass(frozen=True, slots=True)
class Alike:
    """A text of the menus that is much like another, its translation, and how alike they are, from 0 to 1."""

    source: str
    text: str
    likeness: float


def alike(piece: Piece, language: str, known: Mapping[Key, Forms]) -> tuple[Alike, ...]:
    """The likest texts of the menus that are translated, the likest first."""
    if piece.kind is WordsKind.TEXT:
        return ()
    sources = {key: key[1] for key in known}
    found = process.extract(piece.sources[0], sources, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_MOST)
    return tuple(Alike(text, known[key][-1], score / 100) for text, score, key in found)
