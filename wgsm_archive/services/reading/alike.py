"""Who has been in our situation: stories like it, and what they tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import case as either

from wgsm_archive.db.models import Case, CaseTerm, LanguageVersion
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.case_study import Overall, RecordType, Section, Stage, how_field
from wgsm_archive.domain.likeness import (
    DANGER_OF,
    SAME_KIND,
    SAME_PEOPLE,
    SAME_STRUGGLE,
    Danger,
    Situation,
    points_for_steps,
)
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS, VocabularyName
from wgsm_archive.ports.search import AlikeRequest, IndexBroken, IndexBusy
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.disclosure.told import Words, rendered_fields, words
from wgsm_archive.services.disclosure.wording import TermView, term_view
from wgsm_archive.services.reading.asking_index import shelf_of
from wgsm_archive.services.work import Work

LOOKED_AT = 24
"""So many stories, the most alike ones, are asked what they tried."""
STRATEGIES, STORIES, LOST = 8, 6, 3
MORE = 4
_WEIGHTS = {
    VocabularyName.STRUGGLES: 4,
    VocabularyName.STRATEGIES: 3,
    VocabularyName.CONSTITUENCIES: 3,
    VocabularyName.DRIVERS: 2,
    VocabularyName.THEMES: 2,
}
_FACETS = {vocabulary: facet for facet, vocabulary in FACET_PARAMETERS.items()}
_QUOTED, _HOW = 260, 400
_LESSONS = (Section.STRATEGY, Section.ADVICE, Section.HARD, Section.DIFFERENTLY, Section.FAILED)
"""What a strategy needed, when to leave it, what it risks, what its tellers regret."""
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Telling:
    """How one story used a strategy: its tellers' line on it, if any, and what they say of their strategies."""

    card: CaseCard
    how: Words | None
    lessons: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class StrategyUsed:
    """A strategy, in how many of the stories looked at, and in how many of these something was won or all was lost."""

    term: TermView
    stories: int
    won: int
    lost: int
    telling: Telling


@dataclass(frozen=True, slots=True)
class Lesson:
    """A story that did not end well, and what its tellers say went wrong."""

    card: CaseCard
    words: Words | None


@dataclass(frozen=True, slots=True)
class Alike:
    """What others did in a situation. `total` counts the stories that were looked at, at most `LOOKED_AT`."""

    total: int
    strategies: tuple[StrategyUsed, ...]
    stories: tuple[CaseCard, ...]
    lost: tuple[Lesson, ...]


def alike(work: Work, asked: Situation, languages: tuple[str, ...]) -> Alike:
    """The stories most like a situation and what they tried. Nothing of the situation is kept.

    The rule is in `domain.likeness`: points for a shared struggle, people, stage, danger; of equals the newest first.
    """
    points = {row[0]: row[1] for row in work.session.execute(_nearest(work, asked))}
    shown = cards(work, list(points), languages)
    used = _used(work, [card.case_id for card in shown], points)
    lost = [card for card in shown if card.overall is Overall.LOSS][:LOST]
    lost += [card for card in shown if card.overall is Overall.MIXED][: LOST - len(lost)]
    told = _tellings(shown, used)
    fields = rendered_fields(work, {card.version_id for card in (*told.values(), *lost)})
    return Alike(
        total=len(shown),
        strategies=tuple(
            _strategy(
                term_view(work, VocabularyName.STRATEGIES, term, languages),
                [card for card in shown if card.case_id in used[term]],
                _telling(work, term, card, fields.get(card.version_id, {})),
            )
            for term, card in told.items()
        ),
        stories=tuple(card for card in shown if card not in lost)[:STORIES],
        lost=tuple(_lesson(work, card, fields) for card in lost),
    )


def _nearest(work: Work, asked: Situation) -> Select[int, int]:
    terms = _terms(work, asked)
    struggle, people = func.coalesce(terms.c.struggle, 0), func.coalesce(terms.c.people, 0)
    score = (struggle + people + _stage(asked.stage) + _danger(asked.danger, terms)).label("points")
    wanted = select(Case.id, score).outerjoin(terms, terms.c.case_id == Case.id)
    if asked.struggles or asked.constituencies:
        # From the terms to the stories: only those that share one are looked up.
        wanted = select(Case.id, score).join(terms, terms.c.case_id == Case.id).where(struggle + people > 0)
    approved = select(LanguageVersion.case_id).where(LanguageVersion.state == VersionState.APPROVED)
    return (
        wanted.where(Case.state == CaseState.PUBLISHED, Case.type == RecordType.CASE, Case.id.in_(approved), score > 0)
        .order_by(score.desc(), Case.published_on.desc().nulls_last(), Case.id.desc())
        .limit(LOOKED_AT)
    )


def more_like(
    work: Work, case_id: int, terms: Mapping[VocabularyName, Collection[str]], languages: tuple[str, ...]
) -> dict[int, tuple[int, ...]]:
    """The stories to read next to one that carries these terms: those that share most, as `_WEIGHTS` say.

    With each come the versions among which the best for a reader of these languages is.

    No story while the index is made anew. What the index holds may be older than the database by a moment: what may
    still be read is for the asker to see to.
    """
    weights = {
        (_FACETS[name], term): weight
        for name, weight in _WEIGHTS.items()
        for term in terms.get(name, ())
        if term != _OTHER
    }
    if not weights:
        return {}
    try:
        found = work.tools.index.alike(shelf_of(work), AlikeRequest(weights, work.held, languages, MORE + 1))
    except (IndexBroken, IndexBusy):
        return {}
    return dict(islice(((case, versions) for case, versions in found.items() if case != case_id), MORE))


def _terms(work: Work, asked: Situation) -> Subquery:
    """The points of each story for its terms, and how dangerous its struggle was."""
    kin = _of_the_same_kind(work, asked.struggles)
    named = [
        (VocabularyName.STRUGGLES, kin | set(asked.struggles)),
        (VocabularyName.CONSTITUENCIES, set(asked.constituencies)),
    ]
    if asked.danger is not None:
        named += [(list_name, {term}) for list_name, term in DANGER_OF]
    wanted = [_carries(name, terms) for name, terms in named if terms]
    return (
        select(
            CaseTerm.case_id,
            _most(
                (_carries(VocabularyName.STRUGGLES, set(asked.struggles)), SAME_STRUGGLE),
                (_carries(VocabularyName.STRUGGLES, kin), SAME_KIND),
            ).label("struggle"),
            _most((_carries(VocabularyName.CONSTITUENCIES, set(asked.constituencies)), SAME_PEOPLE)).label("people"),
            _most(*((_carries(name, {term}), _step(danger)) for (name, term), danger in DANGER_OF.items())).label(
                "danger"
            ),
        )
        .where(or_(*wanted) if wanted else literal(value=False))
        .group_by(CaseTerm.case_id)
        .subquery()
    )


def _carries(vocabulary: VocabularyName, terms: Collection[str]) -> ColumnElement[bool]:
    return and_(CaseTerm.vocabulary == vocabulary, CaseTerm.term.in_(sorted(terms)))


def _most(*points: tuple[ColumnElement[bool], int]) -> ColumnElement[int]:
    return func.max(either(*points, else_=0))


def _of_the_same_kind(work: Work, struggles: Sequence[str]) -> set[str]:
    lists = work.tools.vocabularies
    groups = {term.group for one in struggles if (term := lists.find(VocabularyName.STRUGGLES, one)) and term.group}
    return {term.id for term in lists.terms(VocabularyName.STRUGGLES) if term.group in groups and term.id != _OTHER}


def _step(danger: Danger) -> int:
    return list(Danger).index(danger)


def _stage(asked: Stage | None) -> ColumnElement[int]:
    if asked is None:
        return literal(0)
    at = list(Stage).index(asked)
    points = [(Case.stage == stage, points_for_steps(place - at)) for place, stage in enumerate(Stage)]
    return either(*points, else_=0)


def _danger(asked: Danger | None, terms: Subquery) -> ColumnElement[int]:
    if asked is None:
        return literal(0)
    told = func.coalesce(terms.c.danger, 0)
    return either(*((told == _step(one), points_for_steps(_step(one) - _step(asked))) for one in Danger), else_=0)


def _used(work: Work, case_ids: Sequence[int], points: Mapping[int, int]) -> Mapping[str, frozenset[int]]:
    """The strategies of these stories and who used them, those of the most alike stories first."""
    rows = work.session.execute(
        select(CaseTerm.term, CaseTerm.case_id).where(
            CaseTerm.case_id.in_(case_ids), CaseTerm.vocabulary == VocabularyName.STRATEGIES, CaseTerm.term != _OTHER
        )
    )
    found: dict[str, set[int]] = defaultdict(set)
    for term, case_id in rows:
        found[term].add(case_id)
    weight = {term: sum(points[case_id] for case_id in ids) for term, ids in found.items()}
    first = sorted(found, key=lambda term: (-weight[term], term))[:STRATEGIES]
    return {term: frozenset(found[term]) for term in first}


def _tellings(shown: Sequence[CaseCard], used: Mapping[str, frozenset[int]]) -> Mapping[str, CaseCard]:
    """The story that tells of each strategy: the most alike one that does not tell of another already."""
    told: dict[str, CaseCard] = {}
    for term, ids in used.items():
        fitting = [card for card in shown if card.case_id in ids]
        fresh = [card for card in fitting if card not in told.values()]
        told[term] = (fresh or fitting)[0]
    return told


def _strategy(term: TermView, users: Sequence[CaseCard], telling: Telling) -> StrategyUsed:
    return StrategyUsed(
        term=term,
        stories=len(users),
        won=sum(user.overall in (Overall.GAIN, Overall.MIXED) for user in users),
        lost=sum(user.overall is Overall.LOSS for user in users),
        telling=telling,
    )


def _telling(work: Work, term: str, card: CaseCard, told: Mapping[str, Mapping[str, Any]]) -> Telling:
    how = told.get(how_field(VocabularyName.STRATEGIES, term))
    return Telling(
        card,
        words(work, how, _HOW) if how else None,
        tuple(words(work, told[name], _QUOTED) for name in _LESSONS if name in told),
    )


def _lesson(work: Work, card: CaseCard, fields: Mapping[int, Mapping[str, Any]]) -> Lesson:
    told = fields.get(card.version_id, {})
    row = next((told[name] for name in (Section.FAILED, Section.DIFFERENTLY, Section.CHANGE) if name in told), None)
    return Lesson(card, words(work, row, _QUOTED) if row else None)
