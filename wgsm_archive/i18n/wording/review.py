"""Words for what is decided on single places of a story in review."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.review import KeepReason, QuestionState, SuggestionState, Verdict
from wgsm_archive.i18n.messages import Lazy, lazy_

VERDICTS: Mapping[Verdict, Lazy] = {
    Verdict.MASK: lazy_("Withhold it everywhere"),
    Verdict.KEEP: lazy_("It may stay"),
    Verdict.ASK: lazy_("Ask the tellers"),
}

KEEP_REASONS: Mapping[KeepReason, Lazy] = {
    KeepReason.NO_PERSON: lazy_("It names nobody"),
    KeepReason.AGREED: lazy_("They agreed to be named"),
    KeepReason.PUBLIC_ROLE: lazy_("They acted in a public office"),
    KeepReason.PUBLIC_ALREADY: lazy_("It stands in public documents"),
    KeepReason.LEADS_NOWHERE: lazy_("It leads to nobody"),
}

QUESTION_STATES: Mapping[QuestionState, Lazy] = {
    QuestionState.OPEN: lazy_("Not answered yet"),
    QuestionState.ANSWERED: lazy_("Answered"),
    QuestionState.RESOLVED: lazy_("Settled"),
}

SUGGESTION_STATES: Mapping[SuggestionState, Lazy] = {
    SuggestionState.OPEN: lazy_("Waits for the tellers"),
    SuggestionState.ACCEPTED: lazy_("Accepted"),
    SuggestionState.DECLINED: lazy_("Declined"),
    SuggestionState.OVERTAKEN: lazy_("No longer fits the text"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    Verdict: VERDICTS,
    KeepReason: KEEP_REASONS,
    QuestionState: QUESTION_STATES,
    SuggestionState: SUGGESTION_STATES,
}
