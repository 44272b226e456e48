"""Small real implementations of ports, for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass
class HeldClock:
    """A clock that moves only when it is told to."""

    moment: dt.datetime

    def now(self) -> dt.datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += dt.timedelta(**by)
