"""All checks of a paragraph together, and those that look at it as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from wgsm_archive.domain.checking.ends import ending
from wgsm_archive.domain.checking.kinds import Finding, Pair, TextCheck
from wgsm_archive.domain.checking.letters import slips
from wgsm_archive.domain.checking.marks import prose, what_is_not_kept
from wgsm_archive.domain.checking.numbers import numbers_and_years
from wgsm_archive.domain.checking.scripts import has_letters, words
from wgsm_archive.domain.glossary import GlossaryProblem, Said, Term, TermKind, glossary_findings
from wgsm_archive.domain.language import primary
from wgsm_archive.domain.segments import text_hash

SHORTEST, LONGEST = 0.35, 3.0
"""How much shorter and longer a translation is than its source, at most."""
_LONG_ENOUGH = 40
"""Characters of a source below which its length says nothing."""
_DENSE = {"zh": 3.0, "yue": 3.0, "wuu": 3.0, "ja": 2.2, "ko": 1.8, "am": 1.6, "ti": 1.6, "my": 0.6, "km": 0.8}
"""How many letters of other scripts a sign of these stands for."""
MOST_UNCHANGED = 0.85
"""The share of a machine's words above which nobody has worked on its text."""
_OF_GLOSSARY = {
    GlossaryProblem.MASKED_PRESENT: TextCheck.TERM_MASKED,
    GlossaryProblem.FORBIDDEN_USED: TextCheck.TERM_FORBIDDEN,
    GlossaryProblem.CHANGED: TextCheck.TERM_CHANGED,
    GlossaryProblem.PREFERRED_MISSING: TextCheck.TERM_MISSING,
}
_WORDS_COMPARED = 500
_SHOWN = 80


def findings(pair: Pair) -> tuple[Finding, ...]:
    """What is likely wrong with a translation, the graver first; nothing for one that is empty."""
    if not pair.target.strip():
        return ()
    found = [*_untouched(pair), *what_is_not_kept(pair), *numbers_and_years(pair)]
    found += [*ending(pair), *_length(pair), *slips(pair), *_inconsistent(pair), *_terms(pair)]
    return tuple(sorted(found, key=lambda one: not one.is_error))


def _untouched(pair: Pair) -> Iterator[Finding]:
    source, target = prose(pair.source), prose(pair.target)
    if has_letters(source) and not has_letters(target):
        yield Finding(TextCheck.UNTRANSLATED)
    elif _is_same(source, target) and primary(pair.source_language) != primary(pair.target_language):
        left = {word.text.casefold() for word in words(source) if has_letters(word.text)}
        if left - {word.text.casefold() for text in _kept(pair.terms) for word in words(text)}:
            yield Finding(TextCheck.SAME)
    if pair.machine and _share(pair.machine, pair.target) > MOST_UNCHANGED:
        yield Finding(TextCheck.MACHINE)


def _kept(terms: Iterable[Term]) -> Iterator[str]:
    """What stays as it is in every language."""
    for term in terms:
        if term.kind is TermKind.DO_NOT_TRANSLATE:
            yield from term.every_text


def _is_same(source: str, target: str) -> bool:
    return has_letters(source) and text_hash(source) == text_hash(target)


def _share(machine: str, target: str) -> float:
    one, two = ([word.text for word in words(text)][:_WORDS_COMPARED] for text in (machine, target))
    longer = max(len(one), len(two))
    if not longer:
        return 0.0
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / longer


def _length(pair: Pair) -> Iterator[Finding]:
    source, target = _weight(pair.source, pair.source_language), _weight(pair.target, pair.target_language)
    if source >= _LONG_ENOUGH and not SHORTEST <= target / source <= LONGEST:
        yield Finding(TextCheck.LENGTH)


def _weight(text: str, language: str) -> float:
    return len("".join(prose(text).split())) * _DENSE.get(primary(language), 1.0)


def _inconsistent(pair: Pair) -> Iterator[Finding]:
    own = text_hash(pair.target)
    others = tuple(dict.fromkeys(text for text in pair.others if text_hash(text) != own))
    if others:
        shown = (text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…" for text in others)
        yield Finding(TextCheck.INCONSISTENT, here=tuple(shown))


def _terms(pair: Pair) -> Iterator[Finding]:
    """What the paragraph does with the words that translators agreed on; of masked ones nothing is told."""
    said = glossary_findings(
        Said(pair.source, pair.source_language), Said(pair.target, pair.target_language), pair.terms
    )
    for kind, check in _OF_GLOSSARY.items():
        found = [one for one in said if one.kind is kind]
        if kind is GlossaryProblem.FORBIDDEN_USED:
            here = [text for one in found if one.term for text in one.term.texts_in(pair.target_language)]
            missing: list[str] = []
        else:
            here, missing = [], [one.expected[0] for one in found if one.expected]
        if found:
            yield Finding(check, tuple(missing), tuple(here))
