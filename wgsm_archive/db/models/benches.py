"""The translators' workbench: words that are not saved yet, who works where, findings, machines, notes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedByLabelAndSlot, GuardedBySlot, GuardedByVersion, GuardedByWriter
from wgsm_archive.domain.checking import TextCheck


class TranslationDraft(HasId, GuardedByWriter, Base):
    """What somebody has typed for a paragraph and not saved. Replaced each time, so it has no history.

    `base_id` and `target_id` are the exact texts of the source and of the translation that it was typed over.
    """

    __tablename__ = "translation_draft"
    __table_args__ = (UniqueConstraint("version_id", "slot_id", "person_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"))
    kept_on: Mapped[dt.date]


class Claim(HasId, GuardedByVersion, Base):
    """Somebody works on a part of a translation until a day. It advises others and stops nobody."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("version_id", "part"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    until: Mapped[dt.date]


class CheckDismissal(HasId, GuardedBySlot, Base):
    """Somebody found that what a check had found is right as it is: in one text, beside the text it was made from."""

    __tablename__ = "check_dismissal"
    __table_args__ = (UniqueConstraint("segment_id", "base_id", "check"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"))
    base_id: Mapped[int] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"))
    check: Mapped[TextCheck] = mapped_column(Enumerated(TextCheck))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    dismissed_on: Mapped[dt.date]


class MachineText(HasId, GuardedBySlot, Base):
    """What a machine suggested last for a paragraph, made from `base_id`: never a text of the archive itself.

    It is kept so that nobody gives it to a second reader as it is.
    """

    __tablename__ = "machine_text"
    __table_args__ = (UniqueConstraint("version_id", "slot_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)
    base_id: Mapped[int] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"))
    text: Mapped[str]
    made_on: Mapped[dt.date]


class TranslatorsNote(HasId, GuardedByLabelAndSlot, Base):
    """What whoever translates a paragraph should know, into whatever language: what a word means there, what it is not.

    `about` is the word or thing, or empty; `language` that of the note. `original_id` is the text of the original that
    it was written for, `label` the access label that opens it besides those of the story: that of all members.
    """

    __tablename__ = "translators_note"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str]
    language: Mapped[str] = mapped_column(String(35))
    original_id: Mapped[int | None] = mapped_column(ForeignKey("segment_version.id", ondelete="SET NULL"))
    label: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    written_on: Mapped[dt.date]
