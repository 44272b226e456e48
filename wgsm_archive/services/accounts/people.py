"""Finding accounts and making them: one spelling of a name, and one account for a name."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from wgsm_archive.db.models import Person, PersonRole
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import Refused, SignInNeeded
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.text import clean_line, fold
from wgsm_archive.services.work import Work

MAX_NAME = 60
"""Characters of a name, as people sign in with it and as others see it."""


def sign_in_name(typed: str) -> str:
    """The one spelling of a name for signing in: no blanks, no accents, lower case."""
    return fold(clean_line(typed)).replace(" ", "")


def by_name(work: Work, typed: str) -> Person | None:
    """The account that somebody signs in to with a name, if there is one."""
    return work.session.scalar(select(Person).where(Person.handle == sign_in_name(typed)))


def by_address(work: Work, address: str) -> list[Person]:
    """The open accounts that an e-mail address was given for."""
    return list(
        work.session.scalars(
            select(Person).where(func.lower(Person.email) == address.strip().lower(), Person.disabled.is_(False))
        )
    )


def name_problem(work: Work, typed: str) -> str | None:
    """The code of the rule that a new name breaks, if any."""
    name = sign_in_name(typed)
    if not name:
        return "required"
    if len(name) > MAX_NAME:
        return "too-long"
    return "name-taken" if by_name(work, typed) is not None else None


def add_person(work: Work, typed: str, roles: Collection[Role], languages: Collection[str] = ()) -> Person:
    """A new account, which nobody can sign in to until it has a password. Everybody is a member.

    Raises:
        Refused: the name is empty, too long, or taken, if only a moment ago.
    """
    problem = name_problem(work, typed)
    if problem:
        raise Refused({"handle": problem})
    person = Person(
        public_id=new_public_id(),
        handle=sign_in_name(typed),
        shown_name="",
        languages=list(languages),
        joined_on=work.month,
        roles=[PersonRole(role=role) for role in sorted({Role.MEMBER, *roles})],
    )
    try:
        # A savepoint: somebody else may take the name between the look and the act.
        with work.session.begin_nested():
            work.session.add(person)
            work.session.flush()
    except IntegrityError:
        raise Refused({"handle": "name-taken"}) from None
    return person


def me(work: Work) -> Person:
    """The actor's own account.

    Raises:
        SignInNeeded: there is none.
    """
    found = work.session.get(Person, work.actor.person_id) if work.actor.person_id else None
    if found is None:
        raise SignInNeeded
    return found
