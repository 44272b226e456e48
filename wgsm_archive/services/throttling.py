"""Slowing down guessing, without keeping anybody's address."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from sqlalchemy import delete

from wgsm_archive.db.models import Throttle
from wgsm_archive.domain.errors import TooOften
from wgsm_archive.services.work import Work

WINDOW = dt.timedelta(minutes=5)


def count_try(work: Work, purpose: str, who: str, *, limit: int) -> None:
    """Count a try of somebody (a place on the net, a name) at something.

    Raises:
        TooOften: there were too many within a window of five minutes.
    """
    # The day is part of the key: what is stored today cannot be matched with what was stored yesterday.
    key = hmac.new(work.tools.secret, f"throttle:{work.today}".encode(), hashlib.sha256).digest()
    hashed = hmac.new(key, who.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    tag = f"{purpose}:{hashed[:40]}"
    work.session.execute(delete(Throttle).where(Throttle.window_start < work.now - WINDOW))
    row = work.session.get(Throttle, tag)
    if row is None:
        row = Throttle(tag=tag, window_start=work.now, tries=0)
        work.session.add(row)
    if row.tries >= limit:
        raise TooOften(int((row.window_start + WINDOW - work.now).total_seconds()) + 1)
    row.tries += 1
