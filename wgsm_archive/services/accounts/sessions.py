"""Signed-in browsers: who holds a token, and for how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, select

from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import Person, PersonRole, SignInSession
from wgsm_archive.domain.actor import Actor, ActorKind, Role
from wgsm_archive.domain.ids import new_token, token_hash
from wgsm_archive.services.work import Work

IDLE_STAFF, IDLE_MEMBERS = dt.timedelta(hours=2), dt.timedelta(days=14)
LONGEST_STAFF, LONGEST_MEMBERS = dt.timedelta(hours=12), dt.timedelta(days=30)
_STAFF = frozenset({Role.FACILITATOR, Role.STEWARD})
# Writing the time of use at every request would make every page a write.
_NOTE_USE_AFTER = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose token it is. `note_use` says that the time of use should be written down."""

    actor: Actor
    session_id: int
    note_use: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A signed-in browser in its owner's list, times cut to the day. `is_here`: it is the one that asks."""

    key: str
    begun: dt.date
    used: dt.date
    is_here: bool


def is_staff(person: Person) -> bool:
    """Whether somebody can see what is not public yet; their sessions are shorter."""
    return any(row.role in _STAFF for row in person.roles)


def actor_of(person: Person) -> Actor:
    """The actor that a person is."""
    return _actor(person.id, person, frozenset(row.role for row in person.roles))


def _actor(person_id: int, person: Any, roles: frozenset[Role]) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person_id,
        name=person.shown_name or person.handle,
        roles=roles,
        organisation_ids=frozenset({person.organisation_id} if person.organisation_id else ()),
        languages=tuple(person.languages),
    )


# One row for each role, and one without where there is none: every page of somebody signed in begins with this.
_HOLDER = Lookup(
    select(
        SignInSession.id,
        SignInSession.started_at,
        SignInSession.used_at,
        SignInSession.ends_at,
        SignInSession.person_id,
        Person.handle,
        Person.shown_name,
        Person.disabled,
        Person.organisation_id,
        Person.languages,
        PersonRole.role,
    )
    .join(Person, Person.id == SignInSession.person_id)
    .outerjoin(PersonRole, PersonRole.person_id == Person.id)
    .where(SignInSession.token_hash == bindparam("token_hash"))
)


def signed_in(work: Work, token: str) -> SignedIn | None:
    """Who holds this token now; None when it was ended, ran out, or the account was closed."""
    rows = _HOLDER.rows(work.session, token_hash=token_hash(token))
    if not rows:
        return None
    row, roles = rows[0], frozenset(row.role for row in rows if row.role is not None)
    if row.disabled or _is_over(work, row, staff=bool(roles & _STAFF)):
        return None
    actor = _actor(row.person_id, row, roles)
    return SignedIn(actor, row.id, work.now - row.used_at >= _NOTE_USE_AFTER)


def note_use(work: Work, session_id: int) -> None:
    """Write down that a session is in use."""
    session = work.session.get(SignInSession, session_id)
    if session is not None:
        session.used_at = work.now


def start_session(work: Work, person: Person, before: str = "") -> str:
    """Begin a session and give its token, which is kept nowhere. The session this browser held `before` ends."""
    if before:
        end_session(work, before)
    work.session.execute(delete(SignInSession).where(SignInSession.ends_at <= work.now))
    token = new_token()
    longest = LONGEST_STAFF if is_staff(person) else LONGEST_MEMBERS
    work.session.add(
        SignInSession(
            token_hash=token_hash(token),
            person_id=person.id,
            started_at=work.now,
            used_at=work.now,
            ends_at=work.now + longest,
        )
    )
    return token


def open_sessions(work: Work, person: Person, token: str = "") -> list[OpenSession]:
    """The sessions of a person that hold now, the one of this token first, then the last used."""
    staff = is_staff(person)
    rows = work.session.scalars(
        select(SignInSession).where(SignInSession.person_id == person.id).order_by(SignInSession.used_at.desc())
    )
    here = token_hash(token)
    found = [
        OpenSession(_key(row), row.started_at.date(), row.used_at.date(), row.token_hash == here)
        for row in rows
        if not _is_over(work, row, staff=staff)
    ]
    return sorted(found, key=lambda one: not one.is_here)


def end_session(work: Work, token: str) -> int | None:
    """End the session of this token; whose it was, if there is one."""
    row = work.session.scalar(select(SignInSession).where(SignInSession.token_hash == token_hash(token)))
    if row is None:
        return None
    work.session.delete(row)
    work.session.flush()
    return row.person_id


def end_one_of(work: Work, person_id: int, key: str) -> bool:
    """End the session that somebody picked from their list; whether there was one."""
    rows = work.session.scalars(select(SignInSession).where(SignInSession.person_id == person_id)).all()
    ended = [row for row in rows if _key(row) == key]
    for row in ended:
        work.session.delete(row)
    return bool(ended)


def end_sessions(work: Work, person_id: int, keep: str = "") -> None:
    """End all sessions of a person, but for that of a token."""
    work.session.execute(
        delete(SignInSession).where(SignInSession.person_id == person_id, SignInSession.token_hash != token_hash(keep))
    )


def _is_over(work: Work, session: Any, *, staff: bool) -> bool:
    # Somebody who was given a role that sees more is asked to sign in again as those with that role are.
    idle, longest = (IDLE_STAFF, LONGEST_STAFF) if staff else (IDLE_MEMBERS, LONGEST_MEMBERS)
    ends_at: dt.datetime = min(session.ends_at, session.started_at + longest)
    used_at: dt.datetime = session.used_at
    return work.now >= ends_at or work.now - used_at >= idle


def _key(session: SignInSession) -> str:
    # The start of the hash: says nothing of the token, nor of how many sessions the archive has seen.
    return session.token_hash[:16]
