"""How alike a situation and a story are: the rule behind "who has been in our situation?"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wgsm_archive.domain.case_study import Stage
from wgsm_archive.domain.vocabulary import VocabularyName


class Danger(StrEnum):
    """How dangerous it is to organise, from the least to the most."""

    OPEN = "open"
    THREATENED = "threatened"
    ATTACKED = "attacked"


# What tellers said of a struggle; how dangerous telling it is today is theirs and the facilitators' to know.
DANGER_OF: Mapping[tuple[VocabularyName, str], Danger] = {
    (VocabularyName.CHALLENGES, "surveillance"): Danger.THREATENED,
    (VocabularyName.CHALLENGES, "stigma"): Danger.THREATENED,
    (VocabularyName.CHALLENGES, "closing-space"): Danger.THREATENED,
    (VocabularyName.CHALLENGES, "criminalisation"): Danger.THREATENED,
    (VocabularyName.OUTCOMES, "repression-up"): Danger.THREATENED,
    (VocabularyName.CHALLENGES, "violence-killing"): Danger.ATTACKED,
    (VocabularyName.OUTCOMES, "leaders-harmed"): Danger.ATTACKED,
}
"""Terms that tell how dangerous a struggle was; the gravest of a story counts, and without any it was `OPEN`."""

SAME_STRUGGLE, SAME_KIND, SAME_PEOPLE, STEPS = 6, 2, 3, 2
"""Points: for a struggle that was asked for, else for one of the same group of struggles; for a people that was asked
for; for the same stage, and for the same danger. Of stage and danger one step away is worth one point less."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What somebody is in: term ids of struggles and constituencies, the stage, the danger. Empty means: not said."""

    struggles: tuple[str, ...] = ()
    constituencies: tuple[str, ...] = ()
    stage: Stage | None = None
    danger: Danger | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything was said."""
        return bool(self.struggles or self.constituencies or self.stage or self.danger)


def points_for_steps(steps: int) -> int:
    """The points of a story that lies so many steps away, in stage or in danger."""
    return max(STEPS - abs(steps), 0)
