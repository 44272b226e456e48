"""Files that translators take along, work on without a connection, and bring back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MAX_FILE = 8 * 1024 * 1024
"""Bytes of a file that is brought back: a whole story in two languages needs a tenth of that."""
MAX_UNITS = 5000
"""Paragraphs in one file."""


class Form(StrEnum):
    """The kinds of files."""

    OMEGAT = "omegat"
    PO = "po"
    DOCX = "docx"
    XLIFF = "xliff"


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph. `source`, `target` and `previous` are masked (`domain.placeholders`), `codes` are their codes.

    `standing` is how far its translation is: `missing`, `draft`, `ready` or `approved`. `previous` is the source it
    was made from where that has changed since, else empty.
    """

    key: str
    source: str
    source_language: str
    codes: tuple[str, ...]
    target: str
    standing: str
    previous: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that a translation says in one way."""

    source: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A story, or what is missing of its translation. `revision` is the translation's own when it was taken along."""

    story: str
    title: str
    revision: int
    source: str
    target: str
    units: tuple[Unit, ...]
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in a file beside the story: the headings of a table, and by key where each paragraph stands."""

    source: str
    target: str
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BroughtText:
    """A paragraph that came back: its key, the source as it stands in the file, and what was made of it."""

    key: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that came back. What it says of itself is not to be believed; `revision` is None where it says nothing."""

    story: str
    revision: int | None
    source: str
    target: str
    texts: tuple[BroughtText, ...]


class Unreadable(Exception):
    """A file that cannot be used; `code` says why, as the codes of `domain.errors.Refused` do.

    `file-empty`, `file-not-ours`, `file-unreadable`, `file-entities`, `file-too-much`, `too-big`, `file-busy`,
    `document-locked`, `file-old-word`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OfflineFiles(Protocol):
    """Writes such files, the same bytes for the same content, and reads them."""

    def write(self, parcel: Parcel, form: Form, words: Words) -> bytes:
        """A file."""
        ...

    def read(self, content: bytes) -> Brought:
        """What a file brings back. Its content tells what it is.

        Raises:
            Unreadable: it cannot be used.
        """
        ...
