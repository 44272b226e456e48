"""What is decided on single places of a story in review: marks, questions, suggested changes."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

CLAIM_HOLDS = dt.timedelta(days=7)
"""How long a facilitator looks after a story without touching it; then anybody may take it on."""
CLAIM_WARNS = dt.timedelta(days=5)
"""After how long without touching it a facilitator is reminded."""
ANSWER_WITHIN = dt.timedelta(days=14)
"""After how long a question that the tellers have not answered is told to facilitators."""


class Verdict(StrEnum):
    """What becomes of words that may lead to somebody."""

    MASK = "mask"  # withheld in every language, wherever they stand
    KEEP = "keep"  # may stay, for a reason
    ASK = "ask"  # the tellers are asked first


class KeepReason(StrEnum):
    """Why words that may lead to somebody can stay. A choice and no text, which could lead to them itself."""

    NO_PERSON = "no-person"
    AGREED = "agreed"
    PUBLIC_ROLE = "public-role"
    PUBLIC_ALREADY = "public-already"
    LEADS_NOWHERE = "leads-nowhere"


class QuestionState(StrEnum):
    """Where a question to the tellers stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


class SuggestionState(StrEnum):
    """Where a suggested change stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"  # the paragraph changed or was taken back before the tellers decided


def lapsed(claimed_on: dt.date | None, today: dt.date) -> bool:
    """Whether somebody who took a story on has left it so long that others may take it on."""
    return claimed_on is not None and today - claimed_on >= CLAIM_HOLDS
