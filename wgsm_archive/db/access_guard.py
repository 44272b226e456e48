"""Sessions that cannot read what their actor may not: every statement is narrowed before it runs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Connection, Engine, Executable, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.util import ClauseAdapter

from wgsm_archive.db import models  # noqa: F401 - all tables must be known before they can be guarded
from wgsm_archive.db.base import Base
from wgsm_archive.db.engine import WRITES
from wgsm_archive.db.guards import Guarded, Shape, fillings
from wgsm_archive.db.line import Line

HELD = "held"
"""Where a session keeps the labels it reads with."""

_LASTING = "wgsm_lasting"
_Statement = TypeVar("_Statement", bound=Executable)


class ReadOnlyUnit(RuntimeError):
    """A unit of work that was opened for reading tried to write: a programming mistake."""


def lasting(statement: _Statement) -> _Statement:
    """A statement that is made once, at import, and run with parameters: it is narrowed once for each set of labels.

    Making, narrowing and naming a statement anew costs half of what running it does.
    """
    return statement.execution_options(**{_LASTING: True})


class GuardedSession(Session):
    """A session of one actor. Reads see only rows that the held labels open; nothing held, nothing seen."""

    _line: Line | None = None

    @property
    def line(self) -> Line:
        """What a session that only reads reads through. It is taken when it is first wanted."""
        if self._line is None:
            self._line = Line(cast("Engine", self.bind))
        return self._line

    def get_bind(self, mapper: Any = None, **options: Any) -> Engine | Connection:
        """What a statement runs on: whatever only reads sees one state of the database, however it is read."""
        return super().get_bind(mapper, **options) if self.info["write"] else self.line.connection

    def close(self) -> None:
        """End it and give its connection back."""
        try:
            if self.in_transaction():  # Else nothing went through the ORM, and nothing of it is left.
                super().close()
        finally:
            if self._line is not None:
                self._line.close()
                self._line = None


def open_session(engine: Engine, held: frozenset[str], *, write: bool) -> GuardedSession:
    """A session for somebody who holds these labels; closing it gives its connection back."""
    bind = engine.execution_options(**{WRITES: True}) if write else engine
    return GuardedSession(bind, expire_on_commit=False, autoflush=write, info={HELD: held, "write": write})


def guarded_tables() -> frozenset[str]:
    """Names of the tables whose rows are guarded."""
    return frozenset(str(mapper.local_table.name) for mapper in _guarded_mappers())


def _guarded_mappers() -> list[Any]:
    return [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Guarded)]


class _Narrowing(CriteriaOption):
    """The clauses of all guarded tables for one set of labels, as one option of a statement.

    One option that knows its own cache key costs a statement a tenth of what thirty do. The key is the shape of the
    clauses: a statement is compiled once for all actors of one shape, and run with the labels of each. A clause whose
    labels were not filled in raises `LookupError`.
    """

    propagate_to_loaders = False  # What a statement loads in its wake is narrowed as a statement of its own.

    def __init__(self, held: frozenset[str]) -> None:
        self._shape, self._fillings = Shape.of(held), fillings(held)

    def process_compile_state(self, compile_state: Any) -> None:
        """Called when a statement is compiled."""
        self.get_global_criteria(compile_state.global_attributes)

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """Add every clause to those that the compiler puts where the table is read."""
        for part in _clauses(self._shape):
            part.get_global_criteria(attributes)

    def _gen_cache_key(self, anon_map: Any, bindparams: list[BindParameter[Any]]) -> tuple[Any, ...]:
        # A compiled statement takes the values of these by the names that the clauses have for them.
        bindparams.extend(self._fillings)
        return (_Narrowing, self._shape)


class _Clause(LoaderCriteriaOption):
    """The clause of one guarded table, also where it is read under another name.

    SQLAlchemy puts a clause that is not a lambda into the condition of a join as it is. Of an alias it would then ask
    whether any row of the table may be read, and not whether this one may.
    """

    inherit_cache = True

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = super()._resolve_where_criteria(ext_info)
        return ClauseAdapter(ext_info.selectable).traverse(found) if ext_info.is_aliased_class else found


@lru_cache(maxsize=16)
def _clauses(shape: Shape) -> list[Any]:
    return [
        _Clause(mapper.class_, mapper.class_.readable_with(shape), include_aliases=True)
        for mapper in _guarded_mappers()
    ]


@lru_cache(maxsize=512)
def _narrowing(held: frozenset[str]) -> _Narrowing:
    return _Narrowing(held)


def narrowed(statement: _Statement, held: frozenset[str]) -> _Statement:
    """The statement as somebody may run it who holds these labels: with all of its guarded tables narrowed."""
    return statement.options(_narrowing(held))


_narrowed_for_good = lru_cache(maxsize=2048)(narrowed)


@event.listens_for(GuardedSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    if state.is_select or state.is_update or state.is_delete:
        held: frozenset[str] = state.session.info.get(HELD, frozenset())
        narrow = _narrowed_for_good if state.execution_options.get(_LASTING) else narrowed
        state.statement = narrow(state.statement, held)


@event.listens_for(GuardedSession, "before_flush")
def _refuse_stray_writes(session: Session, context: UOWTransaction, instances: object) -> None:
    if not session.info.get("write") and (session.new or session.dirty or session.deleted):
        raise ReadOnlyUnit
