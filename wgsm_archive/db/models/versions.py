"""Language versions of a case: slots and their append-only texts, revisions, and the stored rendering."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import (
    GuardedByOwnLabel,
    GuardedByPlace,
    GuardedBySlot,
    GuardedByVersion,
    GuardedByWholeVersion,
)
from wgsm_archive.db.models.cases import Case
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind


class VersionLabel(Base):
    """An access label that opens a language version. Derived, never edited by hand."""

    __tablename__ = "version_label"
    __table_args__ = (Index("ix_version_label_label_version_id", "label", "version_id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(String(60), primary_key=True)


class LanguageVersion(HasId, GuardedByVersion, Base):
    """A case in one language. What lists need of it stands here; its prose is in `RenderedVersion`."""

    __tablename__ = "language_version"
    __table_args__ = (
        UniqueConstraint("case_id", "language", "kind"),
        Index("ix_language_version_language_state_published_on", "language", "state", "published_on"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    kind: Mapped[VersionKind] = mapped_column(Enumerated(VersionKind), default=VersionKind.STANDARD)
    origin: Mapped[Origin] = mapped_column(Enumerated(Origin), default=Origin.ORIGINAL)
    source_language: Mapped[str | None] = mapped_column(String(35))
    state: Mapped[VersionState] = mapped_column(Enumerated(VersionState), default=VersionState.DRAFT)
    title: Mapped[str] = mapped_column(default="")
    title_key: Mapped[str] = mapped_column(String(400), default="")
    slug: Mapped[str] = mapped_column(String(80), default="")
    summary: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    # Names that came with a file, of people who have no account here.
    brought_credit: Mapped[str] = mapped_column(default="")
    translator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    revision: Mapped[int] = mapped_column(default=0)
    published_on: Mapped[dt.date | None]
    # The month in which the tellers found what readers see of it right; none once something else was approved.
    read_back_on: Mapped[dt.date | None]
    slots_total: Mapped[int] = mapped_column(default=0)
    slots_done: Mapped[int] = mapped_column(default=0)
    slots_outdated: Mapped[int] = mapped_column(default=0)
    # How many parts readers find in an easy-read wording.
    easy_parts: Mapped[int] = mapped_column(default=0)
    # How many parts readers can hear read aloud.
    spoken_parts: Mapped[int] = mapped_column(default=0)
    # In words of the original, so that a title does not count as much as a page.
    words_total: Mapped[int] = mapped_column(default=0)
    words_done: Mapped[int] = mapped_column(default=0)

    case: Mapped[Case] = relationship(back_populates="versions")
    labels: Mapped[list[VersionLabel]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class RenderedVersion(GuardedByVersion, Base):
    """The prose of a language version, rendered once per revision and kept apart from what lists read.

    `sections` is a list of `{"field", "html", "language", "outdated", "missing"}` in reading order.
    """

    __tablename__ = "rendered_version"

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int]
    renderer: Mapped[str] = mapped_column(String(20))
    sections: Mapped[dict[str, Any]]
    plain: Mapped[str] = mapped_column(default="")


class Revision(HasId, GuardedByWholeVersion, Base):
    """One saved change to a language version: the whole text as it then stood. Append-only."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"))
    number: Mapped[int]
    texts: Mapped[dict[str, str]]
    note: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    saved_on: Mapped[dt.date]


class Slot(HasId, GuardedByPlace, Base):
    """A place for one paragraph of a case, the same in all its languages.

    `field` is a field of the original (`summary`, `story.2.they`, `title` ...), `lead` what stands before the
    text there (blank lines, a list marker). A slot whose paragraph was deleted keeps its history, without a place.
    """

    __tablename__ = "slot"
    __table_args__ = (Index("ix_slot_case_id_field_position", "case_id", "field", "position"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(120))
    position: Mapped[int | None]
    lead: Mapped[str] = mapped_column(default="")
    # What slots are told apart by when many are written at once and their ids come back.
    key: Mapped[str] = mapped_column(String(24), unique=True, insert_sentinel=True)


class SegmentVersion(HasId, GuardedBySlot, Base):
    """A text that a slot had in a language. Append-only; `base_id` is the exact text it was made from."""

    __tablename__ = "segment_version"
    __table_args__ = (UniqueConstraint("slot_id", "version_id", "number"),)

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    hash: Mapped[str] = mapped_column(String(24))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("segment_version.id", ondelete="SET NULL"), index=True)
    origin: Mapped[Origin] = mapped_column(Enumerated(Origin))
    minor: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class SegmentNow(GuardedBySlot, Base):
    """Which text of a slot holds now in a language. No row: not translated yet.

    `segment_id` is the newest text, `approved_id` the one that readers of an approved version see.
    `confirmed_base_id` is set when somebody found an older translation still correct for a newer original.
    """

    __tablename__ = "segment_now"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    segment_id: Mapped[int] = mapped_column(ForeignKey("segment_version.id", ondelete="CASCADE"))
    approved_id: Mapped[int | None] = mapped_column(ForeignKey("segment_version.id", ondelete="SET NULL"))
    state: Mapped[VersionState] = mapped_column(Enumerated(VersionState), default=VersionState.DRAFT)
    confirmed_base_id: Mapped[int | None] = mapped_column(ForeignKey("segment_version.id", ondelete="SET NULL"))


class TellersNote(GuardedByOwnLabel, Base):
    """What the tellers of a story found wrong with a translation of it: for translators, until they have seen to it."""

    __tablename__ = "tellers_note"

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(String(60))
    words: Mapped[str]
    written_on: Mapped[dt.date]
