"""How Alembic reaches the database: through the engine it is handed, foreign keys off while SQLite moves tables."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Engine, TypeDecorator

from wgsm_archive.db import models  # noqa: F401 - autogenerate compares with all tables
from wgsm_archive.db.base import Base, UtcTime
from wgsm_archive.db.engine import WRITES

engine: Engine = context.config.attributes["engine"]


def _render(kind: str, item: object, autogen_context: object) -> str | Literal[False]:
    # A migration must not change when our column types do: it is written with plain ones.
    if kind == "type" and isinstance(item, TypeDecorator):
        return "sa.DateTime()" if isinstance(item, UtcTime) else "sa.String(length=40)"
    return False


def _run(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # With foreign keys on, dropping the old copy of a table deletes the rows that point to it.
        # The pragma has no effect inside a transaction, hence the raw connection.
        raw = connection.connection.cursor()
        raw.execute("COMMIT")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN IMMEDIATE")
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=is_sqlite, render_item=_render
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RuntimeError("a migration would leave rows that point nowhere")


with engine.execution_options(**{WRITES: True}).connect() as found:
    found.begin()
    _run(found)
    found.commit()
    if found.dialect.name == "sqlite":
        found.connection.cursor().execute("PRAGMA foreign_keys=ON")
