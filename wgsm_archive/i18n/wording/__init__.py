"""Words for everything the domain names: every member of every enum that people meet."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.i18n.messages import Lazy
from wgsm_archive.i18n.wording import (
    checks,
    consent,
    facts,
    glossary,
    hiding,
    marks,
    media,
    review,
    sharing,
    textchecks,
    words,
    work,
)
from wgsm_archive.i18n.wording.consent import PERMISSIONS, USE_NAMES
from wgsm_archive.i18n.wording.problems import problem
from wgsm_archive.i18n.wording.sections import PHASE_PROMPTS, PROMPTS, Prompt

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    **facts.LABELS,
    **sharing.LABELS,
    **consent.LABELS,
    **checks.LABELS,
    **work.LABELS,
    **marks.LABELS,
    **hiding.LABELS,
    **media.LABELS,
    **review.LABELS,
    **glossary.LABELS,
    **words.LABELS,
    **textchecks.LABELS,
}
EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    **facts.EXPLANATIONS,
    **sharing.EXPLANATIONS,
    **consent.EXPLANATIONS,
    **checks.EXPLANATIONS,
    **work.EXPLANATIONS,
    **media.EXPLANATIONS,
    **glossary.EXPLANATIONS,
    **words.EXPLANATIONS,
}


def label(member: StrEnum) -> str:
    """What a thing is called.

    Raises:
        KeyError: no words were written for it, which a test forbids.
    """
    return str(LABELS[type(member)][member])


def explanation(member: StrEnum) -> str:
    """One or two sentences on what it means; empty where the name says all."""
    table = EXPLANATIONS.get(type(member), {})
    return str(table[member]) if member in table else ""


def state_for_tellers(state: StrEnum) -> str:
    """Where their story stands, said to its tellers."""
    return explanation(state)


__all__ = [
    "EXPLANATIONS",
    "LABELS",
    "PERMISSIONS",
    "PHASE_PROMPTS",
    "PROMPTS",
    "USE_NAMES",
    "Prompt",
    "explanation",
    "label",
    "problem",
    "state_for_tellers",
]
