"""One connection of the pool for what only reads, for lookups and for the ORM alike.

A session, its transaction and its connection cost several times what a small statement does; a page that is read with
lookups alone needs none of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Engine

from wgsm_archive.db.engine import begin_reading


class Line:
    """A connection with a transaction in which nothing is written; taken when it is made, to be closed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        try:
            self._pooled = engine.raw_connection()
        except cast("type[Exception]", engine.dialect.loaded_dbapi.Error):
            # Asked once more by SQLAlchemy, which tells what is wrong as it does everywhere else.
            self.connection = Connection(engine)
            self._pooled = self.connection.connection
        self.driver: Any = self._pooled.dbapi_connection
        """The connection of the database's own driver."""
        self.is_heard = bool(engine.dispatch.before_cursor_execute)
        """Whether somebody listens to statements: then they are to be run through `connection`."""
        begin_reading(engine, self.driver)

    @property
    def dialect(self) -> Dialect:
        """How the database is spoken to."""
        return self._engine.dialect

    @cached_property
    def connection(self) -> Connection:
        """The same connection, for SQLAlchemy."""
        return Connection(self._engine, self._pooled)

    def close(self) -> None:
        """Give the connection back; the pool ends its transaction."""
        self._pooled.close()
