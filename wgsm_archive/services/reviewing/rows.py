"""What the use-cases of reviewing share: the locked case, its review, whether it may be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from wgsm_archive.db.models import (
    Case,
    CaseReview,
    LanguageVersion,
    MediaFile,
    Person,
    PersonRole,
    Question,
    Suggestion,
)
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.case_study import Risk, missing_required
from wgsm_archive.domain.checklist import Answer, Answered, Check, blocking, unanswered
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.review import SuggestionState
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.services.case_rows import acting_facts, find_case, original_of
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.media.voices import spoken
from wgsm_archive.services.reviewing.marking import Mark
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.withholding import file_problems, withheld_in
from wgsm_archive.services.work import Work


class Hindrance(StrEnum):
    """Why a story cannot be published now."""

    MARKS_UNDECIDED = "marks-undecided"  # words that may lead to somebody, and nobody said what becomes of them
    CHECKLIST_INCOMPLETE = "checklist-incomplete"
    CHECKLIST_PROBLEM = "checklist-problem"
    CHECKLIST_OLD = "checklist-old"  # something changed after it was answered
    ANSWERS_MISSING = "answers-missing"  # one of the answers that no story can do without
    VOICE_CLOSED = "voice-closed"  # such an answer was given by voice, and readers may not hear it
    TRANSCRIPT_MISSING = "transcript-missing"  # readers would find a sound without words
    CONSENT_PRIVATE = "consent-private"
    MASKED_TERM = "masked-term"  # words that are withheld stand somewhere
    SECOND_READER = "second-reader"  # telling it is dangerous, and only one person has read it


def locked_case(work: Work, public_id: str) -> Case:
    """The case, held until the end of this transaction, so that of two who decide at once the second sees the first.

    Raises:
        NotFound, Withdrawn: as `find_case`.
    """
    case = find_case(work, public_id)
    work.session.refresh(case, with_for_update=True)
    return case


def review_of(work: Work, case: Case) -> CaseReview:
    """The row of the review; begun on first use."""
    review = work.session.get(CaseReview, case.id)
    if review is None:
        review = CaseReview(case_id=case.id, answers={}, revision=0, decision="", reason="")
        work.session.add(review)
    return review


def begin(work: Work, public_id: str, act: Act) -> tuple[Case, CaseReview]:
    """The case and its review, held, for a facilitator who may take this step; whoever looks after it goes on doing so.

    Raises:
        NotFound, Withdrawn: as `find_case`.
        NotAllowed, NotNow: as `require`.
    """
    case = locked_case(work, public_id)
    require(work.actor, act, acting_facts(work, case))
    review = review_of(work, case)
    if review.claimed_by is not None and review.claimed_by == work.actor.person_id:
        review.claimed_on = work.today
    return case, review


def touched(work: Work, case: Case) -> None:
    """Note that the story is no longer what its checklist was answered for."""
    review = review_of(work, case)
    review.checked_revision = review.confirmed_by = None


def answers_of(review: CaseReview | None) -> dict[Check, Answered]:
    """The answers to the checklist as they are stored."""
    stored: Mapping[str, Any] = review.answers if review else {}
    return {
        check: Answered(Answer(stored[check]["answer"]), stored[check]["note"]) for check in Check if check in stored
    }


def hindrances(work: Work, case: Case, review: CaseReview | None, marks: Sequence[Mark]) -> list[Hindrance]:
    """All that stands between a case with these marks and its readers; empty when it may be published."""
    original = original_of(work, case)
    found = [Hindrance.MARKS_UNDECIDED] if any(mark.asked is None for mark in marks) else []
    found += _in_checklist(answers_of(review), is_current=is_checked(review, original))
    texts, voices = current_texts(work, original), spoken(work, case)
    missing = set(missing_required(texts, voices.heard))
    if missing - voices.sections:
        found.append(Hindrance.ANSWERS_MISSING)
    if missing & voices.sections:
        found.append(Hindrance.VOICE_CLOSED)
    if voices.silent(texts):
        found.append(Hindrance.TRANSCRIPT_MISSING)
    if consent_of(case).level_on(work.today) is ConsentLevel.PRIVATE:
        found.append(Hindrance.CONSENT_PRIVATE)
    if holds_withheld(work, case):
        found.append(Hindrance.MASKED_TERM)
    if needs_second_reader(case, review):
        found.append(Hindrance.SECOND_READER)
    return found


def _in_checklist(answers: Mapping[Check, Answered], *, is_current: bool) -> Iterator[Hindrance]:
    if unanswered(answers):
        yield Hindrance.CHECKLIST_INCOMPLETE
    elif not is_current:
        yield Hindrance.CHECKLIST_OLD
    if blocking(answers):
        yield Hindrance.CHECKLIST_PROBLEM


def unsettled(work: Work, case: Case) -> int:
    """How many questions to the tellers and suggested changes nobody has settled."""
    questions = select(func.count()).where(Question.case_id == case.id, Question.resolved_on.is_(None))
    suggested = select(func.count()).where(Suggestion.case_id == case.id, Suggestion.state == SuggestionState.OPEN)
    return (work.session.scalar(questions) or 0) + (work.session.scalar(suggested) or 0)


def facilitators(work: Work) -> Sequence[Person]:
    """All facilitators whose account is open, by name."""
    return work.session.scalars(
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.FACILITATOR, Person.disabled.is_(False))
        .order_by(Person.shown_name, Person.id)
    ).all()


def needs_second_reader(case: Case, review: CaseReview | None) -> bool:
    """Whether somebody else than who answered the checklist must still read a dangerous story."""
    return case.risk is Risk.HIGH and (review is None or review.confirmed_by is None)


def holds_withheld(work: Work, case: Case) -> bool:
    """Whether words that are withheld stand in any version of a story, in its place or in the name of its tellers."""
    words = withheld_in(work, case)
    if not words:
        return False
    facts = {"region": case.region, "author": case.author_name}
    for version in case.versions:
        texts = {**current_texts(work, version), "credit": version.credit}
        if words.problems(texts, version.language):
            return True
    if words.problems(facts, case.original_language):
        return True
    files = work.session.scalars(select(MediaFile).where(MediaFile.case_id == case.id, MediaFile.held_back.is_(False)))
    return any(file_problems(words, file) for file in files)


def is_checked(review: CaseReview | None, original: LanguageVersion) -> bool:
    """Whether the checklist was answered for the text that stands now."""
    return review is not None and review.checked_revision == original.revision
