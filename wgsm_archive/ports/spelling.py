"""Words as people write them, for spelling help: which words a text has, and which words are close to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Written:
    """A word in a text and where it stands. `form` is its spelling in small letters, accents kept."""

    form: str
    start: int
    end: int


class Speller(Protocol):
    """Knows the words of every script. `make` is raised whenever any text may be read otherwise than before."""

    make: int

    def __hash__(self) -> int:
        """One speller is the same as itself only: what is computed with it can be kept."""
        ...

    def forms(self, text: str) -> frozenset[str]:
        """The forms of a text that are worth offering: no numbers, no single letters, no long run without spaces."""
        ...

    def words(self, text: str) -> tuple[Written, ...]:
        """All words of a text in reading order; a run of a script without spaces is one word."""
        ...

    def traits(self, text: str) -> frozenset[str]:
        """What texts that are alike have in common: folded words, and of scripts without spaces pieces of syllables."""
        ...

    def fold(self, form: str) -> str:
        """A form without accents and variants of spelling: what two spellings of one word have in common."""
        ...

    def slips(self, word: str, others: Sequence[str], most: int) -> list[int | None]:
        """How many slips (a letter more, less, another, two changed about) lie between folded words.

        None where there are more than `most`.
        """
        ...
