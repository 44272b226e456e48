"""What the search box may offer while somebody types: a small list for a script; the form works without it."""

from __future__ import annotations

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.text import clean_line
from wgsm_archive.i18n import p_
from wgsm_archive.services.reading.completing import MOST_CHARACTERS, Completion, CompletionKind
from wgsm_archive.web import access, current
from wgsm_archive.web.answers import for_readers
from wgsm_archive.web.reading.routes import bp

__all__ = ["bp"]


@bp.get("/suggest")
@access.allow(access.everyone)
def suggest() -> Response:
    """Titles, terms and organisations that begin as typed; an empty list for anything that means nothing."""
    typed = clean_line(request.args.get("q", ""))[: MOST_CHARACTERS + 1]
    with current.reading() as work:
        found = work.reading.complete(typed, current.reader_languages()) if typed else []
    answer = jsonify([_line(one) for one in found])
    answer.headers["X-Robots-Tag"] = "noindex"
    return for_readers(answer)


def _line(one: Completion) -> dict[str, str]:
    return {"text": one.text, "lang": one.language, "dir": one.direction, "kind": _kind(one), "href": _href(one)}


def _kind(one: Completion) -> str:
    return {
        CompletionKind.TERM: p_("what a suggestion of the search box is", "Theme"),
        CompletionKind.ORGANISATION: p_("what a suggestion of the search box is", "Organisation"),
        CompletionKind.STORY: p_("what a suggestion of the search box is", "Story"),
    }[one.kind]


def _href(one: Completion) -> str:
    if one.kind is CompletionKind.TERM:
        return url_for(".term", vocabulary=one.place, term=one.id)
    endpoint = "records.organisation" if one.kind is CompletionKind.ORGANISATION else ".case"
    return url_for(endpoint, public_id=one.id, slug=one.place or None)
