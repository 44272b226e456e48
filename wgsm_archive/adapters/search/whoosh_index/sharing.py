"""What both shelves hold is written once, and lies in both folders.

The files of a segment never change, so two shelves may have the same ones: under two names where the file system knows
such links, else as copies. Each shelf has a table of contents of its own, which says what of a segment is removed
there; files that one shelf no longer needs are unlinked there and stay with the other.

Only the public shelf is shared, and only into that of members, who may read all that is public. What is for members
alone never lies in the public folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index

from wgsm_archive.adapters.search.whoosh_index.storage import DurableStorage
from wgsm_archive.ports.search import SearchDocument

_SIZE = 16  # bytes of a fingerprint


class Fingerprints:
    """The documents of one shelf, to know again those of the other that are equal in everything."""

    def __init__(self) -> None:
        self._of: dict[int, bytes] = {}

    def noted(self, documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
        """These documents, each remembered."""
        for document in documents:
            self._of[document.version_id] = _fingerprint(document)
            yield document

    def others(self, documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
        """Those of these documents that are not equal to one that was noted; the others are ticked off."""
        for document in documents:
            if self._of.get(document.version_id) == _fingerprint(document):
                del self._of[document.version_id]
            else:
                yield document

    @property
    def left(self) -> list[int]:
        """The versions that were noted and not ticked off."""
        return list(self._of)


class LastWritten:
    """What was last written to a shelf, to be taken into the other one: of the documents, no word is kept."""

    def __init__(self) -> None:
        self._folder = Path()
        self._segment = ""
        self._of: dict[int, bytes] = {}

    def note(self, folder: Path, before: Collection[str], documents: Mapping[int, SearchDocument]) -> None:
        """Remember the segment of these documents; `before` are the segments that were there before."""
        self._of = {}
        new = [s for s in _segments(folder) if s.segment_id() not in before]
        # With more documents than were given, it holds what was merged into it, too.
        if len(new) == 1 and new[0].doc_count_all() == len(documents):
            self._folder, self._segment = folder, new[0].segment_id()
            self._of = {version_id: _fingerprint(document) for version_id, document in documents.items()}

    def lend(self, folder: Path, target: Path, documents: Mapping[int, SearchDocument]) -> Any:
        """The segment in `folder`, laid into `target`, too; None unless all its documents are equal to these.

        What is in `documents` besides is still to be written.
        """
        if folder != self._folder or not self._of:
            return None
        if any(key not in documents or _fingerprint(documents[key]) != one for key, one in self._of.items()):
            return None
        for segment in _segments(folder):
            if segment.segment_id() == self._segment and not segment.has_deletions():
                _link_all(segment, folder, target)
                return segment
        return None

    def holds(self, version_id: int) -> bool:
        """Whether a document of this version is in it."""
        return version_id in self._of


def _segments(folder: Path) -> Sequence[Any]:
    return whoosh_index.TOC.read(DurableStorage(str(folder)), "MAIN").segments  # type: ignore[no-any-return]


def take_over(source: Path, target: Path) -> Any:
    """Make the index of a folder of what lies in another one; nothing may lie there yet."""
    toc = whoosh_index.TOC.read(DurableStorage(str(source)), "MAIN")
    for segment in toc.segments:
        _link_all(segment, source, target)
    storage = DurableStorage(str(target))
    whoosh_index.TOC(toc.schema, toc.segments, 0).write(storage, "MAIN")
    return whoosh_index.FileIndex(storage, indexname="MAIN")


def _link_all(segment: Any, source: Path, target: Path) -> None:
    for file in source.glob(f"{segment.segment_id()}.*"):
        _link(file, target / file.name)


def _link(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:  # a file system without links
        shutil.copyfile(file, to)
        with to.open("rb") as copied:
            os.fsync(copied.fileno())


def _fingerprint(document: SearchDocument) -> bytes:
    said = [_in_order(getattr(document, one.name)) for one in fields(document)]
    return blake2b(repr(said).encode(errors="surrogatepass"), digest_size=_SIZE).digest()


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sorted(value.items())
    return sorted(value) if isinstance(value, frozenset) else value
