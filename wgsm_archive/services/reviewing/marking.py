"""What in a story points at a person, for the facilitator who reads it: a second pair of eyes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wgsm_archive.data.identifiers import find
from wgsm_archive.domain.case_study import ordered_fields
from wgsm_archive.domain.identifiers import Certainty, Found, Kind, Why

_MOST = 20_000
"""Characters of a field that are looked at: its time grows with the length, and no answer needs to be longer."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that may lead to somebody."""

    text: str
    kind: Kind
    why: Why
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class MarkedField:
    """The marks of a field, each spelling once, the surest first."""

    field: str
    marks: tuple[Mark, ...]


def marks_in(texts: Mapping[str, str], language: str) -> tuple[MarkedField, ...]:
    """What is marked in the fields of a text, in reading order; fields without a mark are left out."""
    fields = ((name, tuple(_in_field(texts[name], language))) for name in ordered_fields(set(texts)))
    return tuple(MarkedField(name, marks) for name, marks in fields if marks)


def _in_field(text: str, language: str) -> Iterator[Mark]:
    once: dict[str, Found] = {}
    for found in find(text[:_MOST], language):
        known = once.get(found.text)
        if known is None or found.certainty > known.certainty:
            once[found.text] = found
    for found in sorted(once.values(), key=lambda one: (-one.certainty, one.start)):
        yield Mark(found.text, found.kind, found.why, found.certainty)
