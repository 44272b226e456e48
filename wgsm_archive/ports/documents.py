"""Reading documents that people bring: nothing of a file is kept but its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

MAX_FILE = 25 * 1024 * 1024
"""Bytes of a file."""
MAX_WORDS = 400_000
"""Characters of Markdown that come of one: some two hundred pages."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a document says, as Markdown. `pictures` says that it also shows some; they are left out."""

    markdown: str
    pictures: bool = False


class Unusable(Exception):
    """A document whose words cannot be had; `code` says why, as the codes of `domain.errors.Refused` do.

    `file-empty`, `file-type`, `file-ending` (its name says another kind), `file-old-word`, `document-locked`,
    `file-pictures-only`, `file-no-words`, `file-letters`, `file-unreadable`, `file-too-much`, `too-big`, `file-busy`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Documents(Protocol):
    """A reader of documents."""

    def read(self, content: bytes, name: str) -> Words:
        """The words of a file. Of its `name` only the ending is looked at.

        Raises:
            Unusable: they cannot be had.
        """
        ...
