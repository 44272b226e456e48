"""What serving processes of one archive take of the machine's memory, pages that they share counted once."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from wgsm_archive.settings import Settings

_PATIENCE = 60.0  # seconds until a process must have begun to serve
_PAGES = 40


def of_two_workers(settings: Settings, address: str) -> float:
    """MiB (proportional set size) of `wgsm serve --workers 2`, with the process they come from, after some pages.

    Which of the two answers is the system's choice; twice as many pages as for one are asked for.
    """
    port = free_port()
    with serving(settings, port, "--workers", "2") as served:
        for _ in range(2):
            _visit(port, address)
        return sum(map(_proportional, [served.pid, *_children(served.pid)]))


def of_two_started_apart(settings: Settings, address: str) -> float:
    """MiB of two archives that were started one beside the other, one of them with the worker."""
    with contextlib.ExitStack() as stack:
        ports = [free_port() for _ in range(2)]
        served = [stack.enter_context(serving(settings, port)) for port in ports]
        for port in ports:
            _visit(port, address)
        return sum(_proportional(one.pid) for one in served)


def _visit(port: int, address: str) -> None:
    for number in range(_PAGES):
        for path in ("/en/", f"/en/cases/?page={number % 5 + 1}", address):
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                answer.read()


@contextlib.contextmanager
def serving(settings: Settings, port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """An archive that is served at a port of this machine as long as the block lasts."""
    # Not through `python -m wgsm_archive`, which makes an environment of its own where this one is another.
    begin = "from wgsm_archive.app import main; main()"
    command = [sys.executable, "-c", begin, "serve", "--empty", "--port", str(port), *options]
    environment = {**os.environ, "WGSM_INSTANCE": str(settings.instance)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _proportional(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
