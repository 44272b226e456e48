"""Languages of the menus that an archive added, and the translations of its own words that were made on its pages."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.domain.words import WordsKind, WordsState


class OwnLanguage(Base):
    """A language that a steward described; it takes the place of one of the same tag that comes with the software."""

    __tablename__ = "own_language"

    tag: Mapped[str] = mapped_column(String(35), primary_key=True)
    autonym: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    direction: Mapped[str] = mapped_column(String(3))
    format_locale: Mapped[str] = mapped_column(String(35))
    plural: Mapped[str] = mapped_column(String(300))
    fallbacks: Mapped[list[str]] = mapped_column(default=list)
    digits: Mapped[str] = mapped_column(String(40), default="")
    added_on: Mapped[dt.date]
    revision: Mapped[int] = mapped_column(default=1)


class WordsVersion(HasId, Base):
    """One wording of one of the archive's own texts in a language. Appended, never changed.

    `sources` is what it was made from; `forms` the wording, or one for each plural form of the language.
    """

    __tablename__ = "words_version"
    __table_args__ = (UniqueConstraint("kind", "key", "language", "number"),)

    kind: Mapped[WordsKind] = mapped_column(Enumerated(WordsKind))
    key: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(35), index=True)
    number: Mapped[int]
    context: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[str]]
    forms: Mapped[list[str]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    written_on: Mapped[dt.date]


class WordsNow(Base):
    """Which wording of a text is the newest in a language, how far it is, and which one readers see."""

    __tablename__ = "words_now"

    kind: Mapped[WordsKind] = mapped_column(Enumerated(WordsKind), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    newest_id: Mapped[int] = mapped_column(ForeignKey("words_version.id"))
    state: Mapped[WordsState] = mapped_column(Enumerated(WordsState))
    approved_id: Mapped[int | None] = mapped_column(ForeignKey("words_version.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(default="")
