"""The parts of the full record, each one screen: its answers, its structured fields, and the order of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wgsm_archive.domain.case_study import OVERALL_WHY, REQUIRED_SECTIONS, TITLE, Section
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.i18n import Lazy, lazy_

LIST, HOW = "list-", "how-"


@dataclass(frozen=True, slots=True)
class Part:
    """One screen: fields of the text, and structured fields by their names in `services.fact_fields`."""

    name: str
    words: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def vocabulary(self) -> VocabularyName | None:
        """The list of terms that it is about, if it is about one."""
        for prefix in (LIST, HOW):
            if self.name.startswith(prefix):
                return VocabularyName(self.name.removeprefix(prefix))
        return None

    @property
    def is_how(self) -> bool:
        """Whether it asks how the chosen terms apply."""
        return self.name.startswith(HOW)


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together."""

    name: str
    heading: Lazy
    parts: tuple[Part, ...]


ASKED = tuple(Part(str(name), (str(name),)) for name in (TITLE, *REQUIRED_SECTIONS))
_MORE = [name for name in Section if name not in (*REQUIRED_SECTIONS, Section.SOURCES)]

GROUPS = (
    Group("asked", lazy_("What everybody is asked"), ASKED),
    Group("story", lazy_("More of the story"), tuple(Part(str(name), (str(name),)) for name in _MORE)),
    Group(
        "facts",
        lazy_("Where, when, how many"),
        (
            Part("where", facts=("countries", "region", "precision", "setting")),
            Part("when", facts=("period",)),
            Part("size", facts=("scale", "people_affected", "people_taking_part")),
            Part("beginning", facts=("stage", "consultation", "reaction")),
            Part("project", facts=("project_status", "tenure")),
            Part("outcome", (OVERALL_WHY,), ("overall",)),
        ),
    ),
    Group(
        "lists",
        lazy_("Words by which others find it"),
        tuple(Part(f"{LIST}{name}", facts=(f"terms.{name}",)) for name in VocabularyName),
    ),
    Group(
        "around",
        lazy_("Who tells, and what it rests on"),
        (
            Part("credit", facts=("author.kind", "author.display", "author.name")),
            Part("sources", (str(Section.SOURCES),), ("sources",)),
            Part("wishes", facts=("licence", "protocol_notices")),
        ),
    ),
)

HEADINGS: Mapping[str, Lazy] = {
    "where": lazy_("Where it is"),
    "when": lazy_("When it was"),
    "size": lazy_("How large it was"),
    "beginning": lazy_("How it began"),
    "project": lazy_("The project and the land"),
    "outcome": lazy_("What came of it"),
    "credit": lazy_("Who tells"),
    "sources": lazy_("Where to read or hear more"),
    "wishes": lazy_("What others may do with it"),
}

LEADS: Mapping[str, Lazy] = {
    "where": lazy_("Tell it only as exactly as is safe for everybody who lives there."),
    "when": lazy_("A year is exact enough."),
    "size": lazy_("Rough numbers are enough, and safer than exact ones."),
    "outcome": lazy_("Your own judgement counts here, not that of others."),
    "credit": lazy_("You can change this later. A name that you take away is gone from that moment on."),
    "wishes": lazy_("These wishes stand beside the story in every language."),
}

ORDER = tuple(part for group in GROUPS for part in group.parts)
_BY_NAME = {part.name: part for part in (*ORDER, *(Part(f"{HOW}{name}") for name in VocabularyName))}


def find(name: str) -> Part | None:
    """The part of this name."""
    return _BY_NAME.get(name)


def after(part: Part) -> Part | None:
    """The part that follows; after the question how terms apply, the one after their list."""
    name = part.name.replace(HOW, LIST, 1) if part.is_how else part.name
    place = [one.name for one in ORDER].index(name) + 1
    return ORDER[place] if place < len(ORDER) else None
