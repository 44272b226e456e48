"""What time it is, as something that tests can hold."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """The present moment in UTC."""

    def now(self) -> dt.datetime:
        """An aware moment in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """The present moment."""
        return dt.datetime.now(dt.UTC)
