"""The words of terms' labels, in every language: they are everybody's, whatever stories carry the term."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.vocabulary import Term, VocabularyName
from wgsm_archive.ports.spelling import Speller
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label of a term in one language, its words without accents, and these in a row with a space before each."""

    term: Term
    language: str
    label: str
    words: tuple[str, ...]
    row: str


@dataclass(frozen=True, slots=True)
class LabelBook:
    """All labels, and the rows that their words make in the table of words: word, form, language, one story each."""

    lines: tuple[LabelLine, ...]
    rows: tuple[tuple[str, str, str, int], ...]


def label_book(work: Work) -> LabelBook:
    """The labels as they stand now."""
    vocabularies = work.tools.vocabularies
    return _book(vocabularies, vocabularies.edition, work.tools.speller)


@lru_cache(maxsize=4)
def _book(vocabularies: Vocabularies, edition: int, speller: Speller) -> LabelBook:
    lines = []
    rows: dict[tuple[str, str, str, int], None] = {}
    for name in VocabularyName:
        for term in vocabularies.terms(name):
            for language, label in term.labels.items():
                words = tuple(speller.fold(one.form) for one in speller.words(label))
                lines.append(LabelLine(term, language, label, words, "".join(f" {word}" for word in words)))
                rows.update(dict.fromkeys((speller.fold(form), form, language, 1) for form in speller.forms(label)))
    return LabelBook(tuple(lines), tuple(rows))
