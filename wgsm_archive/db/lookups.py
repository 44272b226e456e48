"""Statements of columns that pages run over and over: narrowed as every statement, and run without the ORM around them.

What SQLAlchemy does around one run of a small statement costs many times what the database does for it. Here it makes
the text once for each shape of labels and each length of a list, and the values are put into their places.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.orm import Session

from wgsm_archive.db.access_guard import HELD, lasting, narrowed
from wgsm_archive.db.guards import Shape, labels_by_place

_Select: TypeAlias = Select[*tuple[Any, ...]]
_Process = Callable[[Any], Any]
_Lengths = tuple[tuple[str, int], ...]
_CONNECTION = "connection"
_MOST = 2000
"""Texts that are kept: of each statement one for each shape of labels and length of a list."""


class _Place(NamedTuple):
    """Where a value goes. It is `fixed`, or given under a `name`, as one of a list where `at` says so."""

    key: str
    name: str
    at: int | None
    process: _Process | None
    fixed: Any


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as text, where its values go, and what makes a value of ours of a stored one, by column."""

    text: str
    places: tuple[_Place, ...]
    positional: bool
    results: tuple[tuple[int, _Process], ...]

    def values(self, given: Mapping[str, Any]) -> Any:
        """The values in their places."""
        if self.positional:
            return tuple([_value(place, given) for place in self.places])
        return {place.key: _value(place, given) for place in self.places}

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """What a row says."""
        read = list(row)
        for at, process in self.results:
            read[at] = process(read[at])
        return read


class Lookup:
    """A statement of columns, made at import. What it is asked with are its parameters, lists for `expanding` ones."""

    def __init__(self, statement: _Select) -> None:
        self._statement = lasting(statement)
        self._row: Any = cast("Any", namedtuple)("Row", statement.selected_columns.keys())

    def rows(self, session: Session, **values: Any) -> Sequence[Any]:
        """The rows that the session may read, their columns by name and in order.

        Raises:
            InvalidRequestError, KeyError: a parameter is missing.
        """
        if session.info.get("write"):
            # What waits to be written has to be written before anything is read.
            return session.execute(self._statement, values).all()
        held: frozenset[str] = session.info.get(HELD, frozenset())
        connection = _connection(session)
        prepared = _prepared(self._statement, held, connection.dialect, values)
        found = _run(connection, prepared.text, prepared.values({**values, **_filled(held)[1]}))
        if prepared.results:
            found = [prepared.read(row) for row in found]
        return list(map(self._row._make, found))


def _connection(session: Session) -> Connection:
    """The connection that the session is on; asking the session itself for it costs a third of a small statement."""
    held = session.info.get(_CONNECTION)
    if held is None or held.closed or not session.in_transaction():
        held = session.info[_CONNECTION] = session.connection()
    return cast("Connection", held)


def _run(connection: Connection, text: str, values: Any) -> Sequence[Any]:
    """The rows of a statement, from the driver itself: a result of SQLAlchemy's costs more than all the rest."""
    if not connection.dispatch.before_cursor_execute:  # Who listens to statements is to hear these, too.
        cursor = connection.connection.cursor()
        try:
            cursor.execute(text, values)
            return cursor.fetchall()
        except cast("type[Exception]", connection.dialect.loaded_dbapi.Error):
            # Run once more below, where what went wrong is told as it is everywhere else, and a lost line is dropped.
            pass
        finally:
            cursor.close()
    return connection.exec_driver_sql(text, values).all()


_known: dict[tuple[_Select, Shape, _Lengths, Dialect], _Prepared] = {}


def _prepared(statement: _Select, held: frozenset[str], dialect: Dialect, values: Mapping[str, Any]) -> _Prepared:
    shape, labels, lengths = _filled(held)
    of_lists = tuple((name, len(value)) for name, value in values.items() if isinstance(value, list | tuple))
    key = (statement, shape, (*lengths, *of_lists), dialect)
    found = _known.get(key)
    if found is None:
        if len(_known) >= _MOST:
            _known.clear()
        found = _known[key] = _prepare(narrowed(statement, held), dialect, {**values, **labels})
    return found


@lru_cache(maxsize=512)
def _filled(held: frozenset[str]) -> tuple[Shape, Mapping[str, list[str]], _Lengths]:
    labels = labels_by_place(held)
    return Shape.of(held), labels, tuple((name, len(found)) for name, found in labels.items())


def _prepare(statement: _Select, dialect: Dialect, given: Mapping[str, Any]) -> _Prepared:
    compiled = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state(given)
    lists = {key: (name, at) for name, keys in state.parameter_expansion.items() for at, key in enumerate(keys)}
    processors = cast("Mapping[str, _Process]", state.processors)
    places = []
    for key in state.positiontup or state.parameters:
        name, at = lists.get(key, (key, None))
        process = processors.get(key)
        if name in given:
            places.append(_Place(key, name, at, process, None))
        else:
            fixed = state.parameters[key]
            places.append(_Place(key, "", None, None, process(fixed) if process else fixed))
    results = []
    for at, column in enumerate(statement.selected_columns):
        processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if processor is not None:
            results.append((at, processor))
    return _Prepared(state.statement, tuple(places), state.positiontup is not None, tuple(results))


def _value(place: _Place, given: Mapping[str, Any]) -> Any:
    if not place.name:
        return place.fixed
    value = given[place.name] if place.at is None else given[place.name][place.at]
    return place.process(value) if place.process else value
