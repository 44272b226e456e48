"""Easy-read texts: a story in short sentences, part by part, beside its text in the same language."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedPart
from wgsm_archive.domain.access import VersionState


class EasyText(HasId, GuardedPart, Base):
    """One easy wording of a part (title or section) of a language version. Appended, never changed but by erasing.

    `made_from` are the ids of the paragraphs that the part consisted of then. `label` closes it to all who do not hold
    it; it is empty once the wording was approved. `holds` says that readers see this one.
    """

    __tablename__ = "easy_text"
    __table_args__ = (UniqueConstraint("version_id", "field", "number"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    text: Mapped[str]
    html: Mapped[str]
    made_from: Mapped[list[int]] = mapped_column(JSON)
    label: Mapped[str] = mapped_column(String(60))
    holds: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    written_on: Mapped[dt.date]


class EasyNow(GuardedPart, Base):
    """Which easy wording of a part is the newest, and how far it is. For those who translate."""

    __tablename__ = "easy_now"

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    newest_id: Mapped[int] = mapped_column(ForeignKey("easy_text.id", ondelete="CASCADE"))
    state: Mapped[VersionState] = mapped_column(Enumerated(VersionState))
    label: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(default="")
