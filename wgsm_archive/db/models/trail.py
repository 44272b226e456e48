"""The audit trail, the outbox of jobs, and single facts about the instance."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, HasId


class AuditEvent(HasId, Base):
    """Something that happened, to the hour, chained by hash to the one before. Never holds text or a teller's name."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_case_id", "case_id"),)

    hour: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(20))
    # No foreign key: deleting an account must not break the chain.
    person_id: Mapped[int | None]
    event: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None]
    version_id: Mapped[int | None]
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    chain: Mapped[str] = mapped_column(String(64))


class Job(HasId, Base):
    """Work left for after the commit, in the same transaction as the change that asks for it."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_not_before_id", "not_before", "id"),)

    kind: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    not_before: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")


class InstanceFact(Base):
    """A named value of the whole instance: the policy epoch, whether the sample is loaded."""

    __tablename__ = "instance_fact"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str]
