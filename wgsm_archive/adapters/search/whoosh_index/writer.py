"""Writes documents and merges segments, on Whoosh's own segment writer but without a call per posting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, compress, groupby
from operator import attrgetter
from typing import Any

import numpy as np
from whoosh import reading, writing

from wgsm_archive.adapters.search.whoosh_index.codec import BlockCodec, TermPostings
from wgsm_archive.adapters.search.whoosh_index.inverting import FieldTexts
from wgsm_archive.adapters.search.whoosh_index.layout import LABELS, TITLE, columns_of, text_field
from wgsm_archive.adapters.search.whoosh_index.postings import Ints, TermText, each, joined
from wgsm_archive.adapters.search.whoosh_index.segment import Segment
from wgsm_archive.ports.search import SearchDocument

_ORDER = attrgetter("field", "term")


class ShelfWriter(writing.SegmentWriter):  # type: ignore[misc]
    """One commit to one shelf."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=BlockCodec(), compound=False, timeout=10.0)
        self._terms = _Pool()
        self.pool: Any = self._terms

    def need_fields(self, languages: Iterable[str]) -> None:
        """Make sure that there are fields for texts in these languages."""
        for name in sorted(map(text_field, languages)):
            if name not in self.schema:
                # Whoosh's own way is closed once a document was written, though nothing depends on it before the end.
                self.schema.add(name, TermText())

    def add(self, document: SearchDocument) -> None:
        """Write one document."""
        docnum = self.docnum
        self.need_fields((document.language,))
        self.perdocwriter.start_doc(docnum)
        for name, text in ((TITLE, document.title), (text_field(document.language), document.body)):
            length = self._terms.texts(name).add_text(docnum, document.language, text)
            self.perdocwriter.add_field(name, self.schema[name], None, length)
        self._terms.texts(LABELS).add_labels(docnum, document.term_labels)
        for name, value in columns_of(document).items():
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
        self._texts: dict[str, FieldTexts] = {}
        self._segments: list[tuple[Segment, Ints]] = []

    def texts(self, name: str) -> FieldTexts:
        """What is said in a field."""
        if name not in self._texts:
            self._texts[name] = FieldTexts(name, placed=name != LABELS)
        return self._texts[name]

    def add_segment(self, segment: Segment, target: Ints) -> None:
        """Add all postings of a segment; `target` gives each document's new number, -1 for the deleted."""
        self._segments.append((segment, target))

    def iter_postings(self) -> Iterator[TermPostings]:
        """All posting lists, sorted by field and term."""
        own = chain.from_iterable(texts.postings() for _name, texts in sorted(self._texts.items()))
        if not self._segments:
            yield from own
            return
        streams = [_moved(segment, target) for segment, target in self._segments]
        for _, group in groupby(merge(*streams, own, key=_ORDER), key=_ORDER):
            yield _joined(list(group))

    def cleanup(self) -> None:
        """Forget everything."""
        self._texts.clear()
        self._segments.clear()


def _moved(segment: Segment, target: Ints) -> Iterator[TermPostings]:
    """The posting lists of a segment by the new numbers of its documents, without those that have none."""
    numbers: list[int] = target.tolist()
    some_left = -1 in numbers
    for item in segment.posting_lists():
        ids = [numbers[i] for i in item.ids]
        moved = _living(item, ids) if some_left and -1 in ids else item._replace(ids=ids)
        if moved.ids:
            yield moved


def _living(item: TermPostings, ids: Sequence[int]) -> TermPostings:
    keep = [new >= 0 for new in ids]
    places = b"".join(value[1:] for value in compress(each(item.places, item.counts, wide=item.wide), keep))
    return item._replace(ids=list(compress(ids, keep)), counts=list(compress(item.counts, keep)), places=places)


def _joined(parts: list[TermPostings]) -> TermPostings:
    if len(parts) == 1:
        return parts[0]
    # Merged segments come first in the new numbering only if they were added first: lists are sorted by number.
    parts.sort(key=lambda part: part.ids[0])
    ids, counts = (list(chain.from_iterable(lists)) for lists in zip(*((p.ids, p.counts) for p in parts), strict=True))
    places, wide = joined([(part.places, part.wide) for part in parts])
    return TermPostings(parts[0].field, parts[0].term, ids, counts, places, wide)
