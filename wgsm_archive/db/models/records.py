"""Records that are not cases: organisations, exchanges, gatherings, publications, portals, collections."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedByLevel
from wgsm_archive.domain.case_study import RecordType, RelationKind


class Record(HasId, GuardedByLevel, Base):
    """One record with its language-neutral fields; `label` (`public` or `network`) says who may read it.

    `details` holds what only some kinds have (publisher, ISBN, pages, hosts); `alternative_titles` keep a work
    findable under every title it was published or cited with.
    """

    __tablename__ = "record"
    __table_args__ = (Index("ix_record_type_label", "type", "label"),)

    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    sender_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    type: Mapped[RecordType] = mapped_column(Enumerated(RecordType))
    kind: Mapped[str] = mapped_column(String(40), default="")
    label: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(35))
    starts: Mapped[str | None] = mapped_column(String(10))
    ends: Mapped[str | None] = mapped_column(String(10))
    alternative_titles: Mapped[list[str]] = mapped_column(default=list)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    texts: Mapped[list[RecordText]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    countries: Mapped[list[RecordCountry]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    terms: Mapped[list[RecordTerm]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    links: Mapped[list[RecordLink]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="RecordLink.id"
    )


class RecordText(Base):
    """A record's title and summary in one language."""

    __tablename__ = "record_text"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    title: Mapped[str]
    slug: Mapped[str] = mapped_column(String(80), default="")
    summary: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")


class RecordCountry(Base):
    """A country a record concerns."""

    __tablename__ = "record_country"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)


class RecordTerm(Base):
    """A controlled term of a record."""

    __tablename__ = "record_term"
    __table_args__ = (Index("ix_record_term_vocabulary_term", "vocabulary", "term"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(30), primary_key=True)
    term: Mapped[str] = mapped_column(String(60), primary_key=True)


class RecordLink(HasId, Base):
    """Where a record's facts come from or where the thing itself is found."""

    __tablename__ = "record_link"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), index=True)
    type: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")


class RecordRelation(HasId, Base):
    """How a record stands to another record or to a case."""

    __tablename__ = "record_relation"
    __table_args__ = (UniqueConstraint("record_id", "other_id", "case_id", "kind"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    kind: Mapped[RelationKind] = mapped_column(Enumerated(RelationKind))
