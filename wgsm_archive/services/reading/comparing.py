"""Several stories at once: side by side, or kept together in a folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.disclosure.case_page import CasePage, case_page
from wgsm_archive.services.work import Work

SIDE_BY_SIDE, IN_FOLDER = 4, 60
"""So many stories can be compared, and so many lie in a folder."""
_ID = re.compile(r"[0-9a-z]{1,20}")


@dataclass(frozen=True, slots=True)
class Compared:
    """Stories side by side. `shared` are strategies and outcomes (vocabulary, term) that more than one of them names.

    `gone` counts those that were asked for and cannot be shown to this actor, whatever the reason.
    """

    cases: tuple[CasePage, ...]
    shared: frozenset[tuple[str, str]]
    gone: int


@dataclass(frozen=True, slots=True)
class Folder:
    """The stories of a folder that this actor may read, in its order; `gone` counts the others, whatever the reason."""

    cards: tuple[CaseCard, ...]
    gone: int


def ids_of_stories(typed: Iterable[str]) -> list[str]:
    """What can be the id of a story, each once and no more than a folder holds; nonsense is passed over."""
    return [one for one in dict.fromkeys(typed) if _ID.fullmatch(one)][:IN_FOLDER]


def compare(work: Work, public_ids: Sequence[str], languages: tuple[str, ...]) -> Compared:
    """The first `SIDE_BY_SIDE` of these stories side by side."""
    asked = list(dict.fromkeys(public_ids))[:SIDE_BY_SIDE]
    found = _published(work, asked)
    pages = tuple(case_page(work, found[one], languages) for one in asked if one in found)
    named = Counter(
        (str(name), term.id)
        for page in pages
        for name in (VocabularyName.STRATEGIES, VocabularyName.OUTCOMES)
        for term in page.terms[name]
    )
    return Compared(pages, frozenset(one for one, times in named.items() if times > 1), len(asked) - len(pages))


def folder(work: Work, public_ids: Sequence[str], languages: tuple[str, ...]) -> Folder:
    """The first `IN_FOLDER` of these stories."""
    asked = list(dict.fromkeys(public_ids))[:IN_FOLDER]
    found = _published(work, asked)
    shown = cards(work, [found[one].id for one in asked if one in found], languages)
    return Folder(tuple(shown), len(asked) - len(shown))


def _published(work: Work, public_ids: Sequence[str]) -> dict[str, Case]:
    rows = work.session.scalars(select(Case).where(Case.public_id.in_(public_ids), Case.state == CaseState.PUBLISHED))
    return {case.public_id: case for case in rows}
