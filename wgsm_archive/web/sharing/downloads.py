"""Downloads of a search and of a folder: only what tellers let others take away, a few stories at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from flask import Response, request, stream_with_context
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.services.reading.comparing import ids_of_stories
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.sharing.citing import Citable
from wgsm_archive.services.sharing.writing_out import line_of
from wgsm_archive.web import access, current, language
from wgsm_archive.web.sharing import asking, citations
from wgsm_archive.web.sharing.routes import bp

__all__ = ["bp"]

MOST = {"csv": 500, "ris": 500, "bib": 500, "jsonl": 100}
"""So many stories of a search are looked at for a file; whole ones are larger."""
_AT_ONCE = 50
_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}
_WRITERS: dict[str, Callable[[Iterable[Sequence[Citable]]], Iterator[bytes]]] = {
    "csv": citations.table,
    "ris": citations.ris,
    "bib": citations.bibtex,
}
_ANY = "<any(csv, jsonl, ris, bib):form>"


@bp.get(f"{language.PREFIX}/search.{_ANY}")
@access.allow(access.everyone)
def taken_search(form: str) -> BaseResponse:
    """The answers to a question as a file."""
    with current.archive().unit_of_work(ANONYMOUS) as work:
        asked = asking.read(request.args, work.tools.vocabularies).question
    return _file(form, _pages(asked, MOST[form]))


@bp.get(f"{language.PREFIX}/folder.{_ANY}")
@access.allow(access.everyone)
def taken_folder(form: str) -> BaseResponse:
    """The stories that the address names as a file."""
    named = ids_of_stories(request.args.getlist("case"))
    with current.archive().unit_of_work(ANONYMOUS) as work:
        ids = work.taking.ids_of(named)
    return _file(form, [ids])


def _pages(asked: Question, most: int) -> Iterator[list[int]]:
    """The answers, some at a time. They are asked for once: between two questions a story could slip past.

    Whoever writes a few of them looks anew at what may be taken away, so that what is hidden meanwhile is left out.
    """
    with current.archive().unit_of_work(ANONYMOUS) as work:
        languages = work.language_chain(current.language())
        ids = work.reading.ids_found(replace(asked, offset=0, limit=most), languages)
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _file(form: str, pages: Iterable[list[int]]) -> BaseResponse:
    body = _whole(pages) if form == "jsonl" else _WRITERS[form](_citable(pages))
    answer = Response(stream_with_context(body), mimetype=_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="stories.{form}"'
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _citable(pages: Iterable[list[int]]) -> Iterator[list[Citable]]:
    for ids in pages:
        with current.archive().unit_of_work(ANONYMOUS) as work:
            found = work.taking.citable(ids, work.language_chain(current.language()))
        yield found


def _whole(pages: Iterable[list[int]]) -> Iterator[bytes]:
    for ids in pages:
        for start in range(0, len(ids), 10):
            with current.archive().unit_of_work(ANONYMOUS) as work:
                lines = b"".join(map(line_of, work.taking.interchange(ids[start : start + 10])))
            yield lines
