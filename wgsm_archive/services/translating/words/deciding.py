"""The second pair of eyes on the archive's own words: approving them, or giving them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wgsm_archive.db.models import WordsVersion
from wgsm_archive.domain.actor import ActorKind
from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import MAX_FIELD, clean_text
from wgsm_archive.domain.words import Piece, WordsKind, WordsState
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.house_texts import TextKind, newest, put_wording
from wgsm_archive.services.policy import count_epoch
from wgsm_archive.services.term_words import give_words, term_row
from wgsm_archive.services.translating.words.desk import Book, Row
from wgsm_archive.services.translating.words.pieces import LABEL, Name, term_of
from wgsm_archive.services.work import Work


@dataclass(slots=True)
class Decided:
    """How many wordings were approved; how many were the actor's own, and how many had changed meanwhile."""

    approved: int = 0
    own: int = 0
    changed: int = 0


def approve(work: Work, language: str, chosen: Mapping[Name, int]) -> Decided:
    """Let readers see these wordings, by their numbers. Nobody approves what they wrote themselves."""
    book, decided = Book(work, language), Decided()
    for name, number in chosen.items():
        piece = book.pieces.get(name)
        row = book.row(piece) if piece else None
        if piece is None or row is None or row[0].state is not WordsState.READY or row[1].number != number:
            decided.changed += 1
        elif not _may_approve(work, row[1]):
            decided.own += 1
        else:
            put_in_force(work, language, piece, row)
            decided.approved += 1
    if decided.approved:
        finish(work, language, decided.approved)
    return decided


def put_in_force(work: Work, language: str, piece: Piece, row: Row) -> None:
    """Let a wording be what readers see from the next request on. `finish` has to follow once."""
    now, version = row
    now.state, now.approved_id, now.reviewer_id = WordsState.APPROVED, version.id, work.actor.person_id
    if piece.kind is WordsKind.TERM:
        _give_to_term(work, language, piece, version)
    elif piece.kind is WordsKind.TEXT:
        kind = TextKind(piece.key)
        last = next((one.number for one in newest(work, kind) if one.language == language), 0)
        put_wording(work, kind, language, version.forms[0] if version.forms else "", last + 1)


def finish(work: Work, language: str, number: int) -> None:
    """Tell every process and the trail that so many words of a language changed."""
    count_epoch(work)
    work.record(Happened(Event.WORDS_APPROVED, detail={"language": language, "count": number}))


def give_back(work: Work, language: str, name: Name, number: int, note: str) -> None:
    """Give a wording back to who wrote it, with a note.

    Raises:
        NotNow: it does not wait for a second reader (any more).
        Conflict: it was changed meanwhile.
        Refused: the note is empty or too long.
    """
    cleaned = clean_text(note).strip()
    if not cleaned or len(cleaned) > MAX_FIELD:
        raise Refused({"note": "too-long" if cleaned else "required"})
    book = Book(work, language)
    piece = book.pieces.get(name)
    row = book.row(piece) if piece else None
    if row is None or row[0].state is not WordsState.READY:
        raise NotNow(Act.RETURN, row[0].state if row else WordsState.MISSING)
    if row[1].number != number:
        raise Conflict({}, row[1].number)
    row[0].state, row[0].note = WordsState.DRAFT, cleaned


def _may_approve(work: Work, version: WordsVersion) -> bool:
    return work.actor.kind is ActorKind.SYSTEM or version.person_id != work.actor.person_id


def _give_to_term(work: Work, language: str, piece: Piece, version: WordsVersion) -> None:
    term, part = term_of(work, piece.key)
    row = term_row(work, term.vocabulary, term.id)
    labels, descriptions = (dict(row.labels), dict(row.descriptions)) if row else ({}, {})
    texts = labels if part == LABEL else descriptions
    texts.pop(language, None)
    if version.forms:
        texts[language] = version.forms[0]
    give_words(work, term.vocabulary, term.id, labels, descriptions)
