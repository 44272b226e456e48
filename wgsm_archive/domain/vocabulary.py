"""The controlled vocabularies: ten lists of terms with permanent ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class VocabularyName(StrEnum):
    """The ten lists, in the order in which they are shown."""

    THEMES = "themes"
    RIGHTS = "rights"
    STRUGGLES = "struggles"
    CONSTITUENCIES = "constituencies"
    STRATEGIES = "strategies"
    CHALLENGES = "challenges"
    DRIVERS = "drivers"
    ACTORS = "actors"
    OUTCOMES = "outcomes"
    ALLIANCES = "alliances"


# The names of search parameters are singular: /search?theme=land&strategy=march
FACET_PARAMETERS: Mapping[str, VocabularyName] = {
    "theme": VocabularyName.THEMES,
    "right": VocabularyName.RIGHTS,
    "struggle": VocabularyName.STRUGGLES,
    "constituency": VocabularyName.CONSTITUENCIES,
    "strategy": VocabularyName.STRATEGIES,
    "challenge": VocabularyName.CHALLENGES,
    "driver": VocabularyName.DRIVERS,
    "outcome": VocabularyName.OUTCOMES,
    "actor": VocabularyName.ACTORS,
    "alliance": VocabularyName.ALLIANCES,
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its id is permanent, its labels and descriptions are by language tag.

    `seed` terms come from the group's own account of its work and stay. A `retired` term stays where it stands and is
    offered no more.
    """

    vocabulary: VocabularyName
    id: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    seed: bool = False
    retired: bool = False

    def label(self, languages: tuple[str, ...]) -> str:
        """The label in the first of these languages that has one; English, then the id, at last."""
        return next((self.labels[tag] for tag in (*languages, "en") if tag in self.labels), self.id)

    def description(self, languages: tuple[str, ...]) -> str:
        """The one-line description, chosen as the label is; may be empty."""
        return next((self.descriptions[tag] for tag in (*languages, "en") if tag in self.descriptions), "")


@dataclass(frozen=True, slots=True)
class TermChange:
    """What an archive changed in a term that comes with the software, or a term of its own.

    `merged_into` is the id of the term that takes its place everywhere; empty for none.
    """

    vocabulary: VocabularyName
    id: str
    labels: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    retired: bool = False
    merged_into: str = ""
