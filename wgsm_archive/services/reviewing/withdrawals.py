"""Which stories were taken out of sight, when, and in which places that was seen to have taken effect. No content."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select

from wgsm_archive.db.models import Case, HidingCheck
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, SignInNeeded
from wgsm_archive.domain.hiding import HidingAct
from wgsm_archive.services.hiding import Seen, what_was_seen
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A story that is out of sight, known by its address only. `day` is when its places were last looked at."""

    public_id: str
    act: HidingAct
    day: dt.date
    places: tuple[Seen, ...]

    @property
    def is_gone(self) -> bool:
        """Whether it is gone from every place."""
        return all(one.gone for one in self.places)


def withdrawals(work: Work, *, offset: int, limit: int) -> tuple[list[Withdrawal], int]:
    """Stories that are out of sight, those that are still to be met somewhere first, then the newest; and how many.

    Raises:
        SignInNeeded, NotAllowed: not for this actor.
    """
    if not work.actor.has(Role.FACILITATOR):
        raise NotAllowed if work.actor.is_signed_in else SignInNeeded
    total = work.session.scalar(select(func.count(func.distinct(HidingCheck.case_id)))) or 0
    gone = func.min(case((HidingCheck.gone, 1), else_=0))
    rows = work.session.execute(
        select(HidingCheck.case_id)
        .group_by(HidingCheck.case_id)
        .order_by(gone, func.max(HidingCheck.seen_on).desc(), HidingCheck.case_id.desc())
        .offset(offset)
        .limit(limit)
    )
    ids = [row[0] for row in rows]
    with work.full_sight():
        # The address alone: it tells nothing of the story.
        names: dict[int, str] = {
            row[0]: row[1] for row in work.session.execute(select(Case.id, Case.public_id).where(Case.id.in_(ids)))
        }
    return [_one(names[case_id], what_was_seen(work, case_id)) for case_id in ids if case_id in names], total


def _one(public_id: str, seen: tuple[Seen, ...]) -> Withdrawal:
    last = seen[-1].act
    places = tuple(one for one in seen if one.act is last)
    return Withdrawal(public_id, last, max(one.day for one in places), places)
