"""What every table shares: naming of constraints, column types, and the mark of a guarded row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, DateTime, Integer, MetaData, String, Table, Text, TypeDecorator, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

# Names from the first day: SQLite's batch migrations and PostgreSQL's ALTERs both need them.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is taken off going in and put on coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Store UTC without a zone."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Read as UTC."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Enumerated(TypeDecorator[StrEnum]):
    """A `StrEnum` kept as its value in a plain text column; new members need no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Only members go in."""
        return None if value is None else str(self.enum(value).value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], StrEnum | None]:
        """Only members come out. Stories are read with a dozen of these each: a table is asked, not the enumeration."""
        return _Members(self.enum).__getitem__


class _Members(dict[str | None, StrEnum | None]):
    """The members of an enumeration by their values. Raises ValueError for any other."""

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__((member.value, member) for member in enum)
        self[None] = None
        self._enum = enum

    def __missing__(self, value: str) -> StrEnum:
        return self._enum(value)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as it stands
        str: Text,
        dt.datetime: UtcTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        dict[str, str]: JSON,
    }


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows of a kind, each with the same columns, without making objects of them."""
    session.flush()
    if rows:
        session.execute(insert(cast(Table, model.__table__)), rows)


class HasId:
    """A whole-number key, never shown to anybody."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
