"""The archive never loses its last steward through its own pages: nobody could invite or help others any more."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.models import Person, PersonRole
from wgsm_archive.domain.actor import ActorKind, Role
from wgsm_archive.domain.errors import Refused
from wgsm_archive.services.work import Work


def keep_a_steward(work: Work, leaving: Person) -> None:
    """Stop where somebody is the only steward whose account is open. An operator at the console may do it.

    Raises:
        Refused: nobody would be left.
    """
    if work.actor.kind is ActorKind.SYSTEM:
        return
    # Locked, so that two stewards who close each other's account at the same moment do not both succeed.
    stewards = work.session.scalars(
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.STEWARD, Person.disabled.is_(False))
        .with_for_update()
    ).all()
    if list(stewards) == [leaving.id]:
        raise Refused({"roles": "last-steward"})
