"""The search port on PostgreSQL: the same words, shelves, counts and order as on Whoosh, shared by many machines."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Table, delete, func, insert, inspect, select, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateSchema, CreateTable, DropTable

from wgsm_archive.adapters.search.analysis.analyser import analyser_for, label_terms
from wgsm_archive.adapters.search.opened import OpenedShelves
from wgsm_archive.adapters.search.postgres_index.segment import COLUMNS, ShelfSegment, ShelfSnapshot
from wgsm_archive.adapters.search.postgres_index.tables import SCHEMA, STATE, documents, tokens
from wgsm_archive.adapters.search.whoosh_index.answer import answer
from wgsm_archive.adapters.search.whoosh_index.layout import LABELS, MAKE, TITLE, columns_of, text_field
from wgsm_archive.adapters.search.whoosh_index.likeness import alike
from wgsm_archive.ports.search import (
    AlikeRequest,
    DocumentRefused,
    IndexBroken,
    IndexBusy,
    IndexMissing,
    SearchDocument,
    SearchRequest,
    SearchResult,
    Shelf,
)

_log = logging.getLogger(__name__)
_BATCH = 500  # rows in one statement
_LOCK = 0x57_47_53_4D  # of the one writer, among the advisory locks of the database
_WAIT = 30.0  # seconds that a writer waits for another
_SPOILT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # from columns that cannot be read
# PostgreSQL's codes for a missing table, schema, column and file, and the class of those for damaged data.
_MISSING, _DAMAGED = frozenset({"42P01", "3F000", "42703", "58P01"}), "XX"
_LIMIT_EXCEEDED = "54"  # and the class of those for values that are larger than it can hold


@dataclass(frozen=True, slots=True)
class _Opened:
    number: int
    generation: int
    snapshot: ShelfSnapshot


class PostgresIndex:
    """Full-text search over language versions in the archive's own database. See `ports.search.SearchIndex`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._opened = OpenedShelves[_Opened]()

    # -- reading -----------------------------------------------------------------------------------------------------

    def search(self, shelf: Shelf, request: SearchRequest) -> SearchResult:
        """Answer a question with a page of cases."""
        with _telling_what_failed():
            return answer(self._fresh(shelf).snapshot, request)

    def alike(self, shelf: Shelf, request: AlikeRequest) -> Mapping[int, tuple[int, ...]]:
        """The cases that carry the most of these facet values."""
        with _telling_what_failed():
            return alike(self._fresh(shelf).snapshot, request)

    def contents(self, shelf: Shelf) -> Mapping[int, int]:
        """Version ids in the index and the revision each was indexed at."""
        with _telling_what_failed(), Session(self._engine) as session:
            table = documents(shelf, _state(session, shelf)[0])
            return {row[0]: row[1] for row in session.execute(select(table.c.version, table.c.revision))}

    def _fresh(self, shelf: Shelf) -> _Opened:
        with Session(self._engine) as session:
            state = _state(session, shelf)
            return self._opened.fresh(
                shelf,
                lambda opened: (opened.number, opened.generation) == state,
                lambda _old: _Opened(
                    *state, ShelfSnapshot(ShelfSegment.read(self._engine, session, documents(shelf, state[0])))
                ),
            )

    # -- writing -----------------------------------------------------------------------------------------------------

    def apply(self, shelf: Shelf, upserts: Sequence[SearchDocument], deletes: Sequence[int]) -> None:
        """Write documents and remove versions (by version id) in one commit; what it wrote is found at once."""
        latest = {document.version_id: document for document in upserts}
        with self._writing() as session:
            table = documents(shelf, _state(session, shelf)[0])
            gone = session.execute(
                delete(table).where(table.c.version.in_([*latest, *deletes])).returning(table.c.version)
            )
            if not latest and not gone.all():
                return
            _insert(session, table, latest.values())
            _changed(session, shelf)

    def rebuild(self, shelves: Mapping[Shelf, Iterable[SearchDocument]]) -> None:
        """Make the whole index anew beside the one in use and swap it in."""
        with self._writing() as session:
            session.execute(CreateSchema(SCHEMA, if_not_exists=True))
            session.execute(CreateTable(STATE, if_not_exists=True))
            number = 1 + (session.scalar(select(func.max(STATE.c.number))) or 0)
            for shelf in Shelf:
                table = _new_table(session, shelf, number)
                _insert(session, table, shelves.get(shelf, ()), _write_what_fits)
                _index(session, table)
                session.execute(delete(STATE).where(STATE.c.make == MAKE, STATE.c.shelf == str(shelf)))
                session.execute(insert(STATE).values(make=MAKE, shelf=str(shelf), number=number, generation=1))
            _drop_others(session, number)

    def compact(self, shelf: Shelf) -> None:
        """Write the shelf into a new table: the old one keeps the words of removed rows until it is gone."""
        with self._writing() as session:
            old = documents(shelf, _state(session, shelf)[0])
            number = 1 + (session.scalar(select(func.max(STATE.c.number))) or 0)
            table = _new_table(session, shelf, number)
            session.execute(insert(table).from_select(list(table.c), select(*(old.c[one.name] for one in table.c))))
            _index(session, table)
            session.execute(update(STATE).where(*_of(shelf)).values(number=number))
            session.execute(DropTable(old))
            _changed(session, shelf)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One transaction of the one writer. Raises IndexBusy after half a minute of another's writing."""
        with _telling_whose_fault(), Session(self._engine) as session, session.begin():
            # An index over very many stories takes longer to make than a page may take to be found.
            session.execute(select(func.set_config("statement_timeout", "0", True)))
            until = time.monotonic() + _WAIT
            while not session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))):
                if time.monotonic() > until:
                    raise IndexBusy("another process is writing the index")
                time.sleep(0.02)
            yield session


def _of(shelf: Shelf) -> tuple[Any, Any]:
    return STATE.c.make == MAKE, STATE.c.shelf == str(shelf)


def _state(session: Session, shelf: Shelf) -> tuple[int, int]:
    """Number of the table in use and how often it was changed. Raises IndexBroken when there is none of this make."""
    row = session.execute(select(STATE.c.number, STATE.c.generation).where(*_of(shelf))).one_or_none()
    if row is None:
        raise IndexMissing("there is no index of this make")
    return row[0], row[1]


def _changed(session: Session, shelf: Shelf) -> None:
    session.execute(update(STATE).where(*_of(shelf)).values(generation=STATE.c.generation + 1))


def _new_table(session: Session, shelf: Shelf, number: int) -> Table:
    table = documents(shelf, number)
    session.execute(DropTable(table, if_exists=True))
    session.execute(CreateTable(table))
    return table


def _index(session: Session, table: Table) -> None:
    for one in table.indexes:
        session.execute(CreateIndex(one))


def _drop_others(session: Session, number: int) -> None:
    """Tables of older numbers and of other makes: their readers open the new one, or answer from the database."""
    used = {documents(shelf, number).name for shelf in Shelf} | {STATE.name}
    found = inspect(session.connection()).get_table_names(schema=SCHEMA)
    for name in sorted(set(found) - used):
        session.execute(DropTable(Table(name, documents(Shelf.PUBLIC, number).metadata, extend_existing=True)))
    session.execute(delete(STATE).where(STATE.c.make != MAKE))


def _write(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _insert(
    session: Session,
    table: Table,
    found: Iterable[SearchDocument],
    write: Callable[[Session, Table, list[dict[str, Any]]], None] = _write,
) -> None:
    batch: list[dict[str, Any]] = []
    for document in found:
        batch.append(_row(document))
        if len(batch) >= _BATCH:
            write(session, table, batch)
            batch = []
    write(session, table, batch)


def _write_what_fits(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write all but what the database refuses: one document must not keep the others from being found."""
    try:
        with session.begin_nested():
            _write(session, table, rows)
    except DBAPIError as error:
        if _lies_in_the_index(error) or not _lies_in_a_document(error):
            raise
        if len(rows) == 1:
            _log.warning("version %s was left out of the index: %s", rows[0]["version"], type(error).__name__)
            return
        half = len(rows) // 2
        _write_what_fits(session, table, rows[:half])
        _write_what_fits(session, table, rows[half:])


def _row(document: SearchDocument) -> dict[str, Any]:
    reader = analyser_for(document.language)
    texts: dict[str, Mapping[str, Sequence[int]]] = {}
    lengths: dict[str, int] = {}
    for name, text in ((TITLE, document.title), (text_field(document.language), document.body)):
        places, length = reader.positions(text)
        if places:
            texts[name], lengths[name] = places, length
    columns = columns_of(document)
    kept = {name: columns[name] for name in COLUMNS if name != "lengths"}
    labels = sorted(label_terms(document.term_labels))
    return {**kept, "lengths": lengths, "tokens": tokens(texts, labels, LABELS)}


@contextmanager
def _telling_what_failed() -> Iterator[None]:
    """While reading: what a new index mends, and what waiting mends.

    Messages name the kind of the error only: its own may hold words of a story.
    """
    try:
        yield
    except DBAPIError as error:
        raise (IndexBroken if _lies_in_the_index(error) else IndexBusy)(type(error).__name__) from error
    except NoConnection as error:
        raise IndexBusy("all connections are in use") from error
    except _SPOILT as error:
        raise IndexBroken(type(error).__name__) from error


@contextmanager
def _telling_whose_fault() -> Iterator[None]:
    """While writing: what a new index mends, what waiting mends, and what lies in a single document."""
    try:
        yield
    except DBAPIError as error:
        if _lies_in_the_index(error):
            raise IndexBroken(type(error).__name__) from error
        if not _lies_in_a_document(error):
            raise IndexBusy(type(error).__name__) from error
        # Without the cause: its message may hold words of a story.
        raise DocumentRefused(type(error).__name__) from None


def _state_of(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _lies_in_the_index(error: DBAPIError) -> bool:
    state = _state_of(error)
    return state in _MISSING or state.startswith(_DAMAGED)


def _lies_in_a_document(error: DBAPIError) -> bool:
    # A value beyond a limit counts as a fault of the server, too.
    return not isinstance(error, (OperationalError, InterfaceError)) or _state_of(error).startswith(_LIMIT_EXCEEDED)
