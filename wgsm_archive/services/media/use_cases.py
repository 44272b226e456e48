"""What tellers, facilitators and readers can ask of files in one unit of work, as `work.media`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import SEEK_END
from typing import IO

from sqlalchemy import select

from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.errors import Conflict, NotFound, Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.media import FORMATS, SERVED, Format, MediaKind, Size
from wgsm_archive.domain.workflow import Act, require
from wgsm_archive.ports.files import FileGone
from wgsm_archive.services.case_rows import acting_facts, acts_open, is_mine, original_of
from wgsm_archive.services.disclosure.media import MediaItem, look_of, media_item
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.media.answering import answer_with, take_answer_back
from wgsm_archive.services.media.describing import put_words, read_words, require_unchanged
from wgsm_archive.services.media.rows import let_go, seen_case, told_case, told_file, waits_for_a_look
from wgsm_archive.services.media.voices import is_silent
from wgsm_archive.services.reactions import jobs_of_words
from wgsm_archive.services.withholding import file_problems, withheld_in
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Served:
    """A file to be given out. `handle` is open; whoever asked closes it."""

    handle: IO[bytes]
    length: int
    kind: MediaKind
    media_type: str
    name: str
    etag: str


@dataclass(frozen=True, slots=True)
class FilesDesk:
    """The files of a story, for its tellers. `allowed` says whether they let readers see photos and hear recordings."""

    public_id: str
    title: str
    language: str
    direction: str
    state: CaseState
    allowed: bool
    may: frozenset[Act]
    items: tuple[MediaItem, ...]


class Media:
    """Files of stories."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def items(self, story: str = "") -> list[MediaItem]:
        """The files of a story, in the order in which they came.

        Raises:
            NotFound: the actor neither tells it nor looks after stories, or there is none.
        """
        case = seen_case(self._work, story)
        rows = select(MediaFile).where(MediaFile.case_id == case.id).order_by(MediaFile.id)
        return [media_item(self._work, row) for row in self._work.session.scalars(rows)]

    def desk(self, story: str = "") -> FilesDesk:
        """The files of a story that the actor tells.

        Raises:
            NotFound: it is not theirs, or there is none.
        """
        work, case = self._work, seen_case(self._work, story)
        if not is_mine(work.actor, case):
            raise NotFound
        version = original_of(work, case)
        return FilesDesk(
            public_id=case.public_id,
            title=version.title,
            language=version.language,
            direction=direction(work, version.language),
            state=case.state,
            allowed=consent_of(case).allows(Use.MEDIA, work.today),
            may=acts_open(work, case),
            items=tuple(self.items(case.public_id)),
        )

    def story_of(self, public_id: str) -> str:
        """The public id of the story that a file belongs to, for whoever tells it. Raises `NotFound`."""
        file = self._work.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
        case = self._work.session.get(Case, file.case_id) if file is not None else None
        if case is None or not is_mine(self._work.actor, case):
            raise NotFound
        return case.public_id

    def item(self, public_id: str) -> MediaItem:
        """One file of a story that the actor tells. Raises `NotFound`, `NotNow`."""
        return media_item(self._work, told_file(self._work, public_id)[0])

    def require_open(self, story: str = "") -> None:
        """See that files may be added to a story now. Raises `NotFound`, `NotNow`."""
        told_case(self._work, story)

    def describe(self, public_id: str, words: Mapping[str, str], *, seen: str | None = None) -> MediaItem:
        """Say what a file shows; facilitators look at it again when that changed.

        `seen` is the `MediaItem.words` of the form that the words were written in; None writes over what stands.

        Raises:
            NotFound, NotNow: it is not the actor's, or not now.
            Conflict: somebody else changed them since; holds what stands now where it is not what was sent.
            Refused: names the fields that break a rule.
        """
        file, case = told_file(self._work, public_id)
        # Held, so that no facilitator accepts at the same moment what they have not read.
        self._work.session.refresh(file, with_for_update=True)
        wanted = read_words(words)
        require_unchanged(file, wanted, seen)
        if put_words(file, wanted):
            file.accepted = False
            self._changed(case, file)
            answer_with(self._work, case, file)
        return media_item(self._work, file)

    def remove(self, public_id: str) -> None:
        """Delete a file for good. Raises `NotFound`."""
        work = self._work
        file, case = told_file(work, public_id, Act.DETACH)
        stored = dict(file.stored)
        take_answer_back(work, file)
        if file.shown:
            work.session.add_all(jobs_of_words(case.id, work.now, closed=True))
        work.session.delete(file)
        work.record(Happened(Event.MEDIA_REMOVED, case.id, detail={"kind": str(file.kind)}))
        work.after_commit.append(lambda: let_go(work.tools.files, stored))

    def accept(self, public_id: str, *, seen: str | None = None) -> None:
        """A facilitator has looked at a file: readers may see it where its tellers allow that.

        `seen` is the `MediaItem.look` of what they looked at; None for the file as it stands.

        Raises:
            NotFound: there is none.
            Conflict: it was changed after they looked.
            Refused: names the fields that hold what is withheld in the story; or readers would find a sound without
                words.
        """
        file, case = self._looked_at(public_id)
        if seen is not None and seen != look_of(file):
            raise Conflict({public_id: ""}, 0)
        problems = file_problems(withheld_in(self._work, case), file)
        if is_silent(self._work, case, file):
            problems["transcript"] = "transcript-missing"
        if problems:
            raise Refused(problems)
        if not file.accepted:
            file.accepted, file.held_back = True, False
            self._work.record(Happened(Event.MEDIA_ACCEPTED, case.id, detail={"kind": str(file.kind)}))

    def to_cover(self, public_id: str) -> tuple[str, MediaItem]:
        """The public id of its story and a photo that a facilitator may cover parts of.

        Raises:
            NotFound: there is none, or it is no photo.
            NotNow: the story is still being written, or was taken back.
        """
        file, case = self._looked_at(public_id)
        if file.kind is not MediaKind.PHOTO:
            raise NotFound
        return case.public_id, media_item(self._work, file)

    def hold_back(self, public_id: str) -> None:
        """Let no reader see a file, from now on. Raises `NotFound`."""
        file, case = self._looked_at(public_id)
        if not file.held_back:
            file.accepted, file.held_back = False, True
            self._work.record(Happened(Event.MEDIA_HELD_BACK, case.id, detail={"kind": str(file.kind)}))

    def serve(self, public_id: str, size: str) -> Served:
        """The bytes of a file, as far as the actor may have them.

        Raises:
            NotFound: there is none, or none that this actor may know of.
        """
        file = self._work.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
        if file is None or size not in SERVED[file.kind] or size not in file.stored:
            raise NotFound
        try:
            handle = self._work.tools.files.open(file.stored[size])
        except FileGone:
            raise NotFound from None
        return served(handle, file.format, file.name, file.fingerprint, Size(size))

    def _looked_at(self, public_id: str) -> tuple[MediaFile, Case]:
        work = self._work
        file = work.session.scalar(select(MediaFile).where(MediaFile.public_id == public_id))
        case = work.session.get(Case, file.case_id) if file is not None else None
        if file is None or case is None:
            raise NotFound
        require(work.actor, Act.CHECK, acting_facts(work, case))
        work.session.refresh(file, with_for_update=True)
        return file, case

    def _changed(self, case: Case, file: MediaFile) -> None:
        self._work.record(Happened(Event.MEDIA_CHANGED, case.id, detail={"kind": str(file.kind)}))


def served(handle: IO[bytes], file_format: Format, name: str, fingerprint: str, size: Size) -> Served:
    """An open file as it is given out."""
    length = handle.seek(0, SEEK_END)
    handle.seek(0)
    shape = FORMATS[file_format]
    return Served(handle, length, shape.kind, shape.media_type, name, f"{fingerprint[:32]}-{size}")


def accept_seen(work: Work, case: Case, seen: Collection[str]) -> None:
    """Publishing a story counts as a look at its files, as far as the facilitator had them before their eyes.

    `seen` are the `MediaItem.look` of those. Files that were held back, or that no reader could be shown, stay as they
    are.

    Raises:
        Conflict: a file came, or was changed, after they looked; names the ids of those.
    """
    waiting = work.session.scalars(
        select(MediaFile).where(MediaFile.case_id == case.id, waits_for_a_look()).with_for_update()
    ).all()
    unseen = {file.public_id: "" for file in waiting if look_of(file) not in seen}
    if unseen:
        raise Conflict(unseen, case.revision)
    for file in waiting:
        file.accepted = True
