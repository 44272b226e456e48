"""The glossary of translators: terms, and what they are called in each language."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedByLabelAndCase, GuardedByTerm
from wgsm_archive.domain.glossary import TermKind, TextState


class GlossaryTerm(HasId, GuardedByLabelAndCase, Base):
    """A term in the language it comes from; for one story only where it has a `case_id`.

    `label` is the access label that opens it: facilitators' for a masked term, that of all members for others. The
    words of a masked term go to no export, index, log or trail.
    """

    __tablename__ = "glossary_term"

    kind: Mapped[TermKind] = mapped_column(Enumerated(TermKind))
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str]
    definition: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=1)

    texts: Mapped[list[GlossaryText]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="GlossaryText.id"
    )


class GlossaryText(HasId, GuardedByTerm, Base):
    """What a term is called in a language: proposed by somebody, agreed on when somebody else has approved it."""

    __tablename__ = "glossary_text"
    __table_args__ = (UniqueConstraint("term_id", "language", "text"),)

    term_id: Mapped[int] = mapped_column(ForeignKey("glossary_term.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str]
    state: Mapped[TextState] = mapped_column(Enumerated(TextState))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
