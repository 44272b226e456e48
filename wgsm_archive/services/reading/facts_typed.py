"""`country:peru`, `theme:tierra`, `language:quechua`, `year:2010-2014`: what is typed after the name of a fact."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import regex

from wgsm_archive.domain.query import parse
from wgsm_archive.domain.query_tree import AnyOf, Chosen, Field, Lookup, Node, Query, Years, resolved
from wgsm_archive.domain.query_wording import wording_of
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS, VocabularyName
from wgsm_archive.i18n.names import country_names, language_names
from wgsm_archive.ports.spelling import Speller
from wgsm_archive.services.reading.label_book import label_book
from wgsm_archive.services.work import Work

_YEARS = regex.compile(r"(?P<first>\d{4})?(?:(?P<to>[-–—]|\.\.)(?P<last>\d{4})?)?")
_MOST = 40  # values that one beginning of a name may stand for
_FACET_OF = {vocabulary: facet for facet, vocabulary in FACET_PARAMETERS.items()}


def read_query(work: Work, typed: str, languages: Sequence[str]) -> Query:
    """What was typed, with operators and names of fields in the reader's language or English, and facts looked up."""
    return resolved(parse(typed, wording_of(languages[0] if languages else "")), _lookup(work, tuple(languages)))


def _lookup(work: Work, languages: tuple[str, ...]) -> Lookup:
    def find(field: Field, typed: str) -> Node | None:
        match field:
            case Field.YEAR:
                return _years(typed)
            case Field.THEME:
                return _terms(work, typed)
            case Field.COUNTRY:
                codes = _named(work.tools.speller, typed, country_names(languages))
                return Chosen("country", codes) if codes else None
            case Field.LANGUAGE:
                tags = _named(work.tools.speller, typed, language_names(languages))
                return Chosen("language", tags) if tags else None
            case _:
                return None

    return find


def _years(typed: str) -> Years | None:
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in typed)
    found = _YEARS.fullmatch(digits)
    if found is None or not (found["first"] or found["last"]):
        return None
    first, last = (int(year) if year else None for year in (found["first"], found["last"]))
    return Years(first, last if found["to"] else first)


def _terms(work: Work, typed: str) -> Node | None:
    """Terms of that name, in whatever language: themes if there are any, else of the other lists."""
    words = _folded(work.tools.speller, typed)
    found: dict[VocabularyName, dict[str, None]] = {}
    for line in label_book(work).lines:
        if line.term.vocabulary in _FACET_OF and (line.term.id == typed.casefold() or _is_named(line.words, words)):
            found.setdefault(line.term.vocabulary, {})[line.term.id] = None
    if VocabularyName.THEMES in found:
        found = {VocabularyName.THEMES: found[VocabularyName.THEMES]}
    parts = tuple(Chosen(_FACET_OF[name], tuple(ids)[:_MOST]) for name, ids in found.items())
    return AnyOf(parts) if len(parts) > 1 else parts[0] if parts else None


def _named(speller: Speller, typed: str, names: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The codes of what is called so: exactly if there is any, else what begins so."""
    words = _folded(speller, typed)
    begins: dict[str, None] = {}
    for code, name in names:
        if code.casefold() == typed.casefold() or _name(speller, name) == words:
            return (code,)
        if _is_named(_name(speller, name), words):
            begins[code] = None
    return tuple(begins)[:_MOST]


def _is_named(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether every word typed begins one of the name's."""
    return bool(words) and all(any(part.startswith(word) for part in name) for word in words)


def _folded(speller: Speller, typed: str) -> tuple[str, ...]:
    return tuple(speller.fold(one.form) for one in speller.words(typed))


@lru_cache(maxsize=8000)
def _name(speller: Speller, name: str) -> tuple[str, ...]:
    return _folded(speller, name)
