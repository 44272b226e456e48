"""Several rows of a table as one value: what hangs on a story by the dozen is read with it, in one statement.

Each row is a position and some identifiers, in which neither of the two separators can stand.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select

_ROWS, _COLUMNS = ",", ":"


def gathered(position: ColumnElement[int] | Any, *identifiers: ColumnElement[str] | Any) -> Select[str]:
    """A statement of one value, to be narrowed with `where` and used as a scalar subquery."""
    row: ColumnElement[str] = cast(position, String)
    for one in identifiers:
        row = row.concat(_COLUMNS).concat(one)
    return select(func.aggregate_strings(row, _ROWS))


def read_gathered(value: str | None) -> list[list[str]]:
    """The identifiers of each row, in the order of their positions."""
    rows = [row.split(_COLUMNS) for row in value.split(_ROWS)] if value else []
    rows.sort(key=_position)
    return [row[1:] for row in rows]


def _position(row: list[str]) -> int:
    return int(row[0])
