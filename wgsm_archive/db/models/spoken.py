"""Spoken texts: parts of a story read aloud, beside the text that they were read from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedPart
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.media import Format


class SpokenPart(HasId, GuardedPart, Base):
    """A part of a language version as somebody reads it aloud. Its bytes lie in files, as `stored` names them.

    `made_from` are the ids of the paragraphs that the part consisted of then. `label` closes it to all who do not hold
    it; it is empty once a second person has listened and approved. `holds` says that readers hear this one; there is
    at most one that does, and one that waits, for each part.
    """

    __tablename__ = "spoken_part"
    __table_args__ = (UniqueConstraint("version_id", "form_key"),)

    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    form_key: Mapped[str] = mapped_column(String(80))
    format: Mapped[Format] = mapped_column(Enumerated(Format))
    stored: Mapped[dict[str, str]]
    fingerprint: Mapped[str] = mapped_column(String(64))
    bytes: Mapped[int]
    seconds: Mapped[int]
    made_from: Mapped[list[int]] = mapped_column(JSON)
    label: Mapped[str] = mapped_column(String(60))
    holds: Mapped[bool] = mapped_column(default=False)
    state: Mapped[VersionState] = mapped_column(Enumerated(VersionState))
    credit: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    spoken_on: Mapped[dt.date]
