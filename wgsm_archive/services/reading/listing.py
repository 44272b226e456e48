"""Which stories answer a question, without a word of any of them."""

from __future__ import annotations

from dataclasses import replace

from wgsm_archive.ports.search import IndexBroken, IndexBusy
from wgsm_archive.services.reading.asking_index import ask
from wgsm_archive.services.reading.searching import find, search_request
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.work import Work


def ids_found(work: Work, asked: Question, languages: tuple[str, ...]) -> list[int]:
    """The cases that answer, in the order asked for. Whoever shows them must ask the database for each."""
    request = replace(search_request(work, asked, languages), facets=())
    try:
        return [hit.case_id for hit in ask(work, request).hits]
    except (IndexBroken, IndexBusy):
        return [hit.card.case_id for hit in find(work, asked, languages).hits]
