"""Making the words that are offered anew, in many short transactions: nobody waits for the whole of it."""

from __future__ import annotations

import time

from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs import indexing, vocabulary

_AT_ONCE = 40  # stories
_GIVING_WAY = 0.12
"""Seconds between two transactions: whoever waits to write looks every tenth of a second whether they may (SQLite)."""


def renewed_words(archive: Archive) -> bool:
    """Make the words of every shelf anew that are not those of the texts on it. Whether any were."""
    with archive.unit_of_work(SYSTEM) as work:
        old = [shelf for shelf in Shelf if not indexing.verify_words(work, shelf).whole]
    for shelf in old:
        renew_words(archive, shelf)
    return bool(old)


def renew_words(archive: Archive, shelf: Shelf) -> None:
    """Make the words of a shelf anew. While it lasts fewer words are offered, never too many."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        vocabulary.alone(work)
        vocabulary.clear(work, shelf)
    with archive.unit_of_work(SYSTEM) as work:
        ids = indexing.cases_of(work, shelf)
    for start in range(0, len(ids), _AT_ONCE):
        if start:
            time.sleep(_GIVING_WAY)
        # Read in the same transaction as written: a story that is taken back meanwhile comes either before or after.
        with archive.unit_of_work(SYSTEM, write=True) as work:
            vocabulary.alone(work)
            documents = indexing.documents_that_can_be_read(work, shelf, ids[start : start + _AT_ONCE])
            vocabulary.learn(work, shelf, vocabulary.read(work, documents, {}))
