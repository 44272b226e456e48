"""Signed-in browsers: who holds a token, and for how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select

from wgsm_archive.db.models import Person, SignInSession
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


def is_staff(person: Person) -> bool:
    """Whether somebody can see what is not public yet; their sessions are shorter."""
    return any(row.role in _STAFF for row in person.roles)


def actor_of(person: Person) -> Actor:
    """The actor that a person is."""
    return Actor(
        kind=ActorKind.PERSON,
        person_id=person.id,
        name=person.shown_name or person.handle,
        roles=frozenset(row.role for row in person.roles),
        organisation_ids=frozenset({person.organisation_id} if person.organisation_id else ()),
        languages=tuple(person.languages),
    )


def signed_in(work: Work, token: str) -> SignedIn | None:
    """Who holds this token now; None when it was ended, ran out, or the account was closed."""
    row = work.session.execute(
        select(SignInSession, Person)
        .join(Person, Person.id == SignInSession.person_id)
        .where(SignInSession.token_hash == token_hash(token))
    ).one_or_none()
    if row is None:
        return None
    session, person = row
    idle = IDLE_STAFF if is_staff(person) else IDLE_MEMBERS
    if person.disabled or work.now >= session.ends_at or work.now - session.used_at >= idle:
        return None
    return SignedIn(actor_of(person), session.id, work.now - session.used_at >= _NOTE_USE_AFTER)


def note_use(work: Work, session_id: int) -> None:
    """Write down that a session is in use."""
    session = work.session.get(SignInSession, session_id)
    if session is not None:
        session.used_at = work.now


def start_session(work: Work, person: Person, label: str = "") -> str:
    """Begin a session and give its token, which is kept nowhere."""
    token = new_token()
    longest = LONGEST_STAFF if is_staff(person) else LONGEST_MEMBERS
    work.session.add(
        SignInSession(
            token_hash=token_hash(token),
            person_id=person.id,
            label=label,
            started_at=work.now,
            used_at=work.now,
            ends_at=work.now + longest,
        )
    )
    return token


def end_session(work: Work, token: str) -> None:
    """End the session of this token, if there is one."""
    work.session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))


def end_sessions(work: Work, person_id: int) -> None:
    """End all sessions of a person."""
    work.session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))
