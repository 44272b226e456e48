"""A shelf in PostgreSQL as the executor reads it: columns in memory, postings asked of the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Engine, Table, Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import Session

from wgsm_archive.adapters.search.postgres_index.tables import COUNTS, any_count, so_often
from wgsm_archive.adapters.search.whoosh_index.layout import LABELS, TITLE
from wgsm_archive.adapters.search.whoosh_index.postings import Floats, Ints, Longs, Mask
from wgsm_archive.adapters.search.whoosh_index.segment import Profiles, profiles_of
from wgsm_archive.adapters.search.whoosh_index.snapshot import Snapshot

COLUMNS = ("version", "case", "revision", "published", "profile", "kind", "title_key", "lengths")
"""What is read of every document when a shelf is opened."""


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of a term by their numbers, ascending, and how often it stands in each."""

    documents: int
    ids: Ints
    counts: Floats


class ShelfSegment:
    """All documents of a shelf at one moment. What the database has gained since is passed over."""

    def __init__(self, engine: Engine, table: Table, rows: list[Any]) -> None:
        self._engine = engine
        self.table = table
        self.key = table.name
        self.size = len(rows)
        self.version, self.case, self.revision, self.published = (
            np.array([row[i] for row in rows], dtype=np.int64) for i in range(4)
        )
        self.profile_keys, self.profile_numbers, self.profiles = _profiles([row[4] for row in rows])
        self.kinds = _kinds([row[5] for row in rows])
        self._title_keys = [bytes(row[6]) for row in rows]
        self.text_lengths = _lengths([row[7] for row in rows])
        self.total_length = {name: float(lengths.sum()) for name, (_, lengths) in self.text_lengths.items()}
        self.fields = frozenset({*self.text_lengths, TITLE, LABELS})
        for name in self.fields - self.text_lengths.keys():
            if name != LABELS:
                self.text_lengths[name] = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
                self.total_length[name] = 0.0

    @classmethod
    def read(cls, engine: Engine, session: Session, table: Table) -> ShelfSegment:
        """Everything but the tokens of a table."""
        columns = [table.c[name] for name in COLUMNS]
        return cls(engine, table, list(session.execute(select(*columns).order_by(table.c.version)).all()))

    def fetch(self, lookups: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Found]:
        """The documents of terms in two questions to the database: where they stand, and where more than once."""
        wanted = list(lookups)
        with Session(self._engine) as session:
            # Without statistics, as right after a rebuild, the planner would read every text for every term.
            session.execute(select(func.set_config("enable_seqscan", "off", True)))
            where = self._ask(session, [any_count(field, term) for field, term in wanted])
            again = [(i, count) for i in where for count in COUNTS[1:] if wanted[i][0] != LABELS]
            often = self._ask(session, [so_often(*wanted[i], count) for i, count in again])
        counts = {i: np.ones(len(ids), dtype=np.float32) for i, ids in where.items()}
        for place, ids in often.items():
            i, count = again[place]
            counts[i][np.isin(where[i], ids)] = count
        return {wanted[i]: Found(len(ids), ids, counts[i]) for i, ids in where.items()}

    def _ask(self, session: Session, queries: list[str]) -> dict[int, Ints]:
        if not queries:
            return {}
        asked = (
            func.unnest(cast(bindparam("queries", queries, type_=ARRAY(Text)), ARRAY(Text)))
            .table_valued("query", with_ordinality="place")
            .render_derived()
        )
        rows = session.execute(
            select(asked.c.place, func.array_agg(self.table.c.version))
            .select_from(asked.join(self.table, self.table.c.tokens.op("@@")(cast(asked.c.query, TSQUERY))))
            .group_by(asked.c.place)
        )
        found = {place - 1: self._numbers(np.array(versions, dtype=np.int64)) for place, versions in rows}
        return {place: ids for place, ids in found.items() if len(ids)}

    def _numbers(self, versions: Longs) -> Ints:
        """The numbers of documents, ascending; versions that came later have none."""
        if not self.size:
            return np.empty(0, dtype=np.int32)
        versions = np.sort(versions)
        at = np.minimum(np.searchsorted(self.version, versions), self.size - 1)
        found: Ints = at[self.version[at] == versions].astype(np.int32)
        return found

    def find(self, field: str, term: str) -> Found | None:
        """The documents of a term."""
        return self.fetch([(field, term)]).get((field, term))

    def postings(self, entry: Found) -> tuple[Ints, Floats]:
        """Documents of a term and how often it stands in each."""
        return entry.ids, entry.counts

    def beginning_with(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """One term with a star stands for all that begin so; the database joins them by itself."""
        return [(f"{prefix}*", 1)] if prefix and most else []

    def in_order(self, query: str, versions: Longs) -> Longs:
        """Those of the versions, ascending, in which lexemes stand at the distances of a query."""
        with Session(self._engine) as session:
            version = self.table.c.version
            asked = self.table.c.tokens.op("@@")(cast(query, TSQUERY))
            found = session.scalars(select(version).where(version.in_(versions.tolist()), asked).order_by(version))
            return np.array(found.all(), dtype=np.int64)

    def title_keys(self) -> list[bytes]:
        """Collation key of the title of each document."""
        return self._title_keys


class ShelfSnapshot(Snapshot):
    """A shelf at one moment whose postings lie in the database."""

    def __init__(self, segment: ShelfSegment) -> None:
        super().__init__([segment], [np.empty(0, dtype=np.int32)])
        self._segment = segment
        self._fetched: dict[tuple[str, str], Found | None] = {}

    def prepare(self, lookups: Iterable[tuple[str, str]]) -> None:
        """Ask the database once for everything that a query needs."""
        missing = [one for one in dict.fromkeys(lookups) if one not in self._cache]
        self._fetched = dict.fromkeys(missing) | self._segment.fetch(missing) if missing else {}

    def entries(self, field: str, term: str) -> list[tuple[int, Any]]:
        """The one segment and what it has of a term."""
        fetched = self._fetched
        found = fetched[field, term] if (field, term) in fetched else self._segment.find(field, term)
        return [(0, found)] if found is not None else []

    def in_order(self, field: str, places: Sequence[tuple[int, Sequence[str]]], candidates: Mask) -> Longs:
        """The candidate slots where the words stand at the wanted distances; the database looks at their places."""
        query = ""
        before = 0
        for offset, terms in places:
            every = "(" + " | ".join(any_count(field, term) for term in terms) + ")"
            query = f"{query} <{offset - before}> {every}" if query else every
            before = offset
        versions = self._segment.in_order(query, self.version[candidates])
        return np.sort(self.slot[np.searchsorted(self._segment.version, versions)].astype(np.int64))


def _kinds(values: list[bytes]) -> tuple[Ints, list[tuple[str, frozenset[str]]]]:
    known: dict[bytes, int] = {}
    numbers = [known.setdefault(bytes(value), len(known)) for value in values]
    kinds = [json.loads(value) for value in known]
    return np.array(numbers, dtype=np.int32), [(language, frozenset(labels)) for language, labels in kinds]


def _profiles(values: list[bytes]) -> tuple[Longs, Ints, Profiles]:
    known: dict[bytes, int] = {}
    numbers = [known.setdefault(bytes(value), len(known)) for value in values]
    keys = [int.from_bytes(hashlib.blake2b(value, digest_size=8).digest(), "big", signed=True) for value in known]
    return np.array(keys, dtype=np.int64), np.array(numbers, dtype=np.int32), profiles_of(list(known))


def _lengths(values: list[Mapping[str, int]]) -> dict[str, tuple[Longs, Floats]]:
    found: dict[str, tuple[list[int], list[int]]] = {}
    for number, lengths in enumerate(values):
        for name, length in lengths.items():
            documents, every = found.setdefault(name, ([], []))
            documents.append(number)
            every.append(length)
    return {
        name: (np.array(documents, dtype=np.int64), np.array(every, dtype=np.float32))
        for name, (documents, every) in found.items()
    }
