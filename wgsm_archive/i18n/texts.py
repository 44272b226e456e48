"""The texts of the interface as translators meet them: what each says, and where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Message

from wgsm_archive.domain.words import Piece, WordsKind, WordsPlace
from wgsm_archive.i18n.upkeep import key_of, read, said, template_path

# The first part of a file's name that fits says where its words stand.
_PLACES = (
    ("web/templates/reading/", WordsPlace.READING),
    ("web/templates/media/", WordsPlace.READING),
    ("web/templates/sharing/", WordsPlace.READING),
    ("web/reading/", WordsPlace.READING),
    ("web/sharing/", WordsPlace.READING),
    ("web/media/", WordsPlace.TELLING),
    ("i18n/wording/facts", WordsPlace.READING),
    ("i18n/wording/sections", WordsPlace.READING),
    ("i18n/wording/sharing", WordsPlace.READING),
    ("i18n/wording/media", WordsPlace.READING),
    ("i18n/formats", WordsPlace.READING),
    ("web/fact_words", WordsPlace.READING),
    ("web/maps", WordsPlace.READING),
    ("contributing/", WordsPlace.TELLING),
    ("i18n/wording/consent", WordsPlace.TELLING),
    ("i18n/wording/hiding", WordsPlace.TELLING),
    ("i18n/wording/problems", WordsPlace.TELLING),
    ("accounts/", WordsPlace.ACCOUNTS),
    ("translating/", WordsPlace.TRANSLATING),
    ("reviewing/", WordsPlace.REVIEWING),
    ("web/media/reviewing", WordsPlace.REVIEWING),
    ("i18n/wording/", WordsPlace.REVIEWING),
    ("admin/", WordsPlace.RUNNING),
)
_ORDER = tuple(WordsPlace)


def words_key(context: str | None, text: str) -> str:
    """The name by which a text of the interface is kept: of its context and its English words."""
    return hashlib.sha256(f"{context or ''}\x04{text}".encode()).hexdigest()[:32]


def interface_pieces(folder: Path | None = None) -> Mapping[str, Piece]:
    """All texts of the interface by their key, in the order of their places."""
    path = template_path(folder)
    return _pieces(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _pieces(path: Path, written: int) -> Mapping[str, Piece]:
    pieces = sorted((_piece(message) for message in said(read(path))), key=lambda one: _ORDER.index(one.place))
    return {piece.key: piece for piece in pieces}


def _piece(message: Message) -> Piece:
    context, text = key_of(message)
    files = [str(name).removeprefix("wgsm_archive/") for name, _line in message.locations]
    place, seen_in = min(((_place(file), file) for file in files), key=lambda pair: _ORDER.index(pair[0]))
    sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    return Piece(
        kind=WordsKind.INTERFACE,
        key=words_key(context, text),
        place=place,
        sources=sources,
        context=context or "",
        notes=tuple(message.auto_comments),
        seen_in=seen_in,
        limit=max(200, 4 * max(len(source) for source in sources)),
    )


def _place(file: str) -> WordsPlace:
    return next((place for part, place in _PLACES if part in file), WordsPlace.EVERYWHERE)
