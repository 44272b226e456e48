"""What translators can ask about the archive's own words, as `work.translating.words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.messages.catalog import Catalog
from sqlalchemy import select

from wgsm_archive.db.models import OwnLanguage, WordsNow
from wgsm_archive.domain.actor import ActorKind, Role
from wgsm_archive.domain.errors import NotAllowed, NotFound, SignInNeeded
from wgsm_archive.domain.words import OFFERED_FROM, WordsPlace
from wgsm_archive.i18n.language import PSEUDO, SOURCE
from wgsm_archive.i18n.upkeep import languages_with_catalogs
from wgsm_archive.services.translating.words import deciding, exchange, saving
from wgsm_archive.services.translating.words.deciding import Decided
from wgsm_archive.services.translating.words.desk import Book, LanguageDesk, Wording, language_desk, matching
from wgsm_archive.services.translating.words.pieces import Name
from wgsm_archive.services.translating.words.saving import Outcome, TypedWords
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class WordingsPage:
    """Some of the texts that were asked for, and how many they are in all."""

    items: tuple[Wording, ...]
    total: int


class OwnWords:
    """The archive's own words in other languages."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def languages(self) -> list[str]:
        """The languages that somebody translates the words into, or that come with the software; open to everybody."""
        begun = self._work.session.scalars(select(WordsNow.language).distinct())
        own = self._work.session.scalars(select(OwnLanguage.tag))
        return sorted({*begun, *own, *languages_with_catalogs()} - {SOURCE})

    def may_be_offered(self) -> list[str]:
        """Languages whose readers' words are translated far enough to be offered; open to everybody."""
        return [tag for tag in self.languages() if language_desk(self._work, tag).readers_share >= OFFERED_FROM]

    def desk(self, language: str) -> LanguageDesk:
        """How far a language is.

        Raises:
            NotFound: the archive does not know it, or it is English.
        """
        self._require(language)
        return language_desk(self._work, language)

    def wordings(
        self,
        language: str,
        place: WordsPlace | None,
        *,
        show: str = "",
        words: str = "",
        offset: int = 0,
        limit: int = 20,
    ) -> WordingsPage:
        """The texts at a place (or at all) that match, with what stands for each; see `desk.matching`."""
        self._require(language)
        book = Book(self._work, language)
        found = matching(book, place, show, words)
        return WordingsPage(tuple(book.wordings(found[offset : offset + limit])), len(found))

    def these(self, language: str, names: list[Name]) -> list[Wording]:
        """The texts of these names that there are."""
        self._require(language)
        book = Book(self._work, language)
        return book.wordings([book.pieces[name] for name in names if name in book.pieces])

    def save(self, language: str, typed: Mapping[Name, TypedWords], *, ready: bool) -> Outcome:
        """Keep what was typed; see `saving.save`."""
        self._require(language)
        return saving.save(self._work, language, typed, ready=ready)

    def approve(self, language: str, chosen: Mapping[Name, int]) -> Decided:
        """Let readers see wordings; see `deciding.approve`."""
        self._require(language)
        return deciding.approve(self._work, language, chosen)

    def give_back(self, language: str, name: Name, number: int, note: str) -> None:
        """Give a wording back with a note; see `deciding.give_back`."""
        self._require(language)
        deciding.give_back(self._work, language, name, number, note)

    def catalog(self, language: str) -> Catalog:
        """The words of the menus as a catalog of gettext."""
        self._require(language)
        return exchange.catalog_of(self._work, language)

    def take_in(self, language: str, foreign: Catalog, *, approved: bool = False) -> Outcome:
        """Take a catalog in; as approved only by an operator at the console."""
        self._require(language)
        if approved and self._work.actor.kind is not ActorKind.SYSTEM:
            raise NotAllowed
        return exchange.take_in(self._work, language, foreign, approved=approved)

    def _require(self, language: str) -> None:
        actor = self._work.actor
        if not actor.has(Role.TRANSLATOR, Role.FACILITATOR) and actor.kind is not ActorKind.SYSTEM:
            raise NotAllowed if actor.is_signed_in else SignInNeeded
        if language == SOURCE or language in PSEUDO or language not in self._work.tools.languages:
            raise NotFound
