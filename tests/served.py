"""`wgsm serve` in processes of its own: to be visited, killed, and set beside another.

Run as a program, it reads lines of JSON: `{"serve": [instance, port, log, *options]}` begins a process and answers
with its number, `{"wait": number}` answers once that one is gone. A served archive is forked from this one, which has
read all the code already: a start takes a tenth of a second instead of three.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Self

from tests.once import made_once
from tests.web.contributing.test_flow import send, tell, words
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        """End what still runs; what was written about an error fails the test."""
        if self._number:
            self.kill(self._number)
        written = self._log.read_text(encoding="utf-8")
        assert "Traceback" not in written, written

    def begin(self, *options: str) -> int:
        """Serve; the number of the process, once somebody can come in."""
        self._number = int(_asked({"serve": [str(self._instance), str(self.port), str(self._log), *options]}))
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self.port), timeout=30):
                return self._number
            time.sleep(0.01)
        raise AssertionError(self._log.read_text(encoding="utf-8"))

    def kill(self, number: int, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill it, or tell it to end, and wait until it is gone."""
        os.kill(number, how)
        self._number = 0
        assert _asked({"wait": number}) == "ended"


@cache
def _program() -> subprocess.Popen[str]:
    """The process from which all archives of these tests are forked; it ends with them, when nobody can ask it more."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.served"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _asked(question: dict[str, object]) -> str:
    program = _program()
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(json.dumps(question) + "\n")
    program.stdin.flush()
    return program.stdout.readline().strip()


def _warm() -> None:
    """Read what first visits read, and compile what they use: lists, catalogs, templates and statements."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(instance=Path(folder) / "instance")
        archive = create_archive(settings)
        migrate(archive.engine)
        client = create_app(settings, archive=archive).test_client()
        for path in _SEEN:
            client.get(path).close()
        tell(client)
        send(client, "/es/contribute/preview", "/es/contribute/send", {})
        assert words(client)
        archive.engine.dispose()


def _serve(instance: str, port: str, log: str, *options: str) -> None:
    os.environ["WGSM_INSTANCE"] = instance
    with Path(log).open("a", encoding="utf-8") as errors, Path(os.devnull).open(encoding="utf-8") as nothing:
        # The pipes belong to whoever asks: nothing that an archive says may be taken for an answer.
        for number, file in enumerate((nothing, errors, errors)):
            os.dup2(file.fileno(), number)
    sys.argv = ["wgsm", "serve", "--empty", "--port", port, *options]
    main()


def _answer(question: dict[str, object]) -> object:
    match question:
        case {"serve": [*given]}:
            number = os.fork()
            if number == 0:
                _serve(*map(str, given))
                os._exit(0)
            return number
        case {"wait": int(number)}:
            os.waitpid(number, 0)
            return "ended"
    raise ValueError(question)


def _run(questions: IO[str]) -> None:
    _warm()
    # What is read here is shared with all archives to come: a walk of their collectors would copy it for each of them.
    gc.collect()
    gc.freeze()
    for line in questions:
        sys.stdout.write(f"{_answer(json.loads(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with made_once():
        _run(sys.stdin)
