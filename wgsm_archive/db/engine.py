"""Connections: SQLite set up so that an acknowledged save survives a crash, PostgreSQL as it comes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "wgsm_writes"
"""Execution option of a connection that is going to write."""

_PRAGMAS = (
    # First, because turning to WAL has to wait as well; long enough for a worker that learns all words anew.
    "PRAGMA busy_timeout=30000",
    "PRAGMA journal_mode=WAL",
    # FULL, not NORMAL: in WAL mode NORMAL loses acknowledged commits in a power cut.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    # Withdrawn words are overwritten in the file, not only unlinked.
    "PRAGMA secure_delete=ON",
)


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///...` or `postgresql+psycopg://...`; its errors quote no data, for they are logged."""
    if url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True, json_serializer=_json)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        hide_parameters=True,
        json_serializer=_json,
        pool_pre_ping=True,
        connect_args={"options": "-c timezone=utc -c statement_timeout=20000"},
    )


def _json(value: Any) -> str:
    """JSON with its letters as they are: escaped, a text in Arabic takes three times the room, and as long to read."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # Half a letter, which no database takes as it is.
        return json.dumps(value)
    return text


def _set_up_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    # Python's own transaction handling begins late and loses updates; `_begin_sqlite` begins instead.
    raw: Any = connection
    raw.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES, False):
        # A read that turns into a write fails with "database is locked" whatever the timeout: take the lock first.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    begin_reading(connection.engine, connection.connection.dbapi_connection)


def begin_reading(engine: Engine, driver: Any) -> None:
    """Begin a transaction on a connection of the driver, unless it has begun: SQLite has to be told, others know."""
    # Waits for nothing, so nothing can go wrong that would have to be told as SQLAlchemy does.
    if engine.dialect.name == "sqlite" and not driver.in_transaction:
        driver.execute("BEGIN")
