"""Bringing the search index in line with the database."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import selectinload

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import Case, LanguageVersion, MediaFile, NarrowedPassage, RenderedVersion, VersionLabel
from wgsm_archive.domain.access import NETWORK, PUBLIC, VersionState
from wgsm_archive.domain.case_study import VersionKind
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS, VocabularyName
from wgsm_archive.ports.search import SearchDocument, Shelf
from wgsm_archive.services.case_rows import period_of
from wgsm_archive.services.file_words import belonging_to, words_of_files
from wgsm_archive.services.jobs import vocabulary
from wgsm_archive.services.jobs.vocabulary import Given
from wgsm_archive.services.work import Work

_log = logging.getLogger(__name__)
_OF_SHELF = {Shelf.PUBLIC: PUBLIC, Shelf.NETWORK: NETWORK}
FACETS = (*FACET_PARAMETERS, "country", "language", "type")
"""Facets of the index, by the names that search parameters have."""

_FACET_OF = {vocabulary: facet for facet, vocabulary in FACET_PARAMETERS.items()}
_BATCH = 200


def _on_shelf(shelf: Shelf) -> tuple[ColumnElement[bool], ...]:
    labelled = select(VersionLabel.version_id).where(VersionLabel.label == _OF_SHELF[shelf])
    return (
        LanguageVersion.state == VersionState.APPROVED,
        LanguageVersion.kind == VersionKind.STANDARD,
        LanguageVersion.id.in_(labelled),
    )


_OF_CASES = LanguageVersion.case_id.in_(bindparam("cases", expanding=True))
_CASES = lasting(
    select(Case)
    .where(Case.id.in_(bindparam("cases", expanding=True)))
    .options(selectinload(Case.countries), selectinload(Case.terms))
)
_VERSIONS = {
    shelf: lasting(
        select(LanguageVersion, RenderedVersion.plain)
        .join(RenderedVersion, RenderedVersion.version_id == LanguageVersion.id)
        .where(_OF_CASES, *_on_shelf(shelf))
        .options(selectinload(LanguageVersion.labels))
    )
    for shelf in Shelf
}
_KNOWN = lasting(select(LanguageVersion.id, LanguageVersion.case_id).where(_OF_CASES))
_NARROWED = lasting(
    select(NarrowedPassage.version_id, NarrowedPassage.plain)
    .where(
        NarrowedPassage.version_id.in_(bindparam("versions", expanding=True)),
        NarrowedPassage.label == bindparam("label"),
    )
    .order_by(NarrowedPassage.field)
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
        select(LanguageVersion.case_id).where(*_on_shelf(shelf)).distinct().order_by(LanguageVersion.case_id)
    ).all()


def all_documents(work: Work, shelf: Shelf) -> Iterator[SearchDocument]:
    """Everything that belongs on a shelf."""
    ids = cases_of(work, shelf)
    for start in range(0, len(ids), _BATCH):
        yield from documents_that_can_be_read(work, shelf, ids[start : start + _BATCH])
        work.session.expire_all()
        work.session.expunge_all()


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


def documents_of(work: Work, shelf: Shelf, case_ids: Sequence[int]) -> list[SearchDocument]:
    """The documents of these cases that belong on a shelf."""
    wanted = sorted(set(case_ids))
    cases = {case.id: case for case in work.session.scalars(_CASES, {"cases": wanted})}
    rows = work.session.execute(_VERSIONS[shelf], {"cases": wanted}).all()
    languages: dict[int, set[str]] = {}
    for version, _plain in rows:
        languages.setdefault(version.case_id, set()).add(version.language)
    narrowed = _narrowed_texts(work, shelf, [version.id for version, _plain in rows])
    said = words_of_files(work, cases, frozenset({_OF_SHELF[shelf]}))
    found = []
    for version, plain in rows:
        of_files = belonging_to(said.get(version.case_id, ()), version.language, version.origin)
        text = "\n".join([plain, *narrowed.get(version.id, ()), *of_files])
        document = _document(work, cases[version.case_id], version, text, languages[version.case_id])
        found.append(replace(document, revision=_state(version.revision, of_files)))
    return found


def _state(revision: int, of_files: Sequence[str]) -> int:
    """A number that is another one when a text was changed, or what is said in the files that are found with it."""
    if not of_files:
        return revision
    # Within what a column holds, and beyond all revisions.
    return 2**30 + zlib.crc32(json.dumps([revision, *of_files]).encode()) % 2**30


def _states(work: Work, shelf: Shelf) -> dict[int, int]:
    """That number of all that belongs on a shelf, by version id."""
    rows = work.session.execute(
        select(
            LanguageVersion.id,
            LanguageVersion.revision,
            LanguageVersion.case_id,
            LanguageVersion.language,
            LanguageVersion.origin,
        ).where(*_on_shelf(shelf))
    ).all()
    said = words_of_files(work, select(MediaFile.case_id).where(MediaFile.shown), frozenset({_OF_SHELF[shelf]}))
    return {row[0]: _state(row[1], belonging_to(said.get(row[2], ()), row[3], row[4])) for row in rows}


def _narrowed_texts(work: Work, shelf: Shelf, version_ids: Sequence[int]) -> dict[int, list[str]]:
    """The sections for fewer readers that everybody who searches this shelf may read."""
    if shelf is Shelf.PUBLIC:
        return {}
    found: dict[int, list[str]] = {}
    rows = work.session.execute(_NARROWED, {"versions": list(version_ids), "label": _OF_SHELF[shelf]})
    for version_id, plain in rows:
        found.setdefault(version_id, []).append(plain)
    return found


def _document(work: Work, case: Case, version: LanguageVersion, plain: str, languages: set[str]) -> SearchDocument:
    facets: dict[str, tuple[str, ...]] = {
        "country": tuple(row.country for row in case.countries),
        "language": tuple(sorted(languages)),
        "type": (str(case.type),),
    }
    labels: list[str] = []
    for row in case.terms:
        facet = _FACET_OF[VocabularyName(row.vocabulary)]
        facets[facet] = (*facets.get(facet, ()), row.term)
        term = work.tools.vocabularies.find(row.vocabulary, row.term)
        labels += term.labels.values() if term else ()
    period = period_of(case)
    return SearchDocument(
        version_id=version.id,
        case_id=case.id,
        revision=version.revision,
        language=version.language,
        access_labels=frozenset(row.label for row in version.labels),
        title=version.title,
        body=plain,
        term_labels="\n".join(labels),
        facets=facets,
        year_from=period.start.year if period.start else None,
        year_to=period.end.year if period.end else (work.today.year if period.ongoing else None),
        published=(case.published_on or work.today).toordinal(),
        title_key=version.title_key,
    )
