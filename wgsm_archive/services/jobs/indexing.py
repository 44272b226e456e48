"""Bringing the search index in line with the database."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import LanguageVersion, MediaFile
from wgsm_archive.ports.search import SearchDocument, Shelf
from wgsm_archive.services.file_words import belonging_to, words_of_files
from wgsm_archive.services.jobs import vocabulary
from wgsm_archive.services.jobs.documents import LABEL_OF, documents_of, on_shelf, state_of
from wgsm_archive.services.jobs.vocabulary import Given
from wgsm_archive.services.work import Work

_log = logging.getLogger(__name__)
_BATCH = 200


_KNOWN = lasting(
    select(LanguageVersion.id, LanguageVersion.case_id).where(
        LanguageVersion.case_id.in_(bindparam("cases", expanding=True))
    )
)


@dataclass(frozen=True, slots=True)
class Verified:
    """How index and database compare: version ids that lack, are too many, or of which older words are held."""

    missing: frozenset[int]
    surplus: frozenset[int]
    stale: frozenset[int]

    @property
    def whole(self) -> bool:
        """Whether the index says what the database says."""
        return not (self.missing or self.surplus or self.stale)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What was written into a shelf: the words it gave, and the versions that are not there (any more)."""

    shelf: Shelf
    given: Sequence[Given]
    gone: Sequence[int]


def index_cases(work: Work, case_ids: Iterable[int], *, written: bool = False) -> list[Indexed]:
    """Write all readable versions of these cases into both shelves, and take out those that are not.

    With `written` they are there already, because the index was just made anew. What was changed since then is left
    in the outbox once more.

    Their words wait for `keep_words`, in a short transaction of its own: nobody has to wait while files are written.
    """
    wanted = sorted(set(case_ids))
    documents = {shelf: {one.version_id: one for one in documents_of(work, shelf, wanted)} for shelf in Shelf}
    rows = work.session.execute(_KNOWN, {"cases": wanted}).all()
    known = {row[0] for row in rows}
    vanished = set(wanted) - {row[1] for row in rows}
    indexed = []
    words: dict[str, frozenset[str]] = {}
    for shelf, found in documents.items():
        # The rows of an erased story no longer tell which documents were its own: they are what is too much.
        surplus = verify(work, shelf).surplus if vanished else frozenset()
        gone = sorted((known | surplus) - set(found))
        if not written:
            work.tools.index.apply(shelf, list(found.values()), gone)
        indexed.append(Indexed(shelf, vocabulary.read(work, found.values(), words), gone))
    return indexed


def keep_words(work: Work, indexed: Iterable[Indexed]) -> None:
    """Let the words of what was indexed be offered to those who may read it."""
    for one in indexed:
        vocabulary.learn(work, one.shelf, one.given, one.gone)


def forget_words(work: Work, case_ids: Iterable[int]) -> None:
    """Write both shelves anew: their files keep the words of deleted documents until then."""
    for shelf in Shelf:
        work.tools.index.compact(shelf)


def rebuild(work: Work) -> None:
    """Make the index anew from the database."""
    work.tools.index.rebuild({shelf: all_documents(work, shelf) for shelf in Shelf})


def verify(work: Work, shelf: Shelf) -> Verified:
    """Compare what a shelf holds with what the database says it should hold."""
    return _compared(work, shelf, work.tools.index.contents(shelf))


def verify_words(work: Work, shelf: Shelf) -> Verified:
    """Compare the texts whose words are offered to the readers of a shelf with those that they may read."""
    return _compared(work, shelf, vocabulary.held(work, shelf))


def _compared(work: Work, shelf: Shelf, held: Mapping[int, int]) -> Verified:
    wanted = _states(work, shelf)
    return Verified(
        missing=frozenset(wanted.keys() - held.keys()),
        surplus=frozenset(held.keys() - wanted.keys()),
        stale=frozenset(key for key in wanted.keys() & held.keys() if wanted[key] != held[key]),
    )


def cases_of(work: Work, shelf: Shelf) -> Sequence[int]:
    """The cases of which anything belongs on a shelf."""
    return work.session.scalars(
        select(LanguageVersion.case_id).where(*on_shelf(shelf)).distinct().order_by(LanguageVersion.case_id)
    ).all()


def all_documents(work: Work, shelf: Shelf) -> Iterator[SearchDocument]:
    """Everything that belongs on a shelf."""
    ids = cases_of(work, shelf)
    for start in range(0, len(ids), _BATCH):
        yield from documents_that_can_be_read(work, shelf, ids[start : start + _BATCH])


def documents_that_can_be_read(work: Work, shelf: Shelf, case_ids: Sequence[int]) -> list[SearchDocument]:
    """The documents of these cases; one that cannot be read is left out."""
    try:
        return documents_of(work, shelf, case_ids)
    except Exception:  # noqa: BLE001 - whatever is wrong with one story
        # One story that cannot be read must not keep the others from being found; `wgsm check` tells of it.
        if len(case_ids) == 1:
            _log.exception("a story was left out of the index")
            return []
    return [one for case_id in case_ids for one in documents_that_can_be_read(work, shelf, [case_id])]


def _states(work: Work, shelf: Shelf) -> dict[int, int]:
    """That number of all that belongs on a shelf, by version id."""
    rows = work.session.execute(
        select(
            LanguageVersion.id,
            LanguageVersion.revision,
            LanguageVersion.case_id,
            LanguageVersion.language,
            LanguageVersion.origin,
        ).where(*on_shelf(shelf))
    ).all()
    said = words_of_files(work, select(MediaFile.case_id).where(MediaFile.shown), frozenset({LABEL_OF[shelf]}))
    return {row[0]: state_of(row[1], belonging_to(said.get(row[2], ()), row[3], row[4])) for row in rows}
