"""The languages that the archive can speak and name: those that come with it, and those that stewards describe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from babel import Locale, UnknownLocaleError

from wgsm_archive.db.models import OwnLanguage
from wgsm_archive.domain.digits import DIGITS
from wgsm_archive.domain.errors import Conflict, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.language import Language, direction_of, read_tag
from wgsm_archive.domain.text import clean_line
from wgsm_archive.i18n.language import PSEUDO, SOURCE, language_of
from wgsm_archive.services.admin.door import require_steward
from wgsm_archive.services.own_words import PREVIEW
from wgsm_archive.services.policy import count_epoch
from wgsm_archive.services.work import Work

_MAX_NAME, MOST_FALLBACKS = 80, 3


@dataclass(frozen=True, slots=True)
class TypedLanguage:
    """What a steward says of a language. `counts_like` is a language whose plural rule it shares."""

    autonym: str
    name_en: str
    direction: str
    dates_like: str
    counts_like: str
    fallbacks: tuple[str, ...]
    digits: str


@dataclass(frozen=True, slots=True)
class TongueDesk:
    """A language at work; `revision` is 0 where only what comes with the software is known of it."""

    language: Language
    is_known: bool
    is_own: bool
    revision: int


class Tongues:
    """The stewards' work on languages."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def desk(self, tag: str) -> TongueDesk:
        """A language; one that nobody described yet with what its tag says of it.

        Raises:
            Refused: the tag is none, or one that needs no description.
        """
        require_steward(self._work)
        usual = _usual(tag)
        row = self._work.session.get(OwnLanguage, usual)
        known = self._work.tools.languages.get(usual)
        guessed = known or replace(language_of(usual), direction=direction_of(usual))
        if known is None and guessed.autonym == usual:
            guessed = replace(guessed, autonym="", name_en="")
        return TongueDesk(guessed, known is not None, row is not None, row.revision if row else 0)

    def describe(self, tag: str, typed: TypedLanguage, *, based_on: int) -> str:
        """Let this be what is known of a language, from the next request on; its tag in the usual spelling.

        Raises:
            Refused: something is missing or unknown.
            Conflict: another steward changed it meanwhile.
        """
        require_steward(self._work)
        usual, languages = _usual(tag), self._work.tools.languages
        problems = _problems(typed, languages)
        if problems:
            raise Refused(problems)
        row = self._work.session.get(OwnLanguage, usual, with_for_update=True)
        if (row.revision if row else 0) != based_on:
            raise Conflict({}, row.revision if row else 0)
        row = row or OwnLanguage(tag=usual, added_on=self._work.today, revision=0)
        row.autonym = clean_line(typed.autonym)
        row.name_en = clean_line(typed.name_en) or row.autonym
        row.direction = typed.direction
        row.format_locale = _locale_of(typed.dates_like, languages)
        row.plural = languages[typed.counts_like].plural
        row.fallbacks = [*dict.fromkeys(one for one in typed.fallbacks if one not in ("", usual, SOURCE)), SOURCE]
        row.digits = DIGITS.get(typed.digits, "")
        row.revision += 1
        self._work.session.add(row)
        count_epoch(self._work)
        self._work.record(Happened(Event.LANGUAGE_CHANGED, detail={"language": usual}))
        return usual

    def own(self) -> list[str]:
        """The tags that stewards described."""
        require_steward(self._work)
        return [tag for tag in self._work.tools.languages if self._work.session.get(OwnLanguage, tag)]


def _usual(tag: str) -> str:
    usual = read_tag(tag)
    if usual is None or usual.endswith(PREVIEW):
        raise Refused({"tag": "bad-tag"})
    if usual == SOURCE or usual in PSEUDO:
        raise Refused({"tag": "source-language"})
    return usual


def _locale_of(tag: str, languages: Mapping[str, Language]) -> str:
    return languages[tag].format_locale if tag in languages else str(Locale.parse(tag, sep="-"))


def _problems(typed: TypedLanguage, languages: Mapping[str, Language]) -> dict[str, str]:
    problems = {}
    for name, text in (("autonym", typed.autonym), ("name_en", typed.name_en)):
        if len(clean_line(text)) > _MAX_NAME:
            problems[name] = "too-long"
    if not clean_line(typed.autonym):
        problems["autonym"] = "required"
    if typed.direction not in ("ltr", "rtl"):
        problems["direction"] = "unknown-choice"
    if typed.counts_like not in languages:
        problems["counts_like"] = "unknown-choice"
    if any(one and one not in languages for one in typed.fallbacks) or len(typed.fallbacks) > MOST_FALLBACKS:
        problems["fallbacks"] = "unknown-choice"
    if typed.digits and typed.digits not in DIGITS:
        problems["digits"] = "unknown-choice"
    try:
        _locale_of(typed.dates_like, languages)
    except (UnknownLocaleError, ValueError):
        problems["dates_like"] = "unknown-choice"
    return problems
