"""Asking the index as the actor of a unit of work: on the actor's shelf, without what it must not be trusted with."""

from __future__ import annotations

from sqlalchemy import select

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.lookups import Lookup
from wgsm_archive.db.models import Job, LanguageVersion
from wgsm_archive.domain.access import NETWORK, VersionState
from wgsm_archive.ports.search import SearchRequest, SearchResult, Shelf
from wgsm_archive.services.reactions import INDEX_CASE, INDEX_NARROWED
from wgsm_archive.services.work import Work

_PENDING = Lookup(select(Job.kind, Job.case_id).where(Job.kind.in_((INDEX_CASE, INDEX_NARROWED))))
_STILL_READ = lasting(
    select(LanguageVersion.case_id).where(
        LanguageVersion.case_id.in_(select(Job.case_id).where(Job.kind == INDEX_CASE)),
        LanguageVersion.state == VersionState.APPROVED,
    )
)


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
    narrowed: set[int] = set()
    suspects: set[int] = set()
    for kind, case_id in _PENDING.rows(work.session):
        if case_id is not None:
            (narrowed if kind == INDEX_NARROWED else suspects).add(case_id)
    if not suspects:
        return frozenset(narrowed)
    return frozenset(narrowed | (suspects - set(work.session.scalars(_STILL_READ))))
