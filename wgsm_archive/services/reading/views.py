"""What the pages of readers show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.dates import Period
from wgsm_archive.ports.search import Fragment, Sort, Why
from wgsm_archive.services.disclosure.cards import CaseCard


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks of the list of stories. `filters` maps facet names to chosen values.

    Of each facet `most_values` are told at most, besides the chosen ones: None for all, as of `every_value_of`.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    most_values: int | None = None
    every_value_of: str = ""


class HitView(NamedTuple):
    """A story that was found, and why. `snippet` is empty when nothing was asked but filters."""

    card: CaseCard
    why: Why
    score: float
    snippet: tuple[Fragment, ...]
    snippet_language: str
    snippet_direction: str = "ltr"


class FacetValue(NamedTuple):
    """One value of a facet with its number of stories."""

    value: str
    label: str
    stories: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Better:
    """Other words than were asked, and how many stories they find."""

    words: str
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of answers. `plain` says that the index could not be asked and the database was looked through.

    `better` are other words that find more, when these find few stories.
    """

    hits: tuple[HitView, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    plain: bool = False
    better: Better | None = None


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record that is not a case: an organisation, a visit, a publication."""

    public_id: str
    slug: str
    type: RecordType
    kind: str
    title: str
    html: str
    language: str
    direction: str
    period: Period
    countries: tuple[str, ...]
    alternative_titles: tuple[str, ...]
