"""Alembic, which walks the schema's road. Only `schema` asks for it, and only where there is a step to take."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from wgsm_archive.db.schema import MIGRATIONS


def upgrade(engine: Engine, revision: str) -> None:
    """Take the steps up to a revision, or to the `head`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, revision)
