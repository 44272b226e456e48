"""Words of the review that no other page needs."""

from __future__ import annotations

from collections.abc import Mapping

from wgsm_archive.i18n import Lazy, lazy_
from wgsm_archive.services.reviewing.rows import Hindrance
from wgsm_archive.services.reviewing.trail import Doer

HINDRANCES: Mapping[Hindrance, Lazy] = {
    Hindrance.CHECKLIST_INCOMPLETE: lazy_("Please answer the whole checklist first."),
    Hindrance.CHECKLIST_OLD: lazy_(
        "Something was changed after the checklist was answered. Please look at it again and save the checklist."
    ),
    Hindrance.CHECKLIST_PROBLEM: lazy_("A question of the checklist still shows a problem."),
    Hindrance.ANSWERS_MISSING: lazy_(
        "The title or one of the five main answers is empty. Please ask the tellers for it."
    ),
    Hindrance.VOICE_CLOSED: lazy_(
        "A main answer was given by voice, and readers may not hear it: the tellers do not allow recordings, nobody "
        "said yet who is heard in it, or it is held back. Please ask the tellers, or write down what is said as a text."
    ),
    Hindrance.TRANSCRIPT_MISSING: lazy_(
        "An answer was given by voice alone. Please write down what is said, or a summary of it, for those who cannot "
        "hear it."
    ),
    Hindrance.CONSENT_PRIVATE: lazy_("The tellers keep it for themselves, so it cannot be published."),
}

DOERS: Mapping[Doer, Lazy] = {
    Doer.TELLERS: lazy_("The tellers"),
    Doer.FACILITATOR: lazy_("A facilitator"),
    Doer.TRANSLATOR: lazy_("A translator"),
    Doer.ARCHIVE: lazy_("The archive itself"),
}

TOO_LATE = lazy_("Somebody has already taken this step, or it is too early for it.")
