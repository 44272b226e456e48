"""Asking the index as the actor of a unit of work: on the actor's shelf, without what it must not be trusted with."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.models import LanguageVersion
from wgsm_archive.domain.access import NETWORK, VersionState
from wgsm_archive.ports.search import SearchRequest, SearchResult, Shelf
from wgsm_archive.services.reactions import INDEX_CASE, INDEX_NARROWED
from wgsm_archive.services.work import Work


def ask(work: Work, request: SearchRequest) -> SearchResult:
    """What the actor's shelf answers.

    Raises:
        IndexBroken, IndexBusy: it cannot answer now.
    """
    return work.tools.index.search(shelf_of(work), request)


def shelf_of(work: Work) -> Shelf:
    """The shelf that this actor's questions go to."""
    return Shelf.NETWORK if NETWORK in work.held else Shelf.PUBLIC


def not_any_more(work: Work) -> frozenset[int]:
    """Cases whose place in the index is older than the database, and that this actor may not read (any more).

    While words of a section that was narrowed are still in the index, a story is found by nobody.
    """
    narrowed, suspects = work.pending_cases(INDEX_NARROWED), work.pending_cases(INDEX_CASE)
    if not suspects:
        return narrowed
    readable = work.session.scalars(
        select(LanguageVersion.case_id).where(
            LanguageVersion.case_id.in_(suspects), LanguageVersion.state == VersionState.APPROVED
        )
    )
    return narrowed | (suspects - frozenset(readable))
