"""`wgsm serve` in processes of its own, to be killed: what holds when one is killed, or beside another.

Run as a program, it reads lines that name an instance, a port and options, and begins a process for each. A served
archive is forked from this one, which has read all the code already: a start takes a tenth of a second instead of
three, so that a hundred of them fit into a test. It answers with the number of the process, and with `ended` once
that is gone.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.once import made_once
from wgsm_archive.app import create_app, create_archive, main
from wgsm_archive.db.schema import migrate
from wgsm_archive.settings import Settings

ROOT = Path(__file__).parents[1]
_SEEN = ("/es/contribute/", "/es/receipt/", "/es/")


class Served:
    """An archive that is served by one process after another at the same address."""

    def __init__(self, instance: Path, log: Path) -> None:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = int(door.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self._instance = instance
        self._number = 0
        self._log = log
        self._errors = log.open("w", encoding="utf-8")
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.served"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        """End what still runs; what was written about an error fails the test."""
        if self._number:
            self.kill(self._number)
        self._program.kill()
        self._program.communicate()
        self._errors.close()
        written = self._log.read_text(encoding="utf-8")
        assert "Traceback" not in written, written

    def begin(self, *options: str) -> int:
        """Serve; the number of the process, once somebody can come in."""
        assert self._program.stdin is not None
        self._program.stdin.write(" ".join([str(self._instance), str(self.port), *options]) + "\n")
        self._program.stdin.flush()
        self._number = int(self._said())
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self.port), timeout=30):
                return self._number
            time.sleep(0.01)
        raise AssertionError("the archive did not begin")

    def kill(self, number: int) -> None:
        """Kill it, and wait until it is gone."""
        os.kill(number, signal.SIGKILL)
        self._number = 0
        assert self._said() == "ended"

    def _said(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline().strip()


def _warm() -> None:
    """Read what a first visit reads: lists, catalogs and templates."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(instance=Path(folder) / "instance")
        archive = create_archive(settings)
        migrate(archive.engine)
        client = create_app(settings, archive=archive).test_client()
        for path in _SEEN:
            client.get(path).close()
        archive.engine.dispose()


def _serve(instance: str, port: str, *options: str) -> None:
    os.environ["WGSM_INSTANCE"] = instance
    # Told through its own output, "ended" could not be known from what the served archive says.
    os.dup2(2, 1)
    sys.argv = ["wgsm", "serve", "--empty", "--port", port, *options]
    main()


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _run() -> None:
    _warm()
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            _serve(*line.split())
            os._exit(0)
        _say(number)
        os.waitpid(number, 0)
        _say("ended")


if __name__ == "__main__":
    with made_once():
        _run()
