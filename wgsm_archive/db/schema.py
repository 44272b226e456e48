"""The schema's one road: Alembic, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaTooNew(RuntimeError):
    """The database was made by a newer version of the software than this one."""


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config


def head() -> str:
    """The revision that this version of the software expects."""
    found = ScriptDirectory(str(_MIGRATIONS)).get_current_head()
    if found is None:
        raise RuntimeError("the package holds no migrations")
    return found


def revision_of(engine: Engine) -> str | None:
    """The revision of a database, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine) -> bool:
    """Bring a database to this version's schema; whether anything had to be done.

    Raises:
        SchemaTooNew: it is ahead of this version.
    """
    present = revision_of(engine)
    if present == head():
        return False
    if present is not None and present not in {
        step.revision for step in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    }:
        raise SchemaTooNew(present)
    command.upgrade(_config(engine), "head")
    return True
