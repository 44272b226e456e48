"""SQLite's full-text search, given the archive's own arrays to count and order with: what the index is compared to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from wgsm_archive.adapters.search.whoosh_index.answer import _Answer
from wgsm_archive.adapters.search.whoosh_index.execution import LABEL_WEIGHT, TITLE_WEIGHT, Found
from wgsm_archive.adapters.search.whoosh_index.snapshot import Snapshot
from wgsm_archive.ports.search import SearchDocument, SearchRequest, SearchResult

_TABLE = (
    "CREATE VIRTUAL TABLE texts USING fts5(title, body, labels, content='', tokenize=\"unicode61 remove_diacritics 2\")"
)
_FIND = f"SELECT rowid, -bm25(texts, {TITLE_WEIGHT}, 1.0, {LABEL_WEIGHT}) FROM texts WHERE texts MATCH ?"  # noqa: S608


class Fts5:
    """The same documents in a table of FTS5; it does not stem, and knows no languages."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.sqlite3"
        self._connection = sqlite3.connect(self._path)

    def build(self, documents: Iterable[SearchDocument]) -> None:
        """Write all documents."""
        with self._connection:
            self._connection.execute(_TABLE)
            self._connection.executemany(
                "INSERT INTO texts (rowid, title, body, labels) VALUES (?, ?, ?, ?)",
                ((one.version_id, one.title, one.body, "\n".join(said for _, said in one.term_labels))
                 for one in documents),
            )  # fmt: skip
            self._connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")

    @property
    def built(self) -> bool:
        """Whether the documents are there."""
        return bool(self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'texts'").fetchone())

    def search(self, snapshot: Snapshot, request: SearchRequest, match: str) -> SearchResult:
        """A page of cases, found by FTS5 with `match`, and counted and ordered as the archive does it."""
        rows = self._connection.execute(_FIND, (match,)).fetchall()
        return _Given(snapshot, request, rows).result()


class _Given(_Answer):
    """An answer whose documents somebody else found."""

    def __init__(self, snapshot: Snapshot, request: SearchRequest, rows: list[tuple[int, float]]) -> None:
        super().__init__(snapshot, request)
        self._rows = rows

    def _find(self) -> tuple[Found, bool]:
        size = len(self._snapshot)
        score, mask = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=bool)
        if self._rows:
            versions, scores = zip(*self._rows, strict=True)
            slots = _slots(self._snapshot)[np.array(versions)]
            score[slots], mask[slots] = scores, True
        return Found(mask, mask, score, 1.0), False


_known: dict[int, np.ndarray] = {}


def _slots(snapshot: Snapshot) -> np.ndarray:
    """The slot of each version."""
    found = _known.get(id(snapshot))
    if found is None:
        found = _known[id(snapshot)] = np.zeros(int(snapshot.version.max()) + 1, dtype=np.int64)
        found[snapshot.version] = np.arange(len(snapshot))
    return found
