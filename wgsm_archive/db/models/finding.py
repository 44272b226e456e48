"""The words of the texts that an audience may read, for spelling help: kept by the one worker, never by an index."""

from __future__ import annotations

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base
from wgsm_archive.db.guards import GuardedByLevel, GuardedForTheHouse

_SORTED_BY_CODE = String(64).with_variant(String(64, collation="C"), "postgresql")


class ShelfWord(GuardedByLevel, Base):
    """A word as it is written in texts of a shelf; `label` (`public` or `network`) says who may be offered it.

    `word` is the form without accents, `ending` the same read backwards, so that a word is found by its beginning or
    by its end. `cases` counts the language versions that hold the form.
    """

    __tablename__ = "shelf_word"
    __table_args__ = (
        Index("ix_shelf_word_label_word", "label", "word"),
        Index("ix_shelf_word_label_ending", "label", "ending"),
    )

    label: Mapped[str] = mapped_column(String(20), primary_key=True)
    form: Mapped[str] = mapped_column(_SORTED_BY_CODE, primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    word: Mapped[str] = mapped_column(_SORTED_BY_CODE)
    ending: Mapped[str] = mapped_column(_SORTED_BY_CODE)
    cases: Mapped[int]


class ShelfText(GuardedForTheHouse, Base):
    """The forms that a language version gave to the words of a shelf, so that they can be taken out again.

    No foreign keys: what an erased story gave must be known until it is taken out. `make` is the make of the reading.
    """

    __tablename__ = "shelf_text"

    label: Mapped[str] = mapped_column(String(20), primary_key=True)
    version_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(Integer, index=True)
    revision: Mapped[int]
    make: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    forms: Mapped[str]
