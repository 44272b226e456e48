"""Words that translators agree on: what to say for a term, what to leave as it is, what to say and name never."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from wgsm_archive.domain.identifiers import Lexicon, guarded
from wgsm_archive.domain.identifiers.folding import UNPARTED, fold_word
from wgsm_archive.domain.identifiers.lexicon import marks
from wgsm_archive.domain.language import shorter

# Arabic writes the article and short words of one letter together with the word that follows.
_WRITTEN_TOGETHER = re.compile("(?:[وف]?[بك]?ال|[وف]?لل)(?=.{3})")
_EXACT, _BY_ITS_WHOLE = 3, 5  # letters of a word that is met in this form only, and that is met with endings only
_ENDING = 3  # letters that an ending may add
_HEAD = 3
_NO_WORDS = Lexicon("", {}, frozenset(), capitals_tell=False, particles=())


class TermKind(StrEnum):
    """What translators do with a term."""

    PREFERRED = "preferred"
    DO_NOT_TRANSLATE = "do-not-translate"
    FORBIDDEN = "forbidden"
    MASKED = "masked"


class TextState(StrEnum):
    """Where it stands what a term is called in a language."""

    PROPOSED = "proposed"
    AGREED = "agreed"


class GlossaryProblem(StrEnum):
    """What a translated paragraph may do with a term that it should not."""

    PREFERRED_MISSING = "preferred-missing"
    CHANGED = "changed"
    FORBIDDEN_USED = "forbidden-used"
    MASKED_PRESENT = "masked-present"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary: what it is called, by language tag, the best word first.

    `key` names it for good (a dismissal can be kept under it), `language` is the language it comes from. `definition`
    and `why` are in the words of whoever wrote it down.
    """

    kind: TermKind
    texts: Mapping[str, tuple[str, ...]]
    key: str = ""
    language: str = ""
    definition: str = ""
    why: str = ""

    def texts_in(self, language: str) -> tuple[str, ...]:
        """What it is called in a language, or in the language that this is a variety of."""
        return next((self.texts[tag] for tag in shorter(language) if tag in self.texts), ())

    @property
    def every_text(self) -> tuple[str, ...]:
        """What it is called in any language."""
        return tuple(dict.fromkeys(text for texts in self.texts.values() for text in texts))


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph in a language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class GlossaryFinding:
    """What a paragraph does with a term. `expected` is what it should say; empty where it should say nothing.

    Of a masked term nothing is told: `term` is None, since whoever reads this may not know it.
    """

    kind: GlossaryProblem
    term: Term | None
    expected: tuple[str, ...] = ()


def glossary_findings(source: Said, target: Said, terms: Iterable[Term]) -> tuple[GlossaryFinding, ...]:
    """What a translated paragraph does with these terms, in their order. An empty target does nothing."""
    if not target.text.strip():
        return ()
    one, two = _read(source.text), _read(target.text)
    findings: list[GlossaryFinding] = []
    for term in terms:
        found = _finding(source, one, target, two, term)
        # Of masked terms it is told once, so that nobody can count them.
        if found is not None and (found.term is not None or found not in findings):
            findings.append(found)
    return tuple(findings)


def _finding(source: Said, one: _Text, target: Said, two: _Text, term: Term) -> GlossaryFinding | None:
    if term.kind is TermKind.MASKED:
        return GlossaryFinding(GlossaryProblem.MASKED_PRESENT, None) if names(target.text, term) else None
    if term.kind is TermKind.FORBIDDEN:
        used = any(one_of in two for one_of in _phrases(term.texts_in(target.language)))
        return GlossaryFinding(GlossaryProblem.FORBIDDEN_USED, term) if used else None
    if term.kind is TermKind.DO_NOT_TRANSLATE:
        kept = term.texts_in(target.language) or term.every_text
        changed = any(text in one for text in _phrases(term.every_text)) and not any(
            text.exactly_in(two) for text in _phrases(dict.fromkeys((*kept, *term.texts_in(term.language))))
        )
        return GlossaryFinding(GlossaryProblem.CHANGED, term, kept) if changed else None
    wanted = term.texts_in(target.language)
    missing = (
        bool(wanted)
        and any(text in one for text in _phrases(term.texts_in(source.language)))
        and not any(text in two for text in _phrases(wanted))
    )
    return GlossaryFinding(GlossaryProblem.PREFERRED_MISSING, term, wanted) if missing else None


def terms_in(said: Said, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that a paragraph speaks of, in the order in which they first stand there; masked ones are left out.

    What is not to be translated is found whatever language it is written down in.
    """
    text = _read(said.text)
    places: list[tuple[int, int, Term]] = []
    for number, term in enumerate(terms):
        if term.kind is TermKind.MASKED:
            continue
        called = term.every_text if term.kind is TermKind.DO_NOT_TRANSLATE else term.texts_in(said.language)
        found = [place for phrase in _phrases(called) if (place := phrase.place_in(text)) is not None]
        if found:
            places.append((min(found), number, term))
    return tuple(term for _, _, term in sorted(places, key=lambda each: each[:2]))


def names(text: str, term: Term) -> bool:
    """Whether a text names a masked term, in whatever language and spelling."""
    return bool(guarded(text, _NO_WORDS, term.every_text))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it is looked through: folded, and its words with their places, by how they begin."""

    folded: str
    words: tuple[str, ...]
    heads: Mapping[str, Sequence[int]]

    def __contains__(self, phrase: _Phrase) -> bool:
        return phrase.place_in(self) is not None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a term is called, as it is looked for."""

    folded: str
    words: tuple[str, ...]
    unparted: bool

    def place_in(self, text: _Text) -> int | None:
        """Where it first stands, counted in words, with or without an ending; in an unparted script, in letters."""
        if self.unparted:
            place = text.folded.find(self.folded)
            return place if place >= 0 else None
        if not self.words:
            return None
        starts = text.heads.get(self.words[0][:_HEAD], ())
        return next((at for at in starts if self._at(at, text.words)), None)

    def _at(self, at: int, words: Sequence[str]) -> bool:
        there = words[at : at + len(self.words)]
        return len(there) == len(self.words) and all(map(_is_form_of, there, self.words))

    def exactly_in(self, text: _Text) -> bool:
        """Whether it stands there as it is written, save for case and accents."""
        if self.unparted:
            return self.folded in text.folded
        size = len(self.words)
        starts = text.heads.get(self.words[0][:_HEAD], ()) if self.words else ()
        return any(text.words[at : at + size] == self.words for at in starts)


def _is_form_of(met: str, word: str) -> bool:
    """Whether a folded word is another one with an ending: by how it begins, since all languages are met here."""
    if met == word or len(word) <= _EXACT:
        return met == word
    stem = word if len(word) <= _BY_ITS_WHOLE else word[:-1]
    return met.startswith(stem) and len(met) <= len(word) + _ENDING


@cache
def _word() -> re.Pattern[str]:
    # Letters with their marks and digits of every script: Python's own \w and \b cut Indic words at vowel signs.
    return re.compile(rf"(?:[^\W_]|[{marks()}])+")


def _words(folded: str) -> Iterator[str]:
    for found in _word().finditer(folded):
        yield _WRITTEN_TOGETHER.sub("", found[0], count=1) if "\u0600" <= found[0][0] <= "\u06ff" else found[0]


def _read(text: str) -> _Text:
    folded = fold_word(text)
    words = tuple(_words(folded))
    heads: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        heads.setdefault(word[:_HEAD], []).append(place)
    return _Text(folded, words, heads)


def _phrases(texts: Iterable[str]) -> Iterator[_Phrase]:
    return map(_phrase, texts)


@lru_cache(maxsize=8192)
def _phrase(text: str) -> _Phrase:
    folded = fold_word(text).strip()
    return _Phrase(folded, tuple(_words(folded)), unparted=UNPARTED.search(folded) is not None)
