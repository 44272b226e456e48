"""What is checked, how grave each thing is, and what a check has found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wgsm_archive.domain.glossary import Term


class TextCheck(StrEnum):
    """One thing that is looked for in a translated paragraph."""

    UNTRANSLATED = "untranslated"
    SAME = "same"
    MACHINE = "machine"
    LINKS = "links"
    LINKED_PAGES = "linked-pages"
    IMAGES = "images"
    FOOTNOTES = "footnotes"
    CODE = "code"
    PLACEHOLDERS = "placeholders"
    STRUCTURE = "structure"
    NUMBERS = "numbers"
    YEARS = "years"
    ENDING = "ending"
    LENGTH = "length"
    DOUBLED = "doubled"
    KASHIDA = "kashida"
    ZERO_WIDTH = "zero-width"
    BIDI = "bidi"
    MIXED_SCRIPT = "mixed-script"
    DANDA = "danda"
    BRACKETS = "brackets"
    INCONSISTENT = "inconsistent"
    TERM_MASKED = "term-masked"
    TERM_FORBIDDEN = "term-forbidden"
    TERM_CHANGED = "term-changed"
    TERM_MISSING = "term-missing"


ERRORS = frozenset(
    {
        TextCheck.UNTRANSLATED,
        TextCheck.MACHINE,
        TextCheck.LINKS,
        TextCheck.IMAGES,
        TextCheck.FOOTNOTES,
        TextCheck.PLACEHOLDERS,
        TextCheck.BIDI,
        TextCheck.TERM_MASKED,
    }
)
"""These have to be mended before a second reader gets the text. All others a person may find right as they are."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph and the text it was made from, with what is known beside them.

    `terms` are those of the glossary, `machine` is what a machine suggested for this paragraph (empty for nothing),
    `others` are the other translations that the same source has in this story.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    terms: tuple[Term, ...] = ()
    machine: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found: pieces of the source that are not in the translation, and pieces of the translation.

    Both are for reading, the pieces of the translation in the order in which they stand there.
    """

    check: TextCheck
    missing: tuple[str, ...] = ()
    here: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it has to be mended; the rest a person may find right as it is."""
        return self.check in ERRORS
