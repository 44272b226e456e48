"""The questions of consent and safety that a facilitator answers before anything is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """One question each; the wording lives with the words, the order is that of the review."""

    DIRECT_IDENTIFIERS = "direct-identifiers"
    INDIRECT_IDENTIFIERS = "indirect-identifiers"
    THIRD_PERSONS = "third-persons"
    MINORS = "minors"
    ONGOING_TRIAL = "ongoing-trial"
    ALLEGATIONS = "allegations"
    TACTICS = "tactics"
    SACRED_KNOWLEDGE = "sacred-knowledge"
    GENDER_VIOLENCE = "gender-violence"
    IMAGES_AUDIO = "images-audio"
    METADATA = "metadata"
    SOURCE_SAFETY = "source-safety"
    CONSENT_MATCHES = "consent-matches"
    AUTHOR_SAW_FINAL = "author-saw-final"
    ADVERSARY = "adversary"
    TRANSLATION_RISK = "translation-risk"


class Answer(StrEnum):
    """What a facilitator found."""

    FINE = "fine"  # looked at, nothing to worry about
    HANDLED = "handled"  # there was something and it was changed, with a note
    PROBLEM = "problem"  # there is something still; blocks publishing


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the note that goes with it. Notes never hold the identifying text itself."""

    answer: Answer
    note: str = ""


def unanswered(answers: Mapping[Check, Answered]) -> list[Check]:
    """Questions nobody has answered yet."""
    return [check for check in Check if check not in answers]


def blocking(answers: Mapping[Check, Answered]) -> list[Check]:
    """Questions whose answer forbids publishing now."""
    return [check for check, given in answers.items() if given.answer is Answer.PROBLEM]


def complete(answers: Mapping[Check, Answered]) -> bool:
    """Whether a story may be published as far as the checklist goes."""
    return not unanswered(answers) and not blocking(answers)
