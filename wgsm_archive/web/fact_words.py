"""Structured fields in words, wherever they are compared or listed: what a field is called and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from wgsm_archive.data import Vocabularies
from wgsm_archive.domain.case_study import AuthorDisplay, AuthorKind
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import Lazy, lazy_
from wgsm_archive.i18n.formats import country, period
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.fact_fields import MANY, ONE, PREFIX, TERMS, member, read_period, read_sources

NAMES: Mapping[str, Lazy] = {
    "countries": lazy_("Countries"),
    "region": lazy_("Region, as exact as is safe"),
    "precision": lazy_("How exactly the place is shown"),
    "setting": lazy_("Surroundings"),
    "period": lazy_("When"),
    "period_start": lazy_("Beginning"),
    "period_end": lazy_("End"),
    "ongoing": lazy_("Still going on"),
    "scale": lazy_("How far it reached"),
    "people_affected": lazy_("People affected"),
    "people_taking_part": lazy_("People taking part"),
    "stage": lazy_("When organising began"),
    "project_status": lazy_("Where the contested project stands"),
    "consultation": lazy_("Whether people were asked"),
    "reaction": lazy_("What the community answered"),
    "tenure": lazy_("How land or home was held"),
    "overall": lazy_("What came of it, in the movement’s own judgement"),
    "protocol_notices": lazy_("Wishes of the community"),
    "licence": lazy_("Licence"),
    "sources": lazy_("Sources"),
    "author.kind": lazy_("Who tells"),
    "author.display": lazy_("How they are named"),
    "author.name": lazy_("Name shown"),
}
"""What the structured fields are called, by their names in `services.fact_fields`."""


class FactWords:
    """Structured fields, written as `services.fact_fields` does, in the words of a reader's languages."""

    def __init__(self, vocabularies: Vocabularies, languages: tuple[str, ...]) -> None:
        self._vocabularies = vocabularies
        self._languages = languages

    def name(self, field: str) -> str:
        """What a field is called."""
        if field.startswith(TERMS):
            return self._vocabularies.name(VocabularyName(field.removeprefix(TERMS)), self._languages)
        return str(NAMES[field.removeprefix(PREFIX)])

    def values(self, field: str, text: str) -> list[str]:
        """What a field says, value by value; empty for nothing told."""
        name = field.removeprefix(PREFIX)
        if not text:
            return []
        if field.startswith(TERMS):
            return [self._term(field.removeprefix(TERMS), term) for term in text.split()]
        if name == "countries":
            return [country(code) for code in text.split()]
        if name == "period":
            return [period(read_period(text))]
        if name == "sources":
            hidden = lazy_("%(title)s (not shown to readers)")
            return [one.title if one.public else hidden % {"title": one.title} for one in read_sources(text)]
        kind = _KINDS.get(name)
        if kind is None:
            return [text]
        return [label(one) if (one := member(kind, value)) is not None else value for value in text.split()]

    def _term(self, vocabulary: str, term: str) -> str:
        found = self._vocabularies.find(vocabulary, term)
        return found.label(self._languages) if found else term


_KINDS: Mapping[str, type[StrEnum]] = {**ONE, **MANY, "author.kind": AuthorKind, "author.display": AuthorDisplay}
