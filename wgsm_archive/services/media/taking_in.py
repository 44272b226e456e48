"""Taking files in and changing their bytes. No database is locked while one is cleaned: it lies between two units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from wgsm_archive.db.models import MediaFile
from wgsm_archive.domain.actor import Actor
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.media import FORMATS, LONGEST, MOST_BOXES, Box, MediaKind, Size, clean_name
from wgsm_archive.ports.files import FileGone
from wgsm_archive.ports.media import Cleaned
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import is_mine
from wgsm_archive.services.disclosure.media import MediaItem, media_item
from wgsm_archive.services.media.answering import answer_with
from wgsm_archive.services.media.describing import put_words, read_words
from wgsm_archive.services.media.rows import (
    by_form_key,
    count_upload,
    coverable_file,
    fingerprint,
    keep_all,
    let_go,
    require_room,
    told_case,
)
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that came whole: where it lies as a part, under which name, and what was said of it."""

    part: str
    name: str
    length: int
    form_key: str
    story: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def take_in(archive: Archive, actor: Actor, incoming: Incoming) -> MediaItem:
    """Take in a file that came whole; the same form sent again gives the same file. The part is gone afterwards.

    Raises:
        NotFound, NotNow: the story is not the actor's, or nothing may be added to it now.
        Refused: `file` or the name of a field, and the code of the rule.
        TooBusy, TooOften: others are being cleaned, or enough came today.
    """
    try:
        with archive.unit_of_work(actor, write=True) as work:
            case = told_case(work, incoming.story)
            known = by_form_key(work, case, incoming.form_key)
            if known is not None:
                return media_item(work, known)
            require_length(incoming.length)
            require_room(work, case, incoming.length)
            read_words(incoming.words)
            count_upload(work, case, incoming.length)
        return clean_and_keep(archive, actor, incoming)
    finally:
        archive.tools.files.drop_part(incoming.part)


def require_length(length: int) -> None:
    """See that a file of so many bytes can be taken in at all. Raises `Refused`."""
    if length < 1:
        raise Refused({"file": "file-empty"})
    if length > LONGEST:
        raise Refused({"file": "too-big"})


def clean_and_keep(archive: Archive, actor: Actor, incoming: Incoming) -> MediaItem:
    """Clean a file that was let in, and make it one of the story's. Raises as `take_in`."""
    made = cleaned(archive, incoming.part, incoming.name)
    with kept(archive, made) as stored, archive.unit_of_work(actor, write=True) as work:
        case = told_case(work, incoming.story)
        work.session.refresh(case, with_for_update=True)
        known = by_form_key(work, case, incoming.form_key)
        if known is not None:
            work.after_commit.append(lambda: let_go(work.tools.files, stored))
            return media_item(work, known)
        require_room(work, case, sum(len(content) for content in made.sizes.values()))
        file = _row(made, stored, incoming, case.id)
        file.language = case.original_language
        put_words(file, read_words(incoming.words))
        work.session.add(file)
        work.record(Happened(Event.MEDIA_ADDED, case.id, detail={"kind": str(file.kind)}))
        work.session.flush()
        answer_with(work, case, file)
        return media_item(work, file)


def blur(archive: Archive, actor: Actor, public_id: str, boxes: Sequence[Box]) -> MediaItem:
    """Take what lies under the boxes out of a photo, for good; by its tellers, or by a facilitator.

    Raises:
        NotFound, NotNow: it is neither the actor's nor in their care, or not now.
        Refused: it is no photo, or there are no boxes, or too many.
        TooBusy: others are being cleaned.
    """
    if not 1 <= len(boxes) <= MOST_BOXES:
        raise Refused({"box": "too-many" if boxes else "required"})
    with archive.unit_of_work(actor) as work:
        file, _case = coverable_file(work, public_id)
        if file.kind is not MediaKind.PHOTO:
            raise Refused({"file": "file-type"})
        before, seen = _full_size(work, file), file.fingerprint
    made = archive.tools.cleaner.blur(before, boxes)
    with kept(archive, made) as stored, archive.unit_of_work(actor, write=True) as work:
        file, case = coverable_file(work, public_id)
        work.session.refresh(file, with_for_update=True)
        if file.fingerprint != seen:
            raise Refused({"file": "changed-meanwhile"})
        old = dict(file.stored)
        _put_bytes(file, made, stored)
        file.accepted = False
        event = Event.MEDIA_CHANGED if is_mine(work.actor, case) else Event.MEDIA_COVERED
        work.record(Happened(event, case.id, detail={"kind": str(file.kind), "blurred": len(boxes)}))
        work.after_commit.append(lambda: let_go(work.tools.files, old))
        return media_item(work, file)


def cleaned(archive: Archive, part: str, name: str) -> Cleaned:
    """What may be kept of a part that came whole under a name. Raises `NotFound`, and as `MediaCleaner.clean`."""
    try:
        content = archive.tools.files.read_part(part)
    except FileGone:
        raise NotFound from None
    return archive.tools.cleaner.clean(content, clean_name(name))


def _full_size(work: Work, file: MediaFile) -> bytes:
    try:
        with work.tools.files.open(file.stored[str(Size.FULL)]) as handle:
            return handle.read()
    except FileGone:
        raise NotFound from None


@contextmanager
def kept(archive: Archive, made: Cleaned) -> Iterator[dict[str, str]]:
    """The bytes on the disk, before the row is committed; they go again when it is not."""
    stored = keep_all(archive.tools.files, made.sizes)
    try:
        yield stored
    except BaseException:
        let_go(archive.tools.files, stored)
        raise


def _row(made: Cleaned, stored: dict[str, str], incoming: Incoming, case_id: int) -> MediaFile:
    file = MediaFile(
        public_id=new_public_id(),
        case_id=case_id,
        form_key=incoming.form_key,
        kind=FORMATS[made.format].kind,
        name=clean_name(incoming.name),
    )
    _put_bytes(file, made, stored)
    return file


def _put_bytes(file: MediaFile, made: Cleaned, stored: dict[str, str]) -> None:
    file.format, file.stored, file.fingerprint = made.format, stored, fingerprint(made.sizes)
    file.bytes = sum(len(content) for content in made.sizes.values())
    file.width, file.height, file.seconds = made.width, made.height, made.seconds
