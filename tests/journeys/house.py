"""The archive as it is run: `wgsm serve` in a process of its own, with its worker, over an instance of a test's own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from wgsm_archive.app import create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.sharing.sample import load_sample
from wgsm_archive.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "seven boats before the morning wind"  # noqa: S105 - of made-up people
SERVE = "from wgsm_archive.app import main; main()"


class House(NamedTuple):
    """A running archive: where it is, and the archive behind it to look into."""

    address: str
    archive: Archive


@contextmanager
def opened(folder: Path, people: Sequence[tuple[str, Role]], *, sample: bool = False) -> Iterator[House]:
    """Serve an archive from a new instance in `folder`, with accounts of these names and roles.

    Whatever the server writes about an error fails the test when the block ends.
    """
    settings = Settings(instance=folder / "instance")
    archive = create_archive(settings)
    migrate(archive.engine)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for handle, role in people:
            Accounts(work).make_person(handle, PASSWORD, [role], shown_name=handle.title())
    if sample:
        load_sample(archive)
        Worker(archive, settings.instance / "worker.lock").heal()
    try:
        with _serving(settings.instance, folder / "server.log") as address:
            yield House(address, archive)
    finally:
        archive.engine.dispose()
    written = (folder / "server.log").read_text(encoding="utf-8")
    assert "Traceback" not in written, written


@contextmanager
def _serving(instance: Path, log: Path) -> Iterator[str]:
    port = free_port()
    environment = {**os.environ, "WGSM_INSTANCE": str(instance), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", SERVE, "serve", "--empty", "--port", str(port)]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL
        ) as server,
    ):
        try:
            assert server.stdout is not None
            # It says where it is just before it listens; what comes in between waits in the socket's door.
            assert any(b"http://" in line for line in server.stdout), log.read_text(encoding="utf-8")
            wait_for_door(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            server.kill()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for_door(port: int, server: subprocess.Popen[bytes]) -> None:
    """Come back when a server listens."""
    while server.poll() is None:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=30):
            return
    raise AssertionError("the server ended before it listened")
