"""What the tests of the door share: accounts with a password, tries to sign in, who a token stands for."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.models import AuditEvent, Person
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.services.accounts import sessions
from wgsm_archive.services.accounts.doors import SignInTry
from wgsm_archive.services.archive import Archive

GOOD = "maize beans squash"
HERE = "198.51.100.7"


def somebody(archive: Archive, name: str = "rosa", *roles: Role) -> int:
    """An account that signs in with the good password; its number."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        return work.accounts.make_person(name, GOOD, roles).id


def actor_of(archive: Archive, person_id: int) -> Actor:
    """The person as they act once signed in."""
    with archive.unit_of_work(SYSTEM) as work:
        return sessions.actor_of(work.session.get_one(Person, person_id))


def who(archive: Archive, token: str) -> Actor | None:
    """Whom the token of a session stands for, if it holds."""
    with archive.unit_of_work(ANONYMOUS) as work:
        found = sessions.signed_in(work, token)
    return found.actor if found else None


def trail(archive: Archive) -> list[str]:
    """What stands on the trail, oldest first."""
    with archive.unit_of_work(SYSTEM) as work:
        return list(work.session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))


def tried(name: str, password: str, place: str = HERE, before: str = "") -> SignInTry:
    """A try to sign in from `place`, by a browser that held the session `before`."""
    return SignInTry(name, password, place, before)
