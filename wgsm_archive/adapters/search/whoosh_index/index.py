"""The search port on Whoosh's index format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh_index
from whoosh import writing

from wgsm_archive.adapters.search.opened import OpenedShelves
from wgsm_archive.adapters.search.whoosh_index.answer import answer
from wgsm_archive.adapters.search.whoosh_index.layout import new_schema
from wgsm_archive.adapters.search.whoosh_index.likeness import alike
from wgsm_archive.adapters.search.whoosh_index.placed import PlacedSnapshot
from wgsm_archive.adapters.search.whoosh_index.segment import Segment
from wgsm_archive.adapters.search.whoosh_index.sharing import Fingerprints, LastWritten, take_over
from wgsm_archive.adapters.search.whoosh_index.shelves import Shelves
from wgsm_archive.adapters.search.whoosh_index.storage import DurableStorage
from wgsm_archive.adapters.search.whoosh_index.writer import ShelfWriter
from wgsm_archive.ports.search import (
    AlikeRequest,
    IndexBroken,
    IndexBusy,
    SearchDocument,
    SearchRequest,
    SearchResult,
    Shelf,
)

_BATCH = 8000  # documents of one segment: the terms of all of them are held in memory while it is written
_TRIES = 20  # openings while a writer keeps replacing files
_MOST_SEGMENTS = 8  # when there are as many, the small ones are merged into the next
_Choice = Callable[[ShelfWriter, list[Any]], list[Any]]  # merges some segments, and gives those that stay


@dataclass(frozen=True, slots=True)
class _Opened:
    """A snapshot, and the table of contents that it was made from, with the one that would come after it."""

    folder: str
    toc: str
    next_toc: str
    snapshot: PlacedSnapshot

    def is_current(self, shelves: Shelves) -> bool:
        """Whether neither the folder nor the table of contents has been replaced since."""
        # Every question asks this: names are put together once, and paths as objects take longer than the system does.
        return shelves.current() == self.folder and os.path.exists(self.toc) and not os.path.exists(self.next_toc)  # noqa: PTH110


def _toc(folder: Path, generation: int) -> str:
    return str(folder / f"_MAIN_{generation}.toc")


class WhooshIndex:
    """Full-text search over language versions in a folder of its own. See `ports.search.SearchIndex`."""

    def __init__(self, root: Path) -> None:
        self._shelves = Shelves(root)
        self._opened = OpenedShelves[_Opened]()
        self._last = LastWritten()

    # -- reading -----------------------------------------------------------------------------------------------------

    def search(self, shelf: Shelf, request: SearchRequest) -> SearchResult:
        """Answer a question with a page of cases."""
        with _broken_if_anything_fails():
            return answer(self._fresh(shelf).snapshot, request)

    def alike(self, shelf: Shelf, request: AlikeRequest) -> Mapping[int, tuple[int, ...]]:
        """The cases that carry the most of these facet values."""
        with _broken_if_anything_fails():
            return alike(self._fresh(shelf).snapshot, request)

    def contents(self, shelf: Shelf) -> Mapping[int, int]:
        """Version ids in the index and the revision each was indexed at."""
        with _broken_if_anything_fails():
            snapshot = self._fresh(shelf).snapshot
            return dict(zip(snapshot.version.tolist(), snapshot.revision.tolist(), strict=True))

    def _fresh(self, shelf: Shelf) -> _Opened:
        return self._opened.fresh(
            shelf, lambda opened: opened.is_current(self._shelves), lambda old: self._open(shelf, old)
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
        known = {s.key: s for s in old.snapshot.placed} if old is not None and old.folder == name else {}
        folder = self._shelves.folder(name, shelf)
        generation, snapshot = _snapshot(folder, known)
        return _Opened(name, _toc(folder, generation), _toc(folder, generation + 1), snapshot)

    # -- writing -----------------------------------------------------------------------------------------------------

    def apply(self, shelf: Shelf, upserts: Sequence[SearchDocument], deletes: Sequence[int]) -> None:
        """Write documents and remove versions (by version id) in one commit; what it wrote is found at once."""
        with _broken_if_anything_fails(), self._shelves.lock():
            opened = self._fresh(shelf)
            latest = {document.version_id: document for document in upserts}
            gone = np.isin(opened.snapshot.version, np.array([*latest, *deletes], dtype=np.int64))
            if latest or gone.any():
                self._write(shelf, opened, latest, opened.snapshot.documents[gone].tolist())

    def _write(self, shelf: Shelf, opened: _Opened, latest: Mapping[int, SearchDocument], gone: Sequence[int]) -> None:
        public, folder = (self._shelves.folder(opened.folder, one) for one in (Shelf.PUBLIC, shelf))
        before = {segment.key for segment in opened.snapshot.placed}
        shared = None if shelf is Shelf.PUBLIC else self._last.lend(public, folder, latest)
        left = [one for key, one in latest.items() if shared is None or not self._last.holds(key)]
        languages = {document.language for document in latest.values()}
        _write(_index(folder), left, gone, _keep_few_and(shared), languages)
        if shelf is Shelf.PUBLIC:
            self._last.note(folder, before, latest)

    def rebuild(self, shelves: Mapping[Shelf, Iterable[SearchDocument]]) -> None:
        """Make the whole index anew beside the one in use and swap it in.

        What both shelves hold is written once: see `sharing`.
        """
        with _broken_if_anything_fails(), self._shelves.lock():
            name = self._shelves.begin()
            public, network = (self._shelves.folder(name, shelf) for shelf in (Shelf.PUBLIC, Shelf.NETWORK))
            written = Fingerprints()
            index = _created(public)
            _write_parts(index, written.noted(shelves.get(Shelf.PUBLIC, ())))
            _merge(index)
            index = take_over(public, network)
            taken_over = index.doc_count_all()
            _write_parts(index, written.others(shelves.get(Shelf.NETWORK, ())))
            _take_out(network, index, written.left, taken_over)
            self._shelves.put_in_use(name)

    def compact(self, shelf: Shelf) -> None:
        """Write anew whatever still holds words of removed documents, so that no file keeps them."""
        with _broken_if_anything_fails(), self._shelves.lock():
            opened = self._fresh(shelf)
            _merge(_index(self._shelves.folder(opened.folder, shelf)))


def _snapshot(folder: Path, known: Mapping[str, Segment]) -> tuple[int, PlacedSnapshot]:
    """What lies in the folder of a shelf now, with the number of its table of contents."""
    storage = DurableStorage(str(folder))
    toc = whoosh_index.TOC.read(storage, "MAIN")
    segments = [known.get(s.segment_id()) or Segment(storage, s) for s in toc.segments]
    deleted = [np.array(sorted(s.deleted_docs()), dtype=np.int32) for s in toc.segments]
    return toc.generation, PlacedSnapshot(segments, deleted)


def _index(folder: Path) -> Any:
    return whoosh_index.FileIndex(DurableStorage(str(folder)), indexname="MAIN")


def _created(folder: Path) -> Any:
    return whoosh_index.FileIndex.create(DurableStorage(str(folder)), new_schema(), "MAIN")


def _write(
    index: Any,
    documents: Iterable[SearchDocument],
    gone: Sequence[int],
    mergetype: _Choice,
    languages: Iterable[str] = (),
) -> None:
    """One commit; with fields for these languages besides those of the documents."""
    writer = ShelfWriter(index)
    try:
        for docnum in gone:
            writer.delete_document(docnum)
        writer.need_fields(languages)
        for document in documents:
            writer.add(document)
        writer.commit(mergetype=mergetype)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _keep_few_and(shared: Any) -> _Choice:
    """Drop segments without living documents, and merge the small ones into what is written when there are many.

    A segment that another shelf shares comes beside them.
    """

    def choose(writer: ShelfWriter, segments: list[Any]) -> list[Any]:
        living = [s for s in segments if s.deleted_count() < s.doc_count_all()]
        merged = _small(living) if len(living) >= _MOST_SEGMENTS else []
        for segment in merged:
            writer.merge_segment(segment)
        kept = [s for s in living if s not in merged]
        return kept if shared is None else [*kept, shared]

    return choose


def _everything(writer: ShelfWriter, segments: list[Any]) -> list[Any]:
    """Merge all segments into one."""
    for segment in segments:
        writer.merge_segment(segment)
    return []


def _merge(index: Any) -> None:
    """Make one segment without deleted documents of all."""
    segments = index._segments()  # noqa: SLF001 - Whoosh offers no public list
    if len(segments) > 1 or any(s.has_deletions() for s in segments):
        _write(index, [], [], _everything)


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


def _take_out(folder: Path, index: Any, versions: Sequence[int], first: int) -> None:
    """Remove these versions from the first documents, which were taken over from the other shelf."""
    if versions:
        snapshot = _snapshot(folder, {})[1]
        gone = np.isin(snapshot.version, np.array(versions, dtype=np.int64)) & (snapshot.documents < first)
        _write(index, [], snapshot.documents[gone].tolist(), writing.NO_MERGE)
    segments = index._segments()  # noqa: SLF001 - Whoosh offers no public list
    deleted, held = sum(s.deleted_count() for s in segments), sum(s.doc_count_all() for s in segments)
    if len(segments) > 2 or deleted * 10 > held:
        _merge(index)


def _write_parts(index: Any, documents: Iterable[SearchDocument]) -> None:
    """As many commits as it takes; none of the documents is held any longer than it is read."""
    left = iter(documents)
    for first in left:
        _write(index, chain([first], islice(left, _BATCH - 1)), [], writing.NO_MERGE)


@contextmanager
def _broken_if_anything_fails() -> Iterator[None]:
    """A spoilt index raises nearly anything: EOFError, OSError, TypeError, KeyError, ValueError, UnpicklingError."""
    try:
        yield
    except (IndexBroken, IndexBusy):
        raise
    except Exception as error:
        raise IndexBroken(f"{type(error).__name__}: {error}") from error
