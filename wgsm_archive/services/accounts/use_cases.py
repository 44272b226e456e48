"""What people do with their accounts, as `work.accounts`. What asks for a password is in `doors`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import OneTimeLink, Person
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotAllowed, NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import token_hash
from wgsm_archive.domain.rhythm import Rhythm
from wgsm_archive.services.accounts import passwords, people, sessions
from wgsm_archive.services.accounts.sessions import OpenSession
from wgsm_archive.services.one_time_links import INVITE, forget_resets, make_reset
from wgsm_archive.services.throttling import count_try, place_of
from wgsm_archive.services.work import Work

_TRIES_OF_ONE, _TRIES_OF_MANY, _TRIES_OF_ALL = 10, 100, 1000
_NO_PLACE = frozenset({"", "::/56"})
"""What `place_of` says of a missing address and of IPv6's loopback."""
_FACILITATORS_MAY_HELP = frozenset({Role.MEMBER, Role.TRANSLATOR})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody says of themselves: how others see them, what they read and write, the language of the pages.

    `letters`: whether a facilitator wants letters about their desk; `digest`: how often a translator wants those about
    their translations; None leaves these as they are.
    """

    shown_name: str
    credit: str
    languages: tuple[str, ...]
    menu_language: str
    letters: bool | None = None
    digest: Rhythm | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its owner sees it. `mail_works`: a letter can bring them back in."""

    handle: str
    wishes: Wishes
    email: str
    mail_works: bool
    roles: frozenset[Role]
    open_sessions: tuple[OpenSession, ...]


class Accounts:
    """Signing in, joining, and looking after one's account."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def count_try(self, handle: str, place: str) -> None:
        """Count a try to sign in, in a transaction of its own, before the password is looked at.

        Raises:
            TooOften: too many tries at this name, from this place, or in all.
        """
        self._count_place("sign-in-place", place)
        count_try(self._work, "sign-in-name", people.sign_in_name(handle), limit=_TRIES_OF_ONE)
        count_try(self._work, "sign-in", limit=_TRIES_OF_ALL)

    def count_asking(self, address: str, place: str) -> None:
        """Count a wish for a letter, which must not become a way of flooding somebody's mailbox.

        Raises:
            TooOften: too many for this address, from this place, or in all.
        """
        self._count_place("letter-place", place)
        count_try(self._work, "letter-address", address.strip().lower(), limit=3)
        count_try(self._work, "letter", limit=_TRIES_OF_ALL)

    def check(self, handle: str, password: str) -> int | None:
        """Whose name and password these are; None for a wrong one, after as long a while."""
        person = people.by_name(self._work, handle)
        stored = person.password_hash if person and not person.disabled else None
        return person.id if passwords.is_right(stored, password) and person else None

    def begin(self, person_id: int | None, before: str = "") -> str | None:
        """Put a try on the trail; for somebody whose password was right, a new session's token."""
        person = self._work.session.get(Person, person_id) if person_id is not None else None
        if person is None or person.disabled:
            self._work.record(Happened(Event.SIGN_IN_FAILED))
            return None
        self._work.record(Happened(Event.SIGN_IN, person_id=person.id))
        return sessions.start_session(self._work, person, before)

    def menu_language(self, token: str) -> str:
        """The language that whoever holds this session has chosen for the pages; empty when none."""
        found = sessions.signed_in(self._work, token)
        person = self._work.session.get(Person, found.actor.person_id) if found else None
        return person.menu_language if person else ""

    def sign_out(self, token: str) -> None:
        """End the session at hand."""
        whose = sessions.end_session(self._work, token)
        if whose is not None:
            self._work.record(Happened(Event.SIGN_OUT, person_id=whose))

    def profile(self, token: str = "") -> Profile:
        """The actor's own account; `token` is that of the session which asks."""
        person = people.me(self._work)
        return Profile(
            handle=person.handle,
            wishes=Wishes(
                person.shown_name,
                person.credit,
                tuple(person.languages),
                person.menu_language,
                person.letters,
                person.digest,
            ),
            email=person.email or "",
            mail_works=self.letters_can_be_sent,
            roles=frozenset(row.role for row in person.roles),
            open_sessions=tuple(sessions.open_sessions(self._work, person, token)),
        )

    def change_profile(self, wishes: Wishes) -> None:
        """Change how others see the actor, what they read and write, and the language of the pages."""
        person = people.me(self._work)
        person.shown_name, person.credit = wishes.shown_name, wishes.credit
        person.languages, person.menu_language = list(wishes.languages), wishes.menu_language
        if wishes.letters is not None:
            person.letters = wishes.letters
        if wishes.digest is not None:
            person.digest = wishes.digest
        self._work.record(Happened(Event.PROFILE_CHANGED, person_id=person.id))

    def end_session(self, key: str) -> None:
        """End one session of the actor's list.

        Raises:
            NotFound: it has ended already, or is somebody else's.
        """
        person = people.me(self._work)
        if not sessions.end_one_of(self._work, person.id, key):
            raise NotFound
        self._work.record(Happened(Event.SESSIONS_ENDED, person_id=person.id, detail={"sessions": "one"}))

    def end_sessions(self, keep: str = "") -> None:
        """Sign out everywhere, or everywhere but where the token `keep` is held."""
        person = people.me(self._work)
        sessions.end_sessions(self._work, person.id, keep)
        which = "others" if keep else "all"
        self._work.record(Happened(Event.SESSIONS_ENDED, person_id=person.id, detail={"sessions": which}))

    def link(self, token: str) -> str:
        """What a one-time link is for: `invite` or `reset`.

        Raises:
            NotFound: it was used, taken back, ran out, or never was.
        """
        return self._link(token)[0].purpose

    def check_link(self, token: str, handle: str, password: str) -> None:
        """Look at what was typed before the password is hashed.

        Raises:
            NotFound: the link does not hold (any more).
            Refused: the name is taken, too long or empty, or the password breaks a rule; both are told at once.
        """
        _link, person = self._link(token)
        problems = {"handle": None if person else people.name_problem(self._work, handle)}
        problems["password"] = passwords.password_problem(password, person.handle if person else handle)
        found = {field: code for field, code in problems.items() if code}
        if found:
            raise Refused(found)

    def follow_link(self, token: str, handle: str, hashed: str, before: str = "") -> str:
        """Join with an invitation, or take a new password, given as its hash; gives the token of a new session.

        Raises:
            NotFound: the link does not hold (any more).
            Refused: the name was taken meanwhile.
        """
        link, person = self._link(token)
        if person is None:
            person = people.add_person(self._work, handle, [Role(role) for role in link.roles], link.languages)
            self._work.record(Happened(Event.JOINED, person_id=person.id))
        link.used_at, link.note = self._work.now, ""
        self.set_password(person, hashed)
        return sessions.start_session(self._work, person, before)

    def set_password(self, person: Person, hashed: str) -> None:
        """Let a password hold, given as its hash: all sessions end, and so do links for choosing another."""
        person.password_hash = hashed
        sessions.end_sessions(self._work, person.id)
        self._work.session.flush()
        forget_resets(self._work, person.id)
        self._work.record(Happened(Event.PASSWORD_CHANGED, person_id=person.id))

    def make_person(self, handle: str, password: str, roles: Collection[Role], shown_name: str = "") -> Person:
        """An account made by an operator.

        Raises:
            Refused: the name is taken, too long or empty, or the password breaks a rule.
        """
        problem = passwords.password_problem(password, handle)
        if problem:
            raise Refused({"password": problem})
        person = people.add_person(self._work, handle, roles)
        person.shown_name = shown_name
        self._work.record(Happened(Event.ACCOUNT_MADE, person_id=person.id))
        self.set_password(person, passwords.hash_password(password))
        return person

    def public_id_of(self, handle: str) -> str:
        """The public id of the account with a name for signing in.

        Raises:
            NotFound: there is none.
        """
        person = people.by_name(self._work, handle)
        if person is None:
            raise NotFound
        return person.public_id

    def help_in(self, handle: str) -> str:
        """A link for a member or translator who forgot their password; its token is shown once.

        For facilitators, who must not become somebody with more rights than theirs; stewards help everybody.

        Raises:
            Refused: nobody has this name, the account is closed, or a steward has to help.
        """
        actor, person = self._work.actor, people.by_name(self._work, handle)
        if not actor.has(Role.FACILITATOR, Role.STEWARD):
            raise NotAllowed
        if person is None:
            raise Refused({"handle": "unknown-person"})
        if person.disabled:
            raise Refused({"handle": "account-closed"})
        if not actor.has(Role.STEWARD) and {row.role for row in person.roles} - _FACILITATORS_MAY_HELP:
            raise Refused({"handle": "steward-needed"})
        return make_reset(self._work, person)

    @property
    def letters_can_be_sent(self) -> bool:
        """Whether a letter can bring somebody back in: there is a server for it, and an address to link to."""
        return self._work.tools.mail.can_send and bool(self._work.tools.base_url)

    def _link(self, token: str) -> tuple[OneTimeLink, Person | None]:
        # Locked: of two who follow an invitation at the same moment, one finds it used.
        found = self._work.session.scalar(
            select(OneTimeLink).where(OneTimeLink.token_hash == token_hash(token)).with_for_update()
        )
        if found is None or found.used_at is not None or self._work.now >= found.ends_at:
            raise NotFound
        if found.purpose == INVITE:
            return found, None
        person = self._work.session.get(Person, found.person_id) if found.person_id else None
        if person is None or person.disabled:
            raise NotFound
        return found, person

    def _count_place(self, purpose: str, address: str) -> None:
        place = place_of(address)
        # Behind a local proxy that tells no address, or an onion service, everybody comes from the same place:
        # one person's guesses must not keep all others out.
        limit = _TRIES_OF_MANY if place in _NO_PLACE or place.startswith("127.") else _TRIES_OF_ONE
        count_try(self._work, purpose, place, limit=limit)
