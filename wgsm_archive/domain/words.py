"""The archive's own words: what they are, where they stand, and how far their translation is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OFFERED_FROM = 0.6
"""The share of readers' words that must be approved before a language can be offered to readers."""


class WordsKind(StrEnum):
    """The kinds of the archive's own words."""

    INTERFACE = "interface"
    TERM = "term"
    LIST = "list"
    TEXT = "text"


class WordsPlace(StrEnum):
    """Where words stand, from what every reader meets to what few people see."""

    EVERYWHERE = "everywhere"
    READING = "reading"
    TERMS = "terms"
    TEXTS = "texts"
    TELLING = "telling"
    ACCOUNTS = "accounts"
    TRANSLATING = "translating"
    REVIEWING = "reviewing"
    RUNNING = "running"


READERS_PLACES = frozenset({WordsPlace.EVERYWHERE, WordsPlace.READING})
"""The words of the menus that readers meet; `OFFERED_FROM` counts these."""


class WordsState(StrEnum):
    """How far the translation of a text is."""

    MISSING = "missing"
    DRAFT = "draft"
    READY = "ready"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the archive's own, to be translated.

    `sources` is the text in `language`, or singular and plural; `context` tells apart what reads alike; `notes` are
    for translators; `seen_in` names the file of the page that it stands on; `limit` is how many characters fit.
    """

    kind: WordsKind
    key: str
    place: WordsPlace
    sources: tuple[str, ...]
    language: str = "en"
    context: str = ""
    notes: tuple[str, ...] = ()
    seen_in: str = ""
    limit: int = 2000
    is_prose: bool = False
