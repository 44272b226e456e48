"""One story as facilitators see it: what readers will see, and what is between tellers and facilitators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from wgsm_archive.db.models import Case, CaseReview, ConsentDecision, DialogueMessage, MediaFile, Person, Proposal
from wgsm_archive.domain.case_study import CaseFacts, Risk, Source, ordered_fields
from wgsm_archive.domain.checklist import Answered, Check, blocking, unanswered
from wgsm_archive.domain.consent import ConsentBasis, ConsentLevel, Use
from wgsm_archive.domain.media import ANSWERS, MediaKind
from wgsm_archive.domain.review import Verdict, lapsed
from wgsm_archive.domain.workflow import Act, may, require
from wgsm_archive.services.case_rows import RESTRICTED, acting_facts, facts_of, find_case, original_of
from wgsm_archive.services.dialogue import QuestionView, questions_of, voice_of
from wgsm_archive.services.disclosure.case_page import CasePage, case_page
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.fact_fields import as_texts, is_fact
from wgsm_archive.services.media.rows import waits_for_a_look
from wgsm_archive.services.reviewing.editing import find_proposal, proposed_texts
from wgsm_archive.services.reviewing.marking import Mark, TermView, marks_in, terms_in
from wgsm_archive.services.reviewing.rows import (
    Hindrance,
    answers_of,
    facilitators,
    hindrances,
    is_checked,
    unsettled,
)
from wgsm_archive.services.reviewing.steps import FilesLeft, Situation, StepView, steps_of
from wgsm_archive.services.suggesting import SuggestionView, suggestions_of
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
    """A message between tellers and facilitators. `voice` is the public id of a recording that stands for words."""

    id: int
    from_teller: bool
    text: str
    voice: str
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
class Holding:
    """Who looks after a story. `is_free` says that others may take it on; `note` is of whoever handed it over.

    `others` are the facilitators that it could be handed to, each the id and the name of their account.
    """

    name: str
    mine: bool
    is_free: bool
    handed_by: str
    note: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Whether somebody else must read a dangerous story, and who. `may` is whether the one who looks at it could."""

    needed: bool
    checked_by: str
    confirmed_by: str
    may: bool
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on one story's page of review. `fields` are those of its text; `facts` hold what is not public too."""

    page: CasePage
    fields: tuple[str, ...]
    facts: CaseFacts
    private_sources: tuple[Source, ...]
    consent: tuple[DecisionView, ...]
    messages: tuple[MessageView, ...]
    questions: tuple[QuestionView, ...]
    proposals: tuple[ProposalView, ...]
    suggestions: tuple[SuggestionView, ...]
    answers: Mapping[Check, Answered]
    review_revision: int
    checked: bool
    risk: Risk | None
    holding: Holding
    second: SecondReading
    reason: str
    restricted: bool
    review_again_on: dt.date | None
    hindrances: tuple[Hindrance, ...]
    unsettled: int
    marks: tuple[Mark, ...]
    terms: tuple[TermView, ...]
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The tellers' line on a term; for the term `other`, what they would call it themselves."""

    term: str
    text: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class TextDesk:
    """The text of a story for changing it: fields in reading order, of a revision; and what is withheld in it."""

    page: CasePage
    texts: Mapping[str, str]
    revision: int
    withheld: tuple[str, ...]


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
    marks = marks_in(work, case)
    found = Desk(
        page=case_page(work, case, languages, version_id=original.id),
        fields=tuple(name for name in ordered_fields(texts) if not name.startswith("how.")),
        facts=facts,
        private_sources=tuple(source for source in facts.sources if not source.public),
        consent=_consent(work, case),
        messages=_messages(work, case),
        questions=questions_of(work, case),
        proposals=_proposals(work, case, {**texts, **as_texts(facts)}, original.revision),
        suggestions=suggestions_of(work, case),
        answers=answers_of(review),
        review_revision=review.revision if review else 0,
        checked=is_checked(review, original),
        risk=case.risk,
        holding=_holding(work, review),
        second=_second(work, case, review),
        reason=review.reason if review else "",
        restricted=review is not None and review.decision == RESTRICTED,
        review_again_on=review.review_again_on if review else None,
        hindrances=tuple(hindrances(work, case, review, marks)),
        unsettled=unsettled(work, case),
        marks=marks,
        terms=terms_in(work, case),
        steps=(),
    )
    return replace(found, steps=_steps(found, _files_left(work, case)))


def _steps(desk: Desk, files: FilesLeft | None) -> tuple[StepView, ...]:
    return steps_of(
        Situation(
            state=desk.page.state,
            risk=desk.risk,
            is_claimed=not desk.holding.is_free,
            undecided=sum(mark.asked is None for mark in desk.marks),
            asked=sum(mark.asked is not None for mark in desk.marks),
            unread=sum(message.from_teller and not message.read for message in desk.messages),
            questions=[question.state for question in desk.questions],
            files=files,
            proposals=len(desk.proposals),
            suggestions=[one.state for one in desk.suggestions],
            terms=len(desk.facts.terms),
            unanswered=len(unanswered(desk.answers)) + len(blocking(desk.answers)),
            is_checked=desk.checked,
            is_confirmed=bool(desk.second.confirmed_by),
            may_confirm=desk.second.may,
            is_hindered=bool(desk.hindrances),
        )
    )


def _files_left(work: Work, case: Case) -> FilesLeft | None:
    found = work.session.execute(
        select(waits_for_a_look(), MediaFile.accepted | MediaFile.held_back).where(
            MediaFile.case_id == case.id,
            MediaFile.kind != MediaKind.DOCUMENT,
            MediaFile.section.not_like(f"{ANSWERS}%"),
        )
    ).all()
    waiting = sum(waits for waits, _decided in found)
    return FilesLeft(waiting, len(found) - waiting - sum(decided for _waits, decided in found)) if found else None


def _holding(work: Work, review: CaseReview | None) -> Holding:
    me = work.actor.person_id
    holder = review.claimed_by if review else None
    return Holding(
        name=_name(work, holder),
        mine=holder is not None and holder == me,
        is_free=review is None or holder is None or lapsed(review.claimed_on, work.today),
        handed_by=_name(work, review.handed_by) if review else "",
        note=review.handed_note if review and holder == me else "",
        others=tuple((one.public_id, one.shown_name) for one in facilitators(work) if one.id != me),
    )


def _second(work: Work, case: Case, review: CaseReview | None) -> SecondReading:
    checker = review.checked_by if review else None
    facts = replace(acting_facts(work, case), checker_id=checker)
    return SecondReading(
        needed=case.risk is Risk.HIGH,
        checked_by=_name(work, checker),
        confirmed_by=_name(work, review.confirmed_by) if review else "",
        may=may(work.actor, Act.CONFIRM, facts),
        # Also one who tells the story, and may not: leaving that name out would tell who does.
        who=tuple(one.shown_name for one in facilitators(work) if one.id != checker),
    )


def _name(work: Work, person_id: int | None) -> str:
    """The name that others see of somebody; a dash for one who left, so that it is not taken for nobody."""
    person = work.session.get(Person, person_id) if person_id is not None else None
    return (person.shown_name or "—") if person else ""


def text_desk(work: Work, public_id: str, languages: tuple[str, ...]) -> TextDesk:
    """The text of a story for changing it."""
    case = _case(work, public_id)
    original = original_of(work, case)
    page = case_page(work, case, languages, version_id=original.id)
    withheld = tuple(term.words for term in terms_in(work, case) if term.verdict is Verdict.MASK)
    return TextDesk(page, current_texts(work, original), original.revision, withheld)


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
        MessageView(row.id, row.from_teller, row.text, voice_of(row), row.written_on, row.read)
        for row in work.session.scalars(statement)
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
