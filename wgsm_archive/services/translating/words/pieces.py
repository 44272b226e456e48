"""All that the archive says itself and that can be translated on its pages, and what stands for it in a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.text import MAX_FIELD
from wgsm_archive.domain.vocabulary import Term, VocabularyName
from wgsm_archive.domain.words import Piece, WordsKind, WordsPlace
from wgsm_archive.i18n.catalogs import catalogs, plural_count
from wgsm_archive.i18n.language import SOURCE, language_of
from wgsm_archive.i18n.texts import interface_pieces
from wgsm_archive.services.house_texts import TextKind, newest
from wgsm_archive.services.term_words import MAX_DESCRIPTION, MAX_LABEL
from wgsm_archive.services.work import Work

LABEL, DESCRIPTION = "label", "description"
Name = tuple[WordsKind, str]
"""Kind and key: what names a piece."""


def pieces(work: Work, language: str) -> Mapping[Name, Piece]:
    """Everything that can be translated into a language, by name, in the order of the places where it stands."""
    every = [*interface_pieces().values(), *_lists(work), *_terms(work), *_texts(work, language)]
    return {(one.kind, one.key): one for one in every}


def piece(work: Work, language: str, name: Name) -> Piece:
    """One of them.

    Raises:
        NotFound: there is no such text (any more).
    """
    found = pieces(work, language).get(name)
    if found is None:
        raise NotFound
    return found


def pieces_at(work: Work, language: str, place: WordsPlace) -> list[Piece]:
    """What stands at one place."""
    return [one for one in pieces(work, language).values() if one.place == place]


def forms_needed(piece: Piece, language: str) -> int:
    """How many forms a translation of a piece has: one, or one for each plural form of the language."""
    return 1 if len(piece.sources) == 1 else plural_count(language_of(language).plural)


class Standing:
    """What readers of one language see for each text, in that very language."""

    def __init__(self, work: Work, language: str) -> None:
        self._work, self._language = work, language
        self._menus = catalogs().own(language).messages
        self._texts = {row.kind: row for kind in TextKind for row in newest(work, kind) if row.language == language}

    def forms(self, piece: Piece) -> tuple[str, ...]:
        """The words; none where there is no translation."""
        if piece.kind is WordsKind.INTERFACE:
            return self._menus.get((piece.context or None, piece.sources[0]), ())
        if piece.kind is WordsKind.TERM:
            term, part = term_of(self._work, piece.key)
            text = (term.labels if part == LABEL else term.descriptions).get(self._language, "")
        elif piece.kind is WordsKind.LIST:
            text = self._work.tools.vocabularies.list_text(piece.key, self._language)
        else:
            text = self._texts[piece.key].text if piece.key in self._texts else ""
        return (text,) if text else ()


def term_of(work: Work, key: str) -> tuple[Term, str]:
    """The term that a key names, and whether its label or its description is meant.

    Raises:
        NotFound: there is no such term.
    """
    vocabulary, term, part = key.split("/")
    found = work.tools.vocabularies.find(vocabulary, term)
    if found is None or found.id != term:
        raise NotFound
    return found, part


def _lists(work: Work) -> Iterator[Piece]:
    for key, text in work.tools.vocabularies.list_texts():
        limit = MAX_DESCRIPTION if key.endswith(f"/{DESCRIPTION}") else MAX_LABEL
        yield Piece(WordsKind.LIST, key, WordsPlace.TERMS, (text,), limit=limit)


def _terms(work: Work) -> Iterator[Piece]:
    empty = Piece(WordsKind.TERM, "", WordsPlace.TERMS, ())
    for vocabulary in VocabularyName:
        for term in work.tools.vocabularies.terms(vocabulary):
            about = f"{vocabulary}/{term.id}"
            label, description = term.labels.get(SOURCE, ""), term.descriptions.get(SOURCE, "")
            if label:
                yield replace(empty, key=f"{about}/{LABEL}", sources=(label,), seen_in=about, limit=MAX_LABEL)
            if description:
                key = f"{about}/{DESCRIPTION}"
                yield replace(empty, key=key, sources=(description,), seen_in=about, limit=MAX_DESCRIPTION)


def _texts(work: Work, language: str) -> Iterator[Piece]:
    """Texts of the house, from English where they are in English, else from the language they were written in first."""
    for kind in TextKind:
        rows = {row.language: row for row in newest(work, kind) if row.text and row.language != language}
        tag = SOURCE if SOURCE in rows else next(iter(rows), "")
        if tag:
            yield Piece(
                kind=WordsKind.TEXT,
                key=str(kind),
                place=WordsPlace.TEXTS,
                sources=(rows[tag].text,),
                language=tag,
                seen_in=str(kind),
                limit=MAX_FIELD,
                is_prose=True,
            )
