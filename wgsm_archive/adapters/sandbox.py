"""Work on what strangers send, in a process of its own that may use little and can open nothing.

A task is a function from bytes to bytes, named `package.module:function`. Its module brings everything along when
it is imported, because afterwards the process may open no file, no connection and no other process, write to no file
and leave no image of its memory behind (setrlimit, POSIX.1-2024). It sees none of the archive's settings.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_ROOT = Path(__file__).resolve().parent.parent.parent
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from wgsm_archive.adapters.sandbox import serve; serve(sys.argv[2:])"
)
_AT_ONCE = 2
_places = threading.BoundedSemaphore(_AT_ONCE)
_TOO_MUCH = 3
"""The exit code of a process that ran out of memory."""


class Overrun(Exception):
    """The task wanted more memory, time or words than it may have."""


class Broken(Exception):
    """The task ended without an answer."""


class Busy(Exception):
    """Other tasks are at work, and none of them ended in time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a task may use: bytes of memory and of its answer, seconds of the processor and of the clock."""

    memory: int
    answer: int
    processor: int
    clock: int


def run(task: str, content: bytes, limits: Limits) -> bytes:
    """What a task answers to a content.

    Raises:
        Overrun: it wanted more than it may have.
        Broken: it gave no answer.
        Busy: there was no place for it within the time that it may take itself.
    """
    if not _places.acquire(timeout=limits.clock):
        raise Busy
    try:
        return _run(task, content, limits)
    finally:
        _places.release()


def _run(task: str, content: bytes, limits: Limits) -> bytes:
    with _started([task, str(limits.memory), str(limits.processor)]) as process:
        assert process.stdin is not None  # noqa: S101 - for the type checker: both are pipes
        assert process.stdout is not None  # noqa: S101
        clock = threading.Timer(limits.clock, process.kill)
        feeder = threading.Thread(target=_feed, args=(process.stdin, content), daemon=True)
        clock.start()
        feeder.start()
        try:
            answer = process.stdout.read(limits.answer + 1)
            if len(answer) > limits.answer:
                raise Overrun
            code = process.wait()
        finally:
            process.kill()
            clock.cancel()
            feeder.join()
    if code in (_TOO_MUCH, -signal.SIGKILL, -signal.SIGXCPU):
        raise Overrun
    if code:
        raise Broken
    return answer


def _started(arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-I", "-c", _BOOT, str(_ROOT), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
    )


def _feed(pipe: IO[bytes], content: bytes) -> None:
    # A process that ends early closes its end: what it has not read it did not need.
    with contextlib.suppress(OSError), pipe:
        pipe.write(content)


def serve(arguments: list[str]) -> None:
    """The other side: do one task within its limits. Called in the new process only."""
    task, memory, processor = arguments
    module, _colon, name = task.partition(":")
    work = getattr(importlib.import_module(module), name)
    _shut_in(int(memory), int(processor))
    try:
        answer = work(sys.stdin.buffer.read())
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(_TOO_MUCH)
    except BaseException:  # noqa: BLE001 - whatever it was, it is told by the code alone and never with a content
        os._exit(1)
    os._exit(0)


def _shut_in(memory: int, processor: int) -> None:
    os.nice(5)
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: processor,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for kind, most in limits.items():
        # Not every system knows every limit.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
