"""What is to be done next on a story, step by step: so that somebody with forty of them sees it at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import Risk
from wgsm_archive.domain.review import QuestionState, SuggestionState


class Step(StrEnum):
    """A part of the review, in the order in which it is best done."""

    CLAIM = "claim"
    MARKS = "marks"
    FILES = "files"
    CHANGES = "changes"
    TALK = "talk"
    TERMS = "terms"
    CHECKLIST = "checklist"
    SECOND = "second"
    DECIDE = "decide"


class Standing(StrEnum):
    """Where a step stands for the facilitator who looks at it."""

    OPEN = "open"
    WAITS = "waits"  # for the tellers, for another facilitator, or for an earlier step
    DONE = "done"


@dataclass(frozen=True, slots=True)
class StepView:
    """A step, where it stands, and how many things it is about (0 where they are not counted)."""

    step: Step
    standing: Standing
    count: int = 0


class FilesLeft(NamedTuple):
    """Photos and recordings that nobody decided on: those that can be looked at, and those that lack words first."""

    waiting: int
    wordless: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What the steps follow from. `files` is None for a story without photos and recordings."""

    state: CaseState
    risk: Risk | None
    is_claimed: bool
    undecided: int
    asked: int
    files: FilesLeft | None
    unread: int
    questions: Sequence[QuestionState]
    proposals: int
    suggestions: Sequence[SuggestionState]
    terms: int
    unanswered: int
    is_checked: bool
    is_confirmed: bool
    may_confirm: bool
    is_hindered: bool


def steps_of(now: Situation) -> tuple[StepView, ...]:
    """The steps of a story; those that it does not need are left out."""
    in_review = now.state is CaseState.SUBMITTED
    steps = [StepView(Step.CLAIM, Standing.DONE if now.is_claimed else Standing.OPEN)] if in_review else []
    steps.append(_counted(Step.MARKS, now.undecided, now.asked))
    if now.files is not None:
        steps.append(_counted(Step.FILES, *now.files))
    waiting = now.suggestions.count(SuggestionState.OPEN)
    if now.proposals or now.suggestions:
        steps.append(_counted(Step.CHANGES, now.proposals, waiting))
    answered, open_ = (now.questions.count(state) for state in (QuestionState.ANSWERED, QuestionState.OPEN))
    steps.append(_counted(Step.TALK, max(answered, now.unread), open_))
    steps.append(StepView(Step.TERMS, Standing.DONE if now.terms else Standing.OPEN, now.terms))
    checked = now.is_checked and not now.unanswered
    steps.append(StepView(Step.CHECKLIST, Standing.DONE if checked else Standing.OPEN, now.unanswered))
    if now.risk is Risk.HIGH and in_review:
        ready = checked and now.may_confirm
        standing = Standing.DONE if now.is_confirmed else Standing.OPEN if ready else Standing.WAITS
        steps.append(StepView(Step.SECOND, standing))
    if in_review:
        steps.append(StepView(Step.DECIDE, Standing.WAITS if now.is_hindered else Standing.OPEN))
    return tuple(steps)


def _counted(step: Step, mine: int, theirs: int) -> StepView:
    if mine:
        return StepView(step, Standing.OPEN, mine)
    return StepView(step, Standing.WAITS if theirs else Standing.DONE, theirs)
