"""Terms and languages as they are shown."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.language import direction_of
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.work import Work


class TermView(NamedTuple):
    """A controlled term with its label in the reader's language; `how` is the tellers' own line on it (HTML)."""

    vocabulary: str
    id: str
    label: str
    description: str = ""
    how: str = ""
    how_language: str = ""


def term_view(
    work: Work, vocabulary: str, term: str, languages: tuple[str, ...], *, how: str = "", how_language: str = ""
) -> TermView:
    """A term in words; a term that was retired shows its id rather than nothing."""
    lists = work.tools.vocabularies
    plain = _plain_view(lists, lists.edition, vocabulary, term, languages)
    return plain._replace(how=how, how_language=how_language) if how else plain


@lru_cache(maxsize=8192)
def _plain_view(lists: Vocabularies, edition: int, vocabulary: str, term: str, languages: tuple[str, ...]) -> TermView:
    """A term without what a story says of it: terms are everybody's, and come again and again."""
    found = lists.find(vocabulary, term)
    if found is None:
        return TermView(vocabulary, term, term)
    return TermView(vocabulary, term, found.label(languages), found.description(languages))


def vocabulary_label(work: Work, vocabulary: VocabularyName, languages: tuple[str, ...]) -> str:
    """What a list of terms is called."""
    return work.tools.vocabularies.name(vocabulary, languages)


def direction(work: Work, tag: str) -> str:
    """The writing direction of a language."""
    known = work.tools.languages.get(tag)
    return known.direction if known else direction_of(tag)


def autonym(work: Work, tag: str) -> str:
    """A language's own name, or its tag when the archive does not know it."""
    known = work.tools.languages.get(tag)
    return known.autonym if known else tag
