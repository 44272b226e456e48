"""Words for the archive's own words: where they stand, and how far their translation is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.words import WordsKind, WordsPlace, WordsState
from wgsm_archive.i18n.messages import Lazy, lazy_

PLACES: Mapping[WordsPlace, Lazy] = {
    WordsPlace.EVERYWHERE: lazy_("On every page"),
    WordsPlace.READING: lazy_("Reading and searching"),
    WordsPlace.TERMS: lazy_("Terms of the lists"),
    WordsPlace.TEXTS: lazy_("Texts of the house"),
    WordsPlace.TELLING: lazy_("Telling a story"),
    WordsPlace.ACCOUNTS: lazy_("Accounts"),
    WordsPlace.TRANSLATING: lazy_("Translating"),
    WordsPlace.REVIEWING: lazy_("Looking after stories"),
    WordsPlace.RUNNING: lazy_("Running the archive"),
}

PLACES_EXPLAINED: Mapping[WordsPlace, Lazy] = {
    WordsPlace.EVERYWHERE: lazy_("The frame of all pages, forms, and what is said when something goes wrong."),
    WordsPlace.READING: lazy_("What readers meet: stories, search, maps, comparisons, take-aways."),
    WordsPlace.TERMS: lazy_("Themes, rights, struggles, strategies: what stories are sorted and found by."),
    WordsPlace.TEXTS: lazy_("What this archive says of itself: safety, who runs it, other ways to tell."),
    WordsPlace.TELLING: lazy_("What somebody sees who tells a story, or comes back to it."),
    WordsPlace.ACCOUNTS: lazy_("Signing in, profiles, and letters about accounts."),
    WordsPlace.TRANSLATING: lazy_("What translators see, this page among it."),
    WordsPlace.REVIEWING: lazy_("What facilitators see, and letters to them."),
    WordsPlace.RUNNING: lazy_("What stewards see."),
}

STATES: Mapping[WordsState, Lazy] = {
    WordsState.MISSING: lazy_("Not translated yet"),
    WordsState.DRAFT: lazy_("Draft"),
    WordsState.READY: lazy_("Waits for a second reader"),
    WordsState.APPROVED: lazy_("Approved"),
}

KINDS: Mapping[WordsKind, Lazy] = {
    WordsKind.INTERFACE: lazy_("Menus and buttons"),
    WordsKind.TERM: lazy_("Term"),
    WordsKind.LIST: lazy_("List of terms"),
    WordsKind.TEXT: lazy_("Text of the house"),
}

FLAWS: Mapping[str, Lazy] = {
    "bad-percent": lazy_("Only a name in brackets and an s may follow a percent sign. Write %%%% for the sign itself."),
    "placeholder-missing": lazy_("%(name)s is missing. It stands for something that is put in: copy it as it is."),
    "placeholder-unknown": lazy_(
        "%(name)s stands for nothing here. Please take it out, or copy the one of the source."
    ),
    "other-tags": lazy_("The marks in angle brackets must be those of the source."),
    "hidden-characters": lazy_("This holds hidden characters. Please type it again."),
    "outer-space": lazy_("This begins or ends with a space."),
    "forms-missing": lazy_("Please fill in every form, or none: a number can take any of them."),
    "forms-many": lazy_("This has more forms than the language has."),
    "too-long": lazy_("This is too long. Please shorten it."),
}
"""What is wrong with a translation, by the code of `i18n.soundness.Flaw`; `name` is the placeholder it is about."""

LABELS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {WordsPlace: PLACES, WordsState: STATES, WordsKind: KINDS}

EXPLANATIONS: Mapping[type[StrEnum], Mapping[Any, Lazy]] = {WordsPlace: PLACES_EXPLAINED}
