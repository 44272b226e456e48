"""Files of a story: all that tellers and facilitators see of one, and the little that readers see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.media import Agreement, MediaKind
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A file as tellers and facilitators see it. `shown` says whether readers see it; lengths are pixels and bytes."""

    id: str
    kind: MediaKind
    name: str
    section: str
    width: int
    height: int
    seconds: int
    bytes: int
    caption: str
    alt: str
    language: str
    direction: str
    people: str
    agreement: Agreement
    transcript: str
    transcript_language: str
    accepted: bool
    held_back: bool
    shown: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """A file as readers see it."""

    id: str
    kind: MediaKind
    section: str
    width: int
    height: int
    seconds: int
    caption: str
    alt: str
    language: str
    direction: str
    transcript: str
    transcript_language: str
    transcript_direction: str


def media_item(work: Work, file: MediaFile) -> MediaItem:
    """All that tellers and facilitators see of a file."""
    return MediaItem(
        id=file.public_id,
        kind=file.kind,
        name=file.name,
        section=file.section,
        width=file.width,
        height=file.height,
        seconds=file.seconds,
        bytes=file.bytes,
        caption=file.caption,
        alt=file.alt,
        language=file.language,
        direction=direction(work, file.language),
        people=file.people,
        agreement=file.agreement,
        transcript=file.transcript,
        transcript_language=file.transcript_language,
        accepted=file.accepted,
        held_back=file.held_back,
        shown=file.shown,
        fingerprint=file.fingerprint,
    )


def media_views(work: Work, case: Case) -> tuple[MediaView, ...]:
    """The files that readers of a story see. Tellers and facilitators see the same ones beside the text."""
    rows: Sequence[MediaFile] = work.session.scalars(
        select(MediaFile).where(MediaFile.case_id == case.id, MediaFile.shown).order_by(MediaFile.id)
    ).all()
    return tuple(_view(work, row) for row in rows)


def _view(work: Work, file: MediaFile) -> MediaView:
    spoken = file.transcript_language or file.language
    return MediaView(
        id=file.public_id,
        kind=file.kind,
        section=file.section,
        width=file.width,
        height=file.height,
        seconds=file.seconds,
        caption=file.caption,
        alt=file.alt,
        language=file.language,
        direction=direction(work, file.language),
        transcript=file.transcript,
        transcript_language=spoken,
        transcript_direction=direction(work, spoken),
    )
