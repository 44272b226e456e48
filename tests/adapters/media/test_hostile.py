"""A served archive is sent all that is hostile, and stands: each file is refused in words or made harmless."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.media.hostile import DEFUSED, EITHER, REFUSED, SEALED, TRICKS
from tests.adapters.media.made_to_hurt import MARK
from tests.adapters.media.pictures import opened
from tests.make import a_case
from tests.web.media.sending import BOUNDARY, form_of
from wgsm_archive.app import create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.ids import new_token
from wgsm_archive.domain.media import clean_name
from wgsm_archive.services.contributing import tellers
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import TELLER_COOKIE

# One process is sent all of it.
ROOT = Path(__file__).parents[3]
MOST_ABOVE_IDLE = 300 * 1024
"""Kilobytes, of the archive and all processes that it starts together."""
ACTIVE = (MARK, b"<script", b"<?php", b"PK\x03\x04", b"Exif", b"%PDF", b"ICC_PROFILE", b"http://")


class Served:
    """An archive that is served by a process of its own."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(instance=folder)
        self.archive = create_archive(settings)
        migrate(self.archive.engine)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        start = "import sys; sys.path.insert(0, sys.argv.pop(1)); from wgsm_archive.app import main; main()"
        command = [sys.executable, "-c", start, str(ROOT), "serve", "--empty", "--no-worker", "--port", str(self.port)]
        environment = {"PATH": os.environ["PATH"], "WGSM_INSTANCE": str(folder), "WGSM_SAMPLE": "0"}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        self._wait()
        self.idle = self._memory()
        self.peak = self.idle
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._watch_memory, daemon=True)
        self._watch.start()

    def close(self) -> None:
        """End it."""
        self._over.set()
        self._watch.join()
        self.process.terminate()
        self.process.wait(timeout=20)
        self.archive.engine.dispose()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """One request."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            line.request(method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            line.close()

    def a_teller(self) -> str:
        """The cookie of somebody who tells a story of their own."""
        made = a_case(self.archive, state=CaseState.DRAFT)
        with self.archive.unit_of_work(SYSTEM, write=True) as work:
            return f"{TELLER_COOKIE}={tellers.open_session(work, made.id, draft=True)}"

    def _wait(self) -> None:
        for _ in range(300):
            try:
                assert self.ask("GET", "/healthz")[0] == 200
            except OSError:
                assert self.process.poll() is None
                time.sleep(0.2)
            else:
                return
        raise AssertionError("it did not start")

    def _memory(self) -> int:
        """Kilobytes of the process and of those it started (VmRSS)."""
        own = self.process.pid
        children = Path(f"/proc/{own}/task").glob("*/children")
        found = [str(own)]
        for one in children:
            try:
                found += one.read_text().split()
            except OSError:
                continue
        return sum(map(_resident, found))

    def _watch_memory(self) -> None:
        while not self._over.wait(0.02):
            self.peak = max(self.peak, self._memory())


def _resident(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("served") / "instance")
    yield made
    made.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("trick", list(TRICKS))
def test_a_hostile_file_is_refused_or_made_harmless(served: Served, trick: str):
    name, content, becomes = TRICKS[trick]()
    cookie = served.a_teller()
    body = form_of({"form_key": new_token()}, content, name, "text/html")
    status, told, _headers = served.ask(
        "POST",
        "/en/media/",
        body,
        Cookie=cookie,
        Accept="application/json",
        Origin=f"http://127.0.0.1:{served.port}",
        Content_Type=f"multipart/form-data; boundary={BOUNDARY.decode()}",
    )
    assert served.process.poll() is None
    answer = json.loads(told)
    if becomes == REFUSED or (becomes == EITHER and status == 422):
        assert status == 422, answer
        assert answer["words"]["file"].endswith(".")
        return
    assert status == 201, answer
    item = answer["media"]
    assert item["name"] == clean_name(name)
    assert not set(item["name"]) & set('/\\<>":|\0\u202e')
    for address in {item["full"], item["preview"]} - {""}:
        _look_at(served, address, cookie, becomes, content)


def _look_at(served: Served, address: str, cookie: str, becomes: str, content: bytes) -> None:
    status, kept, headers = served.ask("GET", address, Cookie=cookie)
    assert status == 200
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert served.ask("GET", address)[0] == 404, "strangers see nothing of it"
    if becomes == SEALED:
        assert kept == content
        assert headers["Content-Disposition"].startswith("attachment")
        return
    if becomes == DEFUSED or headers["Content-Type"].startswith("image/"):
        assert headers["Content-Type"] == "image/jpeg"
        assert max(opened(kept).size) <= 1600
        assert kept.startswith(b"\xff\xd8\xff\xe0")
    assert not [sign for sign in ACTIVE if sign in kept]


def test_it_took_little_memory_and_left_nothing_behind(served: Served):
    assert served.ask("GET", "/healthz")[0] == 200
    assert served.peak - served.idle < MOST_ABOVE_IDLE, (served.idle, served.peak)
    assert not list(served.archive.tools.files.parts())


def test_the_set_is_large_enough():
    assert len(TRICKS) >= 100
