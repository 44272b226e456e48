"""What people do with their accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import OneTimeLink, Person, PersonRole, SignInSession
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotFound, Refused, SignInNeeded
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id, token_hash
from wgsm_archive.domain.text import clean_line, fold
from wgsm_archive.services.accounts import passwords, sessions
from wgsm_archive.services.throttling import count_try, place_of
from wgsm_archive.services.work import Work

_TRIES_OF_ONE, _TRIES_OF_ALL = 10, 1000
_MAX_HANDLE = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its owner sees it. `open_sessions` are (id, begun, last used), times cut to the day."""

    handle: str
    shown_name: str
    credit: str
    languages: tuple[str, ...]
    roles: frozenset[Role]
    open_sessions: tuple[tuple[int, dt.date, dt.date], ...]


class Accounts:
    """Signing in, joining, and looking after one's account."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def count_try(self, handle: str, place: str) -> None:
        """Count a try to sign in, in a transaction of its own, before the password is looked at.

        Raises:
            TooOften: too many tries at this name, from this place, or in all.
        """
        count_try(self._work, "sign-in-place", place_of(place), limit=_TRIES_OF_ONE)
        count_try(self._work, "sign-in-name", fold(handle), limit=_TRIES_OF_ONE)
        count_try(self._work, "sign-in", limit=_TRIES_OF_ALL)

    def sign_in(self, handle: str, password: str) -> str | None:
        """A new session's token; None for a wrong name or password, and nobody can tell which."""
        person = self._by_handle(handle)
        stored = person.password_hash if person and not person.disabled else None
        if not passwords.is_right(stored, password) or person is None:
            self._work.record(Happened(Event.SIGN_IN_FAILED))
            return None
        self._work.record(Happened(Event.SIGN_IN, person_id=person.id))
        return sessions.start_session(self._work, person)

    def sign_out(self, token: str) -> None:
        """End the session at hand."""
        sessions.end_session(self._work, token)

    def profile(self) -> Profile:
        """The actor's own account."""
        person = self._me()
        rows = self._work.session.scalars(
            select(SignInSession).where(SignInSession.person_id == person.id).order_by(SignInSession.id)
        )
        return Profile(
            handle=person.handle,
            shown_name=person.shown_name,
            credit=person.credit,
            languages=tuple(person.languages),
            roles=frozenset(row.role for row in person.roles),
            open_sessions=tuple((row.id, row.started_at.date(), row.used_at.date()) for row in rows),
        )

    def change_profile(self, shown_name: str, credit: str, languages: Collection[str]) -> None:
        """Change how others see the actor, and what they read."""
        person = self._me()
        person.shown_name, person.credit, person.languages = shown_name, credit, list(languages)

    def change_password(self, old: str, new: str) -> str:
        """Choose a new password; all sessions end, and the token of a new one is given.

        Raises:
            Refused: the old one is wrong, or the new one breaks a rule.
        """
        person = self._me()
        if not passwords.is_right(person.password_hash, old):
            raise Refused({"old": "password-wrong"})
        self._set_password(person, new)
        return sessions.start_session(self._work, person)

    def end_all_sessions(self) -> None:
        """Sign out everywhere."""
        sessions.end_sessions(self._work, self._me().id)
        self._work.record(Happened(Event.SESSIONS_ENDED, person_id=self._work.actor.person_id))

    def link(self, token: str) -> str:
        """What a one-time link is for: `invite` or `reset`.

        Raises:
            NotFound: it was used, ran out, or never was.
        """
        return self._link(token).purpose

    def follow_link(self, token: str, handle: str, password: str) -> str:
        """Join with an invitation, or choose a new password; gives the token of a new session.

        Raises:
            NotFound: the link does not hold (any more).
            Refused: the name is taken or empty, or the password breaks a rule.
        """
        link = self._link(token)
        person = self._work.session.get(Person, link.person_id) if link.person_id else None
        if person is None:
            person = self._join(handle, [Role(role) for role in link.roles])
            self._work.record(Happened(Event.JOINED, person_id=person.id))
        self._set_password(person, password)
        link.used_at = self._work.now
        return sessions.start_session(self._work, person)

    def make_person(self, handle: str, password: str, roles: Collection[Role], shown_name: str = "") -> Person:
        """An account made by an operator.

        Raises:
            Refused: the name is taken or empty, or the password breaks a rule.
        """
        person = self._join(handle, roles)
        person.shown_name = shown_name
        self._set_password(person, password)
        return person

    def _join(self, handle: str, roles: Collection[Role]) -> Person:
        name = clean_line(handle).replace(" ", "")[:_MAX_HANDLE]
        if not name:
            raise Refused({"handle": "required"})
        if self._by_handle(name) is not None:
            raise Refused({"handle": "name-taken"})
        person = Person(
            public_id=new_public_id(),
            handle=fold(name),
            shown_name="",
            languages=[],
            joined_on=self._work.today.replace(day=1),
            roles=[PersonRole(role=role) for role in sorted({Role.MEMBER, *roles})],
        )
        self._work.session.add(person)
        self._work.session.flush()
        return person

    def _set_password(self, person: Person, password: str) -> None:
        problem = passwords.password_problem(password, person.handle)
        if problem:
            raise Refused({"password": problem})
        person.password_hash = passwords.hash_password(password)
        sessions.end_sessions(self._work, person.id)
        self._work.record(Happened(Event.PASSWORD_CHANGED, person_id=person.id))

    def _link(self, token: str) -> OneTimeLink:
        found = self._work.session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == token_hash(token)))
        if found is None or found.used_at is not None or self._work.now >= found.ends_at:
            raise NotFound
        return found

    def _by_handle(self, handle: str) -> Person | None:
        name = fold(clean_line(handle).replace(" ", ""))[:_MAX_HANDLE]
        return self._work.session.scalar(select(Person).where(Person.handle == name))

    def _me(self) -> Person:
        found = self._work.session.get(Person, self._work.actor.person_id) if self._work.actor.person_id else None
        if found is None:
            raise SignInNeeded
        return found
