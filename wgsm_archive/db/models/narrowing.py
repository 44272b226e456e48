"""Sections that fewer people may read than their story."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base
from wgsm_archive.db.guards import GuardedByOwnLabel, GuardedForTellers


class SectionNarrowing(GuardedForTellers, Base):
    """That some fields of a case ask for a label of their own.

    `prefix` is a field or the beginning of fields before a dot (`narrowed_prefixes`), `label` an access label.
    """

    __tablename__ = "section_narrowing"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(60))


class NarrowedPassage(GuardedByOwnLabel, Base):
    """A rendered field of a language version that fewer may read, apart from what everybody who reads it sees."""

    __tablename__ = "narrowed_passage"

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(120), primary_key=True)
    label: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any]]
    plain: Mapped[str] = mapped_column(default="")
