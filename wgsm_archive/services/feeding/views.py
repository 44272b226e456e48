"""What programs get to see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from wgsm_archive.domain.case_study import Licence, RecordType
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.disclosure.cards import CaseCard
from wgsm_archive.services.disclosure.wording import TermView


@dataclass(frozen=True, slots=True)
class Entry:
    """A story as a program gets it.

    `languages` are those it can be read in; `told_by` is empty where the tellers are not named; `updated` is the month
    of publishing (its first day); `shared` tells whether the tellers let the text leave this site (consent level
    `public-share`).
    """

    card: CaseCard
    languages: tuple[str, ...]
    told_by: str
    licence: Licence
    terms: Mapping[VocabularyName, tuple[TermView, ...]]
    updated: dt.date
    shared: bool


@dataclass(frozen=True, slots=True)
class StoryAddress:
    """One language version of a story for a map of the site; `versions` are (language, slug) of all of them."""

    public_id: str
    language: str
    slug: str
    month: dt.date | None
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordAddress:
    """One text of a record for a map of the site; `versions` are (language, slug) of all of them."""

    public_id: str
    type: RecordType
    language: str
    slug: str
    versions: tuple[tuple[str, str], ...]
