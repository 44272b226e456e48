"""The search index as the archive sees it: documents go in, ids and counts come out.

The index proposes, the database disposes: hits carry ids and scores only. Titles, snippets and even the
existence of a case come from a guarded session, so that a stale index can never show a withdrawn story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from wgsm_archive.domain.query_tree import Query


class Shelf(StrEnum):
    """A physical index. Anonymous searches, feeds and exports can open `PUBLIC` only."""

    PUBLIC = "public"
    NETWORK = "network"


class Sort(StrEnum):
    """Orders a list of hits can take."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


class Why(StrEnum):
    """Why a case was found."""

    TEXT = "text"  # the words stand in the language version that is shown
    OTHER_VERSION = "other-version"  # they stand in another language version of the same case
    LABEL = "label"  # they stand in the label of one of its terms, in whatever language
    BROWSE = "browse"  # no word was asked for, only filters or exclusions


class IndexBroken(Exception):
    """The index is missing, spoilt or of another make: answer from the database and rebuild."""


class IndexMissing(IndexBroken):
    """There is no index of this make yet, as on the first start and after some upgrades: nothing went wrong."""


class IndexBusy(Exception):
    """The index cannot be reached in time, or another process is writing it: nothing to mend, try again later."""


class DocumentRefused(Exception):
    """The index cannot hold one of these documents; it stands as it stood."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One published language version as the index keeps it.

    `revision` is another number when any word of it changed, those said in its files included.
    `term_labels` are what the terms of the whole case are called: a language, and the words for it there.
    `facets` maps a facet name (`themes`, `country`, `language`, `type` ...) to the values of the whole case.
    `year_from`/`year_to` are calendar years of the struggle, None when not told. `published` is a day number
    (proleptic ordinal) used for sorting only; `title_key` is a collation key.
    """

    version_id: int
    case_id: int
    revision: int
    language: str
    access_labels: frozenset[str]
    title: str
    body: str
    term_labels: tuple[tuple[str, str], ...]
    facets: Mapping[str, tuple[str, ...]]
    year_from: int | None
    year_to: int | None
    published: int
    title_key: str


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to the index.

    `held` are the asker's access labels; a document is a candidate only when it carries one of them.
    `languages` are the reader's languages, best first. `exclude_cases` are cases that the database no longer
    shows to this asker: they are taken out before anything is counted.
    """

    query: Query
    held: frozenset[str]
    languages: Sequence[str] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    exclude_cases: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AlikeRequest:
    """Which cases are like something that carries these facet values, each of which has a weight.

    `held` are the asker's access labels, `languages` those the asker reads, best first; `most` cases are told at most.
    """

    weights: Mapping[tuple[str, str], int]
    held: frozenset[str]
    languages: tuple[str, ...] = ()
    most: int = 5


class Hit(NamedTuple):
    """One case, with the language version that answers best.

    `version_id` and `language` are of the version to show: of those in languages of the reader one that was found, in
    the language that comes first among these; else one that is merely there; else the best that was found. `found_in`
    is the version where the words stand; another one only with OTHER_VERSION.
    """

    case_id: int
    version_id: int
    language: str
    score: float
    why: Why
    found_in: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, the number of cases found, and counts of cases for each facet value.

    `relaxed` tells that few cases have all the words, so that cases with only the more telling ones are among them.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    relaxed: bool = False


class Part(NamedTuple):
    """A stretch of text, marked or not."""

    text: str
    marked: bool


class Fragment(NamedTuple):
    """A stretch of the text in parts. `begins` and `ends` tell whether it reaches the ends of the text."""

    parts: tuple[Part, ...]
    begins: bool
    ends: bool


Marker = Callable[[str, str, Query], tuple[Fragment, ...]]
"""Marks a text in a language where it answers a query; agrees with how the index reads words."""


class SearchIndex(Protocol):
    """Full-text search over published language versions, one shelf per readership.

    Every method may raise `IndexBroken` and `IndexBusy`. Reading is safe from many threads; `apply`, `rebuild` and
    `compact` are called by the one worker only. `apply` raises `DocumentRefused` when the fault lies in what it was
    given.
    """

    def search(self, shelf: Shelf, request: SearchRequest) -> SearchResult:
        """Answer a question with a page of cases."""
        ...

    def alike(self, shelf: Shelf, request: AlikeRequest) -> Mapping[int, tuple[int, ...]]:
        """The cases that carry the most of these facet values; of equals the later ones.

        Of cases that the asker may not see none counts. With each case comes its version in the best of the asker's
        languages, or, where the asker reads none, all that the asker may see.
        """
        ...

    def apply(self, shelf: Shelf, upserts: Sequence[SearchDocument], deletes: Sequence[int]) -> None:
        """Write documents and remove versions (by version id) in one commit; what it wrote is found at once."""
        ...

    def rebuild(self, shelves: Mapping[Shelf, Iterable[SearchDocument]]) -> None:
        """Make the whole index anew beside the one in use and swap it in; documents that it refuses are left out."""
        ...

    def contents(self, shelf: Shelf) -> Mapping[int, int]:
        """Version ids in the index and the revision each was indexed at, for verifying against the database."""
        ...

    def compact(self, shelf: Shelf) -> None:
        """Rewrite whatever still holds words of removed documents, as an erasure demands."""
        ...
