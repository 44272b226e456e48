"""Words of the translators' pages that no other page needs."""

from __future__ import annotations

from collections.abc import Mapping

from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import PhasePart, Section
from wgsm_archive.domain.placeholders import CodesDiffer
from wgsm_archive.i18n import Lazy, _, lazy_
from wgsm_archive.i18n.numbers import number as number_words
from wgsm_archive.i18n.wording import PHASE_PROMPTS, PROMPTS
from wgsm_archive.services.translating.bringing_back import Fate
from wgsm_archive.services.translating.desk import Standing

STATES: Mapping[VersionState, Lazy] = {
    VersionState.DRAFT: lazy_("Being written"),
    VersionState.READY: lazy_("Waits for a second reader"),
    VersionState.APPROVED: lazy_("Readers can see it"),
}

STANDINGS: Mapping[Standing, Lazy] = {
    Standing.MISSING: lazy_("Not translated yet"),
    Standing.DRAFT: lazy_("Draft"),
    Standing.READY: lazy_("Waits for a second reader"),
    Standing.APPROVED: lazy_("Approved"),
}

FATES: Mapping[Fate, Lazy] = {
    Fate.NEW: lazy_("New"),
    Fate.CHANGED: lazy_("Changed"),
    Fate.CONFLICT: lazy_("Something newer stands here"),
    Fate.STILL: lazy_("The source has changed, this text has not"),
    Fate.CODES: lazy_("Links or notes are not as in the source"),
}

TOO_LATE = lazy_("Somebody has already taken this step, or it is too early for it.")
CHANGED = lazy_("The translation was changed after you had opened the page. Please read it once more.")


def part_name(name: str) -> str:
    """What a part of the workbench is called."""
    if name == Section.SUMMARY:
        return _("Title and summary")
    if name == "how":
        return _("How each term applies")
    return str(PROMPTS[name].heading)


def field_name(field: str, term: str = "") -> str:
    """What a field is called; `term` is the label of the term that a line is about."""
    head, *rest = field.split(".")
    if head == Section.STORY and len(rest) == 2:
        part = str(PHASE_PROMPTS[PhasePart(rest[1])].heading)
        return _("Step %(number)s: %(part)s", number=rest[0], part=part)
    if head == "how":
        return _("How this applies: %(term)s", term=term)
    return str(PROMPTS[field].heading)


def place_name(name: str) -> str:
    """Where something is wrong with a translation as a whole: one of its fields, or the names of who made it."""
    return _("Names of the translators") if name == "credit" else field_name(name)


def place_of(field: str, term: str, number: int) -> str:
    """Where a paragraph stands; `number` counts those of a field that has several."""
    name = field_name(field, term)
    return _("%(place)s, paragraph %(number)s", place=name, number=number_words(number)) if number else name


def codes_wrong(codes: CodesDiffer) -> list[str]:
    """What is wrong with the numbers in a text."""
    numbers = [
        (codes.missing, lazy_("These are missing: %(numbers)s")),
        (codes.doubled, lazy_("These stand there twice: %(numbers)s")),
        (codes.unknown, lazy_("These are not in the source: %(numbers)s")),
        (codes.swapped, lazy_("These stand in an order that breaks a link: %(numbers)s")),
    ]
    said = [str(words % {"numbers": " ".join(f"{{{one}}}" for one in found)}) for found, words in numbers if found]
    if codes.foreign:
        said.append(_("A link or a note was typed into the text. They come from the source, by their numbers."))
    return said
