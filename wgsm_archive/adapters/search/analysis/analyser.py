"""From a word as written to the terms that the index keeps, language by language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import regex
import Stemmer

from wgsm_archive.adapters.search.analysis import arabic, bantu, suffixes
from wgsm_archive.adapters.search.analysis.folding import fold, plain
from wgsm_archive.adapters.search.analysis.tokens import pieces, run_length, spans, words

VERSION = 1
"""Raised whenever any word may come out otherwise than before: the index is then made anew."""

LONGEST = 64
"""Letters of a term that are kept; longer ones are noise (addresses, keys) and would bloat the index."""

_MEMORY = 200_000  # words whose terms are remembered, per language
_Forms = Callable[[str], tuple[str, ...]]

# Snowball knows the language by name; the script says which words it may be given.
_SNOWBALL = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ms": "indonesian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_SCRIPTS = {
    "el": "Greek", "hi": "Devanagari", "hy": "Armenian", "ne": "Devanagari", "ru": "Cyrillic", "ta": "Tamil",
    "yi": "Hebrew", "ar": "Arabic", "ur": "Arabic", "bn": "Bengali", "or": "Oriya",
}  # fmt: skip
_OWN: Mapping[str, Callable[[str], str]] = {
    "ar": arabic.stem,
    "bn": suffixes.bengali,
    "or": suffixes.odia,
    "ur": suffixes.urdu,
    "qu": suffixes.quechua,
    "so": suffixes.somali,
    "sw": bantu.swahili,
    "zu": bantu.zulu,
    "xh": bantu.zulu,
}
# Languages whose rules are rough: the whole word is kept beside its stem.
_WHOLE_TOO = frozenset({"sw", "zu", "xh", "qu", "so", "ur"})
_ELISION = {
    "fr": regex.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=.)"),
    "it": regex.compile(r"^(?:[cdlmnstv]|gl|un|dell|all|nell|dall|sull|coll|quell|quest|bell|sant)'(?=.)"),
    "ca": regex.compile(r"^(?:[dlmnst])'(?=.)"),
}
# Endings whose accent is often left out when typing, and how they are spelt.
_ACCENTS = {
    "es": ((regex.compile("([cs])ion$"), r"\1ión"), (regex.compile("ia$"), "ía")),
    "pt": (
        (regex.compile("cao$"), "ção"), (regex.compile("coes$"), "ções"), (regex.compile("sao$"), "são"),
        (regex.compile("soes$"), "sões"), (regex.compile("encia(s?)$"), r"ência\1"),
        (regex.compile("ancia(s?)$"), r"ância\1"),
    ),
    "ca": ((regex.compile("([cs])io$"), r"\1ió"),),
    "fr": (),
    "it": ((regex.compile("ta$"), "tà"),),
}  # fmt: skip
LABEL_LANGUAGES = ("ca", "de", "en", "es", "fr", "id", "it", "nl", "pt", "sw", "tr", "zu", "qu", "hi", "ne", "ru", "ar",
                   "ur", "bn", "or", "ta")  # fmt: skip


class Analyser:
    """The analysis of one language. Analysers are shared: get one from `analyser_for`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._script = regex.compile(rf"\p{{Script={_SCRIPTS.get(language, 'Latin')}}}")
        self._forms = _forms_of(language)
        self._known: dict[str, tuple[str, ...]] = {}

    def terms(self, surface: str) -> tuple[str, ...]:
        """The terms of one word as written: one, or several that stand at the same place. Never empty for a word."""
        known = self._known.get(surface)
        if known is None:
            if len(self._known) >= _MEMORY:
                self._known.clear()
            known = self._known[surface] = self._analyse(surface)
        return known

    def _analyse(self, surface: str) -> tuple[str, ...]:
        word = plain(_turkish(surface) if self.language in ("tr", "az") else surface)[:LONGEST]
        found = self._forms(word) if self._script.search(word) else (fold(word),)
        return tuple(dict.fromkeys(form for form in found if form))

    def positions(self, text: str) -> tuple[dict[str, list[int]], int]:
        """Every term of a text with its places in ascending order, and the number of places."""
        found: dict[str, list[int]] = {}
        terms = self.terms
        plain_words = words(text)
        if plain_words is not None:
            for place, surface in enumerate(plain_words):
                for term in terms(surface):
                    if term in found:
                        found[term].append(place)
                    else:
                        found[term] = [place]
            return found, len(plain_words)
        place = 0
        for span in spans(text):
            if span.size == 1:
                for term in terms(span.surface):
                    found.setdefault(term, []).append(place)
            else:
                for piece in pieces(span):
                    found.setdefault(gram(piece.surface), []).append(place + piece.place)
            place += run_length(span)
        return {term: sorted(places) for term, places in found.items()}, place


@cache
def analyser_for(language: str) -> Analyser:
    """The analyser for a language tag (`pt-BR` and `pt` share one)."""
    return _analyser(primary(language))


@cache
def _analyser(language: str) -> Analyser:
    return Analyser(language)


def primary(tag: str) -> str:
    """The language of a tag, without region and script; letters only, so that it can be part of a field name."""
    head = tag.replace("_", "-").split("-", 1)[0].lower()
    return head if head.isascii() and head.isalpha() and len(head) <= 8 else "und"


@cache
def gram(surface: str) -> str:
    """The term of one piece of a run in a script without spaces."""
    return fold(plain(surface))


def label_terms(text: str) -> set[str]:
    """The terms of a text whose languages are not known: each word as any analyser that its script allows reads it."""
    found: set[str] = set()
    for span in spans(text):
        if span.size == 1:
            found.update(any_terms(span.surface))
        else:
            found.update(gram(piece.surface) for piece in pieces(span))
    return found


@cache
def any_terms(surface: str) -> tuple[str, ...]:
    """A word of an unknown language as each analyser reads it."""
    return tuple({term: None for term in _every_reading(surface)})


def _every_reading(surface: str) -> Iterator[str]:
    for language in LABEL_LANGUAGES:
        yield from _analyser(language).terms(surface)


# -- how each language makes its terms -----------------------------------------------------------------------------


def _forms_of(language: str) -> _Forms:
    if language in _OWN:
        return _own(_OWN[language], whole_too=language in _WHOLE_TOO)
    if language not in _SNOWBALL:
        return lambda word: (fold(word),)
    stemmer = Stemmer.Stemmer(_SNOWBALL[language])
    stem: Callable[[str], str] = stemmer.stemWord
    if language in _ACCENTS:
        return _two_spellings(language, stem)
    if language in ("hi", "ne"):
        return lambda word: (fold(stem(fold(word))),)
    return lambda word: (fold(stem(word)),)


def _own(stem: Callable[[str], str], *, whole_too: bool) -> _Forms:
    def forms(word: str) -> tuple[str, ...]:
        folded = fold(word)
        return (folded, stem(folded)) if whole_too else (stem(folded),)

    return forms


def _two_spellings(language: str, stem: Callable[[str], str]) -> _Forms:
    """Both the accented and the bare spelling are stemmed, so that either finds the other."""
    elision = _ELISION.get(language)
    endings = _ACCENTS[language]

    def forms(word: str) -> tuple[str, ...]:
        if elision is not None:
            word = elision.sub("", word)
        bare = fold(word)
        spelt = [word, bare]
        spelt += [ending.sub(accented, bare) for ending, accented in endings if ending.search(bare)]
        return tuple(fold(stem(w)) for w in spelt)

    return forms


def _turkish(surface: str) -> str:
    """Turkish capital I is the dotless i, and the dotted capital is the dotted one."""
    return surface.replace("İ", "i").replace("I", "ı")
