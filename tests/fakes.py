"""Small real implementations of ports, for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


@dataclass
class HeldClock:
    """A clock that moves only when it is told to."""

    moment: dt.datetime

    def now(self) -> dt.datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += dt.timedelta(**by)


class RememberedTemplates(BytecodeCache):
    """The compiled form of templates, kept in memory for every application of this process; a changed text is none."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code
