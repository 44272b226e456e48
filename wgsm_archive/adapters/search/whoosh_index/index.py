"""The search port on Whoosh's index format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh_index

from wgsm_archive.adapters.search.opened import OpenedShelves
from wgsm_archive.adapters.search.whoosh_index.answer import answer
from wgsm_archive.adapters.search.whoosh_index.layout import language_of, new_schema, row_of
from wgsm_archive.adapters.search.whoosh_index.placed import PlacedSnapshot
from wgsm_archive.adapters.search.whoosh_index.segment import Segment
from wgsm_archive.adapters.search.whoosh_index.shelves import Shelves
from wgsm_archive.adapters.search.whoosh_index.storage import DurableStorage
from wgsm_archive.adapters.search.whoosh_index.writer import ShelfWriter
from wgsm_archive.ports.search import (
    IndexBroken,
    IndexBusy,
    SearchDocument,
    SearchRequest,
    SearchResult,
    Shelf,
)

_BATCH = 2000  # documents held in memory while writing
_TRIES = 20  # openings while a writer keeps replacing files
_MOST_SEGMENTS = 8  # more than these small segments are merged into one


@dataclass(frozen=True, slots=True)
class _Opened:
    """A snapshot and what it was made from."""

    folder: str
    generation: int
    snapshot: PlacedSnapshot

    def is_current(self, shelves: Shelves, shelf: Shelf) -> bool:
        """Whether neither the folder nor the table of contents has been replaced since."""
        if shelves.current() != self.folder:
            return False
        folder = shelves.folder(self.folder, shelf)
        return _toc(folder, self.generation).exists() and not _toc(folder, self.generation + 1).exists()


def _toc(folder: Path, generation: int) -> Path:
    return folder / f"_MAIN_{generation}.toc"


class WhooshIndex:
    """Full-text search over language versions in a folder of its own. See `ports.search.SearchIndex`."""

    def __init__(self, root: Path) -> None:
        self._shelves = Shelves(root)
        self._opened = OpenedShelves[_Opened]()

    # -- reading -----------------------------------------------------------------------------------------------------

    def search(self, shelf: Shelf, request: SearchRequest) -> SearchResult:
        """Answer a question with a page of cases."""
        with _broken_if_anything_fails():
            return answer(self._fresh(shelf).snapshot, request)

    def contents(self, shelf: Shelf) -> Mapping[int, int]:
        """Version ids in the index and the revision each was indexed at."""
        with _broken_if_anything_fails():
            snapshot = self._fresh(shelf).snapshot
            return dict(zip(snapshot.version.tolist(), snapshot.revision.tolist(), strict=True))

    def _fresh(self, shelf: Shelf) -> _Opened:
        return self._opened.fresh(
            shelf, lambda opened: opened.is_current(self._shelves, shelf), lambda old: self._open(shelf, old)
        )

    def _open(self, shelf: Shelf, old: _Opened | None) -> _Opened:
        for attempt in range(_TRIES):
            try:
                return self._open_once(shelf, old)
            except FileNotFoundError:
                # A writer removed a file between our reading of its name and opening it.
                if attempt == _TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _open_once(self, shelf: Shelf, old: _Opened | None) -> _Opened:
        name = self._shelves.current()
        storage = DurableStorage(str(self._shelves.folder(name, shelf)))
        toc = whoosh_index.TOC.read(storage, "MAIN")
        known = {s.key: s for s in old.snapshot.placed} if old is not None and old.folder == name else {}
        segments = [known.get(s.segment_id()) or Segment(storage, s) for s in toc.segments]
        deleted = [np.array(sorted(s.deleted_docs()), dtype=np.int32) for s in toc.segments]
        return _Opened(name, toc.generation, PlacedSnapshot(segments, deleted))

    # -- writing -----------------------------------------------------------------------------------------------------

    def apply(self, shelf: Shelf, upserts: Sequence[SearchDocument], deletes: Sequence[int]) -> None:
        """Write documents and remove versions (by version id) in one commit; what it wrote is found at once."""
        with _broken_if_anything_fails(), self._shelves.lock():
            opened = self._fresh(shelf)
            index = _index(self._shelves.folder(opened.folder, shelf))
            latest = {document.version_id: document for document in upserts}
            gone = np.isin(opened.snapshot.version, np.array([*latest, *deletes], dtype=np.int64))
            if not latest and not gone.any():
                return
            _write(index, list(latest.values()), opened.snapshot.documents[gone].tolist())
            _merge_small(index)

    def rebuild(self, shelves: Mapping[Shelf, Iterable[SearchDocument]]) -> None:
        """Make the whole index anew beside the one in use and swap it in."""
        with _broken_if_anything_fails(), self._shelves.lock():
            name = self._shelves.begin()
            for shelf in Shelf:
                storage = DurableStorage(str(self._shelves.folder(name, shelf)))
                index = whoosh_index.FileIndex.create(storage, new_schema(), "MAIN")
                for batch in _batches(shelves.get(shelf, ()), _BATCH):
                    _write(index, batch, [])
                _merge(index, everything=True)
            self._shelves.put_in_use(name)

    def compact(self, shelf: Shelf) -> None:
        """Write anew whatever still holds words of removed documents, so that no file keeps them."""
        with _broken_if_anything_fails(), self._shelves.lock():
            opened = self._fresh(shelf)
            _merge(_index(self._shelves.folder(opened.folder, shelf)), everything=True)


def _index(folder: Path) -> Any:
    return whoosh_index.FileIndex(DurableStorage(str(folder)), indexname="MAIN")


def _write(index: Any, documents: Sequence[SearchDocument], gone: Sequence[int]) -> None:
    """One commit without merging."""
    rows = [row_of(document) for document in documents]
    writer = ShelfWriter(index)
    try:
        for docnum in gone:
            writer.delete_document(docnum)
        writer.need_fields(sorted({name for row in rows for name in row.texts if language_of(name) is not None}))
        for row in rows:
            writer.add_row(row)
        writer.commit(merge=False)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _merge_small(index: Any) -> None:
    """Keep segments few: merge the small ones when there are many, and drop the ones without living documents."""
    segments = index._segments()  # noqa: SLF001 - Whoosh offers no public list
    if len(segments) > _MOST_SEGMENTS or any(s.deleted_count() == s.doc_count_all() for s in segments):
        _merge(index, everything=False)


def _merge(index: Any, *, everything: bool) -> None:
    segments = index._segments()  # noqa: SLF001
    if everything and len(segments) == 1 and not segments[0].has_deletions():
        return
    writer = ShelfWriter(index)

    def choose(writer: ShelfWriter, segments: list[Any]) -> list[Any]:
        merged = segments if everything else _small(segments)
        for segment in merged:
            writer.merge_segment(segment)
        return [s for s in segments if s not in merged]

    try:
        writer.commit(mergetype=choose)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _small(segments: Sequence[Any]) -> list[Any]:
    """Segments to merge: from the smallest up, as long as the next is no larger than all before it together."""
    living = sorted(segments, key=lambda s: s.doc_count_all() - s.deleted_count())
    merged: list[Any] = []
    size = 0
    for segment in living:
        count = segment.doc_count_all() - segment.deleted_count()
        if len(merged) >= 2 and count > size:
            break
        merged.append(segment)
        size += count
    return merged


def _batches(documents: Iterable[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    batch: list[SearchDocument] = []
    for document in documents:
        batch.append(document)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


@contextmanager
def _broken_if_anything_fails() -> Iterator[None]:
    """A spoilt index raises nearly anything: EOFError, OSError, TypeError, KeyError, ValueError, UnpicklingError."""
    try:
        yield
    except (IndexBroken, IndexBusy):
        raise
    except Exception as error:
        raise IndexBroken(f"{type(error).__name__}: {error}") from error
