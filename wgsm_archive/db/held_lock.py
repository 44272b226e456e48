"""A lock of the whole database, held as long as the connection that took it. On SQLite it is always free."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError


class HeldLock:
    """An advisory lock of PostgreSQL, by a number that all who want it agree on."""

    def __init__(self, engine: Engine, key: int) -> None:
        self._engine = engine
        self._key = key
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Take the lock, or stay with it; whether it is held now. A connection that was lost is made anew.

        Raises:
            DBAPIError: the database is away.
        """
        if self._engine.dialect.name != "postgresql" or self._is_connected():
            return True
        # No transaction stays open: it would keep the database from tidying up what was deleted since.
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Never given back to the others: the lock ends with the connection.
        connection.detach()
        try:
            if connection.scalar(select(func.pg_try_advisory_lock(self._key))):
                self._connection = connection
        finally:
            if self._connection is None:
                connection.close()
        return self._connection is not None

    def release(self) -> None:
        """Let go of the lock."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_connected(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.scalar(select(1))
        except DBAPIError:
            # It would connect anew by itself, and then be without the lock.
            self._connection.invalidate()
            self.release()
        return self._connection is not None
