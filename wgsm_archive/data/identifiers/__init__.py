"""The word lists of the identifier finder, read when a language is first asked for.

Names of countries, languages, months and weekdays come from CLDR by way of Babel, so that nothing is copied here;
all other lists were written for this software.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from wgsm_archive.data import folder, read_toml
from wgsm_archive.domain import identifiers
from wgsm_archive.domain.identifiers import Found, Kind, Lexicon
from wgsm_archive.domain.identifiers.lexicon import FIELDS, LexiconMaker, Tells

LANGUAGES = ("en", "es", "fr", "pt", "ar", "hi")
"""Languages with word lists of their own; in others names are found by lists of names and by patterns."""

_MORE_MONTHS = {"ar": ("ar_SY", "ar_MA", "ar_DZ", "ar_EG"), "pt": ("pt_PT",), "es": ("es_MX",)}
_NAMES = (
    ("latin_first", Tells.FIRST),
    ("latin_last", Tells.LAST),
    ("arabic_last", Tells.LAST),
    ("devanagari_last", Tells.LAST),
    ("arabic_ambiguous", Tells.FIRST | Tells.DOUBTFUL),
    ("devanagari_ambiguous", Tells.FIRST | Tells.DOUBTFUL),
)
# Words of one letter or two say nothing in other languages than their own.
_SHARED = {"org": Tells.ORG, "village": Tells.VILLAGE, "street_before": Tells.STREET_BEFORE, "street": Tells.STREET}

_SAID_AS = {Kind.NAME: "name", Kind.HANDLE: "name", Kind.PLACE: "place", Kind.DATE: "date"}


def find(text: str, language: str, *, always: Collection[str] = (), never: Collection[str] = ()) -> list[Found]:
    """What in a text of a language points at a person or an exact place (see `domain.identifiers.find`)."""
    return identifiers.find(text, lexicon(language), always=always, never=never)


def guarded(text: str, language: str, terms: Collection[str]) -> list[Found]:
    """Where these terms stand as a whole in a text of a language, in any spelling."""
    return identifiers.guarded(text, lexicon(language), terms) if terms else []


def bare(words: str, language: str) -> str:
    """A name in a text of a language without the titles before it."""
    return identifiers.bare(words, lexicon(language))


def name_within(words: str, language: str) -> str:
    """The name in words of a text of a language that may begin with a verb; empty where there is none."""
    return identifiers.name_within(words, lexicon(language))


def withheld(language: str, kind: Kind) -> str:
    """What a text of a language says in place of what is withheld: `[name withheld]`, or a bare `[…]`."""
    words = _withheld().get(language.partition("-")[0].lower(), {})
    return f"[{words.get(_SAID_AS.get(kind, 'other'), '…')}]"


def lexicon(language: str) -> Lexicon:
    """The words of a language by its tag ("pt-BR" is read as "pt"); for others, what all languages share."""
    return _lexicon(language.partition("-")[0].lower())


@cache
def _withheld() -> Mapping[str, Mapping[str, str]]:
    return read_toml("identifiers", "withheld.toml")


@cache
def _lexicon(language: str) -> Lexicon:
    maker = LexiconMaker()
    for name, tells in _NAMES:
        maker.add(_list("names", name), tells)
    for script in ("arabic", "devanagari"):
        maker.add(_list("names", f"{script}_first"), Tells.FIRST)
    for phrases in ("known", "well_known"):
        maker.add_harmless(_phrases(phrases), Tells.KNOWN_PLACE)
    for other in LANGUAGES:
        words = read_toml("identifiers", "words", f"{other}.toml")
        for field, tells in FIELDS.items():
            if other == language or (field in _SHARED and language.isascii()):
                listed = words.get(field, "").split()
                maker.add((word for word in listed if other == language or len(word) > 3), tells)
    _add_calendar(maker, language)
    return maker.make(language, capitals_tell=language in LANGUAGES)


def _add_calendar(maker: LexiconMaker, language: str) -> None:
    for tag in (language, *_MORE_MONTHS.get(language, ())):
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                maker.add(_firsts(locale.months[context][width].values()), Tells.MONTH)
                maker.add(_firsts(locale.days[context][width].values()), Tells.WEEKDAY)
        maker.add_harmless((name for code, name in locale.territories.items()), Tells.KNOWN_PLACE)
        maker.add((name for name in locale.languages.values() if " " not in name), Tells.COMMON)


def _firsts(names: Collection[str]) -> Iterator[str]:
    """The first word of each name, without full stops: "كانون الثاني" is known by its first."""
    for name in names:
        word = str(name).split()[0].strip(".")
        if len(word) > 1:
            yield word


def _lines(kind: str, name: str) -> list[str]:
    text = folder().joinpath("identifiers", kind, f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _list(kind: str, name: str) -> list[str]:
    return [word for line in _lines(kind, name) for word in line.split()]


def _phrases(name: str) -> list[str]:
    return [phrase for line in _lines("places", name) for phrase in line.split("|")]
