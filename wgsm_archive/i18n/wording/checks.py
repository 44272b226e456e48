"""Words for the facilitator's checklist of consent and safety."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.checklist import Answer, Check
from wgsm_archive.i18n.messages import Lazy, lazy_

CHECKS: Mapping[Check, Lazy] = {
    Check.DIRECT_IDENTIFIERS: lazy_("Does the text name people, addresses, telephone numbers or accounts?"),
    Check.INDIRECT_IDENTIFIERS: lazy_("Could somebody be recognised without being named?"),
    Check.THIRD_PERSONS: lazy_("Does it tell about people who were not asked?"),
    Check.MINORS: lazy_("Does it tell about children?"),
    Check.ONGOING_TRIAL: lazy_("Is a trial or an investigation still open?"),
    Check.ALLEGATIONS: lazy_("Does it accuse anybody by name?"),
    Check.TACTICS: lazy_("Does it show ways of acting that are still needed?"),
    Check.SACRED_KNOWLEDGE: lazy_("Does it hold sacred or secret knowledge?"),
    Check.GENDER_VIOLENCE: lazy_("Does it tell about violence against women or because of gender?"),
    Check.IMAGES_AUDIO: lazy_("Can faces, voices or places be recognised in pictures and recordings?"),
    Check.METADATA: lazy_("Do files or links carry hidden details?"),
    Check.SOURCE_SAFETY: lazy_("Are the people who told it safe if their opponents read it?"),
    Check.CONSENT_MATCHES: lazy_("Does the text fit what was agreed?"),
    Check.AUTHOR_SAW_FINAL: lazy_("Have the tellers seen the final text?"),
    Check.ADVERSARY: lazy_("What would an opponent do with it today, and in five years?"),
    Check.TRANSLATION_RISK: lazy_("Is it more dangerous in the language of the region?"),
}

CHECK_EXPLANATIONS: Mapping[Check, Lazy] = {
    Check.DIRECT_IDENTIFIERS: lazy_("Look at the marked words first, then read the whole text once for this alone."),
    Check.INDIRECT_IDENTIFIERS: lazy_(
        "A small village, a rare job, an exact date or an event that happened only once can be enough."
    ),
    Check.THIRD_PERSONS: lazy_("Relatives, neighbours and witnesses may be in danger as well. Mask them or ask them."),
    Check.MINORS: lazy_("Nothing may lead to a child: no name, no school, no picture, no family."),
    Check.ONGOING_TRIAL: lazy_("Ask the tellers whether their lawyer has agreed, and to what."),
    Check.ALLEGATIONS: lazy_("Is it known from a public document, or can it be told as what the tellers saw?"),
    Check.TACTICS: lazy_("Think also of other movements that act in the same way."),
    Check.SACRED_KNOWLEDGE: lazy_("Only the community can say what may be shared. Ask who may speak for it."),
    Check.GENDER_VIOLENCE: lazy_(
        "Keep what others can learn. Take out every detail that only feeds curiosity or leads to her."
    ),
    Check.IMAGES_AUDIO: lazy_(
        "Look at the background, clothing, signs and number plates, and listen to the names that are called."
    ),
    Check.METADATA: lazy_(
        "Photos and documents may tell the place, the time and the owner. Links may lead to a profile."
    ),
    Check.SOURCE_SAFETY: lazy_("Ask what happened to others who spoke, and what has changed since the story was told."),
    Check.CONSENT_MATCHES: lazy_(
        "Compare who may read, the name shown, the photos and the place with the decision, word by word."
    ),
    Check.AUTHOR_SAW_FINAL: lazy_("With every change, also the small ones, read by them or read out to them."),
    Check.ADVERSARY: lazy_("Read it once with the eyes of the company, the police or the landlord."),
    Check.TRANSLATION_RISK: lazy_(
        "People at home can recognise what strangers cannot. Say in the notes what translators must keep vague."
    ),
}

ANSWERS: Mapping[Answer, Lazy] = {
    Answer.FINE: lazy_("Looked at: nothing to worry about"),
    Answer.HANDLED: lazy_("There was something, and it has been changed"),
    Answer.PROBLEM: lazy_("There is still a problem: do not publish"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {Check: CHECKS, Answer: ANSWERS}

EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {Check: CHECK_EXPLANATIONS}
