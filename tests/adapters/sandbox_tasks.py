"""Tasks for the trial of the sandbox: each tries what a task must not be able to do."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_TRIES: dict[str, Callable[[], object]] = {
    "read": lambda: Path(__file__).read_bytes(),
    "write": lambda: Path("/tmp/wgsm-sandbox-trial").write_bytes(b"x"),  # noqa: S108 - it must not come about
    "connect": lambda: socket.create_connection(("127.0.0.1", 1), timeout=1),
    "start": lambda: subprocess.run([sys.executable, "--version"], check=True, capture_output=True),
}


def turn(content: bytes) -> bytes:
    return content[::-1]


def reach_out(_content: bytes) -> bytes:
    done = []
    for name, tried in _TRIES.items():
        try:
            tried()
            done.append(name)
        except OSError as problem:
            if problem.errno == 111:  # somebody was asked, and said no
                done.append(name)
    return json.dumps([done, dict(os.environ)]).encode()


def eat(_content: bytes) -> bytes:
    return bytes(len(bytearray(1 << 32)))


def spin(_content: bytes) -> bytes:
    while True:
        pass


def sleep(_content: bytes) -> bytes:
    time.sleep(60)
    return b""


def talk(_content: bytes) -> bytes:
    return b"x" * 5_000_000


def fail(content: bytes) -> bytes:
    raise ValueError(content)


def die(_content: bytes) -> bytes:
    os.abort()
