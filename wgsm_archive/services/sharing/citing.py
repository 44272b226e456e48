"""Stories that their tellers let others take away, as tables and reference managers want them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from wgsm_archive.db.models import Case
from wgsm_archive.domain.case_study import Licence, ProtocolNotice
from wgsm_archive.domain.consent import Use
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.disclosure.cards import CaseCard, cards, languages_of
from wgsm_archive.services.disclosure.credits import shown_author
from wgsm_archive.services.disclosure.terms import terms_of
from wgsm_archive.services.labelling import consent_of
from wgsm_archive.services.sharing.going_out import export_case, may_leave
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Citable:
    """A story as it is taken away: what its card tells, its terms in words, and on which terms it may be used.

    `languages` are those it can be read in; `told_by` is empty where the tellers are not named; `month` is the first
    day of the month of publishing.
    """

    card: CaseCard
    languages: tuple[str, ...]
    told_by: str
    terms: Mapping[VocabularyName, tuple[str, ...]]
    licence: Licence
    notices: tuple[ProtocolNotice, ...]
    may_quote: bool
    month: dt.date


class Taking:
    """Use-cases of people who take stories away."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def ids_of(self, public_ids: Sequence[str]) -> list[int]:
        """The stories of a folder in its order, as far as this actor may know of them."""
        rows = self._work.session.execute(select(Case.id, Case.public_id).where(Case.public_id.in_(public_ids)))
        found = {row[1]: row[0] for row in rows}
        return [found[one] for one in public_ids if one in found]

    def citable(self, case_ids: Sequence[int], languages: tuple[str, ...]) -> list[Citable]:
        """Those of these stories that may be taken away, in this order."""
        work = self._work
        found = self._leaving(case_ids)
        terms, readable = terms_of(work, list(found), languages), languages_of(work, list(found))
        return [
            Citable(
                card=card,
                languages=readable[card.case_id],
                told_by=shown_author(found[card.case_id], work.today),
                terms={
                    name: tuple(term.label for term in views) for name, views in terms.get(card.case_id, {}).items()
                },
                licence=found[card.case_id].licence,
                notices=tuple(ProtocolNotice(one) for one in found[card.case_id].protocol_notices),
                may_quote=consent_of(found[card.case_id]).allows(Use.QUOTE, work.today),
                month=found[card.case_id].published_on or work.month,
            )
            for card in cards(work, [one for one in case_ids if one in found], languages)
        ]

    def interchange(self, case_ids: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Those of these stories that may be taken away, whole, as `wgsm-case/1`."""
        found = self._leaving(case_ids)
        yield from (export_case(self._work, found[one]) for one in case_ids if one in found)

    def _leaving(self, case_ids: Sequence[int]) -> dict[int, Case]:
        rows = self._work.session.scalars(select(Case).where(Case.id.in_(case_ids)))
        return {case.id: case for case in rows if may_leave(self._work, case)}
