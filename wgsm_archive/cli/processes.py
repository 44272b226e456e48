"""Several processes that serve one archive, forked from one that has read everything already.

What none of them changes is in the machine's memory once. The one they come from serves nobody: it begins anew what
ended, and ends them all when it is told to end.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

_log = logging.getLogger(__name__)
_LIVED = 5.0
"""Seconds after which a process that ends has not failed at its beginning; one that has is not begun at once."""
_PATIENCE = 40.0
"""Seconds that a process has to end what it is doing."""
_ENDINGS = (signal.SIGTERM, signal.SIGINT)


class _Told(BaseException):
    """This process was told to end."""


class Processes:
    """So many processes; in each, `serve` is called with its number, from 0 on, and the process ends with it.

    No thread may run and no connection may be open in the process that they are forked from.
    """

    def __init__(self, many: int, serve: Callable[[int], None]) -> None:
        self._many = many
        self._serve = serve
        self._running: dict[int, tuple[int, float]] = {}  # by process id: its number, and when it began
        # Nobody ever writes to it: that it is closed tells the others that this process is gone, however it ended.
        self._watched, self._held = os.pipe()

    def run(self) -> None:
        """Begin them, and begin anew each that ends, until SIGTERM or SIGINT; then end them all."""
        before = {one: signal.signal(one, _tell) for one in _ENDINGS}
        try:
            for number in range(self._many):
                self._begin(number)
            while True:
                self._begin_again(*os.wait())
        except _Told:
            for one in _ENDINGS:
                signal.signal(one, signal.SIG_IGN)
        finally:
            self._end_all()
            os.close(self._held)
            os.close(self._watched)
            for one, handler in before.items():
                signal.signal(one, handler)

    def _begin(self, number: int) -> None:
        # A signal between the fork and the note of it would leave a process that nobody ends.
        with _no_endings():
            process = os.fork()
            if process == 0:
                self._be(number)
            self._running[process] = number, time.monotonic()

    def _begin_again(self, process: int, status: int) -> None:
        if process not in self._running:
            return
        number, begun = self._running.pop(process)
        _log.warning("serving process %s ended (%s) and is begun anew", number + 1, os.waitstatus_to_exitcode(status))
        if time.monotonic() - begun < _LIVED:
            time.sleep(1)
        self._begin(number)

    def _be(self, number: int) -> NoReturn:
        """What the new process does; it never comes back to what the old one was doing."""
        code = 1
        try:
            signal.signal(signal.SIGTERM, _end)
            # Ctrl+C reaches all processes of a terminal; the one they come from tells the others to end.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.close(self._held)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
            threading.Thread(target=_end_with, args=(self._watched,), name="parent", daemon=True).start()
            self._serve(number)
            code = 0
        except SystemExit:
            code = 0
        except BaseException:  # noqa: BLE001 - told on the console, as it would be of any other process
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _end_all(self) -> None:
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        until = time.monotonic() + _PATIENCE
        for process in self._running:
            while os.waitpid(process, os.WNOHANG) == (0, 0):
                if time.monotonic() > until:
                    os.kill(process, signal.SIGKILL)
                time.sleep(0.02)


@contextlib.contextmanager
def _no_endings() -> Iterator[None]:
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)


def _tell(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _Told


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit


def _end_with(watched: int) -> None:
    """End this process once the one it came from is gone."""
    os.read(watched, 1)
    os.kill(os.getpid(), signal.SIGTERM)
