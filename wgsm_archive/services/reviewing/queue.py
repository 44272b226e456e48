"""What waits for facilitators: the queue, and what waits on the one who looks at it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from wgsm_archive.db.models import (
    Case,
    CaseReview,
    DialogueMessage,
    LanguageVersion,
    MediaFile,
    Person,
    Proposal,
    Question,
    SetAside,
    Suggestion,
)
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import Origin, Risk, VersionKind
from wgsm_archive.domain.checklist import Check, blocking
from wgsm_archive.domain.review import ANSWER_WITHIN, CLAIM_HOLDS, CLAIM_WARNS, SuggestionState, lapsed
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.media.rows import waits_for_a_look
from wgsm_archive.services.reviewing.rows import answers_of, needs_second_reader
from wgsm_archive.services.work import Work

# A story nobody has judged yet comes right after the dangerous ones.
_BY_RISK = case({Risk.HIGH: 0, Risk.MEDIUM: 2, Risk.LOW: 3}, value=Case.risk, else_=1)
_MOST_SHOWN = 50


class Whose(StrEnum):
    """Which stories of the queue are looked at."""

    ALL = "all"
    READ = "read"  # in languages that the facilitator reads
    FREE = "free"  # that nobody looks after
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A story in the queue. `waiting_days` counts from the day it was sent; `answered` of the checklist's questions.

    `lapses_in` are the days until others may take it on; 0 when they may already, None when nobody looks after it.
    `questions` are those without an answer, the oldest of them asked `asked_days` ago.
    """

    public_id: str
    title: str
    language: str
    direction: str
    read_by_me: bool
    countries: tuple[str, ...]
    state: CaseState
    risk: Risk | None
    waiting_days: int
    claimed_by: str
    claimed_by_me: bool
    lapses_in: int | None
    answered: int
    questions: int
    problems: int
    checked: bool
    second_reader: bool
    unread: int
    open_questions: int
    asked_days: int
    suggestions: int
    proposals: int
    files: int
    review_again_on: dt.date | None

    @property
    def waits_for_tellers(self) -> bool:
        """Whether something was asked or suggested that they have not decided on."""
        return bool(self.open_questions or self.suggestions)

    @property
    def is_silent(self) -> bool:
        """Whether the tellers have left a question without an answer for long."""
        return bool(self.open_questions) and self.asked_days >= ANSWER_WITHIN.days

    @property
    def is_left(self) -> bool:
        """Whether whoever looks after it should touch it soon, or others take it on."""
        return self.lapses_in is not None and self.lapses_in <= (CLAIM_HOLDS - CLAIM_WARNS).days

    @property
    def is_ready(self) -> bool:
        """Whether it waits for a decision only."""
        return self.answered == self.questions and self.checked and not (self.problems or self.second_reader)


@dataclass(frozen=True, slots=True)
class Queue:
    """Stories in review (one page of `total`), what waits on this facilitator, and what is due for another look.

    `counts` says how many stories each choice holds, `languages` how many wait in each language, `aside` how many are
    set aside.
    """

    waiting: tuple[QueueItem, ...]
    total: int
    mine: tuple[QueueItem, ...]
    due: tuple[QueueItem, ...]
    counts: Mapping[Whose, int]
    languages: Mapping[str, int]
    aside: int


def queue(work: Work, *, whose: Whose, language: str, offset: int, limit: int) -> Queue:
    """The queue: what this facilitator reads, in it dangerous stories first, then those that wait longest."""
    in_review = (Case.state == CaseState.SUBMITTED) & Case.id.not_in(select(SetAside.case_id))
    chosen = in_review & _chosen(work, whose)
    if language:
        chosen &= Case.original_language == language
    readable_first = case((_reads(work), 0), else_=1)
    page = _rows().where(chosen).order_by(readable_first, _BY_RISK, Case.sent_on, Case.id)
    mine = _rows().where(in_review, _chosen(work, Whose.MINE)).order_by(CaseReview.claimed_on, Case.id)
    return Queue(
        waiting=_items(work, page.offset(offset).limit(limit)),
        total=_count(work, chosen),
        mine=_items(work, mine.limit(_MOST_SHOWN)),
        due=_items(work, _due(work).order_by(CaseReview.review_again_on, Case.id).limit(_MOST_SHOWN)),
        counts={one: _count(work, in_review & _chosen(work, one)) for one in Whose},
        languages=_languages(work, in_review),
        aside=_count(work, (Case.state == CaseState.SUBMITTED) & Case.id.in_(select(SetAside.case_id))),
    )


def _due(work: Work) -> Select[Case, LanguageVersion, CaseReview, str]:
    return _rows().where(
        Case.state == CaseState.PUBLISHED,
        or_(
            CaseReview.review_again_on <= work.today,
            CaseReview.checked_revision.is_distinct_from(LanguageVersion.revision) & CaseReview.case_id.is_not(None),
            Case.id.in_(select(Proposal.case_id).where(Proposal.decided.is_(False))),
            Case.id.in_(select(MediaFile.case_id).where(waits_for_a_look())),
            Case.id.in_(
                select(DialogueMessage.case_id).where(
                    DialogueMessage.from_teller.is_(True), DialogueMessage.read.is_(False)
                )
            ),
        ),
    )


def _count(work: Work, clause: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(Case).outerjoin(CaseReview, CaseReview.case_id == Case.id).where(clause)
    return work.session.scalar(counted) or 0


def _reads(work: Work) -> ColumnElement[bool]:
    """Whether a story is told in a language that the facilitator reads, in whatever region it is spoken."""
    main = {tag.partition("-")[0] for tag in work.actor.languages}
    return or_(
        Case.original_language.in_(main), *(Case.original_language.startswith(f"{tag}-") for tag in sorted(main))
    )


def _chosen(work: Work, whose: Whose) -> ColumnElement[bool]:
    free = or_(CaseReview.claimed_by.is_(None), CaseReview.claimed_on <= work.today - CLAIM_HOLDS)
    return {
        Whose.ALL: Case.id.is_not(None),
        Whose.READ: _reads(work),
        Whose.FREE: free,
        Whose.MINE: CaseReview.claimed_by == work.actor.person_id,
    }[whose]


def _languages(work: Work, clause: ColumnElement[bool]) -> dict[str, int]:
    rows = work.session.execute(
        select(Case.original_language, func.count())
        .where(clause)
        .group_by(Case.original_language)
        .order_by(func.count().desc(), Case.original_language)
    )
    return {tag: count for tag, count in rows}  # noqa: C416 - rows are not pairs to the type checker


_Row = tuple[Case, LanguageVersion, CaseReview | None, str | None]


def _rows() -> Select[Case, LanguageVersion, CaseReview, str]:
    return (
        select(Case, LanguageVersion, CaseReview, Person.shown_name)
        .join(
            LanguageVersion,
            and_(
                LanguageVersion.case_id == Case.id,
                LanguageVersion.origin == Origin.ORIGINAL,
                LanguageVersion.kind == VersionKind.STANDARD,
            ),
        )
        .outerjoin(CaseReview, CaseReview.case_id == Case.id)
        .outerjoin(Person, Person.id == CaseReview.claimed_by)
    )


def _items(work: Work, statement: Select[Case, LanguageVersion, CaseReview, str]) -> tuple[QueueItem, ...]:
    rows: list[_Row] = [(row[0], row[1], row[2], row[3]) for row in work.session.execute(statement)]
    around = _Around(work, [row[0].id for row in rows])
    return tuple(_item(work, row, around) for row in rows)


class _Around:
    """What stands around some stories, read at once for all of them."""

    def __init__(self, work: Work, ids: Sequence[int]) -> None:
        session = work.session
        self.unread = Counter(
            session.scalars(
                select(DialogueMessage.case_id).where(
                    DialogueMessage.case_id.in_(ids),
                    DialogueMessage.from_teller.is_(True),
                    DialogueMessage.read.is_(False),
                )
            )
        )
        self.files = Counter(
            session.scalars(select(MediaFile.case_id).where(MediaFile.case_id.in_(ids), waits_for_a_look()))
        )
        self.proposals = Counter(
            session.scalars(select(Proposal.case_id).where(Proposal.case_id.in_(ids), Proposal.decided.is_(False)))
        )
        self.suggestions = Counter(
            session.scalars(
                select(Suggestion.case_id).where(Suggestion.case_id.in_(ids), Suggestion.state == SuggestionState.OPEN)
            )
        )
        asked = session.execute(
            select(Question.case_id, func.count(), func.min(DialogueMessage.written_on))
            .join(DialogueMessage, DialogueMessage.id == Question.message_id)
            .where(Question.case_id.in_(ids), Question.resolved_on.is_(None), Question.answer_id.is_(None))
            .group_by(Question.case_id)
        )
        self.asked: dict[int, tuple[int, dt.date]] = {row[0]: (row[1], row[2]) for row in asked}


def _item(work: Work, row: _Row, around: _Around) -> QueueItem:
    found, original, review, holder = row
    answers = answers_of(review)
    asked, since = around.asked.get(found.id, (0, work.today))
    main = {tag.partition("-")[0] for tag in work.actor.languages}
    return QueueItem(
        public_id=found.public_id,
        title=original.title,
        language=original.language,
        direction=direction(work, original.language),
        read_by_me=found.original_language.partition("-")[0] in main,
        countries=tuple(country.country for country in found.countries),
        state=found.state,
        risk=found.risk,
        waiting_days=(work.today - found.sent_on).days if found.sent_on else 0,
        claimed_by=holder or "",
        claimed_by_me=holder is not None and review is not None and review.claimed_by == work.actor.person_id,
        lapses_in=_lapses_in(work, review) if found.state is CaseState.SUBMITTED else None,
        answered=len(answers),
        questions=len(Check),
        problems=len(blocking(answers)),
        checked=review is not None and review.checked_revision == original.revision,
        second_reader=needs_second_reader(found, review),
        unread=around.unread[found.id],
        open_questions=asked,
        asked_days=(work.today - since).days,
        suggestions=around.suggestions[found.id],
        proposals=around.proposals[found.id],
        files=around.files[found.id],
        review_again_on=review.review_again_on if review else None,
    )


def _lapses_in(work: Work, review: CaseReview | None) -> int | None:
    if review is None or review.claimed_by is None or review.claimed_on is None:
        return None
    if lapsed(review.claimed_on, work.today):
        return 0
    return (review.claimed_on + CLAIM_HOLDS - work.today).days
