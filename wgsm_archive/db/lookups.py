"""Statements of columns that pages run over and over: narrowed as every statement, and run without the ORM around them.

What SQLAlchemy does around one run of a small statement costs many times what the database does for it. Here it makes
the text once for each shape of labels and each length of a list, and the values are put into their places.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count
from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import Dialect, Select
from sqlalchemy.orm import Session

from wgsm_archive.db.access_guard import HELD, GuardedSession, lasting, narrowed
from wgsm_archive.db.guards import Shape, labels_by_place
from wgsm_archive.db.line import Line

_Select: TypeAlias = Select[*tuple[Any, ...]]
_Process = Callable[[Any], Any]
_Lengths = tuple[tuple[str, int], ...]
_MOST = 200
"""Texts of a statement that are kept: one for each shape of labels and length of a list."""


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
            return tuple([_value(place, given) if place.name else place.fixed for place in self.places])
        return {place.key: _value(place, given) if place.name else place.fixed for place in self.places}

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """What a row says."""
        read = list(row)
        for at, process in self.results:
            read[at] = process(read[at])
        return read


class _Labels(NamedTuple):
    """The labels of an actor as statements take them; of one `kind` are those that the same text serves."""

    kind: int
    by_place: Mapping[str, list[str]]


class Lookup:
    """A statement of columns, made at import. What it is asked with are its parameters, lists for `expanding` ones."""

    def __init__(self, statement: _Select) -> None:
        self._statement = lasting(statement)
        row: Any = cast("Any", namedtuple)("Row", statement.selected_columns.keys())
        # As its `_make`, which looks at every length anew.
        self._make_row: Callable[[Sequence[Any]], Any] = partial(tuple.__new__, row)
        self._known: dict[tuple[object, ...], _Prepared] = {}

    def rows(self, session: Session, **values: Any) -> Sequence[Any]:
        """The rows that the session may read, their columns by name and in order.

        Raises:
            InvalidRequestError, KeyError: a parameter is missing.
        """
        if session.info.get("write"):
            # What waits to be written has to be written before anything is read.
            return session.execute(self._statement, values).all()
        held: frozenset[str] = session.info.get(HELD, frozenset())
        line = cast("GuardedSession", session).line
        prepared = self._prepared(held, line.dialect, values)
        values.update(_labels(held).by_place)
        found = _run(line, prepared.text, prepared.values(values))
        if prepared.results:
            found = [prepared.read(row) for row in found]
        return list(map(self._make_row, found))

    def _prepared(self, held: frozenset[str], dialect: Dialect, given: Mapping[str, Any]) -> _Prepared:
        labels = _labels(held)
        lengths = [(name, len(value)) for name, value in given.items() if isinstance(value, list | tuple)]
        key = (labels.kind, dialect, *lengths)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            every = {**given, **labels.by_place}
            found = self._known[key] = _prepare(narrowed(self._statement, held), dialect, every)
        return found


def _run(line: Line, text: str, values: Any) -> Sequence[Any]:
    """The rows of a statement, from the driver itself: a result of SQLAlchemy's costs more than all the rest."""
    if not line.is_heard:
        cursor = line.driver.cursor()
        try:
            cursor.execute(text, values)
            found: Sequence[Any] = cursor.fetchall()
            return found
        except cast("type[Exception]", line.dialect.loaded_dbapi.Error):
            # Run once more below, where what went wrong is told as it is everywhere else, and a lost line is dropped.
            pass
        finally:
            cursor.close()
    return line.connection.exec_driver_sql(text, values).all()


_kinds: dict[tuple[Shape, _Lengths], int] = {}
_numbers = count()


@lru_cache(maxsize=512)
def _labels(held: frozenset[str]) -> _Labels:
    labels = labels_by_place(held)
    kind = (Shape.of(held), tuple((name, len(found)) for name, found in labels.items()))
    return _Labels(_kinds.setdefault(kind, next(_numbers)), labels)


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
    value = given[place.name] if place.at is None else given[place.name][place.at]
    return place.process(value) if place.process else value
