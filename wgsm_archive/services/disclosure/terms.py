"""The terms that stories carry, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from wgsm_archive.db.models import CaseTerm
from wgsm_archive.domain.vocabulary import VocabularyName
from wgsm_archive.services.disclosure.wording import TermView, term_view
from wgsm_archive.services.work import Work


def terms_of(
    work: Work, case_ids: Sequence[int], languages: tuple[str, ...]
) -> Mapping[int, Mapping[VocabularyName, tuple[TermView, ...]]]:
    """By case and vocabulary, in the order in which they were chosen."""
    rows = work.session.execute(
        select(CaseTerm.case_id, CaseTerm.vocabulary, CaseTerm.term)
        .where(CaseTerm.case_id.in_(case_ids))
        .order_by(CaseTerm.case_id, CaseTerm.position)
    )
    found: dict[int, dict[VocabularyName, tuple[TermView, ...]]] = defaultdict(dict)
    for case_id, vocabulary, term in rows:
        name = VocabularyName(vocabulary)
        view = term_view(work, vocabulary, term, languages)
        found[case_id][name] = (*found[case_id].get(name, ()), view)
    return found
