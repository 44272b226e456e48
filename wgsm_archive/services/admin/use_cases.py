"""What stewards do."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import OneTimeLink, Person, PersonRole, SignInSession
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, NotFound
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.services.one_time_links import make_link
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody with an account, as stewards see them."""

    public_id: str
    handle: str
    shown_name: str
    roles: frozenset[Role]
    disabled: bool


class Admin:
    """People and roles; every act asks for the steward's role."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def people(self) -> list[PersonRow]:
        """Everybody with an account."""
        self._require()
        rows = self._work.session.scalars(select(Person).order_by(Person.handle))
        return [
            PersonRow(
                row.public_id, row.handle, row.shown_name, frozenset(held.role for held in row.roles), row.disabled
            )
            for row in rows
        ]

    def set_roles(self, public_id: str, roles: frozenset[Role]) -> None:
        """Give somebody exactly these roles (everybody is a member); it takes effect at their next request."""
        person = self._person(public_id)
        wanted = roles | {Role.MEMBER}
        held = {row.role: row for row in person.roles}
        person.roles = [held.get(role) or PersonRole(role=role) for role in sorted(wanted)]
        self._work.record(Happened(Event.ROLES_CHANGED, person_id=person.id))

    def set_disabled(self, public_id: str, *, disabled: bool) -> None:
        """Close an account, which ends its sessions, or open it again."""
        person = self._person(public_id)
        person.disabled = disabled
        if disabled:
            for row in self._work.session.scalars(select(SignInSession).where(SignInSession.person_id == person.id)):
                self._work.session.delete(row)
        self._work.record(Happened(Event.DISABLED, person_id=person.id, detail={"disabled": disabled}))

    def invite(self, roles: frozenset[Role]) -> str:
        """An invitation to join with these roles; its token is shown once."""
        self._require()
        return make_link(self._work, "invite", roles=roles)

    def reset_link(self, public_id: str) -> str:
        """A link with which somebody can choose a new password; its token is shown once."""
        return make_link(self._work, "reset", person_id=self._person(public_id).id)

    def open_invitations(self) -> int:
        """How many invitations nobody has used yet."""
        self._require()
        rows = self._work.session.scalars(
            select(OneTimeLink.id).where(
                OneTimeLink.purpose == "invite",
                OneTimeLink.used_at.is_(None),
                OneTimeLink.ends_at > self._work.now,
            )
        )
        return len(rows.all())

    def _person(self, public_id: str) -> Person:
        self._require()
        found = self._work.session.scalar(select(Person).where(Person.public_id == public_id))
        if found is None:
            raise NotFound
        return found

    def _require(self) -> None:
        if not self._work.actor.has(Role.STEWARD):
            raise NotAllowed
