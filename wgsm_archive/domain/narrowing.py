"""Which sections of a story can be for fewer people than the story, and what goes with each of them."""

from __future__ import annotations

from collections.abc import Mapping

from wgsm_archive.domain.case_study import OVERALL_WHY, Section

NARROWABLE = (*(section for section in Section if section is not Section.SUMMARY), OVERALL_WHY)
"""The sections that tellers can open to fewer people than their story; lists show the summary to all its readers."""

_LISTS_OF: Mapping[str, tuple[str, ...]] = {
    Section.PEOPLE: ("constituencies",),
    Section.THREAT: ("struggles", "drivers", "actors"),
    Section.STRATEGY: ("strategies",),
    Section.RIGHTS: ("rights",),
    Section.ALLIES: ("alliances",),
    Section.HARD: ("challenges",),
    Section.CHANGE: ("outcomes",),
}


def narrowed_prefixes(section: str) -> tuple[str, ...]:
    """The names, or beginnings of names before a dot, of the fields that a section stands for when it is narrowed.

    The tellers' own lines on terms go with the section in which they are asked for.
    """
    return (str(section), *(f"how.{name}" for name in _LISTS_OF.get(section, ())))


def is_below(field_name: str, prefix: str) -> bool:
    """Whether a field goes with a prefix of `narrowed_prefixes`."""
    return field_name == prefix or field_name.startswith(f"{prefix}.")
