"""Documents that are written to one shelf after the other are analysed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wgsm_archive.adapters.search.whoosh_index.layout import Row, row_of
from wgsm_archive.ports.search import SearchDocument


class Rows:
    """Analysed documents that wait for the other shelf; the oldest are forgotten when there are too many.

    A row is given only for a document that is equal in everything: what one shelf may hold never comes into another.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[int, tuple[SearchDocument, Row]] = {}

    def of(self, documents: Sequence[SearchDocument]) -> list[Row]:
        """The rows of documents, in their order."""
        return [self._row(document) for document in documents]

    def forget(self, versions: Iterable[int]) -> None:
        """Forget what was removed: words that were taken back stay in no memory either."""
        for version_id in versions:
            self._waiting.pop(version_id, None)

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()

    def _row(self, document: SearchDocument) -> Row:
        held = self._waiting.pop(document.version_id, None)
        if held is not None and held[0] == document:
            return held[1]  # the second shelf of two: nobody else will ask
        row = row_of(document)
        self._waiting[document.version_id] = document, row
        if len(self._waiting) > self._most:
            del self._waiting[next(iter(self._waiting))]
        return row
