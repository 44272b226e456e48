"""Keeps the processes that serve an archive: begins anew each that ends, and ends them all when it is told to end.

It is a program of its own, which `processes.begin` becomes once it has forked them: with nothing of the archive in it,
it takes a few megabytes where the process that they come from takes a hundred. So nothing is imported here but a little
of the standard library.

    python keeper.py HELD NUMBER:PROCESS,... COMMAND...

HELD is the end of a pipe of which the processes watch the other: that it is closed tells them that this one is gone.
COMMAND, with a number behind it, serves as the process of that number. SIGTERM and SIGINT come blocked.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time

_LIVED = 5.0
"""Seconds after which a process that ends has not failed at its beginning; one that has is not begun at once."""
_PATIENCE = 40.0
"""Seconds that a process has to end what it is doing."""
_ENDINGS = (signal.SIGTERM, signal.SIGINT)


class _Told(BaseException):
    """This process was told to end."""


def main(running: dict[int, int], command: list[str]) -> None:
    """Keep these processes (process id -> number) until SIGTERM or SIGINT."""
    begun = dict.fromkeys(running, time.monotonic())
    for one in _ENDINGS:
        signal.signal(one, _tell)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
        while True:
            process, status = os.wait()
            if process in running:
                number = running.pop(process)
                how = os.waitstatus_to_exitcode(status)
                sys.stderr.write(f"serving process {number + 1} ended ({how}) and is begun anew\n")
                if time.monotonic() - begun.pop(process) < _LIVED:
                    time.sleep(1)
                _begin(running, begun, number, command)
    except _Told:
        for one in _ENDINGS:
            signal.signal(one, signal.SIG_IGN)
    _end_all(running)


def _begin(running: dict[int, int], begun: dict[int, float], number: int, command: list[str]) -> None:
    process = 0
    while not process:
        # A signal between the beginning and the note of it would leave a process that nobody ends.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
        try:
            process = os.posix_spawn(
                command[0], [*command, str(number)], os.environ, setsigmask=[], setsigdef=list(_ENDINGS)
            )
            running[process], begun[process] = number, time.monotonic()
        except OSError as problem:  # no memory or no number for one more, at this moment
            sys.stderr.write(f"serving process {number + 1} cannot be begun: {problem}\n")
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
        if not process:
            time.sleep(1)


def _end_all(running: dict[int, int]) -> None:
    for process in running:
        _signal(process, signal.SIGTERM)
    until = time.monotonic() + _PATIENCE
    for process in running:
        while _is_there(process):
            if time.monotonic() > until:
                _signal(process, signal.SIGKILL)
            time.sleep(0.02)


def _is_there(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG) == (0, 0)
    except ChildProcessError:  # It had ended, and was waited for, in the moment before this one was told to end.
        return False


def _signal(process: int, which: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, which)


def _tell(_signal: int, _frame: object) -> None:
    raise _Told


if __name__ == "__main__":
    os.set_inheritable(int(sys.argv[1]), False)  # those begun anew must not hold it open themselves
    pairs = (pair.split(":") for pair in sys.argv[2].split(","))
    main({int(process): int(number) for number, process in pairs}, sys.argv[3:])
