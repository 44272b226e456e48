"""Wishes of readers, how much somebody has translated, and how they wish to be named for it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base
from wgsm_archive.db.guards import GuardedByCase, GuardedByVersion


class TranslationRequest(GuardedByCase, Base):
    """How many readers asked for a story in a language. Nothing of who asked; of the last time, the month only."""

    __tablename__ = "translation_request"
    __table_args__ = (Index("ix_translation_request_language", "language"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    last_month: Mapped[dt.date]


class WordsOfMonth(Base):
    """How many words of sources somebody translated into a language in a month; `month` is its first day."""

    __tablename__ = "words_of_month"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    words: Mapped[int] = mapped_column(default=0)


class TranslationCredit(GuardedByVersion, Base):
    """The name that somebody wishes to have under one translation, in place of that of their profile; empty: none."""

    __tablename__ = "translation_credit"

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(default="")
