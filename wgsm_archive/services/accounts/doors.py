"""What asks for a password, or makes one.

Hashing takes a tenth of a second and waits for its turn. It is done between two transactions, never within one
that writes: otherwise a flood of sign-ins would keep everybody else from saving.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from wgsm_archive.db.models import Person
from wgsm_archive.domain.actor import ANONYMOUS, Actor
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.services.accounts import passwords, people, sessions
from wgsm_archive.services.accounts.addresses import is_address
from wgsm_archive.services.accounts.leaving import leave
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.work import Work


class OpensWork(Protocol):
    """The archive, as far as this needs it."""

    def unit_of_work(self, actor: Actor, *, write: bool = False) -> AbstractContextManager[Work]:
        """One actor's transaction."""
        ...


@dataclass(frozen=True, slots=True)
class SignInTry:
    """What somebody typed at the door, from where, and the session their browser held before."""

    handle: str
    password: str
    place: str
    before: str = ""


def sign_in(archive: OpensWork, tried: SignInTry) -> str | None:
    """A new session's token; None for a wrong name or password, and nobody can tell which of them it was.

    Raises:
        TooOften: too many tries at this name, from this place, or in all.
    """
    with archive.unit_of_work(ANONYMOUS, write=True) as work:
        Accounts(work).count_try(tried.handle, tried.place)
    with archive.unit_of_work(ANONYMOUS) as work:
        person_id = Accounts(work).check(tried.handle, tried.password)
    with archive.unit_of_work(ANONYMOUS, write=True) as work:
        return Accounts(work).begin(person_id, tried.before)


def follow_link(archive: OpensWork, token: str, handle: str, password: str, before: str = "") -> str:
    """Join with an invitation, or choose a new password; the token of a new session.

    Raises:
        NotFound: the link does not hold (any more).
        Refused: the name is taken, too long or empty, or the password breaks a rule.
    """
    with archive.unit_of_work(ANONYMOUS) as work:
        Accounts(work).check_link(token, handle, password)
    hashed = passwords.hash_password(password)
    with archive.unit_of_work(ANONYMOUS, write=True) as work:
        return Accounts(work).follow_link(token, handle, hashed, before)


def change_password(archive: OpensWork, actor: Actor, old: str, new: str, place: str = "") -> str:
    """Choose a new password; all sessions end, and the token of a new one is given.

    Raises:
        Refused: the old one is wrong, or the new one breaks a rule.
        TooOften: the old one was guessed at too often.
    """

    def look(person: Person) -> dict[str, str | None]:
        return {"password": passwords.password_problem(new, person.handle)}

    _ask_for_password(archive, actor, place, field="old", password=old, look=look)
    hashed = passwords.hash_password(new)
    with archive.unit_of_work(actor, write=True) as work:
        person = people.me(work)
        Accounts(work).set_password(person, hashed)
        return sessions.start_session(work, person)


def change_address(archive: OpensWork, actor: Actor, password: str, address: str, place: str = "") -> None:
    """Say to which e-mail address a link for a new password may go; an empty one: to none.

    Raises:
        Refused: the password is wrong, or this is no address.
        TooOften: the password was guessed at too often.
    """

    def look(person: Person) -> dict[str, str | None]:
        return {"email": None if not address or is_address(address) else "not-an-email"}

    _ask_for_password(archive, actor, place, field="current", password=password, look=look)
    with archive.unit_of_work(actor, write=True) as work:
        person = people.me(work)
        person.email = address or None
        work.record(Happened(Event.PROFILE_CHANGED, person_id=person.id, detail={"email": bool(address)}))


def delete_account(archive: OpensWork, actor: Actor, password: str, place: str = "") -> None:
    """Leave for good.

    Raises:
        Refused: the password is wrong, or nobody else is a steward.
        TooOften: the password was guessed at too often.
    """
    _ask_for_password(archive, actor, place, field="leaving", password=password, look=lambda person: {})
    with archive.unit_of_work(actor, write=True) as work:
        leave(work)


def _ask_for_password(
    archive: OpensWork,
    actor: Actor,
    place: str,
    *,
    field: str,
    password: str,
    look: Callable[[Person], dict[str, str | None]],
) -> None:
    """Whoever sits at an open browser must know the password as well; tries count as those at the door do."""
    with archive.unit_of_work(actor) as work:
        handle = people.me(work).handle
    with archive.unit_of_work(ANONYMOUS, write=True) as work:
        Accounts(work).count_try(handle, place)
    with archive.unit_of_work(actor) as work:
        person = people.me(work)
        wrong = None if passwords.is_right(person.password_hash, password) else "password-wrong"
        found = {name: code for name, code in {field: wrong, **look(person)}.items() if code}
    if found:
        raise Refused(found)
