"""How often somebody wants to hear by letter."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class Rhythm(StrEnum):
    """How often letters about one's translations may come, at most."""

    WEEKLY = "weekly"
    DAILY = "daily"
    NEVER = "never"

    def allows(self, last: dt.date | None, today: dt.date) -> bool:
        """Whether another letter may go out today, after one that went on `last` (None for the first)."""
        if self is Rhythm.NEVER:
            return False
        return last is None or (today - last).days >= (7 if self is Rhythm.WEEKLY else 1)
