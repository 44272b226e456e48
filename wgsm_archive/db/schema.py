"""The schema's one road, on SQLite and PostgreSQL alike.

Alembic walks it (`migrating`). It is large, and most starts find nothing to do: what is asked then is answered here
without it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaTooNew(RuntimeError):
    """The database was made by a newer version of the software than this one."""


def revisions() -> list[str]:
    """The steps that this version of the software knows, oldest first: each file is named by its revision."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def head() -> str:
    """The revision that this version of the software expects."""
    return revisions()[-1]


def revision_of(engine: Engine) -> str | None:
    """The revision of a database, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if found is None else str(found)


def migrate(engine: Engine) -> bool:
    """Bring a database to this version's schema; whether anything had to be done.

    Raises:
        SchemaTooNew: it is ahead of this version.
    """
    present = revision_of(engine)
    if present == head():
        return False
    if present is not None and present not in revisions():
        raise SchemaTooNew(present)
    from wgsm_archive.db.migrating import upgrade  # noqa: PLC0415 - brings 10 MB that serving does not need

    upgrade(engine, "head")
    return True
