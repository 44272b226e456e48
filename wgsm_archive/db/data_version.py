"""Whether anything was committed to the database since somebody last looked, without reading what it was."""

from __future__ import annotations

import os
import threading
from typing import Any

from sqlalchemy import Engine, event


class DataVersion:
    """A word that stays the same as long as nothing is committed, by whatever process and whatever it concerns.

    Two equal words of one object mean that all that was readable at the first is what is readable at the second; they
    say nothing to other processes. SQLite keeps such a number for each connection (`PRAGMA data_version`), so one
    connection is set apart for asking; PostgreSQL names the transactions that a snapshot sees.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = str(engine.url.database)
        self._lock = threading.Lock()
        self._connection: Any = None
        self._opened: tuple[int, ...] = ()
        self._times = 0
        self.is_cheap = engine.dialect.name == "sqlite"
        """Whether asking costs less than any other question, and takes no connection from others."""
        event.listen(engine, "engine_disposed", self._close)

    def read(self) -> str:
        """The word of this moment."""
        if self.is_cheap:
            return self._of_sqlite()
        with self._engine.connect() as connection:
            return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())

    def _of_sqlite(self) -> str:
        file = os.stat(self._file)  # noqa: PTH116 - every request asks this
        # Another file under the same name, or another process after a fork, needs a connection of its own.
        wanted = (os.getpid(), file.st_dev, file.st_ino)
        with self._lock:
            if self._connection is None or self._opened != wanted:
                self._open(wanted)
            number = self._connection.execute("PRAGMA data_version").fetchone()[0]
            return f"{self._times}.{number}"

    def _open(self, wanted: tuple[int, ...]) -> None:
        if self._connection is not None and self._opened[0] == wanted[0]:
            self._connection.close()
        fairy = self._engine.raw_connection()
        fairy.detach()
        self._connection, self._opened, self._times = fairy.dbapi_connection, wanted, self._times + 1

    def _close(self, engine: Engine) -> None:
        with self._lock:
            if self._connection is not None and self._opened[0] == os.getpid():
                self._connection.close()
            self._connection = None
