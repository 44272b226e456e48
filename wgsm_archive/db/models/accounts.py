"""People with accounts, their sessions and invitations; the counters that slow guessing down."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.rhythm import Rhythm


class Person(HasId, Base):
    """Somebody with an account. `handle` signs in; `shown_name` is what others see.

    `languages` are those they read and write, `menu_language` that of the pages; empty: what the browser asks for.
    `letters` says whether they want letters about their desk, `digest` how often they want those about their
    translations; the last of these went on `digest_on`. `told_upto` is the event of the trail that they were told to.
    """

    __tablename__ = "person"

    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    handle: Mapped[str] = mapped_column(String(60), unique=True)
    shown_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    password_hash: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(default=list)
    menu_language: Mapped[str] = mapped_column(String(35), default="")
    credit: Mapped[str] = mapped_column(default="")
    letters: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[Rhythm] = mapped_column(Enumerated(Rhythm), default=Rhythm.WEEKLY)
    digest_on: Mapped[dt.date | None]
    told_upto: Mapped[int | None]
    disabled: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("record.id", ondelete="SET NULL"))
    joined_on: Mapped[dt.date]

    roles: Mapped[list[PersonRole]] = relationship(cascade="all, delete-orphan", passive_deletes=True, lazy="selectin")


class PersonRole(Base):
    """A role somebody holds."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(Enumerated(Role), primary_key=True)


class SignInSession(HasId, Base):
    """A signed-in browser. Only the hash of its token is kept, no address and no name of the browser."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(default="")
    started_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]


class TellerSession(HasId, Base):
    """A browser that holds an unsent draft or has entered a receipt code: it opens that one story."""

    __tablename__ = "teller_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]


class OneTimeLink(HasId, Base):
    """An invitation, or a link for choosing a new password; good once and not for long.

    `note` is what the steward wrote to know the invitation again; whoever joins never sees it.
    """

    __tablename__ = "one_time_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    roles: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("record.id", ondelete="SET NULL"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    ends_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class Throttle(Base):
    """How often something was tried in a window. `tag` is a keyed hash under a key that is replaced daily."""

    __tablename__ = "throttle"

    tag: Mapped[str] = mapped_column(String(80), primary_key=True)
    window_start: Mapped[dt.datetime]
    tries: Mapped[int] = mapped_column(default=0)
