"""Structured fields as texts: so tellers can propose them, and facilitators compare them, like any paragraph.

A field `facts.scale` holds `district`, a field with several values holds them with blanks between; the period is an
interval of ISO 8601-2 (`2011/2014`, `2011/..` while it lasts), sources are JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from wgsm_archive.domain.case_study import (
    Author,
    AuthorDisplay,
    AuthorKind,
    CaseFacts,
    Consultation,
    Licence,
    Overall,
    People,
    ProjectStatus,
    ProtocolNotice,
    Reaction,
    Scale,
    Setting,
    Source,
    SourceType,
    Stage,
    Tenure,
    TermUse,
)
from wgsm_archive.domain.dates import Period, read_date
from wgsm_archive.domain.place import Precision
from wgsm_archive.domain.vocabulary import VocabularyName

PREFIX = "facts."
TERMS = f"{PREFIX}terms."
ONGOING = ".."
Member = TypeVar("Member", bound=StrEnum)

ONE: Mapping[str, type[StrEnum]] = {
    "precision": Precision,
    "scale": Scale,
    "people_affected": People,
    "people_taking_part": People,
    "stage": Stage,
    "project_status": ProjectStatus,
    "consultation": Consultation,
    "reaction": Reaction,
    "overall": Overall,
    "licence": Licence,
}
"""Fields that hold one value or none."""

MANY: Mapping[str, type[StrEnum]] = {"setting": Setting, "tenure": Tenure, "protocol_notices": ProtocolNotice}
"""Fields that hold several values."""

_NEVER_EMPTY = frozenset({"precision", "licence"})


def is_fact(name: str) -> bool:
    """Whether a field of a proposal is a structured field."""
    return name.startswith(PREFIX)


def member(kind: type[Member], value: str) -> Member | None:
    """A member of an enum by its value; None for anything else."""
    return next((one for one in kind if one == value), None)


def period_text(period: Period) -> str:
    """A period as an interval; empty when nothing is told."""
    end = ONGOING if period.ongoing else str(period.end or "")
    return f"{period.start or ''}/{end}" if period.start or end else ""


def read_period(text: str) -> Period:
    """The period that `period_text` wrote, or somebody typed; days are left out before anything is stored."""
    start, _slash, end = text.partition("/")
    ongoing = end == ONGOING
    return Period(read_date(start), None if ongoing else read_date(end), ongoing=ongoing).to_months()


def sources_text(sources: tuple[Source, ...]) -> str:
    """Sources as JSON; empty for none."""
    rows = [[str(one.type), one.title, one.url, one.pages, one.public, list(one.supports)] for one in sources]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def read_sources(text: str) -> tuple[Source, ...]:
    """The sources that `sources_text` wrote."""
    rows: list[list[Any]] = json.loads(text) if text else []
    return tuple(
        Source(SourceType(kind), title, url, pages, public, tuple(supports))
        for kind, title, url, pages, public, supports in rows
    )


def as_texts(facts: CaseFacts) -> dict[str, str]:
    """Every structured field that tellers may speak of, as text."""
    texts = {name: str(getattr(facts, name) or "") for name in ONE}
    texts |= {name: " ".join(getattr(facts, name)) for name in MANY}
    texts |= {
        "countries": " ".join(facts.countries),
        "region": facts.region,
        "period": period_text(facts.period),
        "sources": sources_text(facts.sources),
        "author.kind": str(facts.author.kind),
        "author.display": str(facts.author.display),
        "author.name": facts.author.name,
    }
    for name in VocabularyName:
        texts[f"terms.{name}"] = " ".join(use.term for use in facts.terms if use.vocabulary == name)
    return {PREFIX + name: text for name, text in texts.items()}


def with_texts(facts: CaseFacts, texts: Mapping[str, str]) -> CaseFacts:
    """The same facts with these fields as the texts say; values that no longer exist are left out."""
    given = {name.removeprefix(PREFIX): text for name, text in texts.items() if is_fact(name)}
    changed: dict[str, Any] = {}
    for name, text in given.items():
        if name in ONE:
            found = member(ONE[name], text)
            if found is not None or name not in _NEVER_EMPTY:
                changed[name] = found
        elif name in MANY:
            changed[name] = tuple(one for value in text.split() if (one := member(MANY[name], value)) is not None)
        elif name in _READ:
            changed[name] = _READ[name](text)
    return replace(facts, **changed, author=_author(facts.author, given), terms=_terms(facts.terms, given))


_READ: Mapping[str, Callable[[str], Any]] = {
    "countries": lambda text: tuple(text.split()),
    "region": str,
    "period": read_period,
    "sources": read_sources,
}


def _author(author: Author, given: Mapping[str, str]) -> Author:
    return Author(
        member(AuthorKind, given.get("author.kind", "")) or author.kind,
        member(AuthorDisplay, given.get("author.display", "")) or author.display,
        given.get("author.name", author.name),
    )


def _terms(terms: tuple[TermUse, ...], given: Mapping[str, str]) -> tuple[TermUse, ...]:
    found: list[TermUse] = []
    for name in VocabularyName:
        text = given.get(f"terms.{name}")
        kept = [use for use in terms if use.vocabulary == name]
        found += kept if text is None else [TermUse(name, term) for term in dict.fromkeys(text.split())]
    return tuple(found)
