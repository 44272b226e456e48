"""The decisions of the tellers as they were made, one after another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, ConsentDecision
from wgsm_archive.domain.consent import Consent, Reach, with_uses
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `number` counts them from 1."""

    number: int
    day: dt.date
    consent: Consent


def decisions(work: Work, case: Case) -> tuple[Decision, ...]:
    """All decisions on a case that this actor may see, the newest first."""
    rows = work.session.scalars(
        select(ConsentDecision).where(ConsentDecision.case_id == case.id).order_by(ConsentDecision.number.desc())
    )
    return tuple(Decision(row.number, row.decided_on, as_decided(row)) for row in rows)


def last_decision(work: Work, case: Case) -> Consent | None:
    """The newest decision, as it was made; None when nothing was decided yet."""
    row = work.session.scalar(
        select(ConsentDecision)
        .where(ConsentDecision.case_id == case.id)
        .order_by(ConsentDecision.number.desc())
        .limit(1)
    )
    return None if row is None else as_decided(row)


def as_decided(row: ConsentDecision) -> Consent:
    """A stored decision."""
    consent = Consent(
        level=row.level,
        basis=row.basis,
        explained=row.explained,
        until=row.until,
        speaks_for=row.speaks_for,
        ask_again_on=row.ask_again_on,
        narrowed={section: Reach(reach) for section, reach in row.narrowed.items()},
        not_in=tuple(row.not_in),
    )
    return with_uses(consent, row.uses)
