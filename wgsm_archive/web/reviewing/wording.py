"""Words of the review that no other page needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wgsm_archive.i18n import Lazy, _, lazy_, n_
from wgsm_archive.services.reviewing.queue import Whose
from wgsm_archive.services.reviewing.rows import Hindrance
from wgsm_archive.services.reviewing.steps import Standing, Step, StepView
from wgsm_archive.services.reviewing.trail import Doer

HINDRANCES: Mapping[Hindrance, Lazy] = {
    Hindrance.MARKS_UNDECIDED: lazy_(
        "Words that may lead to somebody are marked, and nobody has decided on all of them: withhold them, say why "
        "they may stay, or ask the tellers."
    ),
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
    Hindrance.MASKED_TERM: lazy_(
        "Something that is withheld in this story still stands in it, in its place, or in a name. "
        "Please take it out, or ask the tellers to."
    ),
    Hindrance.SECOND_READER: lazy_("It is dangerous to tell, so a second facilitator must read it first."),
}

DOERS: Mapping[Doer, Lazy] = {
    Doer.TELLERS: lazy_("The tellers"),
    Doer.FACILITATOR: lazy_("A facilitator"),
    Doer.TRANSLATOR: lazy_("A translator"),
    Doer.ARCHIVE: lazy_("The archive itself"),
}

WHOSE: Mapping[Whose, Lazy] = {
    Whose.ALL: lazy_("All"),
    Whose.READ: lazy_("In languages I read"),
    Whose.FREE: lazy_("Nobody looks after"),
    Whose.MINE: lazy_("I look after"),
}

STEPS: Mapping[Step, Lazy] = {
    Step.CLAIM: lazy_("Look after it"),
    Step.MARKS: lazy_("Words that may lead to somebody"),
    Step.FILES: lazy_("Photos and recordings"),
    Step.CHANGES: lazy_("Changes"),
    Step.TALK: lazy_("Talk with the tellers"),
    Step.TERMS: lazy_("Themes and facts"),
    Step.CHECKLIST: lazy_("Consent and safety"),
    Step.SECOND: lazy_("Second reader"),
    Step.DECIDE: lazy_("Decide"),
}

AGAIN_IN: Mapping[int, Lazy] = {
    3: lazy_("In three months"),
    6: lazy_("In six months"),
    12: lazy_("In a year"),
    24: lazy_("In two years"),
}

CHECKED_ANEW = lazy_("Somebody has answered the checklist anew meanwhile. Please read it again before you confirm.")
FILES_NEW = lazy_(
    "A photo or recording came, or was changed, after you opened this page. Nothing is published yet: look at what is "
    "marked as new below, then publish."
)
DECIDED_FIRST = lazy_(
    "Somebody else has decided on some of these words meanwhile. What you chose for the others is still there."
)
TOO_LATE = lazy_("Somebody has already taken this step, or it is too early for it.")


def standing(one: StepView) -> str:
    """Where a step stands, in a few words."""
    if one.standing is Standing.DONE:
        return _("Done")
    if one.standing is Standing.WAITS:
        return _WAITS[one.step]() if one.step in _WAITS else _("Later")
    return _OPEN[one.step](one.count)


def what_next(one: StepView) -> str:
    """What a facilitator should do next, as a sentence."""
    return _NEXT[one.step](one.count)


_WAITS: Mapping[Step, Callable[[], str]] = {
    Step.MARKS: lambda: _("Waits for the tellers"),
    Step.FILES: lambda: _("Waits for words of the tellers"),
    Step.CHANGES: lambda: _("Waits for the tellers"),
    Step.TALK: lambda: _("Waits for the tellers"),
    Step.SECOND: lambda: _("Waits for another facilitator"),
}

_OPEN: Mapping[Step, Callable[[int], str]] = {
    Step.CLAIM: lambda count: _("Nobody yet"),
    Step.MARKS: lambda count: n_("%(num)s to decide on", "%(num)s to decide on", count),
    Step.FILES: lambda count: n_("%(num)s to look at", "%(num)s to look at", count),
    Step.CHANGES: lambda count: n_("%(num)s to decide on", "%(num)s to decide on", count),
    Step.TALK: lambda count: n_("%(num)s answer to read", "%(num)s answers to read", count),
    Step.TERMS: lambda count: _("None chosen"),
    Step.CHECKLIST: lambda count: (
        n_("%(num)s question left", "%(num)s questions left", count) if count else _("Changed since it was checked")
    ),
    Step.SECOND: lambda count: _("Waits for you"),
    Step.DECIDE: lambda count: _("Ready"),
}

_NEXT: Mapping[Step, Callable[[int], str]] = {
    Step.CLAIM: lambda count: _("Take it on, so that nobody else does the same work."),
    Step.MARKS: lambda count: n_(
        "Decide on %(num)s marked place: withhold it, let it stay, or ask.",
        "Decide on %(num)s marked places: withhold them, let them stay, or ask.",
        count,
    ),
    Step.FILES: lambda count: n_(
        "Look at %(num)s photo or recording: accept it, or hold it back.",
        "Look at %(num)s photos or recordings: accept them, or hold them back.",
        count,
    ),
    Step.CHANGES: lambda count: n_(
        "Look at %(num)s change that the tellers propose.", "Look at %(num)s changes that the tellers propose.", count
    ),
    Step.TALK: lambda count: n_(
        "Read what the tellers answered to %(num)s question, and settle it.",
        "Read what the tellers answered to %(num)s questions, and settle them.",
        count,
    ),
    Step.TERMS: lambda count: _("Choose the themes under which others will find it."),
    Step.CHECKLIST: lambda count: (
        n_("Answer %(num)s question on consent and safety.", "Answer %(num)s questions on consent and safety.", count)
        if count
        else _("Go through the checklist again: something was changed after it was answered.")
    ),
    Step.SECOND: lambda count: _("Read it as the second person, and confirm the checklist."),
    Step.DECIDE: lambda count: _("Everything is looked at. Decide what becomes of it."),
}
