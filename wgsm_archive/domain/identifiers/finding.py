"""The finder: every identifier in a text, once, in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from wgsm_archive.domain.identifiers.contacts import contacts
from wgsm_archive.domain.identifiers.dates import ages, dates
from wgsm_archive.domain.identifiers.folding import UNPARTED, flatten
from wgsm_archive.domain.identifiers.kinds import Certainty, Found, Kind, Span, Why
from wgsm_archive.domain.identifiers.lexicon import Lexicon
from wgsm_archive.domain.identifiers.names import LatinNames
from wgsm_archive.domain.identifiers.numbers import numbers
from wgsm_archive.domain.identifiers.page import Claimed, Page
from wgsm_archive.domain.identifiers.places import Places
from wgsm_archive.domain.identifiers.script_names import ScriptNames
from wgsm_archive.domain.identifiers.terms import Guard, allowed, folded_phrase, without_titles

_LEAST_DIGITS = 6
_GROUPED = r"[\s().\-/]{0,2}"


def find(text: str, lexicon: Lexicon, *, always: Collection[str] = (), never: Collection[str] = ()) -> list[Found]:
    """What in a text, plain or Markdown, points at a person or an exact place; in order, without overlaps.

    `always` are terms that must be found wherever they stand, `never` terms that may stay. A term on both lists is
    found. Time grows with the length of the text only, whatever it holds.
    """
    page = Page(text, lexicon)
    guarded = list(Guard(always, lexicon).find(text, page.flat))
    spans = [*guarded, *_detect(page)]
    may_stay = allowed(never)
    return [
        Found(span.kind, span.start, span.end, text[span.start : span.end], span.certainty, span.why)
        for span in _settle(span for span in spans if not _stays(span, text, may_stay, lexicon))
    ]


def guarded(text: str, lexicon: Lexicon, terms: Collection[str]) -> list[Found]:
    """Where these terms stand as a whole, in any spelling; far quicker than `find`, which looks for everything."""
    flat = flatten(text)
    spans = [*Guard(terms, lexicon).find(text, flat), *_numbers(terms, flat), *_unparted(terms, flat)]
    return [
        Found(span.kind, span.start, span.end, text[span.start : span.end], span.certainty, span.why)
        for span in _settle(span for span in spans if span.why is Why.GUARDED)
    ]


def _numbers(terms: Collection[str], flat: str) -> Iterator[Span]:
    """Where the digits of a number stand, however they are grouped there."""
    for term in terms:
        plain = flatten(term)
        digits = "".join(char for char in plain if char.isdecimal())
        if len(digits) >= _LEAST_DIGITS and not any(char.isalpha() for char in plain):
            for found in re.finditer(rf"(?<!\d)\+?{_GROUPED.join(digits)}(?!\d)", flat):
                yield Span(found.start(), found.end(), Kind.DOCUMENT, Certainty.SURE, Why.GUARDED)


def _unparted(terms: Collection[str], flat: str) -> Iterator[Span]:
    """Where terms stand in a script that does not part its words: wherever their letters follow each other."""
    for term in terms:
        plain = flatten(unicodedata.normalize("NFC", term)).strip()
        if UNPARTED.search(plain):
            for found in re.finditer(re.escape(plain), flat):
                yield Span(found.start(), found.end(), Kind.NAME, Certainty.SURE, Why.GUARDED)


def _stays(span: Span, text: str, may_stay: frozenset[str], lexicon: Lexicon) -> bool:
    if not may_stay or span.why in {Why.GUARDED, Why.PART_OF_GUARDED}:
        return False
    phrase = folded_phrase(text[span.start : span.end])
    return phrase in may_stay or without_titles(phrase, lexicon.words) in may_stay


def _detect(page: Page) -> Iterator[Span]:
    places = Places(page).spans
    fixed = [*contacts(page), *dates(page), *(place for place in places if place.why is Why.PATTERN)]
    yield from fixed
    yield from places
    yield from numbers(page, Claimed(fixed))
    claimed = Claimed(fixed)
    names = [
        span
        for span in (*LatinNames(page).spans, *ScriptNames(page).spans)
        if not claimed.overlaps(span.start, span.end)
    ]
    yield from names
    yield from ages(page, [name for name in names if name.kind is Kind.NAME])


def _settle(spans: Iterable[Span]) -> Iterator[Span]:
    """Overlapping spans as one, of the surer kind: nothing that any detector found is left standing."""
    kept: Span | None = None
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if kept is None:
            kept = span
        elif span.start >= kept.end:
            yield kept
            kept = span
        else:
            kept = _both(kept, span)
    if kept:
        yield kept


def _both(first: Span, second: Span) -> Span:
    better = second if _rank(second) > _rank(first) else first
    return Span(first.start, max(first.end, second.end), better.kind, better.certainty, better.why)


def _rank(span: Span) -> tuple[bool, Certainty, int]:
    return span.why is Why.GUARDED, span.certainty, span.end - span.start
