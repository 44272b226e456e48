"""What the search index is given of a story: a document for each language version that belongs on a shelf."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.models import (
    Case,
    CaseCountry,
    CaseTerm,
    LanguageVersion,
    NarrowedPassage,
    RenderedVersion,
    VersionLabel,
)
from wgsm_archive.domain.access import NETWORK, PUBLIC, VersionState
from wgsm_archive.domain.case_study import VersionKind
from wgsm_archive.domain.vocabulary import FACET_PARAMETERS
from wgsm_archive.ports.search import SearchDocument, Shelf
from wgsm_archive.services.case_rows import period_told
from wgsm_archive.services.file_words import belonging_to, words_of_files
from wgsm_archive.services.work import Work

LABEL_OF = {Shelf.PUBLIC: PUBLIC, Shelf.NETWORK: NETWORK}
"""The label that everybody holds who may search a shelf."""
FACETS = (*FACET_PARAMETERS, "country", "language", "type")
"""Facets of the index, by the names that search parameters have."""

_FACET_OF = {str(vocabulary): facet for facet, vocabulary in FACET_PARAMETERS.items()}


def on_shelf(shelf: Shelf) -> tuple[ColumnElement[bool], ...]:
    """What is true of the language versions that belong on a shelf."""
    labelled = select(VersionLabel.version_id).where(VersionLabel.label == LABEL_OF[shelf])
    return (
        LanguageVersion.state == VersionState.APPROVED,
        LanguageVersion.kind == VersionKind.STANDARD,
        LanguageVersion.id.in_(labelled),
    )


_WANTED: BindParameter[Any] = bindparam("cases", expanding=True)
_CASES = lasting(
    select(Case.id, Case.type, Case.period_start, Case.period_end, Case.ongoing, Case.published_on).where(
        Case.id.in_(_WANTED)
    )
)
_COUNTRIES = lasting(
    select(CaseCountry.case_id, CaseCountry.country)
    .where(CaseCountry.case_id.in_(_WANTED))
    .order_by(CaseCountry.case_id, CaseCountry.position)
)
_TERMS = lasting(
    select(CaseTerm.case_id, CaseTerm.vocabulary, CaseTerm.term)
    .where(CaseTerm.case_id.in_(_WANTED))
    .order_by(CaseTerm.case_id, CaseTerm.position)
)
_VERSIONS = {
    shelf: lasting(
        select(
            LanguageVersion.id,
            LanguageVersion.case_id,
            LanguageVersion.language,
            LanguageVersion.origin,
            LanguageVersion.revision,
            LanguageVersion.title,
            LanguageVersion.title_key,
            RenderedVersion.plain,
        )
        .join(RenderedVersion, RenderedVersion.version_id == LanguageVersion.id)
        .where(LanguageVersion.case_id.in_(_WANTED), *on_shelf(shelf))
    )
    for shelf in Shelf
}
_LABELS = lasting(
    select(VersionLabel.version_id, VersionLabel.label).where(
        VersionLabel.version_id.in_(bindparam("versions", expanding=True))
    )
)
_NARROWED = lasting(
    select(NarrowedPassage.version_id, NarrowedPassage.plain)
    .where(
        NarrowedPassage.version_id.in_(bindparam("versions", expanding=True)),
        NarrowedPassage.label == bindparam("label"),
    )
    .order_by(NarrowedPassage.field)
)


@dataclass(slots=True)
class _Story:
    """What all versions of a case have in common."""

    facets: dict[str, tuple[str, ...]]
    years: tuple[int | None, int | None]
    published: int
    labels: list[tuple[str, str]] = field(default_factory=list)


def documents_of(work: Work, shelf: Shelf, case_ids: Sequence[int]) -> list[SearchDocument]:
    """The documents of these cases that belong on a shelf."""
    wanted = sorted(set(case_ids))
    versions = work.session.execute(_VERSIONS[shelf], {"cases": wanted}).all()
    ids = [version.id for version in versions]
    stories = _stories(work, wanted, versions)
    labels = {case_id: tuple(story.labels) for case_id, story in stories.items()}
    access = _by_first(work.session.execute(_LABELS, {"versions": ids}))
    narrowed = _narrowed_texts(work, shelf, ids)
    said = words_of_files(work, wanted, frozenset({LABEL_OF[shelf]}))
    found = []
    for version in versions:
        story = stories[version.case_id]
        of_files = belonging_to(said.get(version.case_id, ()), version.language, version.origin)
        found.append(
            SearchDocument(
                version_id=version.id,
                case_id=version.case_id,
                revision=state_of(version.revision, of_files),
                language=version.language,
                access_labels=frozenset(access[version.id]),
                title=version.title,
                body="\n".join([version.plain, *narrowed.get(version.id, ()), *of_files]),
                term_labels=labels[version.case_id],
                facets=story.facets,
                year_from=story.years[0],
                year_to=story.years[1],
                published=story.published,
                title_key=version.title_key,
            )
        )
    return found


def state_of(revision: int, of_files: Sequence[str]) -> int:
    """A number that is another one when a text was changed, or what is said in the files that are found with it."""
    if not of_files:
        return revision
    # Within what a column holds, and beyond all revisions.
    return 2**30 + zlib.crc32(json.dumps([revision, *of_files]).encode()) % 2**30


def _stories(work: Work, case_ids: Sequence[int], versions: Sequence[Any]) -> dict[int, _Story]:
    asked = {"cases": case_ids}
    languages: dict[int, set[str]] = defaultdict(set)
    for version in versions:
        languages[version.case_id].add(version.language)
    countries = _by_first(work.session.execute(_COUNTRIES, asked))
    found = {}
    for case in work.session.execute(_CASES, asked):
        facets = {
            "country": tuple(countries[case.id]),
            "language": tuple(sorted(languages[case.id])),
            "type": (str(case.type),),
        }
        found[case.id] = _Story(facets, _years(work, case), (case.published_on or work.today).toordinal())
    for case_id, vocabulary, term in work.session.execute(_TERMS, asked):
        story, facet = found[case_id], _FACET_OF[str(vocabulary)]
        story.facets[facet] = (*story.facets.get(facet, ()), term)
        known = work.tools.vocabularies.find(vocabulary, term)
        story.labels += known.labels.items() if known else ()
    return found


def _years(work: Work, case: Any) -> tuple[int | None, int | None]:
    period = period_told(case.period_start, case.period_end, ongoing=case.ongoing)
    if period.end:
        last: int | None = period.end.year
    else:
        last = work.today.year if period.ongoing else None
    return period.start.year if period.start else None, last


def _by_first(rows: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _narrowed_texts(work: Work, shelf: Shelf, version_ids: Sequence[int]) -> dict[int, list[str]]:
    """The sections for fewer readers that everybody who searches this shelf may read."""
    if shelf is Shelf.PUBLIC:
        return {}
    return _by_first(work.session.execute(_NARROWED, {"versions": version_ids, "label": LABEL_OF[shelf]}))
