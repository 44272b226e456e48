"""Cases: their structured fields, terms, countries, sources, relations, and the labels that open them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedByCase
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import (
    AuthorDisplay,
    AuthorKind,
    Consultation,
    Licence,
    Overall,
    People,
    ProjectStatus,
    Reaction,
    RecordType,
    RelationKind,
    Risk,
    Scale,
    SourceType,
    Stage,
)
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.place import Precision

if TYPE_CHECKING:
    from wgsm_archive.db.models.versions import LanguageVersion


class CaseLabel(Base):
    """An access label that opens a case. Derived from its state and consent, never edited by hand."""

    __tablename__ = "case_label"
    __table_args__ = (Index("ix_case_label_label_case_id", "label", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(String(60), primary_key=True)


class Case(HasId, GuardedByCase, Base):
    """One struggle's story, without its prose (which is in its language versions)."""

    __tablename__ = "case_study"
    __table_args__ = (Index("ix_case_study_state_published_on", "state", "published_on"),)

    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    sender_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[CaseState] = mapped_column(Enumerated(CaseState), default=CaseState.DRAFT)
    withdrawn_from: Mapped[CaseState | None] = mapped_column(Enumerated(CaseState))
    withdrawn_on: Mapped[dt.date | None]
    # What becomes of a story that was taken back, once its tellers can no longer show it again: kept, or erased.
    keep_hidden: Mapped[bool] = mapped_column(default=False)
    was_public: Mapped[bool] = mapped_column(default=False)
    original_language: Mapped[str] = mapped_column(String(35))
    type: Mapped[RecordType] = mapped_column(Enumerated(RecordType), default=RecordType.CASE)
    illustrative: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("record.id", ondelete="SET NULL"))
    form_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    sent_on: Mapped[dt.date | None]
    # Rounded to the month: an exact moment of publication can be matched with other traces.
    published_on: Mapped[dt.date | None]
    revision: Mapped[int] = mapped_column(default=0)

    author_kind: Mapped[AuthorKind] = mapped_column(Enumerated(AuthorKind), default=AuthorKind.MOVEMENT)
    author_display: Mapped[AuthorDisplay] = mapped_column(Enumerated(AuthorDisplay), default=AuthorDisplay.ANONYMOUS)
    author_name: Mapped[str] = mapped_column(default="")
    pseudonymous_title: Mapped[bool] = mapped_column(default=False)
    region: Mapped[str] = mapped_column(default="")
    precision: Mapped[Precision] = mapped_column(Enumerated(Precision), default=Precision.COUNTRY)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    setting: Mapped[list[str]] = mapped_column(default=list)
    period_start: Mapped[str | None] = mapped_column(String(10))
    period_end: Mapped[str | None] = mapped_column(String(10))
    ongoing: Mapped[bool] = mapped_column(default=False)
    scale: Mapped[Scale | None] = mapped_column(Enumerated(Scale))
    people_affected: Mapped[People | None] = mapped_column(Enumerated(People))
    people_taking_part: Mapped[People | None] = mapped_column(Enumerated(People))
    stage: Mapped[Stage | None] = mapped_column(Enumerated(Stage))
    project_status: Mapped[ProjectStatus | None] = mapped_column(Enumerated(ProjectStatus))
    consultation: Mapped[Consultation | None] = mapped_column(Enumerated(Consultation))
    reaction: Mapped[Reaction | None] = mapped_column(Enumerated(Reaction))
    tenure: Mapped[list[str]] = mapped_column(default=list)
    overall: Mapped[Overall | None] = mapped_column(Enumerated(Overall))
    protocol_notices: Mapped[list[str]] = mapped_column(default=list)
    licence: Mapped[Licence] = mapped_column(Enumerated(Licence), default=Licence.CC_BY_NC_SA)
    risk: Mapped[Risk | None] = mapped_column(Enumerated(Risk))

    # The consent that holds now, copied from the last decision so that every output can ask it.
    consent_level: Mapped[ConsentLevel] = mapped_column(Enumerated(ConsentLevel), default=ConsentLevel.PRIVATE)
    consent_until: Mapped[dt.date | None]
    allowed_uses: Mapped[list[str]] = mapped_column(default=list)
    closed_languages: Mapped[list[str]] = mapped_column(default=list)
    ask_again_on: Mapped[dt.date | None]

    labels: Mapped[list[CaseLabel]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    countries: Mapped[list[CaseCountry]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="CaseCountry.position"
    )
    terms: Mapped[list[CaseTerm]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="CaseTerm.position"
    )
    sources: Mapped[list[CaseSource]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="CaseSource.id"
    )
    circles: Mapped[list[CaseCircle]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    versions: Mapped[list[LanguageVersion]] = relationship(
        back_populates="case", cascade="all, delete-orphan", passive_deletes=True, order_by="LanguageVersion.id"
    )


class CaseCountry(GuardedByCase, Base):
    """A country a case lies in (ISO 3166-1 alpha-2)."""

    __tablename__ = "case_country"
    __table_args__ = (Index("ix_case_country_country_case_id", "country", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class CaseTerm(GuardedByCase, Base):
    """A controlled term of a case. The tellers' own line on it is a field of the language versions."""

    __tablename__ = "case_term"
    __table_args__ = (Index("ix_case_term_vocabulary_term_case_id", "vocabulary", "term", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(30), primary_key=True)
    term: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class CaseSource(HasId, GuardedByCase, Base):
    """Something the story rests on."""

    __tablename__ = "case_source"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    type: Mapped[SourceType] = mapped_column(Enumerated(SourceType))
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    pages: Mapped[str] = mapped_column(default="")
    public: Mapped[bool] = mapped_column(default=True)
    supports: Mapped[list[str]] = mapped_column(default=list)


class CaseRelation(HasId, GuardedByCase, Base):
    """How a case stands to another case. The other end is guarded on its own when it is shown."""

    __tablename__ = "case_relation"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "kind"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RelationKind] = mapped_column(Enumerated(RelationKind))


class CaseCircle(GuardedByCase, Base):
    """An organisation whose members a circle-level case is open to."""

    __tablename__ = "case_circle"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
