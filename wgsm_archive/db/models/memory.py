"""The translation memory: what was said before, paragraph by paragraph, for finding it again when it is needed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, HasId
from wgsm_archive.db.guards import GuardedByPlace, GuardedForTheHouse


class MemoryUnit(HasId, GuardedByPlace, Base):
    """A paragraph that readers see and its approved translation, both with numbers in place of their codes.

    Both are as `domain.placeholders` masks them. `hash` and `before` are
    fingerprints of the source paragraph and of the one before it, `length` the characters of the source. `direct` says
    that the translation was made from this very paragraph, and not from another language. What is shown to people is
    read from `source_id` and `target_id`; a unit whose paragraphs were replaced since is no longer offered.
    """

    __tablename__ = "memory_unit"
    __table_args__ = (Index("ix_memory_unit_languages_hash", "source_language", "target_language", "hash"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(120))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"), index=True)
    source_language: Mapped[str] = mapped_column(String(35))
    target_language: Mapped[str] = mapped_column(String(35))
    source_text: Mapped[str]
    target_text: Mapped[str]
    hash: Mapped[str] = mapped_column(String(24))
    before: Mapped[str] = mapped_column(String(24))
    length: Mapped[int]
    direct: Mapped[bool]


class MemoryWord(GuardedForTheHouse, Base):
    """A word of the source of a unit: `db.memory_words` proposes units by them, and only units are read by people."""

    __tablename__ = "memory_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    target_language: Mapped[str] = mapped_column(String(35), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("memory_unit.id", ondelete="CASCADE"), primary_key=True, index=True)
