"""Where files lie: what is coming in, piece by piece, and what is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol


class FileGone(LookupError):
    """There is no such file (any more)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that lies there, and when it was last written to."""

    name: str
    changed: dt.datetime


class Files(Protocol):
    """Files under names that say nothing. What is acknowledged is on the disk, not only in a cache."""

    def begin(self) -> str:
        """Begin a part, which is empty; its name."""
        ...

    def open_part(self, part: str) -> IO[bytes]:
        """A part, to be read and written. Raises `FileGone`."""
        ...

    def append(self, part: str, offset: int, piece: bytes) -> None:
        """Write a piece at a place of a part; it is on the disk when this returns. Raises `FileGone`."""
        ...

    def read_part(self, part: str) -> bytes:
        """All of a part. Raises `FileGone`."""
        ...

    def drop_part(self, part: str) -> None:
        """Delete a part; nothing happens where there is none."""
        ...

    def keep(self, content: bytes) -> str:
        """Keep a content; it is on the disk when this returns. Its name."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A kept file, to be read. Raises `FileGone`."""
        ...

    def remove(self, name: str) -> None:
        """Delete a kept file; nothing happens where there is none."""
        ...

    def parts(self) -> Iterator[Found]:
        """All that is coming in, or was left over."""
        ...

    def kept(self) -> Iterator[Found]:
        """All that is kept."""
        ...

    def free(self) -> int:
        """Bytes that are left on the disk."""
        ...
