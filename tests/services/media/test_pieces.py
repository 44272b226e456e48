"""Files that come in pieces: every line may be cut, and nothing is lost or taken twice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.adapters.media.recordings import recording
from tests.fakes import HeldClock
from tests.make import a_case, a_person
from wgsm_archive.db.models import MediaFile, Upload
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.errors import NotFound, NotNow, Refused, TooOften
from wgsm_archive.domain.ids import new_token
from wgsm_archive.domain.media import MEGABYTE, MOST_UPLOADS_A_DAY, MediaKind
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.media import pieces, rows
from wgsm_archive.services.media.pieces import Progress
from wgsm_archive.services.media.sweeping import sweep

SOUND = recording("recorded.webm")
THIRD = len(SOUND) // 3


@pytest.fixture
def telling(archive: Archive) -> Actor:
    return teller(a_case(archive, state=CaseState.DRAFT).id)


def begun(archive: Archive, actor: Actor, content: bytes = SOUND, name: str = "voice.webm", key: str = "") -> str:
    found, _new = pieces.begin(archive, actor, story="", name=name, length=len(content), form_key=key or new_token())
    return found.id


def sent(archive: Archive, actor: Actor, upload: str, content: bytes = SOUND) -> None:
    for at in range(0, len(content), THIRD):
        _progress, fits = pieces.append(archive, actor, upload, at, content[at : at + THIRD])
        assert fits


def count(archive: Archive, table: type) -> int:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalar(select(func.count()).select_from(table))


def left_on_disk(archive: Archive) -> tuple[int, int]:
    return len(list(archive.tools.files.parts())), len(list(archive.tools.files.kept()))


def test_a_recording_in_pieces_becomes_one_file(archive, telling):
    upload = begun(archive, telling)
    sent(archive, telling, upload)
    item = pieces.finish(archive, telling, upload)
    assert (item.kind, item.seconds) == (MediaKind.AUDIO, 2)
    assert left_on_disk(archive) == (0, 1)
    with archive.unit_of_work(telling) as work, work.media.serve(item.id, "file").handle as handle:
        kept = handle.read()
    assert kept != SOUND
    assert b"Chrome" not in kept


def test_the_same_form_is_the_same_upload_and_the_same_file(archive, telling):
    key = new_token()
    first = begun(archive, telling, key=key)
    pieces.append(archive, telling, first, 0, SOUND[:THIRD])
    found, is_new = pieces.begin(archive, telling, story="", name="voice.webm", length=len(SOUND), form_key=key)
    assert (found.id, found.offset, is_new) == (first, THIRD, False)
    sent(archive, telling, first)
    assert pieces.finish(archive, telling, first) == pieces.finish(archive, telling, first)
    found, is_new = pieces.begin(archive, telling, story="", name="voice.webm", length=len(SOUND), form_key=key)
    assert (found.offset, is_new) == (len(SOUND), False)
    assert count(archive, MediaFile) == 1
    assert left_on_disk(archive) == (0, 1)


def test_what_is_there_already_changes_nothing(archive, telling):
    upload = begun(archive, telling)
    for at, end in ((0, THIRD), (0, THIRD), (THIRD // 2, 2 * THIRD), (0, 10), (THIRD, len(SOUND))):
        found, fits = pieces.append(archive, telling, upload, at, SOUND[at:end])
        assert fits
    assert found.offset == len(SOUND)
    assert pieces.finish(archive, telling, upload).seconds == 2


def test_gaps_and_other_bytes_are_answered_with_the_right_place(archive, telling):
    upload = begun(archive, telling)
    pieces.append(archive, telling, upload, 0, SOUND[:THIRD])
    for at, piece in ((THIRD + 1, b"later"), (0, b"something else"), (THIRD - 2, b"other")):
        found, fits = pieces.append(archive, telling, upload, at, piece)
        assert (found.offset, fits) == (THIRD, False)
    assert pieces.finish(archive, telling, upload) == Progress(upload, THIRD, len(SOUND))
    with pytest.raises(Refused):
        pieces.append(archive, telling, upload, THIRD, bytes(len(SOUND)))
    sent(archive, telling, upload)
    assert pieces.finish(archive, telling, upload).seconds == 2


def test_bytes_that_were_written_but_not_acknowledged_are_written_again(archive, telling):
    upload = begun(archive, telling)
    with archive.unit_of_work(SYSTEM) as work:
        part = work.session.scalar(select(Upload.part))
    archive.tools.files.append(part, 0, b"what a power cut left behind" * 9)
    sent(archive, telling, upload)
    assert pieces.finish(archive, telling, upload).seconds == 2


def test_what_is_refused_is_deleted(archive, telling):
    broken = SOUND[:40] + bytes(3000)
    upload = begun(archive, telling, broken)
    sent(archive, telling, upload, broken)
    with pytest.raises(Refused):
        pieces.finish(archive, telling, upload)
    with pytest.raises(NotFound):
        pieces.finish(archive, telling, upload)
    assert left_on_disk(archive) == (0, 0)
    assert count(archive, Upload) == 0


@pytest.mark.parametrize(
    ("name", "length", "code"),
    [("a.exe", 10, "file-type"), ("a", 10, "file-type"), ("a.mp3", 0, "file-empty"), ("a.mp3", -5, "file-empty"),
     ("a.mp3", 31 * MEGABYTE, "too-big"), ("a.jpg", 26 * MEGABYTE, "too-big")],
)  # fmt: skip
def test_what_would_be_refused_is_refused_before_it_is_sent(archive, telling, name, length, code):
    with pytest.raises(Refused) as refused:
        pieces.begin(archive, telling, story="", name=name, length=length, form_key=new_token())
    assert refused.value.problems == {"file": code}
    assert left_on_disk(archive) == (0, 0)


def test_nothing_begins_when_the_disk_is_full(archive, telling, monkeypatch):
    monkeypatch.setattr(type(archive.tools.files), "free", lambda files: 400 * MEGABYTE)
    with pytest.raises(Refused) as refused:
        begun(archive, telling)
    assert refused.value.problems == {"file": "disk-full"}


def test_a_story_begins_so_many_uploads_a_day(archive, telling, clock: HeldClock):
    for _ in range(MOST_UPLOADS_A_DAY):
        upload = begun(archive, telling)
        with archive.unit_of_work(telling, write=True) as work:
            pieces.cancel(work, upload)
    with pytest.raises(TooOften):
        begun(archive, telling)
    assert left_on_disk(archive) == (0, 0)
    clock.forward(days=1)
    begun(archive, telling)


def test_the_archive_takes_so_much_a_day(archive, telling, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ARCHIVE_BYTES_A_DAY", 40 * MEGABYTE)
    pieces.begin(archive, telling, story="", name="a.mp3", length=30 * MEGABYTE, form_key=new_token())
    with pytest.raises(TooOften):
        pieces.begin(archive, telling, story="", name="b.mp3", length=20 * MEGABYTE, form_key=new_token())


def test_nobody_else_reaches_an_upload(archive, telling):
    upload = begun(archive, telling)
    other = teller(a_case(archive, state=CaseState.DRAFT).id)
    for actor in (ANONYMOUS, other, a_person(archive, Role.FACILITATOR), a_person(archive, Role.STEWARD)):
        for act in (
            lambda who=actor: pieces.append(archive, who, upload, 0, b"x"),
            lambda who=actor: pieces.finish(archive, who, upload),
        ):
            with pytest.raises(NotFound):
                act()
        with archive.unit_of_work(actor) as work, pytest.raises(NotFound):
            pieces.progress(work, upload)


def test_a_story_that_was_hidden_takes_nothing_more(archive):
    made = a_case(archive)
    upload = begun(archive, teller(made.id))
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.hide()
    with pytest.raises(NotNow):
        pieces.append(archive, teller(made.id), upload, 0, SOUND[:9])
    with pytest.raises(NotNow):
        pieces.finish(archive, teller(made.id), upload)


def test_an_upload_waits_two_days_and_begins_anew_afterwards(archive, telling, clock: HeldClock):
    key = new_token()
    upload = begun(archive, telling, key=key)
    pieces.append(archive, telling, upload, 0, SOUND[:THIRD])
    clock.forward(hours=47)
    assert begun(archive, telling, key=key) == upload
    clock.forward(hours=2)
    again = begun(archive, telling, key=key)
    assert again != upload
    sent(archive, telling, again)
    assert pieces.finish(archive, telling, again).seconds == 2
    begun(archive, telling)
    clock.forward(days=4)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        sweep(work)
    assert count(archive, Upload) == 0
    assert count(archive, MediaFile) == 1


def test_an_upload_whose_bytes_are_gone_begins_anew(archive, telling):
    key = new_token()
    upload = begun(archive, telling, key=key)
    for found in archive.tools.files.parts():
        archive.tools.files.drop_part(found.name)
    with pytest.raises(NotFound):
        pieces.append(archive, telling, upload, 0, SOUND[:9])
    again = begun(archive, telling, key=key)
    assert again != upload
    sent(archive, telling, again)
    assert pieces.finish(archive, telling, again).seconds == 2
