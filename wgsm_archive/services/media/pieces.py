"""Files that come in pieces: begun once, gone on with after every line that was cut, finished once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, MediaFile, Upload
from wgsm_archive.domain.actor import Actor
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.media import FORMATS, MOST_BYTES, clean_name, format_by_name
from wgsm_archive.domain.workflow import Act
from wgsm_archive.ports.files import FileGone, Files
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import is_mine
from wgsm_archive.services.disclosure.media import MediaItem, media_item
from wgsm_archive.services.media.rows import count_upload, require_room, told_case
from wgsm_archive.services.media.sweeping import UPLOADS_WAIT
from wgsm_archive.services.media.taking_in import Incoming, clean_and_keep, require_length
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of an upload is on the disk, in bytes."""

    id: str
    offset: int
    length: int


def begin(
    archive: Archive, actor: Actor, *, story: str, name: str, length: int, form_key: str
) -> tuple[Progress, bool]:
    """Begin an upload, or find the one that this form began; whether it is new.

    Raises:
        NotFound, NotNow: the story is not the actor's, or nothing may be added to it now.
        Refused: a file of this name and length is not taken in, or there is no room for it.
        TooOften: enough came today.
    """
    files = archive.tools.files
    part = ""
    try:
        with archive.unit_of_work(actor, write=True) as work:
            case = told_case(work, story)
            # Of two requests with one key, the second finds what the first began.
            work.session.refresh(case, with_for_update=True)
            known = work.session.scalar(select(Upload).where(Upload.case_id == case.id, Upload.form_key == form_key))
            if known is not None and not _is_over(work, known):
                return _progress(known), False
            if known is not None:
                _forget(work, known)
                work.session.flush()
            _require_wanted(name, length)
            require_room(work, case, length)
            count_upload(work, case, length)
            part = files.begin()
            row = _row(case, clean_name(name), length, form_key, part)
            row.begun_at = work.now
            work.session.add(row)
            return _progress(row), True
    except BaseException:
        if part:
            files.drop_part(part)
        raise


def append(archive: Archive, actor: Actor, public_id: str, offset: int, piece: bytes) -> tuple[Progress, bool]:
    """Put a piece at its place; it is on the disk when this returns. Whether it fits what is there.

    What is there already changes nothing. It does not fit behind a gap, and where it says otherwise than what is there.

    Raises:
        NotFound, NotNow: there is no such upload of the actor's, or nothing may be added to the story now.
        Refused: it reaches beyond the length that was told.
    """
    with archive.unit_of_work(actor, write=True) as work:
        upload, _case = _own(work, public_id)
        work.session.refresh(upload, with_for_update=True)
        if upload.media_id is not None:
            return _progress(upload), True
        if offset + len(piece) > upload.length:
            raise Refused({"file": "too-big"})
        if offset > upload.offset:
            return _progress(upload), False
        known = upload.offset - offset
        try:
            if not _is_there(work.tools.files, upload.part, offset, piece[:known]):
                return _progress(upload), False
            if piece[known:]:
                work.tools.files.append(upload.part, upload.offset, piece[known:])
        except FileGone:
            raise NotFound from None
        upload.offset = max(upload.offset, offset + len(piece))
        return _progress(upload), True


def progress(work: Work, public_id: str) -> Progress:
    """How far an upload is. Raises `NotFound`, `NotNow`."""
    return _progress(_own(work, public_id)[0])


def finish(archive: Archive, actor: Actor, public_id: str) -> MediaItem | Progress:
    """Clean what came and make it one of the story's files; the progress where bytes are missing.

    Asked once more, it gives the same file. What is refused is deleted.

    Raises:
        NotFound, NotNow: there is no such upload of the actor's, or nothing may be added to the story now.
        Refused: `file` holds the code.
        TooBusy: others are being cleaned.
    """
    with archive.unit_of_work(actor) as work:
        upload, case = _own(work, public_id)
        done = work.session.get(MediaFile, upload.media_id) if upload.media_id is not None else None
        if done is not None:
            return media_item(work, done)
        if upload.offset < upload.length:
            return _progress(upload)
        incoming = Incoming(upload.part, upload.name, upload.length, upload.form_key, story=case.public_id)
    try:
        item = clean_and_keep(archive, actor, incoming)
    except Refused:
        with archive.unit_of_work(actor, write=True) as work:
            _forget(work, _own(work, public_id)[0])
        raise
    with archive.unit_of_work(actor, write=True) as work:
        upload, _case = _own(work, public_id)
        upload.media_id = work.session.scalar(select(MediaFile.id).where(MediaFile.public_id == item.id))
        part = upload.part
        work.after_commit.append(lambda: work.tools.files.drop_part(part))
    return item


def cancel(work: Work, public_id: str) -> None:
    """Forget an upload and delete what came of it. Raises `NotFound`, `NotNow`."""
    _forget(work, _own(work, public_id, Act.DETACH)[0])


def _own(work: Work, public_id: str, act: Act = Act.ATTACH) -> tuple[Upload, Case]:
    upload = work.session.scalar(select(Upload).where(Upload.public_id == public_id))
    case = work.session.get(Case, upload.case_id) if upload is not None else None
    if upload is None or case is None or not is_mine(work.actor, case):
        raise NotFound
    return upload, told_case(work, case.public_id, act)


def _require_wanted(name: str, length: int) -> None:
    """Refuse at once what would be refused in the end: a line of two bars has no megabytes to lose."""
    require_length(length)
    found = format_by_name(name)
    if found is None:
        raise Refused({"file": "file-type"})
    if length > MOST_BYTES[FORMATS[found].kind]:
        raise Refused({"file": "too-big"})


def _row(case: Case, name: str, length: int, form_key: str, part: str) -> Upload:
    return Upload(
        public_id=new_public_id(), case_id=case.id, form_key=form_key, name=name, length=length, offset=0, part=part
    )


def _progress(upload: Upload) -> Progress:
    return Progress(upload.public_id, upload.offset, upload.length)


def _is_over(work: Work, upload: Upload) -> bool:
    """Whether nothing can be added to an upload any more, although it is not finished."""
    if upload.media_id is not None:
        return False
    try:
        work.tools.files.open_part(upload.part).close()
    except FileGone:
        return True
    return upload.begun_at < work.now - UPLOADS_WAIT


def _is_there(files: Files, part: str, offset: int, piece: bytes) -> bool:
    with files.open_part(part) as handle:
        handle.seek(offset)
        return handle.read(len(piece)) == piece


def _forget(work: Work, upload: Upload) -> None:
    part = upload.part
    work.session.delete(upload)
    work.after_commit.append(lambda: work.tools.files.drop_part(part))
