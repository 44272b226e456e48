"""Files of a story: all that tellers and facilitators see of one, and the little that readers see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import section_of
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.media import Agreement, MediaKind, may_be_shown
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.work import Work

_WORDS = ("section", "caption", "alt", "language", "people", "agreement", "transcript", "transcript_language")
_Row = Any  # a row of the columns below
_FILES = Lookup(
    select(
        MediaFile.public_id,
        MediaFile.kind,
        MediaFile.section,
        MediaFile.width,
        MediaFile.height,
        MediaFile.seconds,
        MediaFile.caption,
        MediaFile.alt,
        MediaFile.language,
        MediaFile.transcript,
        MediaFile.transcript_language,
        MediaFile.agreement,
        MediaFile.held_back,
        MediaFile.shown,
    )
    .where(MediaFile.case_id == bindparam("case_id"))
    .order_by(MediaFile.id)
)


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A file as tellers and facilitators see it. `shown` says whether readers see it; lengths are pixels and bytes.

    `waits` says that readers could see it as soon as a facilitator has looked at it. `look` tells the file as it is now
    from how it was or will be, `words` what is said of it: forms send them back, so that nobody decides on, or writes
    over, what they have not seen.
    """

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
    waits: bool
    look: str
    words: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """A file as readers see it. `part` is the part of the story it stands beside: all of a step belongs to `story`."""

    id: str
    kind: MediaKind
    section: str
    part: str
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
        waits=not file.accepted
        and not file.held_back
        and may_be_shown(file.kind, file.agreement, file.alt, section=file.section, accepted=True, allowed=True),
        look=look_of(file),
        words=words_of(file),
    )


def look_of(file: MediaFile) -> str:
    """What tells a file, its bytes and its words, from how it was before and will be after any change."""
    return _digest((file.public_id, file.fingerprint, words_of(file)))


def words_of(file: MediaFile) -> str:
    """What tells the words of a file from those before and after any change."""
    return _digest(str(getattr(file, name)) for name in _WORDS)


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def media_views(work: Work, case: Case) -> tuple[MediaView, ...]:
    """The files that readers of a story see; before it is published, those that they would see if it were."""
    rows = _FILES.rows(work.session, case_id=case.id)
    return tuple(_view(work, row) for row in rows if row.shown or _would_be_shown(work, case, row))


def _would_be_shown(work: Work, case: Case, file: _Row) -> bool:
    if case.state is CaseState.PUBLISHED or file.held_back:
        return False
    allowed = consent_of(case).allows(Use.MEDIA, work.today)
    return may_be_shown(file.kind, file.agreement, file.alt, section=file.section, accepted=True, allowed=allowed)


def _view(work: Work, file: _Row) -> MediaView:
    spoken = file.transcript_language or file.language
    return MediaView(
        id=file.public_id,
        kind=file.kind,
        section=file.section,
        part=section_of(file.section),
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
