"""One story as facilitators see it: what readers will see, and what is between tellers and facilitators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, CaseReview, ConsentDecision, DialogueMessage, Person, Proposal
from wgsm_archive.domain.case_study import CaseFacts, Risk, Source, ordered_fields
from wgsm_archive.domain.checklist import Answered, Check
from wgsm_archive.domain.consent import ConsentBasis, ConsentLevel, Use
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import RESTRICTED, acting_facts, facts_of, find_case, original_of
from wgsm_archive.services.disclosure.case_page import CasePage, case_page
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.fact_fields import as_texts, is_fact
from wgsm_archive.services.reviewing.editing import find_proposal, proposed_texts
from wgsm_archive.services.reviewing.marking import MarkedField, marks_in
from wgsm_archive.services.reviewing.rows import Hindrance, answers_of, hindrances, is_checked
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision of the tellers. `holds` is true of the last one."""

    level: ConsentLevel
    uses: tuple[Use, ...]
    basis: ConsentBasis
    explained: str
    until: dt.date | None
    decided_on: dt.date
    holds: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message between tellers and facilitators."""

    from_teller: bool
    text: str
    written_on: dt.date
    read: bool


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A field that the tellers wish to change. `before` is what stands now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal that nobody has decided on. `is_behind`: the text changed after it was written.

    `facts` are structured fields as `fact_fields` writes them.
    """

    id: int
    written_on: dt.date
    fields: tuple[ProposedField, ...]
    facts: tuple[ProposedField, ...]
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on one story's page of review. `facts` and `sources` hold what is not public too."""

    page: CasePage
    facts: CaseFacts
    private_sources: tuple[Source, ...]
    consent: tuple[DecisionView, ...]
    messages: tuple[MessageView, ...]
    proposals: tuple[ProposalView, ...]
    answers: Mapping[Check, Answered]
    review_revision: int
    checked: bool
    risk: Risk | None
    claimed_by: str
    claimed_by_me: bool
    reason: str
    restricted: bool
    review_again_on: dt.date | None
    hindrances: tuple[Hindrance, ...]
    marks: tuple[MarkedField, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The tellers' line on a term; for the term `other`, what they would call it themselves."""

    term: str
    text: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class TextDesk:
    """The text of a story for changing it: fields in reading order, of revision `revision`."""

    page: CasePage
    texts: Mapping[str, str]
    revision: int


def desk(work: Work, public_id: str, languages: tuple[str, ...]) -> Desk:
    """One story for its review.

    Raises:
        NotFound, Withdrawn: as `find_case`.
        NotNow: the story is still being written, or hidden.
    """
    case = _case(work, public_id)
    original = original_of(work, case)
    review = work.session.get(CaseReview, case.id)
    facts, texts = facts_of(case, with_private_sources=True), current_texts(work, original)
    holder = work.session.get(Person, review.claimed_by) if review and review.claimed_by else None
    return Desk(
        page=case_page(work, case, languages, version_id=original.id),
        facts=facts,
        private_sources=tuple(source for source in facts.sources if not source.public),
        consent=_consent(work, case),
        messages=_messages(work, case),
        proposals=_proposals(work, case, {**texts, **as_texts(facts)}, original.revision),
        answers=answers_of(review),
        review_revision=review.revision if review else 0,
        checked=is_checked(review, original),
        risk=case.risk,
        claimed_by=holder.shown_name if holder else "",
        claimed_by_me=holder is not None and holder.id == work.actor.person_id,
        reason=review.reason if review else "",
        restricted=review is not None and review.decision == RESTRICTED,
        review_again_on=review.review_again_on if review else None,
        hindrances=tuple(hindrances(work, case, review)),
        marks=marks_in(texts, original.language),
    )


def text_desk(work: Work, public_id: str, languages: tuple[str, ...]) -> TextDesk:
    """The text of a story for changing it."""
    case = _case(work, public_id)
    original = original_of(work, case)
    page = case_page(work, case, languages, version_id=original.id)
    return TextDesk(page, current_texts(work, original), original.revision)


def proposed(work: Work, public_id: str, proposal_id: int) -> dict[str, str]:
    """The whole text as its tellers propose it.

    Raises:
        NotFound: there is no such proposal.
    """
    case = _case(work, public_id)
    return proposed_texts(work, case, find_proposal(work, case, proposal_id))


def own_words(work: Work, public_id: str) -> dict[str, tuple[OwnWords, ...]]:
    """What the tellers said in their own words on terms, list by list."""
    case = _case(work, public_id)
    found: dict[str, tuple[OwnWords, ...]] = {}
    for name, text in current_texts(work, original_of(work, case)).items():
        if name.startswith("how."):
            _how, vocabulary, term = name.split(".", 2)
            words = OwnWords(term, text, case.original_language, direction(work, case.original_language))
            found[vocabulary] = (*found.get(vocabulary, ()), words)
    return found


def facts_desk(work: Work, public_id: str) -> tuple[CaseFacts, int]:
    """The structured fields of a story and their revision."""
    case = _case(work, public_id)
    return facts_of(case), case.revision


def _case(work: Work, public_id: str) -> Case:
    case = find_case(work, public_id)
    require(work.actor, Act.ASK, acting_facts(work, case))
    return case


def _consent(work: Work, case: Case) -> tuple[DecisionView, ...]:
    statement = select(ConsentDecision).where(ConsentDecision.case_id == case.id).order_by(ConsentDecision.number)
    rows = work.session.scalars(statement).all()
    return tuple(
        DecisionView(
            level=row.level,
            uses=tuple(Use(use) for use in row.uses),
            basis=row.basis,
            explained=row.explained,
            until=row.until,
            decided_on=row.decided_on,
            holds=row is rows[-1],
        )
        for row in rows
    )


def _messages(work: Work, case: Case) -> tuple[MessageView, ...]:
    statement = select(DialogueMessage).where(DialogueMessage.case_id == case.id).order_by(DialogueMessage.id)
    return tuple(
        MessageView(row.from_teller, row.text, row.written_on, row.read) for row in work.session.scalars(statement)
    )


def _proposals(work: Work, case: Case, now: Mapping[str, str], revision: int) -> tuple[ProposalView, ...]:
    statement = select(Proposal).where(Proposal.case_id == case.id, Proposal.decided.is_(False)).order_by(Proposal.id)
    return tuple(
        ProposalView(
            id=row.id,
            written_on=row.written_on,
            fields=_changed(now, {name: text for name, text in row.texts.items() if not is_fact(name)}),
            facts=_changed(now, {name: text for name, text in row.texts.items() if is_fact(name)}),
            is_behind=row.based_on != revision,
        )
        for row in work.session.scalars(statement)
    )


def _changed(now: Mapping[str, str], texts: Mapping[str, str]) -> tuple[ProposedField, ...]:
    return tuple(
        ProposedField(name, now.get(name, ""), texts[name])
        for name in ordered_fields(texts)
        if now.get(name, "") != texts[name]
    )
