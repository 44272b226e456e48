"""Writes documents and merges segments, on Whoosh's own segment writer but without a call per posting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
from whoosh import reading, writing

from wgsm_archive.adapters.search.whoosh_index.codec import BlockCodec, TermPostings
from wgsm_archive.adapters.search.whoosh_index.layout import LABELS, Row
from wgsm_archive.adapters.search.whoosh_index.postings import Ints, TermText
from wgsm_archive.adapters.search.whoosh_index.segment import Segment

_ORDER = attrgetter("field", "term")


class ShelfWriter(writing.SegmentWriter):  # type: ignore[misc]
    """One commit to one shelf."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=BlockCodec(), compound=False, timeout=10.0)
        self._terms = _Pool()
        self.pool: Any = self._terms

    def need_fields(self, names: Sequence[str]) -> None:
        """Make sure that text fields exist; before the first document only."""
        for name in names:
            if name not in self.schema:
                self.add_field(name, TermText())

    def add_row(self, row: Row) -> None:
        """Write one document."""
        docnum = self.docnum
        self.perdocwriter.start_doc(docnum)
        for name, terms in row.texts.items():
            self._terms.add_text(name, docnum, terms)
            self.perdocwriter.add_field(name, self.schema[name], None, row.lengths[name])
        self._terms.add_set(LABELS, docnum, row.labels)
        for name, value in row.columns.items():
            self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def merge_segment(self, segment: Any) -> None:
        """Take the living documents of another segment over into the one being written."""
        reader = reading.SegmentReader(self.storage, self.schema, segment, generation=self.generation)
        first = self.docnum
        names = set(self.schema.names()) | set(reader.indexed_field_names())
        moved = self.write_per_doc(names, reader)
        target = np.full(segment.doc_count_all(), -1, dtype=np.int32)
        if moved is None:
            target[:] = np.arange(first, first + len(target))
        else:
            target[list(moved)] = list(moved.values())
        self._terms.add_segment(Segment(self.storage, segment), target)
        self._added = self._added or self.docnum > first
        reader.close()


class _Pool:
    """Terms of the segment being written. Whoosh asks a pool for its postings in order and for cleaning up."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, TermPostings]] = {}
        self._segments: list[tuple[Segment, Ints]] = []

    def add_text(self, name: str, docnum: int, terms: Any) -> None:
        """Add the terms of a text with their packed places."""
        known = self._fields.setdefault(name, {})
        for term, places in terms.items():
            postings = known.get(term)
            if postings is None:
                postings = known[term] = TermPostings(name, term)
            postings.ids.append(docnum)
            postings.counts.append((len(places) - 1) // (2 if places[0] == 72 else 4))  # 72: two bytes each
            postings.values.append(places)

    def add_set(self, name: str, docnum: int, terms: Sequence[bytes]) -> None:
        """Add terms without places."""
        known = self._fields.setdefault(name, {})
        for term in terms:
            postings = known.get(term)
            if postings is None:
                postings = known[term] = TermPostings(name, term)
            postings.ids.append(docnum)

    def add_segment(self, segment: Segment, target: Ints) -> None:
        """Add all postings of a segment; `target` gives each document's new number, -1 for the deleted."""
        self._segments.append((segment, target))

    def iter_postings(self) -> Iterator[TermPostings]:
        """All posting lists, sorted by field and term."""
        # Merged segments come first in the new numbering only if they were added first: lists are sorted by number.
        streams = [_moved(segment, target) for segment, target in self._segments]
        own = (terms[t] for _name, terms in sorted(self._fields.items()) for t in sorted(terms))
        for _, group in groupby(merge(*streams, own, key=_ORDER), key=_ORDER):
            yield _joined(list(group))

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()
        self._segments.clear()


def _moved(segment: Segment, target: Ints) -> Iterator[TermPostings]:
    for name, term, data in segment.posting_lists():
        ids, counts, values = data
        new = target[ids]
        if (new < 0).any():
            keep = np.flatnonzero(new >= 0).tolist()
            if not keep:
                continue
            new, counts = new[keep], counts[keep]
            values = [values[i] for i in keep] if values else []
        yield TermPostings(name, term, new.tolist(), counts.astype(int).tolist() if values else [], values)


def _joined(parts: list[TermPostings]) -> TermPostings:
    if len(parts) == 1:
        return parts[0]
    parts.sort(key=lambda part: part.ids[0])
    whole = TermPostings(parts[0].field, parts[0].term)
    for part in parts:
        whole.ids += part.ids
        whole.counts += part.counts
        whole.values += part.values
    return whole
