"""Looking, after a story was hidden, blocked or erased, whether it is gone from every place where it could be met.

What is kept of it is a row of codes for each place: which act, whether it was gone, and on which day that was seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from wgsm_archive.db.access_guard import HELD
from wgsm_archive.db.models import (
    Case,
    ConsentDecision,
    Contact,
    DialogueMessage,
    GlossaryTerm,
    GuardedTerm,
    HidingCheck,
    LanguageVersion,
    MediaFile,
    MemoryUnit,
    NarrowedPassage,
    Question,
    RenderedVersion,
    Revision,
    SegmentNow,
    ShelfText,
    Slot,
    SpokenPart,
    Suggestion,
    TranslatorsNote,
)
from wgsm_archive.domain.access import NETWORK, PUBLIC, REVIEWING, TRANSLATING, CaseState
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.hiding import HidingAct, Place
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.disclosure.cards import cards
from wgsm_archive.services.jobs.indexing import verify
from wgsm_archive.services.work import Work

_ACT_OF = {
    CaseState.WITHDRAWN: HidingAct.HIDDEN,
    CaseState.BLOCKED: HidingAct.BLOCKED,
    CaseState.ERASED: HidingAct.ERASED,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one place, on a day."""

    act: HidingAct
    place: Place
    gone: bool
    day: dt.date


def look_where_hidden(work: Work, case_ids: Iterable[int]) -> None:
    """Look in every place for these stories, as far as they are hidden now, and keep what was found."""
    for case in work.session.scalars(select(Case).where(Case.id.in_(sorted(set(case_ids))))).all():
        act = _ACT_OF.get(case.state)
        if act is None:
            continue
        for place, is_gone in _PROBES.items():
            row = HidingCheck(case_id=case.id, act=act, place=place, gone=is_gone(work, case), seen_on=work.today)
            work.session.merge(row)


def look_again(work: Work) -> None:
    """Look once more wherever something was still to be met."""
    again = work.session.scalars(select(HidingCheck.case_id).where(HidingCheck.gone.is_(False)).distinct()).all()
    look_where_hidden(work, again)


def what_was_seen(work: Work, case_id: int) -> tuple[Seen, ...]:
    """What was found in each place since the story was hidden or erased, in the order of the places."""
    rows = work.session.scalars(select(HidingCheck).where(HidingCheck.case_id == case_id))
    found = [Seen(HidingAct(row.act), Place(row.place), row.gone, row.seen_on) for row in rows]
    return tuple(sorted(found, key=lambda one: (list(HidingAct).index(one.act), list(Place).index(one.place))))


def forget_what_was_seen(work: Work, case_id: int) -> None:
    """The story is shown again: what was seen while it was hidden says nothing any more."""
    work.session.execute(delete(HidingCheck).where(HidingCheck.case_id == case_id))


@contextmanager
def _as_reader(work: Work, case: Case) -> Iterator[None]:
    """Read for a while as somebody who does not tell this story, with every label that they may hold together.

    Facilitators look after a story that was blocked, and see nothing of one that its tellers hid.
    """
    before = work.session.info[HELD]
    labels = {PUBLIC, NETWORK, TRANSLATING} | (set() if case.state is CaseState.BLOCKED else {REVIEWING})
    work.session.info[HELD] = frozenset(labels)
    try:
        yield
    finally:
        work.session.info[HELD] = before


def _unread(work: Work, case: Case, *tables: type) -> bool:
    """Whether no row of these tables that belongs to the story can be read."""
    ids = select(LanguageVersion.id).where(LanguageVersion.case_id == case.id)
    with work.full_sight():
        versions = work.session.scalars(ids).all()
    with _as_reader(work, case):
        for table in tables:
            key = getattr(table, "version_id", None)
            owner = key.in_(versions) if key is not None else table.case_id == case.id  # type: ignore[attr-defined]
            if work.session.scalar(select(func.count()).select_from(table).where(owner)):
                return False
    return True


def _page(work: Work, case: Case) -> bool:
    with _as_reader(work, case):
        return work.session.scalar(select(Case.id).where(Case.id == case.id)) is None


def _lists(work: Work, case: Case) -> bool:
    with _as_reader(work, case):
        return cards(work, [case.id], (case.original_language,)) == []


def _translations(work: Work, case: Case) -> bool:
    with _as_reader(work, case):
        rows = select(LanguageVersion.id).where(
            LanguageVersion.case_id == case.id, LanguageVersion.origin != Origin.ORIGINAL
        )
        return work.session.scalar(rows.limit(1)) is None


def _feeds(work: Work, case: Case) -> bool:
    # Feeds, maps of the site and the API are made of what this finds.
    with _as_reader(work, case):
        shared = select(Case.id).where(Case.id == case.id, Case.consent_level == ConsentLevel.PUBLIC_SHARE)
        return work.session.scalar(shared) is None and _lists(work, case)


def _off_shelf(work: Work, case: Case, shelf: Shelf) -> bool:
    words = select(ShelfText.case_id).where(ShelfText.label == str(shelf), ShelfText.case_id == case.id).limit(1)
    if work.session.scalar(words) is not None:
        return False
    if case.state is CaseState.ERASED:
        # Which documents were its own cannot be told any more: there must be none too many.
        return not verify(work, shelf).surplus
    versions = work.session.scalars(select(LanguageVersion.id).where(LanguageVersion.case_id == case.id))
    return work.tools.index.contents(shelf).keys().isdisjoint(versions)


def _erased(work: Work, case: Case) -> bool:
    """Whether nothing is left in the database; while it can be shown again, whether only its tellers can read it."""
    if case.state is not CaseState.ERASED:
        return _page(work, case)
    tables = (
        LanguageVersion,
        ConsentDecision,
        DialogueMessage,
        Slot,
        MediaFile,
        MemoryUnit,
        SpokenPart,
        Contact,
        GlossaryTerm,
        GuardedTerm,
        TranslatorsNote,
        Question,
        Suggestion,
    )
    left = (work.session.scalar(select(func.count()).select_from(one).where(one.case_id == case.id)) for one in tables)
    return not any(left)


_PROBES: Mapping[Place, Callable[[Work, Case], bool]] = {
    Place.PAGE: _page,
    Place.LISTS: _lists,
    Place.TRANSLATIONS: _translations,
    Place.PARAGRAPHS: lambda work, case: _unread(
        work, case, RenderedVersion, NarrowedPassage, Revision, SegmentNow, Slot, MemoryUnit
    ),
    Place.SEARCH: lambda work, case: _off_shelf(work, case, Shelf.PUBLIC),
    Place.MEMBERS_SEARCH: lambda work, case: _off_shelf(work, case, Shelf.NETWORK),
    Place.FEEDS: _feeds,
    Place.EXPORT: lambda work, case: case.state is not CaseState.PUBLISHED and _page(work, case),
    Place.FILES: lambda work, case: _unread(work, case, MediaFile),
    Place.DATABASE: _erased,
}
