"""What the use-cases of reviewing share: the locked case, its review, whether it may be published."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.db.models import Case, CaseReview, LanguageVersion
from wgsm_archive.domain.case_study import missing_required
from wgsm_archive.domain.checklist import Answer, Answered, Check, blocking, unanswered
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.case_rows import find_case, original_of
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.media.voices import spoken
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.work import Work


class Hindrance(StrEnum):
    """Why a story cannot be published now."""

    CHECKLIST_INCOMPLETE = "checklist-incomplete"
    CHECKLIST_PROBLEM = "checklist-problem"
    CHECKLIST_OLD = "checklist-old"  # something changed after it was answered
    ANSWERS_MISSING = "answers-missing"  # one of the answers that no story can do without
    VOICE_CLOSED = "voice-closed"  # such an answer was given by voice, and readers may not hear it
    TRANSCRIPT_MISSING = "transcript-missing"  # readers would find a sound without words
    CONSENT_PRIVATE = "consent-private"


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


def answers_of(review: CaseReview | None) -> dict[Check, Answered]:
    """The answers to the checklist as they are stored."""
    stored: Mapping[str, Any] = review.answers if review else {}
    return {
        check: Answered(Answer(stored[check]["answer"]), stored[check]["note"]) for check in Check if check in stored
    }


def hindrances(work: Work, case: Case, review: CaseReview | None) -> list[Hindrance]:
    """All that stands between a case and its readers; empty when it may be published."""
    original = original_of(work, case)
    answers = answers_of(review)
    found = []
    if unanswered(answers):
        found.append(Hindrance.CHECKLIST_INCOMPLETE)
    elif not is_checked(review, original):
        found.append(Hindrance.CHECKLIST_OLD)
    if blocking(answers):
        found.append(Hindrance.CHECKLIST_PROBLEM)
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
    return found


def is_checked(review: CaseReview | None, original: LanguageVersion) -> bool:
    """Whether the checklist was answered for the text that stands now."""
    return review is not None and review.checked_revision == original.revision
