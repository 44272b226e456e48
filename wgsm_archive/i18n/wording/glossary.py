"""Words for the glossary of translators."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.glossary import GlossaryProblem, TermKind, TextState
from wgsm_archive.i18n.messages import Lazy, lazy_

_KINDS: Mapping[TermKind, Lazy] = {
    TermKind.PREFERRED: lazy_("Say it this way"),
    TermKind.DO_NOT_TRANSLATE: lazy_("It stays as it is"),
    TermKind.FORBIDDEN: lazy_("Do not say it"),
    TermKind.MASKED: lazy_("Never to be named"),
}

_STATES: Mapping[TextState, Lazy] = {
    TextState.PROPOSED: lazy_("Proposed"),
    TextState.AGREED: lazy_("Agreed on"),
}

_PROBLEMS: Mapping[GlossaryProblem, Lazy] = {
    GlossaryProblem.PREFERRED_MISSING: lazy_("The words that were agreed on for a term are missing."),
    GlossaryProblem.CHANGED: lazy_("A name that stays as it is in every language was changed."),
    GlossaryProblem.FORBIDDEN_USED: lazy_("It uses words that are not to be used."),
    GlossaryProblem.MASKED_PRESENT: lazy_("Something in this paragraph must not be named."),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    TermKind: _KINDS,
    TextState: _STATES,
    GlossaryProblem: _PROBLEMS,
}

EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {
    TermKind: {
        TermKind.PREFERRED: lazy_("A term with the words that translators agreed on for it."),
        TermKind.DO_NOT_TRANSLATE: lazy_(
            "The name of a movement, a law, a place: it stays as it is in every language."
        ),
        TermKind.FORBIDDEN: lazy_("A word that harms or belittles those whom it speaks of."),
        TermKind.MASKED: lazy_("A name that must stand in no language. Only facilitators see which it is."),
    },
}
