"""Words as written, cut and folded exactly as the index does it, and the slips between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from wgsm_archive.adapters.search.analysis import analyser
from wgsm_archive.adapters.search.analysis.folding import fold, plain
from wgsm_archive.adapters.search.analysis.tokens import Span, run_length, spans, wanted_pieces
from wgsm_archive.ports.spelling import Written

_SHORTEST, _LONGEST = 3, 40  # letters of a word that is offered
_LONGEST_RUN = 8  # syllables of a run without spaces that may be one word
_REMEMBERED = 60_000


class ScriptSpeller:
    """See `ports.spelling.Speller`."""

    make = analyser.VERSION

    def forms(self, text: str) -> frozenset[str]:
        """The forms of a text that are worth offering."""
        return frozenset(form for stretch in set(text.split()) for form in _forms(stretch))

    def words(self, text: str) -> tuple[Written, ...]:
        """All words of a text in reading order."""
        return tuple(Written(_form(span), span.start, span.end) for span in spans(text))

    def traits(self, text: str) -> frozenset[str]:
        """What texts that are alike have in common."""
        return frozenset(trait for span in spans(text) for trait in _traits(span))

    def fold(self, form: str) -> str:
        """A form without accents and variants of spelling."""
        return fold(plain(form))

    def slips(self, word: str, others: Sequence[str], most: int) -> list[int | None]:
        """How many slips lie between folded words; None where there are more than `most`."""
        if not others:
            return []
        found: list[int] = cdist([word], others, scorer=OSA.distance, score_cutoff=most)[0].tolist()
        return [distance if distance <= most else None for distance in found]


def _form(span: Span) -> str:
    form = plain(span.surface).strip("'")
    # An English possessive is not a word of its own.
    return form.removesuffix("'s")


def _traits(span: Span) -> Iterator[str]:
    if span.size == 1:
        yield fold(plain(span.surface).strip("'"))
    else:
        yield from (piece.surface for piece in wanted_pieces(span))


@lru_cache(maxsize=_REMEMBERED)
def _forms(stretch: str) -> tuple[str, ...]:
    return tuple(form for span in spans(stretch) if _may_be_offered(span, form := _form(span)))


def _may_be_offered(span: Span, form: str) -> bool:
    if any(c.isdigit() for c in form):
        return False
    if span.size > 1:
        return 2 <= run_length(span) <= _LONGEST_RUN
    return _SHORTEST <= len(form) <= _LONGEST
