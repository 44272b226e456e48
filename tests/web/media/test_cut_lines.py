"""A line that is cut in the middle of a piece, and a server that is killed between two: no byte is lost or doubled."""

from __future__ import annotations

import hashlib
import hmac
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.adapters.media.recordings import recording
from tests.make import a_case
from tests.served import Served
from wgsm_archive.app import create_archive
from wgsm_archive.db.models import MediaFile
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import TELLER_COOKIE

SOUND = recording("recorded.webm")
HALF = len(SOUND) // 2
KEY = "the same key of the same form"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Archive]:
    made = create_archive(Settings(instance=tmp_path / "instance"))
    migrate(made.engine)
    yield made
    made.engine.dispose()


@contextmanager
def served(instance: Path) -> Iterator[int]:
    """A server until the block ends, which kills it as a power cut does."""
    with Served(instance, instance.with_suffix(".log")) as archive:
        archive.begin()
        yield archive.port


class Line:
    """A teller's script that speaks to one server after the other."""

    def __init__(self, archive: Archive) -> None:
        made = a_case(archive, state=CaseState.DRAFT)
        with archive.unit_of_work(SYSTEM, write=True) as work:
            cookie = tellers.open_session(work, made.id, draft=True)
        token = hmac.new(archive.tools.secret, b"form:" + cookie.encode(), hashlib.sha256).hexdigest()
        self.headers = {"Cookie": f"{TELLER_COOKIE}={cookie}", "X-CSRF-Token": token}
        self.port = 0

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Message:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        address = f"http://127.0.0.1:{self.port}{path}"
        asked = urllib.request.Request(address, body, {**self.headers, **given}, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - of this machine
            answer.read()
            return answer.headers

    def begin(self) -> tuple[str, int]:
        form = f"name=voice.webm&length={len(SOUND)}&form_key={KEY.replace(' ', '-')}".encode()
        answer = self.ask("POST", "/pt/media/uploads", form)
        return answer["Location"], int(answer["Upload-Offset"])

    def append(self, place: str, offset: int, piece: bytes) -> int:
        kind = "application/offset+octet-stream"
        answer = self.ask("PATCH", place, piece, Upload_Offset=str(offset), Content_Type=kind)
        return int(answer["Upload-Offset"])

    def cut(self, place: str, offset: int, piece: bytes) -> None:
        """Send half of a piece, and no more."""
        head = [f"PATCH {place} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Content-Length: {len(piece)}"]
        head += [f"{name}: {value}" for name, value in {**self.headers, "Upload-Offset": offset}.items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as wire:
            wire.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + piece[: len(piece) // 2])


def test_every_byte_arrives_once(stored: Archive, tmp_path: Path):
    line = Line(stored)
    with served(tmp_path / "instance") as line.port:
        place, _offset = line.begin()
        line.cut(place, 0, SOUND[:HALF])
        assert int(line.ask("HEAD", place)["Upload-Offset"]) == 0
        assert line.append(place, 0, SOUND[:HALF]) == HALF
    with served(tmp_path / "instance") as line.port:
        assert line.begin() == (place, HALF)
        line.cut(place, HALF, SOUND[HALF:])
        assert line.append(place, HALF, SOUND[HALF:]) == len(SOUND)
    with served(tmp_path / "instance") as line.port:
        assert line.begin() == (place, len(SOUND))
        for _ in range(2):
            line.ask("POST", f"{place}/finish", b"")
    with stored.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(MediaFile)) == 1
        assert work.session.scalar(select(MediaFile.seconds)) == 2
    assert list(stored.tools.files.parts()) == []
