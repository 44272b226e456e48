"""Opening and closing a unit of work: guarded session, labels brought in line, one commit, then the worker is woken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, UOWTransaction

from wgsm_archive.db.access_guard import GuardedSession, open_session
from wgsm_archive.db.models import Case, CaseCircle, LanguageVersion, MediaFile
from wgsm_archive.domain.access import labels_of
from wgsm_archive.domain.actor import Actor
from wgsm_archive.services.labelling import relabel
from wgsm_archive.services.reactions import jobs_of_words
from wgsm_archive.services.work import Tools, Work

_TOUCHED = "touched_cases"
W = TypeVar("W", bound=Work)


@contextmanager
def transaction(engine: Engine, tools: Tools, actor: Actor, make: Callable[..., W], *, write: bool) -> Iterator[W]:
    """One actor's transaction: committed when the block ends well, undone when it raises."""
    session = open_session(engine, labels_of(actor), write=write)
    session.info[_TOUCHED] = set()
    work = make(actor, session, tools, writes=write)
    try:
        yield work
        if write:
            settle(work)
            session.commit()
    finally:
        session.close()
    for then in work.after_commit:
        then()


def settle(work: Work) -> None:
    """Write what is pending and bring the labels of every touched case in line with the rule."""
    session = work.session
    session.flush()
    touched: set[int] = session.info[_TOUCHED]
    if touched:
        # With full sight: an actor's own act may take the thing out of their sight.
        with work.full_sight():
            moved = relabel(session, touched, work.today)
            for case_id, closed in moved.items():
                session.add_all(jobs_of_words(case_id, work.now, closed=closed))
            session.flush()
        touched.clear()


@event.listens_for(GuardedSession, "after_flush")
def _remember_touched(session: Session, context: UOWTransaction) -> None:
    touched: set[int] | None = session.info.get(_TOUCHED)
    if touched is None:
        return
    for row in (*session.new, *session.dirty):
        if isinstance(row, Case):
            touched.add(row.id)
        elif isinstance(row, LanguageVersion | CaseCircle | MediaFile):
            touched.add(row.case_id)
