"""Accounts to try the archive with: one for each role, new random passwords at each start, on loopback only."""

from __future__ import annotations

from wgsm_archive.db.models import Person, PersonRole
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.services.accounts import passwords, people, sessions
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.one_time_links import forget_resets
from wgsm_archive.services.work import Work

_ROLES = (Role.MEMBER, Role.TRANSLATOR, Role.FACILITATOR, Role.STEWARD)


def make_demo_accounts(work: Work) -> list[tuple[Role, str, str]]:
    """Role, name and password of each. Whoever was signed in to one of them before is signed out."""
    made = []
    for role in _ROLES:
        handle, password = f"demo-{role}", passwords.passphrase(work.tools.receipt_words["en"])
        person = people.by_name(work, handle)
        if person is None:
            Accounts(work).make_person(handle, password, [role], shown_name=handle)
        else:
            _bring_back(person, role)
            Accounts(work).set_password(person, passwords.hash_password(password))
        made.append((role, handle, password))
    return made


def close_demo_accounts(work: Work) -> None:
    """Let nobody in who was given a demo password: others can reach the archive now."""
    for role in _ROLES:
        person = people.by_name(work, f"demo-{role}")
        if person is not None and not person.disabled:
            person.disabled = True
            sessions.end_sessions(work, person.id)
            forget_resets(work, person.id)
            work.record(Happened(Event.DISABLED, person_id=person.id))


def _bring_back(person: Person, role: Role) -> None:
    """Somebody may have tried out closing accounts and taking roles away."""
    held = {row.role: row for row in person.roles}
    person.disabled = False
    person.roles = [held.get(one) or PersonRole(role=one) for one in sorted({Role.MEMBER, role})]
