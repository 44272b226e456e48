"""Between tellers and facilitators: consent decisions, receipts, the checklist, questions and proposals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedForTellers
from wgsm_archive.domain.consent import ConsentBasis, ConsentLevel


class ConsentDecision(HasId, GuardedForTellers, Base):
    """One decision of the tellers on what may be done with their story. Appended, never edited."""

    __tablename__ = "consent_decision"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    number: Mapped[int]
    level: Mapped[ConsentLevel] = mapped_column(Enumerated(ConsentLevel))
    uses: Mapped[list[str]] = mapped_column(default=list)
    basis: Mapped[ConsentBasis] = mapped_column(Enumerated(ConsentBasis), default=ConsentBasis.PERSON)
    explained: Mapped[str] = mapped_column(default="")
    until: Mapped[dt.date | None]
    decided_on: Mapped[dt.date]
    speaks_for: Mapped[str] = mapped_column(default="")
    ask_again_on: Mapped[dt.date | None]
    narrowed: Mapped[dict[str, str]] = mapped_column(default=dict)


class Receipt(Base):
    """The keyed hash of a receipt code. The words themselves are shown once and kept nowhere.

    Words that `only_block` take the story out of sight until facilitators have looked, and open nothing.
    """

    __tablename__ = "receipt"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    only_block: Mapped[bool] = mapped_column(default=False)


class CaseReview(GuardedForTellers, Base):
    """Where the review of a case stands: who looks after it, the checklist, the decision and its reason."""

    __tablename__ = "case_review"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=0)
    checked_revision: Mapped[int | None]
    decision: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(default="")
    review_again_on: Mapped[dt.date | None]


class DialogueMessage(HasId, GuardedForTellers, Base):
    """A question of a facilitator or an answer of the tellers, reached through the receipt code."""

    __tablename__ = "dialogue_message"
    __table_args__ = (UniqueConstraint("case_id", "form_key"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    from_teller: Mapped[bool]
    text: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    written_on: Mapped[dt.date]
    # The same form sent twice (a double click, a dropped line) is one message.
    form_key: Mapped[str] = mapped_column(String(80))
    read: Mapped[bool] = mapped_column(default=False)


class Proposal(HasId, GuardedForTellers, Base):
    """The tellers' change to a text that others already have; it takes effect when a facilitator accepts it."""

    __tablename__ = "proposal"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    texts: Mapped[dict[str, str]]
    based_on: Mapped[int]
    written_on: Mapped[dt.date]
    decided: Mapped[bool] = mapped_column(default=False)


class Tombstone(Base):
    """Where a public story stood that its tellers took back. Nothing but the address and the month."""

    __tablename__ = "tombstone"

    public_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[dt.date]
