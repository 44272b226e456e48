"""What the lists of translators share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import VersionKind
from wgsm_archive.domain.consent import AUDIENCE_OF, Use
from wgsm_archive.services.translating.rows import OPEN_LEVELS
from wgsm_archive.services.work import Work

_LEVELS = [level for level, audience in AUDIENCE_OF.items() if audience in OPEN_LEVELS]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """One page of a list, and how long the whole list is."""

    items: tuple[T, ...]
    total: int


def in_language(language: str) -> list[ColumnElement[bool]]:
    """The clauses for versions that the workbench has in a language."""
    return [LanguageVersion.language == language, LanguageVersion.kind == VersionKind.STANDARD]


def translatable_now(work: Work) -> list[ColumnElement[bool]]:
    """The clauses for stories whose tellers allow today that they are translated here."""
    return [
        Case.state == CaseState.PUBLISHED,
        Case.consent_level.in_(_LEVELS),
        Case.consent_until.is_(None) | (Case.consent_until >= work.today),
        # A list of plain words, as JSON: the quotes around one tell `translate` from `machine-translate`.
        cast(Case.allowed_uses, String).contains(f'"{Use.TRANSLATE}"'),
    ]


def count(work: Work, statement: Select[Any]) -> int:
    """How many rows a statement finds."""
    return work.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
