"""From a word as written to the terms that the index keeps, language by language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
import Stemmer

from wgsm_archive.adapters.search.analysis import arabic, bantu, suffixes, tagalog
from wgsm_archive.adapters.search.analysis.folding import fold, plain
from wgsm_archive.adapters.search.analysis.tokens import pieces, run_length, spans

VERSION = 4
"""Raised whenever any word may come out otherwise than before: the index is then made anew."""

LONGEST = 64
"""Letters of a term that are kept; longer ones are noise (addresses, keys) and would bloat the index."""

_MEMORY = 60_000  # stretches of text remembered per language
_LONGEST_REMEMBERED = 30
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
_OWN: Mapping[str, Callable[[str], str | tuple[str, ...]]] = {
    "ar": arabic.stems,
    "bn": suffixes.bengali,
    "or": suffixes.odia,
    "ur": suffixes.urdu,
    "qu": suffixes.quechua,
    "so": suffixes.somali,
    "sw": bantu.swahili,
    "zu": bantu.zulu,
    "xh": bantu.zulu,
    "tl": tagalog.tagalog,
    "fil": tagalog.tagalog,
}
# Languages whose rules are rough: the whole word is kept beside its stem.
_WHOLE_TOO = frozenset({"sw", "zu", "xh", "qu", "so", "ur", "tl", "fil"})
_ELISION = {
    "fr": regex.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=.)"),
    "it": regex.compile(r"^(?:[cdlmnstv]|gl|un|dell|all|nell|dall|sull|coll|quell|quest|bell|sant)'(?=.)"),
    "ca": regex.compile(r"^(?:[dlmnst])'(?=.)"),
}
# Other spellings of a bare word that are stemmed besides it: endings whose accent is often left out when typing, and
# plurals that Snowball leaves apart from their singular (`propiedades`, `loisirs`).
_ALSO_SPELT = {
    "es": ((regex.compile("([cs])ion$"), r"\1ión"), (regex.compile("ia$"), "ía"),
           (regex.compile("(?<=...[dlnrz])es$"), "")),
    "pt": (
        (regex.compile("c(?:ao|oes)$"), "ção"), (regex.compile("coes$"), "ções"),
        (regex.compile("s(?:ao|oes)$"), "são"), (regex.compile("soes$"), "sões"),
        (regex.compile("encia(s?)$"), r"ência\1"),
        (regex.compile("ancia(s?)$"), r"ância\1"),
    ),
    "ca": ((regex.compile("([cs])io$"), r"\1ió"),),
    "fr": ((regex.compile("(?<=....)s$"), ""),),
    "it": ((regex.compile("ta$"), "tà"),),
}  # fmt: skip
_TR_ENDINGS = (regex.compile("(?<=...[^aeıioöuü])[aeıiuü]$"), regex.compile("(?<=..[aeıioöuü])s[ıiuü]$"))
# Common ends of words, to learn what a stemmer leaves of a word of which only the beginning is known.
_ENDINGS = ("", "s", "n", "ón", "ones", "ão", "ões", "ion", "ions", "ing", "ed", "ment", "es", "a", "o", "e", "à", "ya")
# Words that are asked for are read as words of all of these, to meet labels in any of them.
LABEL_LANGUAGES = ("ca", "de", "en", "es", "fr", "id", "it", "nl", "pt", "sw", "tr", "zu", "qu", "hi", "ne", "ru", "ar",
                   "ur", "bn", "or", "ta")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many places a stretch of text takes, and the terms that stand at each."""

    length: int
    words: tuple[tuple[int, tuple[str, ...]], ...]


class Analyser:
    """The analysis of one language. Analysers are shared: get one from `analyser_for`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._script = regex.compile(rf"\p{{Script={_SCRIPTS.get(language, 'Latin')}}}")
        self._forms = _forms_of(language)
        self._known: dict[str, Stretch] = {}

    def terms(self, surface: str) -> tuple[str, ...]:
        """The terms of one word as written: one, or several that stand at the same place. Never empty for a word."""
        known = self._known.get(surface)
        return self._analyse(surface) if known is None or len(known.words) != 1 else known.words[0][1]

    def shortened(self, beginning: str) -> tuple[str, ...]:
        """Terms shorter than `beginning` that a word may be stemmed to (`educaci` of `educación`: `educ`)."""
        return _shortened(self, beginning)

    def _shortened(self, beginning: str) -> tuple[str, ...]:
        folded = fold(plain(beginning))
        found = (term for ending in _ENDINGS for term in self._analyse(beginning + ending))
        return tuple(dict.fromkeys(term for term in found if len(term) < len(folded) and folded.startswith(term)))

    def beginning(self, surface: str) -> str:
        """How terms begin that come of words beginning so: without what this language puts in front of a word."""
        word = plain(surface)
        if self.language in _ELISION:
            word = _ELISION[self.language].sub("", word)
        folded = fold(word)[:LONGEST]
        return arabic.without_article(folded) if self.language == "ar" else folded

    def _analyse(self, surface: str) -> tuple[str, ...]:
        word = plain(_turkish(surface) if self.language in ("tr", "az") else surface)[:LONGEST]
        found = self._forms(word) if self._script.search(word) else (fold(word),)
        return tuple(dict.fromkeys(form for form in found if form))

    def read(self, stretch: str) -> Stretch:
        """What stands in a stretch of text without spaces. Remembered, because most come again and again."""
        known = self._known.get(stretch)
        if known is None:
            known = self._read(stretch)
            if len(stretch) <= _LONGEST_REMEMBERED:
                if len(self._known) >= _MEMORY:
                    self._known.clear()
                self._known[stretch] = known
        return known

    def _read(self, stretch: str) -> Stretch:
        place = 0
        found: list[tuple[int, tuple[str, ...]]] = []
        for span in spans(stretch):
            if span.size == 1:
                found.append((place, self._analyse(span.surface)))
            else:
                found += [(place + piece.place, (gram(piece.surface),)) for piece in pieces(span)]
            place += run_length(span)
        return Stretch(place, tuple(sorted(found)))

    def positions(self, text: str) -> tuple[dict[str, list[int]], int]:
        """Every term of a text with its places in ascending order, and the number of places."""
        found: dict[str, list[int]] = {}
        begin = 0
        for stretch in text.split():
            read = self._known.get(stretch) or self.read(stretch)
            for place, terms in read.words:
                for term in terms:
                    if term in found:
                        found[term].append(begin + place)
                    else:
                        found[term] = [begin + place]
            begin += read.length
        return found, begin


@lru_cache(maxsize=20_000)
def _shortened(analyser: Analyser, beginning: str) -> tuple[str, ...]:
    return analyser._shortened(beginning)  # noqa: SLF001 - its own memory


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


@lru_cache(maxsize=20_000)
def gram(surface: str) -> str:
    """The term of one piece of a run in a script without spaces."""
    return fold(plain(surface))


Labels = tuple[tuple[str, str], ...]
"""What terms of the vocabularies are called: languages, and the words for them there."""


def label_terms(labels: Labels) -> set[str]:
    """The terms of labels: each word as the analyser of its language reads it."""
    return set().union(*(_terms_of_label(language, label) for language, label in labels))


@lru_cache(maxsize=512)  # the versions of a case, and many cases, share their labels
def label_stretch(labels: Labels) -> Stretch:
    """The terms of the labels of a story's terms, all at one place."""
    return Stretch(1, ((0, tuple(label_terms(labels))),))


@lru_cache(maxsize=20_000)  # labels come again in story after story, each time beside others
def _terms_of_label(language: str, label: str) -> frozenset[str]:
    found: set[str] = set()
    for span in spans(label):
        if span.size > 1:
            found.update(gram(piece.surface) for piece in pieces(span))
        elif primary(language) in LABEL_LANGUAGES:
            found.update(analyser_for(language).terms(span.surface))
        else:
            found.update(any_terms(span.surface))
    return frozenset(found)


@lru_cache(maxsize=20_000)  # askers may make up as many words as they like
def any_terms(surface: str) -> tuple[str, ...]:
    """A word as any analyser may read it that reads labels: who asks does not say in which language a label is."""
    return tuple(dict.fromkeys(_every_reading(surface)))


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
    if language in _ALSO_SPELT:
        return _two_spellings(language, stem)
    if language == "tr":
        return _turkish_forms(stem)
    if language in ("hi", "ne"):
        return lambda word: (fold(stem(fold(word))),)
    return lambda word: (fold(stem(word)),)


def _own(stem: Callable[[str], str | tuple[str, ...]], *, whole_too: bool) -> _Forms:
    def forms(word: str) -> tuple[str, ...]:
        folded = fold(word)
        stems = stem(folded)
        stems = (stems,) if isinstance(stems, str) else stems
        return (folded, *stems) if whole_too else stems

    return forms


def _two_spellings(language: str, stem: Callable[[str], str]) -> _Forms:
    """Both the accented and the bare spelling are stemmed, so that either finds the other."""
    elision = _ELISION.get(language)
    endings = _ALSO_SPELT[language]

    def forms(word: str) -> tuple[str, ...]:
        if elision is not None:
            word = elision.sub("", word)
        bare = fold(word)
        spelt = [word, bare]
        spelt += [ending.sub(accented, bare) for ending, accented in endings if ending.search(bare)]
        return tuple(fold(stem(w)) for w in spelt)

    return forms


def _turkish_forms(stem: Callable[[str], str]) -> _Forms:
    """Snowball takes a dative after t for a locative and leaves some possessives: such endings are also tried."""

    def forms(word: str) -> tuple[str, ...]:
        bare = [word, *(shorter for ending in _TR_ENDINGS if len(shorter := ending.sub("", word)) < len(word))]
        # A plural taken off may leave a possessive: the stem of the stem is what both have in common.
        return tuple(fold(one) for w in map(stem, bare) for one in (w, stem(w)))

    return forms


def _turkish(surface: str) -> str:
    """Turkish capital I is the dotless i, and the dotted capital is the dotted one."""
    return surface.replace("İ", "i").replace("I", "ı")
