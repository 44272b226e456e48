"""The lists of terms as stewards keep them: terms of one's own, other words for a term, merging, retiring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from wgsm_archive.db.models import CaseTerm, Job, TermRow
from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.text import clean_line, slugify
from wgsm_archive.domain.vocabulary import Term, VocabularyName
from wgsm_archive.services.admin.door import require_steward
from wgsm_archive.services.admin.merging import merge_rows
from wgsm_archive.services.reactions import INDEX_CASE
from wgsm_archive.services.term_words import (
    MAX_DESCRIPTION,
    MAX_LABEL,
    find_term,
    give_words,
    note_change,
    term_row,
)
from wgsm_archive.services.work import Work

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MAX_ID = 60
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in a steward's list. `stories` counts all that carry it, also those nobody else may read."""

    term: Term
    stories: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermDesk:
    """A term at work: its words, and whether it can be taken out of use."""

    term: Term
    revision: int
    stories: int
    is_core: bool
    is_own: bool


class Terms:
    """The stewards' work on the vocabularies."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def list(self, vocabulary: VocabularyName, languages: tuple[str, ...]) -> list[TermLine]:
        """All terms of a list, the retired ones too; `languages` are those that each should have words in."""
        require_steward(self._work)
        counts = self._counts(vocabulary)
        every = self._every(vocabulary)
        return [
            TermLine(term, counts.get(term.id, 0), tuple(tag for tag in languages if tag not in term.labels))
            for term in every
        ]

    def desk(self, vocabulary: str, term: str) -> TermDesk:
        """One term.

        Raises:
            NotFound: there is none, or another took its place.
        """
        require_steward(self._work)
        found = find_term(self._work, vocabulary, term)
        row = self._work.session.get(TermRow, (vocabulary, term))
        stories = self._counts(found.vocabulary).get(term, 0)
        shipped = self._work.tools.vocabularies.ships(vocabulary, term)
        return TermDesk(found, row.revision if row else 0, stories, is_core(found), not shipped)

    def add(self, vocabulary: str, term: str, labels: Mapping[str, str], descriptions: Mapping[str, str]) -> str:
        """A new term, offered from the next request on; its id. Without an id one is made from the English label.

        Raises:
            NotFound: there is no such list.
            Refused: it has no English label, or an id that is taken or badly formed.
        """
        require_steward(self._work)
        if vocabulary not in tuple(VocabularyName):
            raise NotFound
        words, lines = _words(labels, MAX_LABEL, "label"), _words(descriptions, MAX_DESCRIPTION, "description")
        key = clean_line(term) or slugify(words.get("en", ""))[:_MAX_ID]
        problems = {}
        if "en" not in words:
            problems["label_en"] = "required"
        if words and (not _ID.fullmatch(key) or len(key) > _MAX_ID):
            problems["id"] = "bad-id"
        elif self._work.tools.vocabularies.find(vocabulary, key) or term_row(self._work, vocabulary, key):
            problems["id"] = "taken"
        if problems:
            raise Refused(problems)
        row = TermRow(vocabulary=vocabulary, term=key, labels=words, descriptions=lines, revision=1)
        self._work.session.add(row)
        note_change(self._work, vocabulary, key, "added")
        return key

    def translate(
        self,
        vocabulary: str,
        term: str,
        labels: Mapping[str, str],
        descriptions: Mapping[str, str],
        *,
        based_on: int,
    ) -> None:
        """Give a term these words; a language left empty goes back to the words that came with the software.

        Raises:
            NotFound: there is no such term.
            Conflict: another steward changed it meanwhile; holds its labels.
            Refused: it would have no English label, or one is too long.
        """
        require_steward(self._work)
        found, row = find_term(self._work, vocabulary, term), term_row(self._work, vocabulary, term)
        revision = row.revision if row else 0
        if revision != based_on:
            raise Conflict({f"label_{tag}": text for tag, text in found.labels.items()}, revision)
        words = _words(labels, MAX_LABEL, "label")
        lines = _words(descriptions, MAX_DESCRIPTION, "description")
        if "en" not in words and self._work.tools.vocabularies.ships(vocabulary, term) is None:
            raise Refused({"label_en": "required"})
        # What the form does not ask for stays as it is: languages that are still being translated.
        if row is not None:
            words |= {tag: text for tag, text in row.labels.items() if tag not in labels}
            lines |= {tag: text for tag, text in row.descriptions.items() if tag not in descriptions}
        give_words(self._work, vocabulary, term, words, lines)

    def retire(self, vocabulary: str, term: str, *, retired: bool) -> None:
        """Offer a term no more (it stays on the stories that carry it), or offer it again.

        Raises:
            NotFound: there is no such term.
            Refused: it belongs to the core, which stays.
        """
        require_steward(self._work)
        self._may_go(find_term(self._work, vocabulary, term))
        row = term_row(self._work, vocabulary, term) or TermRow(vocabulary=vocabulary, term=term, revision=0)
        row.retired = retired
        row.revision += 1
        self._work.session.add(row)
        note_change(self._work, vocabulary, term, "retired" if retired else "offered-again")

    def merge(self, vocabulary: str, term: str, into: str) -> int:
        """Let another term take the place of one: all stories and records follow, its old id leads there for good.

        Returns how many stories followed.

        Raises:
            NotFound: there is no such term.
            Refused: the one belongs to the core, or the other is not a term that is offered.
        """
        require_steward(self._work)
        found = find_term(self._work, vocabulary, term)
        self._may_go(found)
        target = self._work.tools.vocabularies.find(vocabulary, into)
        if target is None or target.id != into or target.retired or into in (term, _OTHER):
            raise Refused({"into": "unknown-term"})
        row = term_row(self._work, vocabulary, term) or TermRow(vocabulary=vocabulary, term=term, revision=0)
        row.merged_into = into
        row.revision += 1
        self._work.session.add(row)
        followed = merge_rows(self._work, vocabulary, term, into)
        note_change(self._work, vocabulary, term, "merged", into)
        for case_id in followed:
            self._work.session.add(Job(kind=INDEX_CASE, case_id=case_id, not_before=self._work.now))
        return len(followed)

    def _every(self, vocabulary: VocabularyName) -> tuple[Term, ...]:
        lists = self._work.tools.vocabularies
        retired = self._work.session.scalars(
            select(TermRow.term).where(TermRow.vocabulary == vocabulary, TermRow.retired.is_(True))
        )
        return lists.terms(vocabulary, frozenset(retired))

    def _counts(self, vocabulary: VocabularyName) -> Mapping[str, int]:
        """How many stories carry each term: numbers only, so that a steward knows what a change touches."""
        with self._work.full_sight():
            rows = self._work.session.execute(
                select(CaseTerm.term, func.count()).where(CaseTerm.vocabulary == vocabulary).group_by(CaseTerm.term)
            ).all()
        return {row[0]: row[1] for row in rows}

    def _may_go(self, term: Term) -> None:
        if is_core(term):
            raise Refused({"term": "core-term"})


def is_core(term: Term) -> bool:
    """Whether a term stays whatever a steward does: the group's own words for its work, and `other`."""
    return term.seed or term.id == _OTHER


def _words(given: Mapping[str, str], limit: int, name: str) -> dict[str, str]:
    cleaned = {tag: clean_line(text) for tag, text in given.items()}
    for tag, text in cleaned.items():
        if len(text) > limit:
            raise Refused({f"{name}_{tag}": "too-long"})
    return {tag: text for tag, text in cleaned.items() if text}
