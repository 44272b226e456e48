"""Slowing down the guessing of receipt codes, without keeping anybody's address."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from wgsm_archive.db.models import Throttle
from wgsm_archive.domain.errors import TooOften
from wgsm_archive.services.work import Work

WINDOW = dt.timedelta(minutes=5)
TRIES_OF_ONE, TRIES_OF_ALL = 10, 300
"""Tries within a window, of one place on the net and of all together. A code holds 48 random bits."""


def count_try(work: Work, place: str) -> None:
    """Count a try at a receipt code.

    Raises:
        TooOften: this place, or all places together, tried too often in this window.
    """
    # The day is part of the key: what is stored today cannot be matched with what was stored yesterday.
    key = hmac.new(work.tools.secret, f"throttle:{work.today}".encode(), hashlib.sha256).digest()
    of_one = hmac.new(key, place.encode(), hashlib.sha256).hexdigest()
    _count(work, f"receipt:{of_one}", TRIES_OF_ONE)
    _count(work, "receipt", TRIES_OF_ALL)


def _count(work: Work, tag: str, limit: int) -> None:
    row = work.session.get(Throttle, tag)
    if row is None:
        row = Throttle(tag=tag, window_start=work.now, tries=0)
        work.session.add(row)
    if work.now >= row.window_start + WINDOW:
        row.window_start, row.tries = work.now, 0
    if row.tries >= limit:
        raise TooOften(int((row.window_start + WINDOW - work.now).total_seconds()) + 1)
    row.tries += 1
