"""What the tellers agreed to, for how long, and what follows from it for every output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from wgsm_archive.domain.language import shorter

ASK_AGAIN_AFTER = dt.timedelta(days=365)
"""How long a decision holds before tellers who wish so are asked about it again."""


class ConsentLevel(StrEnum):
    """How far a story may travel, from the narrowest to the widest."""

    PRIVATE = "private"
    CIRCLE = "circle"
    NETWORK = "network"
    PUBLIC_READ = "public-read"
    PUBLIC_SHARE = "public-share"


class AudienceLevel(StrEnum):
    """Who may read."""

    AUTHORS = "authors"
    CIRCLE = "circle"
    NETWORK = "network"
    PUBLIC = "public"


AUDIENCE_OF = {
    ConsentLevel.PRIVATE: AudienceLevel.AUTHORS,
    ConsentLevel.CIRCLE: AudienceLevel.CIRCLE,
    ConsentLevel.NETWORK: AudienceLevel.NETWORK,
    ConsentLevel.PUBLIC_READ: AudienceLevel.PUBLIC,
    ConsentLevel.PUBLIC_SHARE: AudienceLevel.PUBLIC,
}

# The four that a teller is offered; a circle is set up together with a facilitator.
OFFERED_LEVELS = (
    ConsentLevel.PUBLIC_SHARE,
    ConsentLevel.PUBLIC_READ,
    ConsentLevel.NETWORK,
    ConsentLevel.PRIVATE,
)


class Reach(StrEnum):
    """Who may read a part of a story that is for fewer than the story; the words are access labels."""

    MEMBERS = "network"
    FACILITATORS = "reviewing"


class ConsentBasis(StrEnum):
    """Who decided."""

    PERSON = "person"
    ASSEMBLY = "assembly"
    BOTH = "both"


class Use(StrEnum):
    """Things one may want to do with a story besides reading it."""

    TRANSLATE = "translate"
    MACHINE_TRANSLATE = "machine-translate"
    QUOTE = "quote"
    EXPORT = "export"
    OFFLINE = "offline"
    MEDIA = "media"
    CONTACT = "contact"
    CONTACT_ANYBODY = "contact-anybody"
    NAME_ORGANISATION = "name-organisation"
    ADVOCACY = "advocacy"
    AI_TRAINING = "ai-training"
    SEARCH_ENGINES = "search-engines"


@dataclass(frozen=True, slots=True)
class Consent:
    """One decision of the tellers. It is never edited: a later one follows it.

    `until` is the last day on which it holds; after that nothing but private keeping is allowed. From `ask_again_on`
    on the tellers are asked whether it still holds, and until they answer it does. `narrowed` names the sections that
    fewer may read than the story, `not_in` the languages that it must not be read in: a text in the language of those
    who threaten people is more dangerous than one in another. `speaks_for` says who may speak for a group, `explained`
    how it was told what the choices mean.
    """

    level: ConsentLevel = ConsentLevel.PRIVATE
    translate: bool = False
    machine_translate: bool = False
    quote: bool = False
    export: bool = False
    offline: bool = False
    media: bool = False
    contact: bool = False
    contact_anybody: bool = False
    name_organisation: bool = False
    advocacy: bool = False
    ai_training: bool = False
    basis: ConsentBasis = ConsentBasis.PERSON
    explained: str = ""
    until: dt.date | None = None
    speaks_for: str = ""
    ask_again_on: dt.date | None = None
    narrowed: Mapping[str, Reach] = field(default_factory=dict)
    not_in: tuple[str, ...] = ()

    def level_on(self, day: dt.date) -> ConsentLevel:
        """The level that holds on a day: private once the consent has run out."""
        return ConsentLevel.PRIVATE if self.until is not None and day > self.until else self.level

    def allows(self, use: Use, day: dt.date) -> bool:
        """Whether a use is allowed on a day.

        A level that keeps the text closed closes the uses that would carry it out, whatever was ticked.
        """
        level = self.level_on(day)
        if level is ConsentLevel.PRIVATE:
            return False
        if use in _NEEDS_SHARING and level is not ConsentLevel.PUBLIC_SHARE:
            return False
        return level is ConsentLevel.PUBLIC_SHARE if use is Use.SEARCH_ENGINES else bool(getattr(self, _attribute(use)))


def is_closed_language(tag: str, closed: Collection[str]) -> bool:
    """Whether a language is among those that a story must not be read in; with a language its varieties are."""
    return any(cut in closed for cut in shorter(tag))


_NEEDS_SHARING = frozenset({Use.EXPORT, Use.OFFLINE, Use.AI_TRAINING, Use.SEARCH_ENGINES})


def narrower(one: ConsentLevel, other: ConsentLevel) -> ConsentLevel:
    """Of two levels the one that lets fewer people read."""
    return min(one, other, key=list(ConsentLevel).index)


def narrower_parts(one: Mapping[str, Reach], other: Mapping[str, Reach]) -> dict[str, Reach]:
    """What two decisions on sections leave open together: of two reaches the one that lets fewer people read."""
    both = dict(one)
    for section, reach in other.items():
        both[section] = max(both.get(section, reach), reach, key=list(Reach).index)
    return both


def with_uses(consent: Consent, ticked: Collection[str]) -> Consent:
    """The same decision with exactly these uses ticked."""
    chosen: dict[str, Any] = {_attribute(use): use in ticked for use in _TICKED}
    return replace(consent, **chosen)


def uses_of(consent: Consent) -> list[str]:
    """The uses that were ticked, as they are stored."""
    return [str(use) for use in _TICKED if getattr(consent, _attribute(use))]


def _attribute(use: Use) -> str:
    return use.value.replace("-", "_")


# Being found by search engines follows from the level and is not asked.
_TICKED = tuple(use for use in Use if use is not Use.SEARCH_ENGINES)
