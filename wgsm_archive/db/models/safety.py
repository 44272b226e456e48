"""What protects people once a story stands: reports of harm, checks after hiding, contact apart, relayed messages."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, HasId
from wgsm_archive.db.guards import GuardedForFacilitators, GuardedForTellers


class HarmReport(HasId, GuardedForFacilitators, Base):
    """Somebody said that a story harms them. Its tellers do not see it: it may come from one of them.

    `blocked` says that the report itself took the story out of sight; `outcome` is empty until it was looked at.
    """

    __tablename__ = "harm_report"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    said_on: Mapped[dt.date]
    blocked: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    # The same form sent twice is one report.
    form_key: Mapped[str] = mapped_column(String(80), unique=True)


class HidingCheck(Base):
    """Whether a story that was hidden or erased was indeed gone from one place. Codes and a day, no content."""

    __tablename__ = "hiding_check"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    act: Mapped[str] = mapped_column(String(20), primary_key=True)
    place: Mapped[str] = mapped_column(String(40), primary_key=True)
    gone: Mapped[bool]
    seen_on: Mapped[dt.date]


class Contact(GuardedForTellers, Base):
    """How the tellers can be reached, sealed with a key of its own that is not in the database."""

    __tablename__ = "contact"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str]
    delete_on: Mapped[dt.date]


class RelayMessage(HasId, GuardedForFacilitators, Base):
    """A reader's message to the tellers, on its way through a facilitator. Once passed on or not, its text is gone."""

    __tablename__ = "relay_message"
    __table_args__ = (UniqueConstraint("form_key"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    from_member: Mapped[bool] = mapped_column(default=False)
    said_on: Mapped[dt.date]
    outcome: Mapped[str] = mapped_column(String(20), default="")
    form_key: Mapped[str] = mapped_column(String(80))
