"""Photos, recordings and documents of stories, and what of them is still coming in. Their bytes lie in files."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wgsm_archive.db.base import Base, Enumerated, HasId
from wgsm_archive.db.guards import GuardedForTellers, GuardedMedia
from wgsm_archive.domain.media import Agreement, Format, MediaKind


class MediaFile(HasId, GuardedMedia, Base):
    """A file of a story, as it was made from what came. `stored` maps a size to the name of its file.

    `shown` is derived from consent, agreement and the facilitators' look, as labels are; never set it by hand.
    `fingerprint` is that of all sizes together (SHA-256, hexadecimal) and changes with every byte of them.
    """

    __tablename__ = "media_file"
    __table_args__ = (UniqueConstraint("case_id", "form_key"),)

    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    form_key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[MediaKind] = mapped_column(Enumerated(MediaKind))
    format: Mapped[Format] = mapped_column(Enumerated(Format))
    name: Mapped[str]
    section: Mapped[str] = mapped_column(String(60), default="")
    stored: Mapped[dict[str, str]]
    fingerprint: Mapped[str] = mapped_column(String(64))
    bytes: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    caption: Mapped[str] = mapped_column(default="")
    alt: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(35))
    people: Mapped[str] = mapped_column(default="")
    agreement: Mapped[Agreement] = mapped_column(Enumerated(Agreement), default=Agreement.NOT_ASKED)
    transcript: Mapped[str] = mapped_column(default="")
    transcript_language: Mapped[str] = mapped_column(String(35), default="")
    accepted: Mapped[bool] = mapped_column(default=False)
    held_back: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[bool] = mapped_column(default=False)


class Upload(HasId, GuardedForTellers, Base):
    """A file that comes in pieces. `offset` bytes of `length` are on the disk, in the part of that name.

    When it is done, `media_id` says what became of it, so that asking once more gives the same answer.
    """

    __tablename__ = "upload"
    __table_args__ = (UniqueConstraint("case_id", "form_key"),)

    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_study.id", ondelete="CASCADE"))
    form_key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str]
    length: Mapped[int]
    offset: Mapped[int] = mapped_column(default=0)
    part: Mapped[str] = mapped_column(String(40))
    begun_at: Mapped[dt.datetime]
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media_file.id", ondelete="CASCADE"), index=True)
