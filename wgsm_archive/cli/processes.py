"""Several processes that serve one archive, forked from one that has read everything already.

What none of them changes is in the machine's memory once. The one they come from serves nobody: once they are begun, it
becomes their `keeper`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from wgsm_archive.cli import keeper

_ENDINGS = (signal.SIGTERM, signal.SIGINT)


def begin(many: int, serve: Callable[[int], None], again: Callable[[int], Sequence[str]]) -> NoReturn:
    """Fork so many processes, in each of which `serve` is called with its number, from 0 on; and keep them.

    `again` gives the command that serves as one of them, with its number still to come; it is given the file to watch.
    No thread may run and no connection may be open.
    """
    # A signal before the keeper knows of them all would leave processes that nobody ends.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    # Nobody ever writes to it: that it is closed tells the others that this process is gone, however it ended.
    watched, held = os.pipe()
    running = []
    for number in range(many):
        process = os.fork()
        if process == 0:
            os.close(held)
            be(number, watched, serve)
        running.append(f"{number}:{process}")
    os.set_inheritable(watched, True)
    os.set_inheritable(held, True)
    sys.stdout.flush()
    sys.stderr.flush()
    program = [sys.executable, "-I", "-S", str(Path(keeper.__file__)), str(held), ",".join(running)]
    os.execv(sys.executable, [*program, *again(watched)])  # noqa: S606 - our own program


def be(number: int, watched: int, serve: Callable[[int], None]) -> NoReturn:
    """Be the process of this number until it is told to end, or the one that keeps it is gone."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, _end)
        # Ctrl+C reaches all processes of a terminal; the one they come from tells the others to end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
        threading.Thread(target=_end_with, args=(watched,), name="parent", daemon=True).start()
        serve(number)
        code = 0
    except SystemExit:
        code = 0
    except BaseException:  # noqa: BLE001 - told on the console, as it would be of any other process
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit


def _end_with(watched: int) -> None:
    """End this process once the one that keeps it is gone."""
    os.read(watched, 1)
    os.kill(os.getpid(), signal.SIGTERM)
