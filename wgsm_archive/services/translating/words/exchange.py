"""The words of the menus as PO files, for other programs of translators and back."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from wgsm_archive.domain.words import WordsKind, WordsState
from wgsm_archive.i18n import upkeep
from wgsm_archive.i18n.texts import words_key
from wgsm_archive.services.translating.words.deciding import finish, put_in_force
from wgsm_archive.services.translating.words.desk import Book
from wgsm_archive.services.translating.words.saving import Outcome, TypedWords, save
from wgsm_archive.services.work import Work


def catalog_of(work: Work, language: str) -> Catalog:
    """All texts of the menus with what stands for them here; what nobody has approved yet is marked as `fuzzy`."""
    book = Book(work, language)
    catalog = upkeep.update(upkeep.read(upkeep.template_path()), upkeep.empty(language), language)
    for message in upkeep.said(catalog):
        piece = book.pieces[WordsKind.INTERFACE, words_key(*upkeep.key_of(message))]
        row = book.row(piece)
        is_open = row is not None and row[0].state is not WordsState.APPROVED
        forms = tuple(row[1].forms) if row is not None and is_open else book.seen(piece)
        if any(forms):
            message.string = forms if message.pluralizable else forms[0]
            if is_open:
                message.flags.add("fuzzy")
    return catalog


def take_in(work: Work, language: str, foreign: Catalog, *, approved: bool = False) -> Outcome:
    """Take the certain translations of a catalog in, for a second reader, or (by an operator) as approved ones.

    What differs from a wording that was made here meanwhile goes before it; the older one stays in the history.
    """
    book = Book(work, language)
    typed = {}
    for message in upkeep.said(foreign):
        name = (WordsKind.INTERFACE, words_key(*upkeep.key_of(message)))
        if name in book.pieces and upkeep.is_translated(message):
            row = book.row(book.pieces[name])
            typed[name] = TypedWords(upkeep.forms_of(message), row[1].number if row else 0)
    outcome = save(work, language, typed, ready=True)
    if approved and outcome.saved:
        after = Book(work, language)
        rows = [(piece, row) for name in typed if (row := after.row(piece := after.pieces[name])) is not None]
        waiting = [(piece, row) for piece, row in rows if row[0].state is WordsState.READY]
        for piece, row in waiting:
            put_in_force(work, language, piece, row)
        finish(work, language, len(waiting))
    return outcome
