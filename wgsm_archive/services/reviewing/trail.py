"""What happened to a case, without saying who tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from wgsm_archive.db.models import AuditEvent
from wgsm_archive.domain.actor import ActorKind
from wgsm_archive.domain.events import Event
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, find_case
from wgsm_archive.services.work import Work, chained


class Doer(StrEnum):
    """In which role somebody acted. Names are not told: a facilitator may tell a story as well."""

    TELLERS = "tellers"
    FACILITATOR = "facilitator"
    TRANSLATOR = "translator"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One event, to the hour (UTC)."""

    hour: dt.datetime
    event: Event
    doer: Doer
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trail:
    """The events of a case, oldest first. `whole` is False when any event of the archive was changed or taken out."""

    public_id: str
    entries: tuple[TrailEntry, ...]
    whole: bool


def trail(work: Work, public_id: str) -> Trail:
    """The trail of a case, and whether the chain of all events still holds."""
    case = find_case(work, public_id)
    require(work.actor, Act.ASK, acting_facts(work, case))
    rows = work.session.scalars(select(AuditEvent).where(AuditEvent.case_id == case.id).order_by(AuditEvent.id))
    return Trail(case.public_id, tuple(_entry(row) for row in rows), _holds(work))


def _entry(row: AuditEvent) -> TrailEntry:
    return TrailEntry(row.hour, Event(row.event), _doer(row), row.detail)


def _doer(row: AuditEvent) -> Doer:
    if row.actor == ActorKind.SYSTEM:
        return Doer.ARCHIVE
    if row.actor in (ActorKind.TELLER, ActorKind.ANONYMOUS):
        return Doer.TELLERS
    return Doer.TRANSLATOR if row.event.startswith("version:") else Doer.FACILITATOR


def _holds(work: Work) -> bool:
    before = ""
    for event in work.session.scalars(select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=500)):
        if chained(before, event) != event.chain:
            return False
        before = event.chain
    return True
