"""What follows from what: event -> jobs, one table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from wgsm_archive.db.models import Job
from wgsm_archive.domain.events import Event, Happened

INDEX_CASE = "index-case"
"""Bring the search index in line with what the database says of one case."""

INDEX_NARROWED = "index-narrowed"
"""As `INDEX_CASE`, of a case whose words fewer may read than before: search leaves it out until it is done."""

CHECK_HIDDEN = "check-hidden"
"""Look in every place whether a story that was hidden or erased is gone from it."""

FORGET_WORDS = "forget-words"
"""Write the index anew without the words of documents that were taken out of it."""

REMEMBER_CASE = "remember-case"
"""Bring the translation memory in line with what readers see of one case."""

REACTIONS: Mapping[Event, tuple[str, ...]] = {
    Event.CASE_PUBLISHED: (INDEX_CASE, REMEMBER_CASE),
    Event.CASE_EDITED: (INDEX_CASE, REMEMBER_CASE),
    Event.CASE_MASKED: (INDEX_NARROWED, FORGET_WORDS, REMEMBER_CASE),
    Event.CASE_SUGGESTION_DECIDED: (INDEX_CASE, REMEMBER_CASE),
    Event.CASE_CONSENT: (INDEX_CASE, REMEMBER_CASE),
    Event.CASE_RESTRICTED: (INDEX_CASE, REMEMBER_CASE),
    Event.CASE_REOPENED: (INDEX_CASE,),
    Event.CASE_BLOCKED: (INDEX_CASE, CHECK_HIDDEN),
    Event.CASE_UNBLOCKED: (INDEX_CASE, REMEMBER_CASE),
    Event.CASE_WITHDRAWN: (INDEX_CASE, CHECK_HIDDEN),
    Event.CASE_RESTORED: (INDEX_CASE, REMEMBER_CASE),
    Event.CASE_ERASED: (INDEX_CASE, FORGET_WORDS, CHECK_HIDDEN),
    Event.CASE_IMPORTED: (INDEX_CASE, REMEMBER_CASE),
    Event.VERSION_SAVED: (INDEX_CASE,),
    Event.VERSION_APPROVED: (INDEX_CASE, REMEMBER_CASE),
    Event.VERSION_RETURNED: (INDEX_CASE,),
}


def jobs_of_words(case_id: int, now: dt.datetime, *, closed: bool) -> list[Job]:
    """The jobs left behind when a case is found by other words; `closed`: some must not be found from now on."""
    kinds = (INDEX_NARROWED, INDEX_CASE, FORGET_WORDS) if closed else (INDEX_CASE,)
    return [Job(kind=kind, case_id=case_id, payload={}, not_before=now) for kind in kinds]


def jobs_after(happened: Happened, now: dt.datetime) -> list[Job]:
    """The jobs an event leaves behind."""
    return [
        Job(kind=kind, case_id=happened.case_id, payload={}, not_before=now)
        for kind in REACTIONS.get(happened.event, ())
    ]
