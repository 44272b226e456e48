"""Who works on which part of a translation: said to others, stopping nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Claim, LanguageVersion, Person
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, NotFound
from wgsm_archive.domain.workflow import Act
from wgsm_archive.services.texts import slots_of
from wgsm_archive.services.translating.rows import begun, parts_of
from wgsm_archive.services.work import Work

LASTS = dt.timedelta(days=14)
"""How long a part stays taken on after the last save in it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Somebody works on a part until a day. `may_release`: it is the actor's own, or the actor is a facilitator."""

    by: str
    until: dt.date
    mine: bool
    may_release: bool


def take_on(work: Work, public_id: str, target: str, part: str) -> str:
    """Say that the actor works on a part. Gives who else has taken it on meanwhile, empty where nobody has.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`; NotFound also for a part the story does not have.
    """
    case, version = begun(work, public_id, target, Act.TRANSLATE)
    me = work.actor.person_id
    if me is None or part not in parts_of(slots_of(work, case.id)):
        raise NotFound
    held = claims_of(work, version).get(part)
    if held is not None and not held.mine:
        return held.by
    row = _row(work, version, part) or Claim(version_id=version.id, part=part)
    row.person_id, row.until = me, work.today + LASTS
    work.session.add(row)
    return ""


def release(work: Work, public_id: str, target: str, part: str) -> None:
    """Let a part be free for others; one that is free stays so.

    Raises:
        NotFound, Withdrawn: as `rows.begun`.
        NotAllowed: somebody else works on it, and the actor is no facilitator.
    """
    _case, version = begun(work, public_id, target, Act.TRANSLATE)
    held, row = claims_of(work, version).get(part), _row(work, version, part)
    if held is not None and not held.may_release:
        raise NotAllowed
    if row is not None:
        work.session.delete(row)


def renew(work: Work, version: LanguageVersion, part: str) -> None:
    """A save by whoever has taken a part on keeps it theirs for longer."""
    row = _row(work, version, part)
    if row is not None and row.person_id == work.actor.person_id:
        row.until = work.today + LASTS


def claims_of(work: Work, version: LanguageVersion) -> dict[str, Claimed]:
    """Who works on the parts of a translation today."""
    rows = work.session.execute(
        select(Claim, Person.shown_name)
        .join(Person, Person.id == Claim.person_id)
        .where(Claim.version_id == version.id, Claim.until >= work.today)
    )
    me, is_facilitator = work.actor.person_id, work.actor.has(Role.FACILITATOR)
    return {
        row.part: Claimed(name, row.until, mine=row.person_id == me, may_release=is_facilitator or row.person_id == me)
        for row, name in rows
    }


def _row(work: Work, version: LanguageVersion, part: str) -> Claim | None:
    return work.session.scalar(select(Claim).where(Claim.version_id == version.id, Claim.part == part))
