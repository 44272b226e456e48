"""What the use-cases of files share: whose story it is, finding a file, keeping and letting go of bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, func, or_, select

from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import NotFound, Refused, TooOften
from wgsm_archive.domain.media import (
    ANSWERS,
    LEAST_FREE_BYTES,
    MOST_ARCHIVE_BYTES_A_DAY,
    MOST_FILES,
    MOST_STORY_BYTES,
    MOST_UPLOADS_A_DAY,
    Agreement,
    MediaKind,
    Size,
)
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.ports.files import Files
from wgsm_archive.services.case_rows import acting_facts, is_mine
from wgsm_archive.services.throttling import count_today
from wgsm_archive.services.work import Work

_HOUR = 3600
_KILOBYTE = 1024


def told_case(work: Work, story: str = "", act: Act = Act.ATTACH) -> Case:
    """The story that the actor tells: the one that is named, or the one that their cookie opens.

    Raises:
        NotFound: it is not theirs, or there is none.
        NotNow: nothing may be added to it or changed now.
    """
    if story:
        case = work.session.scalar(select(Case).where(Case.public_id == story))
    else:
        case = work.session.get(Case, work.actor.case_id) if work.actor.case_id is not None else None
    if case is None or not is_mine(work.actor, case):
        raise NotFound
    require(work.actor, act, acting_facts(work, case))
    return case


def seen_case(work: Work, story: str = "") -> Case:
    """The story whose files tellers or facilitators look at.

    Raises:
        NotFound: the actor is neither, or there is none.
    """
    if story:
        case = work.session.scalar(select(Case).where(Case.public_id == story))
    else:
        case = work.session.get(Case, work.actor.case_id) if work.actor.case_id is not None else None
    if case is None or not (is_mine(work.actor, case) or work.actor.has(Role.FACILITATOR)):
        raise NotFound
    return case


def told_file(work: Work, public_id: str, act: Act = Act.ATTACH) -> tuple[MediaFile, Case]:
    """A file of a story that the actor tells. Raises as `told_case`."""
    file = work.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
    case = work.session.get(Case, file.case_id) if file is not None else None
    if file is None or case is None or not is_mine(work.actor, case):
        raise NotFound
    require(work.actor, act, acting_facts(work, case))
    return file, case


def coverable_file(work: Work, public_id: str) -> tuple[MediaFile, Case]:
    """A file that the actor may cover parts of: its tellers, and facilitators once others have the story.

    Raises:
        NotFound, NotNow: it is neither theirs nor in their care, or not now.
    """
    file = work.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
    case = work.session.get(Case, file.case_id) if file is not None else None
    if file is None or case is None or not (is_mine(work.actor, case) or work.actor.has(Role.FACILITATOR)):
        raise NotFound
    require(work.actor, Act.ATTACH if is_mine(work.actor, case) else Act.EDIT, acting_facts(work, case))
    return file, case


def waits_for_a_look() -> ColumnElement[bool]:
    """True of files that readers could see as soon as a facilitator has looked at them."""
    return and_(
        MediaFile.accepted.is_(False),
        MediaFile.held_back.is_(False),
        MediaFile.kind != MediaKind.DOCUMENT,
        MediaFile.agreement != Agreement.NOT_ASKED,
        MediaFile.section.not_like(f"{ANSWERS}%"),
        or_(MediaFile.kind != MediaKind.PHOTO, MediaFile.alt != ""),
    )


def by_form_key(work: Work, case: Case, form_key: str) -> MediaFile | None:
    """The file that this form has brought already."""
    return work.session.scalar(select(MediaFile).where(MediaFile.case_id == case.id, MediaFile.form_key == form_key))


def require_room(work: Work, case: Case, length: int) -> None:
    """See that a story, the archive and the disk have room for so many bytes more.

    Raises:
        Refused: they have not; `file` holds the code.
    """
    count, held = work.session.execute(
        select(func.count(), func.coalesce(func.sum(MediaFile.bytes), 0)).where(MediaFile.case_id == case.id)
    ).one()
    if count >= MOST_FILES:
        raise Refused({"file": "files-many"})
    if held + length > MOST_STORY_BYTES:
        raise Refused({"file": "files-heavy"})
    if work.tools.files.free() - length < LEAST_FREE_BYTES:
        raise Refused({"file": "disk-full"})


def count_upload(work: Work, case: Case, length: int) -> None:
    """Count an upload that begins.

    Raises:
        TooOften: this story, or all of them together, have sent enough for a day.
    """
    if count_today(work, "upload", case.public_id) > MOST_UPLOADS_A_DAY:
        raise TooOften(_HOUR)
    kilobytes = count_today(work, "upload-bytes", amount=-(-length // _KILOBYTE))
    if kilobytes > MOST_ARCHIVE_BYTES_A_DAY // _KILOBYTE:
        raise TooOften(_HOUR)


def keep_all(files: Files, sizes: Mapping[Size, bytes]) -> dict[str, str]:
    """Put every size on the disk; their names by size."""
    kept: dict[str, str] = {}
    try:
        for size, content in sizes.items():
            kept[str(size)] = files.keep(content)
    except BaseException:
        let_go(files, kept)
        raise
    return kept


def let_go(files: Files, stored: Mapping[str, str]) -> None:
    """Delete the bytes of a file, whose row is gone."""
    for name in stored.values():
        files.remove(name)


def fingerprint(sizes: Mapping[Size, bytes]) -> str:
    """What tells these bytes from all others."""
    digest = hashlib.sha256()
    for size, content in sorted(sizes.items()):
        digest.update(f"{size}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
