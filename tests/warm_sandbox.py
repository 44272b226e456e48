"""Processes for the sandbox that are forked from one which has read the code of a task already.

A file that somebody brings is opened by a process that is made for it. Tests bring hundreds of files, and most of the
work went into reading the same modules again and again. What such a process may do, and that it ends, is the same;
`tests/adapters/test_sandbox.py` and the archives that are started as programs of their own use the real way.

Run as a program with the number of a socket and the name of a task, it begins and ends processes as it is asked.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from signal import SIGKILL
from typing import Self

from wgsm_archive.adapters import sandbox

_ROOT = Path(__file__).parents[1]
COLD = sandbox._started
"""The real way."""
_LONGEST = 4096
"""Bytes of a question."""


class Warm:
    """One process, with the part of `subprocess.Popen` that the sandbox uses."""

    def __init__(self, arguments: list[str]) -> None:
        self._maker = _maker(os.getpid(), arguments[0])
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self._number = self._maker.asked({"begin": arguments}, theirs_in, theirs_out)
        os.close(theirs_in)
        os.close(theirs_out)
        self.stdin, self.stdout = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")
        self._code: int | None = None

    def wait(self) -> int:
        """How it ended: a code of its own, or the number of a signal below zero."""
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(self._maker.asked({"wait": self._number}))
        return self._code

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self._code is None:
            os.kill(self._number, SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        for pipe in (self.stdin, self.stdout):
            with suppress(OSError):
                pipe.close()
        self.wait()


class _Maker:
    """The process that they are forked from; it ends with the process that asks it."""

    def __init__(self, task: str) -> None:
        self._one_at_a_time = threading.Lock()
        self._line, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, "-m", "tests.warm_sandbox", str(number), task]
            # Nobody waits for it: it ends when nobody can ask it any more.
            self._process = subprocess.Popen(command, cwd=_ROOT, pass_fds=[number], env={"LC_ALL": "C.UTF-8"})

    def asked(self, question: dict[str, object], *files: int) -> int:
        """Its answer, a number."""
        with self._one_at_a_time:
            socket.send_fds(self._line, [json.dumps(question).encode()], files)
            return int(self._line.recv(_LONGEST))


@cache
def _maker(_asking: int, task: str) -> _Maker:
    # A process that was forked from the tests has one of its own: answers must come to whoever asked.
    return _Maker(task)


def _begun(arguments: list[str], files: list[int]) -> int:
    number = os.fork()
    if number == 0:
        for place, file in enumerate(files):
            os.dup2(file, place)
        sandbox.serve(arguments)
    for file in files:
        os.close(file)
    return number


def _answer(line: socket.socket) -> bool:
    question, files, _flags, _address = socket.recv_fds(line, _LONGEST, 2)
    match json.loads(question or "{}"):
        case {"begin": [*arguments]}:
            answer = _begun(arguments, files)
        case {"wait": int(number)}:
            answer = os.waitpid(number, 0)[1]
        case _:
            return False
    line.send(str(answer).encode())
    return True


def _serve(number: int, task: str) -> None:
    import_module(task.partition(":")[0])
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=number) as line:
        while _answer(line):
            pass


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2])
