"""Carries out a plan on a snapshot, a whole array of documents at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from wgsm_archive.adapters.search.whoosh_index.layout import LABELS, TITLE, text_field
from wgsm_archive.adapters.search.whoosh_index.plan import (
    Beginning,
    Concept,
    During,
    Every,
    Fits,
    Lookup,
    Most,
    Plan,
    Some,
    Succession,
    Without,
    lookups,
)
from wgsm_archive.adapters.search.whoosh_index.postings import Floats, Mask
from wgsm_archive.adapters.search.whoosh_index.snapshot import K1, Scored, Snapshot

TITLE_WEIGHT = 1.5
LABEL_WEIGHT = 0.4
"""How often a word in a title counts as one of a text; what a word in a term's label counts beside one in the text."""
ENOUGH = 20
"""Cases that must have all words before stories with only some of them are offered too: one page."""
QUESTION = 4
"""From so many words on, a query is read as a question, whose every word few stories have."""
SHARE = 1 / 3
"""Part of the telling weight of a query's words that a story must have when not all are required."""
SHARES = (SHARE, SHARE / 2, SHARE / 4, SHARE / 8, 0.0)
"""The same for a question: as little as is needed for so many cases that the best ones are among them."""
MANY = 100
EVERYWHERE = 0.5
"""A word that tells less stands in most texts of a language."""
COMMON = 1.6
"""A word that tells less stands in every fifth text or more."""
KNOWN = 30
"""Texts that a language must have before its commonest words are known."""
MAX_EXPANSION = 100
"""Most terms that one prefix stands for in a field: the commonest."""
_EXAMINED = 1000
EXAMINED_IN_ALL = 30_000
"""Most terms of the lexicon that one query looks at to expand the beginnings of words."""


@dataclass(slots=True)
class Found:
    """Which slots a plan finds, which of those by their own text or title, the score of each, and how telling it is."""

    mask: Mask
    own: Mask
    score: Floats
    weight: float


class Execution:
    """One query on one snapshot. `count` tells how many cases a mask shows to the asker."""

    def __init__(self, snapshot: Snapshot, count: Callable[[Mask], int]) -> None:
        self._snapshot = snapshot
        self._count = count
        self.relaxed = False
        self._left = EXAMINED_IN_ALL
        self._text_fields = [text_field(tag) for tag in snapshot.tongues[1]]

    def run(self, plan: Plan) -> Found:
        """Find the documents of a plan; only the outermost `Most` may be relaxed."""
        self._snapshot.prepare(lookups(plan))
        return self._most(plan, may_relax=True) if isinstance(plan, Most) else self._find(plan)

    def _find(self, plan: Plan) -> Found:
        match plan:
            case Concept():
                return self._concept(plan)
            case Succession(fields):
                return self._sequence(fields)
            case Beginning():
                return self._beginning(plan)
            case Fits() | During():
                return self._fact(plan)
            case Without(part):
                mask = ~self._find(part).mask
                return Found(mask, mask, np.zeros(len(mask), dtype=np.float32), 0.0)
            case Every(parts):
                return _every([self._find(part) for part in parts])
            case Some(parts):
                found = [self._find(part) for part in parts]
                return Found(
                    reduce(np.logical_or, [f.mask for f in found]),
                    reduce(np.logical_or, [f.own for f in found]),
                    reduce(np.add, [f.score for f in found]),
                    max(f.weight for f in found),
                )
            case Most():
                return self._most(plan, may_relax=False)

    def _most(self, plan: Most, *, may_relax: bool) -> Found:
        found = [self._find(part) for part in plan.parts]
        # What nearly every text of a language has, as an article, is not asked of each story.
        answer = _every([part for part in found if part.weight >= EVERYWHERE] or found)
        answer.score = reduce(np.add, [part.score for part in found]) * answer.mask
        narrowed = self._narrowing(plan)
        answer.mask = answer.mask & narrowed
        if not may_relax or len(found) < 2:
            return answer
        if len(found) < QUESTION and self._count(answer.mask) >= ENOUGH:
            return answer
        return self._relax(found, answer, narrowed)

    def _narrowing(self, plan: Most) -> Mask:
        """What passes everything that is required or excluded in any case."""
        mask: Mask = np.ones(len(self._snapshot), dtype=bool)
        for fact in plan.facts:
            mask &= self._find(fact).mask
        for unwanted in plan.without:
            mask &= ~self._find(unwanted).mask
        return mask

    def _fact(self, plan: Fits | During) -> Found:
        snapshot = self._snapshot
        if isinstance(plan, Fits):
            units = snapshot.units_with(plan.facet, plan.values)
        else:
            units = snapshot.units_during(plan.first, plan.last)
        mask: Mask = units[snapshot.unit]
        return Found(mask, mask, np.zeros(len(mask), dtype=np.float32), 0.0)

    def _relax(self, found: Sequence[Found], strict: Found, narrowed: Mask) -> Found:
        weight = np.zeros(len(strict.mask), dtype=np.float32)
        for part in found:
            weight += np.float32(part.weight) * part.mask
        mask = any_part = reduce(np.logical_or, [part.mask for part in found]) & narrowed
        total = sum(part.weight for part in found)
        for share in SHARES if len(found) >= QUESTION else SHARES[:1]:
            mask = any_part & (weight >= share * total)
            if self._count(mask) >= MANY:
                break
        self.relaxed = bool(np.count_nonzero(mask) > np.count_nonzero(strict.mask))
        own = reduce(np.logical_or, [part.own for part in found])
        return Found(mask, own & mask, reduce(np.add, [part.score for part in found]), strict.weight)

    def _empty(self) -> tuple[Mask, Floats]:
        size = len(self._snapshot)
        return np.zeros(size, dtype=bool), np.zeros(size, dtype=np.float32)

    def _concept(self, concept: Concept) -> Found:
        mask, score = self._empty()
        texts = self._in_texts(concept.texts)
        weight = _best(texts.values(), mask, score)
        if texts and all(self._snapshot.statistics[field].documents < KNOWN for field, _ in texts):
            weight = max(weight, EVERYWHERE)
        if concept.titles:
            score, of_titles = self._with_titles(concept.titles, texts, mask, score)
            weight = weight if texts else of_titles
        own = mask
        if concept.labels:
            mask = mask.copy()
            _, labels = self._empty()
            of_labels = _best(self._in_labels(concept.labels, weight), mask, labels)
            weight = weight or of_labels
            score += labels
        return Found(mask, own, score, weight)

    def _in_texts(self, lookups: Iterable[Lookup]) -> Mapping[Lookup, Scored]:
        """What a word adds in texts. One that is common in a language tells little in others, where it is foreign."""
        found = {lookup: one for lookup in lookups if (one := self._snapshot.scored(*lookup)) is not None}
        statistics = self._snapshot.statistics
        common = [one.idf for (field, _), one in found.items() if statistics[field].documents >= KNOWN]
        most = min((idf for idf in common if idf < COMMON), default=math.inf)
        for lookup, one in found.items():
            if one.idf > most:
                found[lookup] = Scored(one.slots, one.scores * np.float32(most / one.idf), most)
        return found

    def _with_titles(
        self, lookups: Iterable[Lookup], texts: Mapping[Lookup, Scored], mask: Mask, score: Floats
    ) -> tuple[Floats, float]:
        """The score of a word in texts and titles together, as BM25F adds them up, and how telling titles find it.

        It tells no more than in the texts of its language: few titles have an "and".
        """
        both, least = score.copy(), math.inf
        tongue, _ = self._snapshot.tongues
        for lookup in lookups:
            found = self._snapshot.scored(*lookup)
            if found is None:
                continue
            told = [min(found.idf, texts.get((field, lookup[1]), found).idf) for field in self._text_fields]
            most = np.array(told, dtype=np.float32)[tongue[found.slots]] * np.float32(K1 + 1)
            often = _often(found.scores, np.float32(found.idf * (K1 + 1))) * np.float32(TITLE_WEIGHT)
            often += _often(score[found.slots], most)
            both[found.slots] = np.maximum(both[found.slots], most * often / (1 + often))
            mask[found.slots] = True
            least = min(least, found.idf)
        return both, 0.0 if least == math.inf else least

    def _in_labels(self, lookups: Iterable[Lookup], most: float) -> Iterator[Scored]:
        """What a word in a term's label adds; it tells no more than `most`, which it tells elsewhere, if it does."""
        for lookup in lookups:
            found = self._snapshot.scored(*lookup)
            if found is not None:
                factor = np.float32(LABEL_WEIGHT * min(1.0, (most or found.idf) / found.idf))
                yield Scored(found.slots, found.scores * factor, found.idf)

    def _beginning(self, plan: Beginning) -> Found:
        texts, titles, labels = list(plan.whole.texts), list(plan.whole.titles), list(plan.whole.labels)
        for field, prefix in plan.ways:
            kept = titles if field == TITLE else labels if field == LABELS else texts
            kept += [(field, term) for term in self._expand(field, prefix)]
        return self._concept(Concept(*(tuple(dict.fromkeys(part)) for part in (texts, titles, labels))))

    def _expand(self, field: str, prefix: str) -> list[str]:
        known: dict[str, int] = {}
        for segment in self._snapshot.segments:
            # What one query may examine in all is bounded, however many beginnings, fields and segments there are.
            found = segment.beginning_with(field, prefix, min(_EXAMINED, self._left))
            self._left -= len(found)
            for term, documents in found:
                known[term] = known.get(term, 0) + documents
        return sorted(known, key=lambda term: (-known[term], term))[:MAX_EXPANSION]

    def _sequence(self, fields: Sequence[tuple[str, Sequence[tuple[int, Sequence[str]]]]]) -> Found:
        mask, score = self._empty()
        weight = 0.0
        for field, places in fields:
            if field not in self._snapshot.fields:
                continue
            found = _every([self._concept(Concept(tuple((field, t) for t in terms))) for _, terms in places])
            if not found.mask.any():
                continue
            slots = self._snapshot.in_order(field, places, found.mask)
            mask[slots] = True
            score[slots] += found.score[slots] * np.float32(TITLE_WEIGHT if field == TITLE else 1.0)
            weight = max(weight, found.weight)
        return Found(mask, mask, score, weight)


def _often(scores: Floats, most: Floats | np.float32) -> Floats:
    """How often a word stands in texts, in relation to their length, from its score and the most that this can be."""
    part: Floats = np.minimum(scores / most, np.float32(0.999))
    often: Floats = part / (1 - part)
    return often


def _best(alternatives: Iterable[Scored], mask: Mask, score: Floats) -> float:
    """Give each slot its best score among alternatives; the answer is how telling the commonest of them is."""
    least: float | None = None
    for found in alternatives:
        mask[found.slots] = True
        score[found.slots] = found.scores if least is None else np.maximum(score[found.slots], found.scores)
        least = found.idf if least is None else min(least, found.idf)
    return least or 0.0


def _every(found: Sequence[Found]) -> Found:
    mask: Mask = reduce(np.logical_and, [f.mask for f in found])
    return Found(
        mask,
        reduce(np.logical_and, [f.own for f in found]),
        reduce(np.add, [f.score for f in found]) * mask,  # no part alone may count where an OR adds up
        sum(f.weight for f in found),
    )
