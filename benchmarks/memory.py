"""What two serving processes of one archive take of the machine's memory, pages that they share counted once."""

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
    """MiB (proportional set size) of two processes, one of them with the worker, after some pages of each."""
    with contextlib.ExitStack() as stack:
        ports = [_free_port() for _ in range(2)]
        served = [stack.enter_context(_serving(settings, port)) for port in ports]
        for port in ports:
            for number in range(_PAGES):
                for path in ("/en/", f"/en/cases/?page={number % 5 + 1}", address):
                    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                        answer.read()
        return sum(_proportional(one.pid) for one in served)


@contextlib.contextmanager
def _serving(settings: Settings, port: int) -> Iterator[subprocess.Popen[bytes]]:
    # Not through `python -m wgsm_archive`, which makes an environment of its own where this one is another.
    begin = "from wgsm_archive.app import main; main()"
    command = [sys.executable, "-c", begin, "serve", "--empty", "--port", str(port)]
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
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _proportional(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
