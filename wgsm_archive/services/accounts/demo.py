"""Accounts to try the archive with: one for each role, new random passwords at each start, on loopback only."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.models import Person
from wgsm_archive.domain.actor import Role
from wgsm_archive.services.accounts import passwords
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.work import Work

_ROLES = (Role.MEMBER, Role.TRANSLATOR, Role.FACILITATOR, Role.STEWARD)


def make_demo_accounts(work: Work) -> list[tuple[Role, str, str]]:
    """Role, name and password of each."""
    made = []
    for role in _ROLES:
        handle, password = f"demo-{role}", passwords.passphrase(work.tools.receipt_words["en"])
        person = work.session.scalar(select(Person).where(Person.handle == handle))
        if person is None:
            Accounts(work).make_person(handle, password, [role], shown_name=handle)
        else:
            person.password_hash = passwords.hash_password(password)
        made.append((role, handle, password))
    return made
