"""What waits for facilitators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, or_, select

from wgsm_archive.db.models import Case, CaseReview, DialogueMessage, LanguageVersion, Person, Proposal, SetAside
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import Origin, Risk, VersionKind
from wgsm_archive.domain.checklist import Check, blocking
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.reviewing.rows import answers_of
from wgsm_archive.services.work import Work

# A story nobody has judged yet comes right after the dangerous ones.
_BY_RISK = case({Risk.HIGH: 0, Risk.MEDIUM: 2, Risk.LOW: 3}, value=Case.risk, else_=1)
_DUE_SHOWN = 50


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A story in the queue. `waiting_days` counts from the day it was sent; `answered` of the checklist's questions."""

    public_id: str
    title: str
    language: str
    direction: str
    countries: tuple[str, ...]
    state: CaseState
    risk: Risk | None
    waiting_days: int
    claimed_by: str
    claimed_by_me: bool
    answered: int
    questions: int
    problems: int
    checked: bool
    unread: int
    waits_for_tellers: bool
    proposals: int
    review_again_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Queue:
    """Stories in review (one page of `total`), how many are set aside, and published ones that ask for another look."""

    waiting: tuple[QueueItem, ...]
    total: int
    due: tuple[QueueItem, ...]
    aside: int = 0


def queue(work: Work, *, offset: int, limit: int) -> Queue:
    """The queue: dangerous stories first, then those that wait longest."""
    set_aside = (Case.state == CaseState.SUBMITTED) & Case.id.in_(select(SetAside.case_id))
    in_review = (Case.state == CaseState.SUBMITTED) & Case.id.not_in(select(SetAside.case_id))
    waiting = _rows().where(in_review)
    page = waiting.order_by(_BY_RISK, Case.sent_on, Case.id).offset(offset).limit(limit)
    total = work.session.scalar(select(func.count()).select_from(Case).where(in_review)) or 0
    due = _rows().where(
        Case.state == CaseState.PUBLISHED,
        or_(
            CaseReview.review_again_on <= work.today,
            CaseReview.checked_revision.is_distinct_from(LanguageVersion.revision) & CaseReview.case_id.is_not(None),
            Case.id.in_(select(Proposal.case_id).where(Proposal.decided.is_(False))),
            Case.id.in_(
                select(DialogueMessage.case_id).where(
                    DialogueMessage.from_teller.is_(True), DialogueMessage.read.is_(False)
                )
            ),
        ),
    )
    return Queue(
        waiting=_items(work, page),
        total=total,
        aside=work.session.scalar(select(func.count()).select_from(Case).where(set_aside)) or 0,
        due=_items(work, due.order_by(CaseReview.review_again_on, Case.id).limit(_DUE_SHOWN)),
    )


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
    ids = [row[0].id for row in rows]
    talk, proposals = _talk(work, ids), _proposals(work, ids)
    return tuple(_item(work, row, talk.get(row[0].id, ()), proposals.get(row[0].id, 0)) for row in rows)


def _item(work: Work, row: _Row, talk: Sequence[DialogueMessage], proposals: int) -> QueueItem:
    found, original, review, holder = row
    answers = answers_of(review)
    claimed = review is not None and review.claimed_by is not None
    return QueueItem(
        public_id=found.public_id,
        title=original.title,
        language=original.language,
        direction=direction(work, original.language),
        countries=tuple(country.country for country in found.countries),
        state=found.state,
        risk=found.risk,
        waiting_days=(work.today - found.sent_on).days if found.sent_on else 0,
        claimed_by=holder or "",
        claimed_by_me=claimed and review is not None and review.claimed_by == work.actor.person_id,
        answered=len(answers),
        questions=len(Check),
        problems=len(blocking(answers)),
        checked=review is not None and review.checked_revision == original.revision,
        unread=sum(message.from_teller and not message.read for message in talk),
        waits_for_tellers=bool(talk) and not talk[-1].from_teller,
        proposals=proposals,
        review_again_on=review.review_again_on if review else None,
    )


def _talk(work: Work, case_ids: Sequence[int]) -> dict[int, list[DialogueMessage]]:
    found: dict[int, list[DialogueMessage]] = {}
    rows = select(DialogueMessage).where(DialogueMessage.case_id.in_(case_ids)).order_by(DialogueMessage.id)
    for message in work.session.scalars(rows):
        found.setdefault(message.case_id, []).append(message)
    return found


def _proposals(work: Work, case_ids: Sequence[int]) -> dict[int, int]:
    rows = select(Proposal.case_id).where(Proposal.case_id.in_(case_ids), Proposal.decided.is_(False))
    found: dict[int, int] = {}
    for case_id in work.session.scalars(rows):
        found[case_id] = found.get(case_id, 0) + 1
    return found
