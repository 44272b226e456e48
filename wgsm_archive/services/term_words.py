"""The words of a term as this archive has them, and what follows when they change."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from wgsm_archive.db.models import CaseTerm, Job, TermRow
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.vocabulary import Term
from wgsm_archive.services.policy import count_epoch
from wgsm_archive.services.reactions import INDEX_CASE
from wgsm_archive.services.work import Work

MAX_LABEL, MAX_DESCRIPTION = 120, 400


def find_term(work: Work, vocabulary: str, term: str) -> Term:
    """A term by its own id.

    Raises:
        NotFound: there is none, or another took its place.
    """
    found = work.tools.vocabularies.find(vocabulary, term)
    if found is None or found.id != term:
        raise NotFound
    return found


def term_row(work: Work, vocabulary: str, term: str) -> TermRow | None:
    """What this archive changed in a term, held until the end of the transaction."""
    return work.session.get(TermRow, (vocabulary, term), with_for_update=True)


def give_words(
    work: Work, vocabulary: str, term: str, labels: Mapping[str, str], descriptions: Mapping[str, str]
) -> None:
    """Let exactly these words hold beside those that come with the software; stories with the term are indexed anew."""
    row = term_row(work, vocabulary, term) or TermRow(vocabulary=vocabulary, term=term, labels={}, revision=0)
    shipped = work.tools.vocabularies.ships(vocabulary, term)
    row.labels = {tag: text for tag, text in labels.items() if not shipped or shipped.labels.get(tag) != text}
    row.descriptions = {
        tag: text for tag, text in descriptions.items() if not shipped or shipped.descriptions.get(tag) != text
    }
    row.revision += 1
    work.session.add(row)
    note_change(work, vocabulary, term, "translated")
    _index_again(work, vocabulary, term)


def note_change(work: Work, vocabulary: str, term: str, how: str, into: str = "") -> None:
    """Tell every process that a list of terms changed, and the trail how."""
    count_epoch(work)
    detail: dict[str, str | int | bool] = {"list": vocabulary, "term": term, "how": how}
    work.record(Happened(Event.TERM_CHANGED, detail=detail | ({"into": into} if into else {})))


def _index_again(work: Work, vocabulary: str, term: str) -> None:
    with work.full_sight():
        ids = work.session.scalars(
            select(CaseTerm.case_id).where(CaseTerm.vocabulary == vocabulary, CaseTerm.term == term)
        ).all()
    for case_id in ids:
        work.session.add(Job(kind=INDEX_CASE, case_id=case_id, not_before=work.now))
