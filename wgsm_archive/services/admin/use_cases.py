"""What stewards do, as `work.admin`: people, roles, invitations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import selectinload

from wgsm_archive.db.models import AuditEvent, OneTimeLink, Person, PersonRole, Record, SignInSession
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.errors import NotFound, NotNow, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.text import clean_line
from wgsm_archive.services.admin.door import require_steward
from wgsm_archive.services.admin.house import House
from wgsm_archive.services.admin.running import Running
from wgsm_archive.services.admin.terms import Terms
from wgsm_archive.services.admin.tongues import Tongues
from wgsm_archive.services.one_time_links import INVITE, forget_resets, make_invitation, make_reset
from wgsm_archive.services.stewards import keep_a_steward
from wgsm_archive.services.work import Work

DAYS_OFFERED = (1, 7, 30)
"""How long an invitation can be told to hold."""
_MAX_NOTE = 80
_EVENTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody with an account, as stewards see them in the list."""

    public_id: str
    handle: str
    shown_name: str
    roles: frozenset[Role]
    languages: tuple[str, ...]
    disabled: bool
    joined_on: dt.date


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """Something that happened to an account, to the hour; `by` is the name of who did it, if somebody did."""

    hour: dt.datetime
    event: Event
    by: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody with an account, the public id of their organisation, and what happened to the account lately."""

    row: PersonRow
    is_me: bool
    organisation: str
    events: tuple[AccountEvent, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that nobody has followed yet. The address itself is kept nowhere."""

    id: int
    roles: frozenset[Role]
    languages: tuple[str, ...]
    note: str
    made_by: str
    ends_on: dt.date


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an invitation brings: roles, languages, for how many days it holds, and a note for stewards."""

    roles: frozenset[Role]
    languages: tuple[str, ...] = ()
    days: int = 7
    note: str = ""


class Admin:
    """People and roles here, the running of the archive in its parts.

    Every act asks for the steward's role, or for an operator at the console.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self.running = Running(work)
        self.terms = Terms(work)
        self.house = House(work)
        self.tongues = Tongues(work)

    def people(self, words: str = "", *, offset: int = 0, limit: int | None = None) -> tuple[list[PersonRow], int]:
        """Everybody whose name holds these words, by name, and how many they are in all."""
        self._require()
        found = select(Person).where(self._named(words))
        total = self._work.session.scalar(select(func.count()).select_from(found.subquery())) or 0
        rows = self._work.session.scalars(found.order_by(Person.disabled, Person.handle).offset(offset).limit(limit))
        return [_row(row) for row in rows], total

    def person(self, public_id: str) -> PersonView:
        """One account.

        Raises:
            NotFound: there is none.
        """
        person = self._person(public_id)
        rows = self._work.session.execute(
            select(AuditEvent, Person)
            .outerjoin(Person, Person.id == AuditEvent.person_id)
            .where(AuditEvent.subject_id == person.id)
            .order_by(AuditEvent.id.desc())
            .limit(_EVENTS_SHOWN)
        )
        events = tuple(
            AccountEvent(row.hour, Event(row.event), "" if row.person_id == person.id else _name(by))
            for row, by in rows
        )
        held = self._work.session.get(Record, person.organisation_id) if person.organisation_id else None
        is_me = person.id == self._work.actor.person_id
        return PersonView(_row(person), is_me, held.public_id if held else "", events)

    def organisations(self, languages: Sequence[str]) -> list[tuple[str, str]]:
        """The organisations somebody can belong to, as public id and name in the first of these languages it has."""
        self._require()
        rows = self._work.session.scalars(
            select(Record).where(Record.type == RecordType.ORGANISATION).options(selectinload(Record.texts))
        )
        wanted = {language: place for place, language in enumerate(languages)}
        named = []
        for record in rows:
            texts = sorted(record.texts, key=lambda text: (wanted.get(text.language, len(wanted)), text.language))
            named.append((record.public_id, texts[0].title if texts else record.public_id))
        return sorted(named, key=lambda pair: pair[1].casefold())

    def set_organisation(self, public_id: str, organisation: str) -> None:
        """Say which organisation somebody belongs to; stories of its circle open to them at their next request.

        Raises:
            NotFound: there is no such organisation.
        """
        person = self._person(public_id)
        wanted = self._work.session.scalar(
            select(Record.id).where(Record.public_id == organisation, Record.type == RecordType.ORGANISATION)
        )
        if organisation and wanted is None:
            raise NotFound
        if person.organisation_id != wanted:
            person.organisation_id = wanted
            self._work.record(Happened(Event.ORGANISATION_CHANGED, person_id=person.id))

    def set_roles(self, public_id: str, roles: frozenset[Role]) -> None:
        """Give somebody exactly these roles (everybody is a member); it takes effect at their next request.

        Raises:
            Refused: nobody would be a steward any more.
        """
        person = self._person(public_id)
        wanted = roles | {Role.MEMBER}
        held = {row.role: row for row in person.roles}
        if Role.STEWARD in held and Role.STEWARD not in wanted:
            keep_a_steward(self._work, person)
        gained, lost = sorted(wanted - held.keys()), sorted(held.keys() - wanted)
        if not gained and not lost:
            return
        person.roles = [held.get(role) or PersonRole(role=role) for role in sorted(wanted)]
        detail: dict[str, str | int | bool] = {"gained": " ".join(gained), "lost": " ".join(lost)}
        self._work.record(Happened(Event.ROLES_CHANGED, person_id=person.id, detail=detail))

    def set_disabled(self, public_id: str, *, disabled: bool) -> None:
        """Close an account, which ends its sessions and links at once, or open it again.

        Raises:
            Refused: nobody would be a steward any more.
            NotNow: its owner has deleted it.
        """
        person = self._person(public_id)
        if person.disabled == disabled:
            return
        if disabled:
            keep_a_steward(self._work, person)
            self._work.session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
            forget_resets(self._work, person.id)
        elif not person.roles:
            raise NotNow("open", "deleted")
        person.disabled = disabled
        self._work.record(Happened(Event.DISABLED if disabled else Event.ENABLED, person_id=person.id))

    def invite(self, wanted: Wanted) -> str:
        """An invitation to join; its token is shown once.

        Raises:
            Refused: it should hold for a time that is not offered.
        """
        self._require()
        if wanted.days not in DAYS_OFFERED:
            raise Refused({"days": "unknown-choice"})
        return make_invitation(
            self._work,
            wanted.roles,
            languages=wanted.languages,
            note=clean_line(wanted.note)[:_MAX_NOTE],
            holds=dt.timedelta(days=wanted.days),
        )

    def invitations(self) -> list[Invitation]:
        """Invitations that still hold, the one that ends first on top."""
        self._require()
        rows = self._work.session.execute(
            select(OneTimeLink, Person)
            .outerjoin(Person, Person.id == OneTimeLink.made_by)
            .where(self._is_open())
            .order_by(OneTimeLink.ends_at, OneTimeLink.id)
        )
        return [
            Invitation(
                id=link.id,
                roles=frozenset(Role(role) for role in link.roles),
                languages=tuple(link.languages),
                note=link.note,
                made_by=_name(by),
                ends_on=link.ends_at.date(),
            )
            for link, by in rows
        ]

    def revoke(self, invitation_id: int) -> None:
        """Take an invitation back: its address leads nowhere from now on.

        Raises:
            NotFound: somebody has followed it, or it ran out.
        """
        self._require()
        found = self._work.session.scalar(
            select(OneTimeLink).where(OneTimeLink.id == invitation_id, self._is_open()).with_for_update()
        )
        if found is None:
            raise NotFound
        self._work.session.delete(found)
        self._work.record(Happened(Event.INVITATION_REVOKED))

    def reset_link(self, public_id: str) -> str:
        """A link with which somebody can choose a new password; its token is shown once.

        Raises:
            NotNow: the account is closed.
        """
        person = self._person(public_id)
        if person.disabled:
            raise NotNow("reset", "closed")
        return make_reset(self._work, person)

    def _is_open(self) -> ColumnElement[bool]:
        return (OneTimeLink.purpose == INVITE) & OneTimeLink.used_at.is_(None) & (OneTimeLink.ends_at > self._work.now)

    def _named(self, words: str) -> ColumnElement[bool]:
        typed = clean_line(words)
        fields = (Person.handle, Person.shown_name)
        parts: Sequence[str] = typed.split()[:5]
        # An account that its owner deleted has no role left; only its number stays, for the trail.
        left = Person.roles.any()
        for part in parts:
            left &= or_(*(func.lower(field).contains(part.lower(), autoescape=True) for field in fields))
        return left

    def _person(self, public_id: str) -> Person:
        self._require()
        found = self._work.session.scalar(select(Person).where(Person.public_id == public_id, Person.roles.any()))
        if found is None:
            raise NotFound
        return found

    def _require(self) -> None:
        require_steward(self._work)


def _name(person: Person | None) -> str:
    return (person.shown_name or person.handle) if person is not None else ""


def _row(person: Person) -> PersonRow:
    return PersonRow(
        public_id=person.public_id,
        handle=person.handle,
        shown_name=person.shown_name,
        roles=frozenset(held.role for held in person.roles),
        languages=tuple(person.languages),
        disabled=person.disabled,
        joined_on=person.joined_on,
    )
