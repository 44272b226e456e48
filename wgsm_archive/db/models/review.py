"""Between tellers and facilitators: consent decisions, receipts, the checklist, questions and proposals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedForTellers
from wgsm_archive.domain.consent import ConsentBasis, ConsentLevel
from wgsm_archive.domain.review import SuggestionState, Verdict


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
    not_in: Mapped[list[str]] = mapped_column(default=list)


class Receipt(Base):
    """The keyed hash of a receipt code. The words themselves are shown once and kept nowhere.

    Words that `only_block` take the story out of sight until facilitators have looked, and open nothing.
    """

    __tablename__ = "receipt"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    only_block: Mapped[bool] = mapped_column(default=False)


class CaseReview(GuardedForTellers, Base):
    """Where the review of a case stands: who looks after it, the checklist, the decision and its reason.

    `claimed_on` is the last day on which whoever looks after it did something. `checked_by` answered the checklist
    last; `confirmed_by` read it after them as a second person, and is emptied when it is answered anew.
    """

    __tablename__ = "case_review"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    claimed_on: Mapped[dt.date | None]
    handed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    handed_note: Mapped[str] = mapped_column(default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=0)
    checked_revision: Mapped[int | None]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
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


class GuardedTerm(HasId, GuardedForTellers, Base):
    """Words of a story that facilitators decided on: to be withheld everywhere, to stay, or asked about.

    `name` is a keyed hash of the words without case and accents, so that one decision stands for all spellings.
    The words themselves are read by tellers and facilitators only, and go to no export, index, log or trail.
    """

    __tablename__ = "guarded_term"
    __table_args__ = (UniqueConstraint("case_id", "name"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    words: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[Verdict] = mapped_column(Enumerated(Verdict))
    reason: Mapped[str] = mapped_column(String(20), default="")
    decided_on: Mapped[dt.date]


class Question(HasId, GuardedForTellers, Base):
    """A message of facilitators that asks the tellers something, until a facilitator finds it settled.

    `field` is the part of the text it is about, empty for the whole; `term_id` the words it asks about. With
    `for_translators` it comes from those who translate the story, and they read the answer.
    """

    __tablename__ = "question"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("dialogue_message.id", ondelete="CASCADE"), unique=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_message.id", ondelete="SET NULL"))
    term_id: Mapped[int | None] = mapped_column(ForeignKey("guarded_term.id", ondelete="SET NULL"))
    field: Mapped[str] = mapped_column(String(120), default="")
    for_translators: Mapped[bool] = mapped_column(default=False)
    resolved_on: Mapped[dt.date | None]


class Suggestion(HasId, GuardedForTellers, Base):
    """A facilitator's change to one paragraph (or to a whole field), which takes effect when the tellers accept it.

    `note` is what the tellers said when they declined it.
    """

    __tablename__ = "suggestion"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(120))
    before: Mapped[str]
    after: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    state: Mapped[SuggestionState] = mapped_column(Enumerated(SuggestionState), default=SuggestionState.OPEN)
    note: Mapped[str] = mapped_column(default="")
    written_on: Mapped[dt.date]
    decided_on: Mapped[dt.date | None]


class Tombstone(Base):
    """Where a public story stood that its tellers took back. Nothing but the address and the month."""

    __tablename__ = "tombstone"

    public_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[dt.date]
