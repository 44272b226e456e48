"""The lock that one worker of an archive can hold: a file on its machine and, on PostgreSQL, in the database too."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TextIO

from sqlalchemy import Engine

from wgsm_archive.db.held_lock import HeldLock

_KEY = 0x57_47_53_57  # of the one worker, among the advisory locks of the database


class OnlyOneWorker(RuntimeError):
    """Another process holds the worker's lock."""


class WorkerLock:
    """Held from its making until it is closed, or until the process or its connection to the database ends.

    Two workers could each write what they read before the other: a story that was taken back would be found again.

    Raises:
        OnlyOneWorker: there is a worker already, on this machine or on another one that has the same database.
    """

    def __init__(self, engine: Engine, file: Path) -> None:
        self._file = _locked(file)
        self._shared = HeldLock(engine, _KEY)
        try:
            self.make_sure()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> WorkerLock:
        return self

    def __exit__(self, *_error: object) -> None:
        self._shared.release()
        self._file.close()

    def make_sure(self) -> None:
        """Look whether the database still knows of the lock, and take it again if the connection was lost.

        Raises:
            OnlyOneWorker: another worker took it meanwhile.
            DBAPIError: the database is away.
        """
        if not self._shared.take():
            raise OnlyOneWorker


def _locked(file: Path) -> TextIO:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = file.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise OnlyOneWorker from None
    return handle
