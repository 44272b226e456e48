"""What stewards and facilitators decide on the running of the archive: terms, texts of the house, doors for tellers."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, HasId
from wgsm_archive.db.guards import GuardedForTellers


class TermRow(Base):
    """What this archive changed in a term that comes with the software, or a term of its own.

    A term that was merged stays for good, so that its old id leads to the other one.
    """

    __tablename__ = "vocabulary_term"

    vocabulary: Mapped[str] = mapped_column(String(30), primary_key=True)
    term: Mapped[str] = mapped_column(String(60), primary_key=True)
    labels: Mapped[dict[str, str]] = mapped_column(default=dict)
    descriptions: Mapped[dict[str, str]] = mapped_column(default=dict)
    retired: Mapped[bool] = mapped_column(default=False)
    merged_into: Mapped[str] = mapped_column(String(60), default="")
    revision: Mapped[int] = mapped_column(default=0)


class HouseText(HasId, Base):
    """One wording of a text that this archive says of itself, in one language. Appended; the newest holds."""

    __tablename__ = "house_text"
    __table_args__ = (UniqueConstraint("kind", "language", "number"),)

    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(35))
    number: Mapped[int]
    text: Mapped[str]
    html: Mapped[str]
    written_on: Mapped[dt.date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class StoryInvitation(HasId, Base):
    """Words that open the door for telling a story while it is not open to everybody; only their hash is kept."""

    __tablename__ = "story_invitation"

    word_hash: Mapped[str] = mapped_column(String(64), unique=True)
    times_left: Mapped[int]
    ends_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(default="")


class SetAside(GuardedForTellers, Base):
    """A story that may have come from a machine, and the signs of it. Facilitators look; nothing is thrown away."""

    __tablename__ = "set_aside"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    signs: Mapped[list[str]] = mapped_column(default=list)
