"""What a reader may be about to type: titles of stories, terms, organisations, as far as this reader may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, Record, RecordText
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.query_tree import AllOf, Field, Node, Prefix, Query, Word
from wgsm_archive.domain.text import slugify
from wgsm_archive.ports.search import IndexBroken, IndexBusy, SearchRequest
from wgsm_archive.ports.spelling import Speller
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.reading.asking_index import ask, not_any_more
from wgsm_archive.services.reading.label_book import label_book
from wgsm_archive.services.work import Work

MOST_CHARACTERS = 60
"""Longest text that is completed; a longer one is a question, not the beginning of a name."""
_MOST_WORDS = 6
_TITLES, _TERMS, _ORGANISATIONS = 5, 4, 3
_MOST_RECORDS = 3000  # titles of organisations that are looked through


class CompletionKind(StrEnum):
    """What is offered."""

    STORY = "story"
    TERM = "term"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that begins as typed. `place` is the vocabulary of a term, and the slug of the others."""

    kind: CompletionKind
    text: str
    language: str
    direction: str
    id: str
    place: str


def complete(work: Work, typed: str, languages: tuple[str, ...]) -> list[Completion]:
    """The titles, terms and organisations with words that begin as the words typed; none for too little or too much."""
    words = tuple(work.tools.speller.fold(one.form) for one in work.tools.speller.words(typed))[: _MOST_WORDS + 1]
    if len(typed) > MOST_CHARACTERS or not words or len(words) > _MOST_WORDS or not _says_something(typed):
        return []
    return [
        *_terms(work, words, languages),
        *_titles(work, typed, languages),
        *_organisations(work, words, languages),
    ]


def _says_something(typed: str) -> bool:
    """Whether more than a letter was typed; a syllable is enough in a script without spaces."""
    letters = [c for c in typed if c.isalnum()]
    return len(letters) >= 2 or any(c >= "\u0e00" for c in letters)


def _begins(words: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether every word typed is there, the last of them at least as a beginning."""
    *whole, last = typed
    left = list(words)
    for word in whole:
        if word not in left:
            return False
        left.remove(word)
    return any(word.startswith(last) for word in left)


def _terms(work: Work, typed: Sequence[str], languages: tuple[str, ...]) -> list[Completion]:
    found: dict[tuple[str, str], tuple[int, str, Completion]] = {}
    order = {tag: place for place, tag in enumerate((*languages, "en"))}
    beginning = f" {typed[-1]}"
    for line in label_book(work).lines:
        # Few labels are looked at closely: this is asked with every key that is pressed.
        if beginning not in line.row or line.language not in order or not _begins(line.words, typed):
            continue
        place = order[line.language]
        key, said = (str(line.term.vocabulary), line.term.id), line.term.label(languages)
        tag = next((tag for tag in (*languages, "en") if line.term.labels.get(tag) == said), line.language)
        offered = Completion(CompletionKind.TERM, said, tag, direction(work, tag), line.term.id, key[0])
        if key not in found or place < found[key][0]:
            found[key] = place, said, offered
    return [offered for _, _, offered in sorted(found.values(), key=lambda one: one[:2])][:_TERMS]


def _titles(work: Work, typed: str, languages: tuple[str, ...]) -> list[Completion]:
    *whole, last = (one.form for one in work.tools.speller.words(typed))
    parts: tuple[Node, ...] = (*(Word(word, Field.TITLE) for word in whole), Prefix(last, Field.TITLE))
    query = Query(AllOf(parts) if len(parts) > 1 else parts[0], (typed,))
    asked = SearchRequest(query, work.held, languages, limit=_TITLES, exclude_cases=not_any_more(work))
    try:
        hits = ask(work, asked).hits
    except (IndexBroken, IndexBusy):
        return []
    rows = work.session.execute(
        select(
            LanguageVersion.id, LanguageVersion.title, LanguageVersion.language, LanguageVersion.slug, Case.public_id
        )
        .join(Case, Case.id == LanguageVersion.case_id)
        .where(LanguageVersion.id.in_([hit.found_in for hit in hits]))
    )
    known = {row[0]: row for row in rows}
    return [
        Completion(CompletionKind.STORY, row[1], row[2], direction(work, row[2]), row[4], row[3])
        for hit in hits
        if (row := known.get(hit.found_in)) is not None
    ]


def _organisations(work: Work, typed: Sequence[str], languages: tuple[str, ...]) -> list[Completion]:
    rows = work.session.execute(
        select(Record.public_id, RecordText.language, RecordText.title)
        .join(RecordText, RecordText.record_id == Record.id)
        .where(Record.type == RecordType.ORGANISATION)
        .order_by(Record.id)
        .limit(_MOST_RECORDS)
    )
    order = {tag: place for place, tag in enumerate(languages)}
    found: dict[str, tuple[int, str, Completion]] = {}
    for public_id, tag, title in rows:
        if not _begins(_words(work.tools.speller, title), typed):
            continue
        kind, place = CompletionKind.ORGANISATION, order.get(tag, len(order))
        offered = Completion(kind, title, tag, direction(work, tag), public_id, slugify(title))
        if public_id not in found or place < found[public_id][0]:
            found[public_id] = place, title, offered
    return [offered for _, _, offered in sorted(found.values(), key=lambda one: one[:2])][:_ORGANISATIONS]


@lru_cache(maxsize=_MOST_RECORDS)
def _words(speller: Speller, title: str) -> tuple[str, ...]:
    return tuple(speller.fold(one.form) for one in speller.words(title))
