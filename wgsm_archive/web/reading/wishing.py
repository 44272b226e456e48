"""A reader asks for a story in their language: one button, no account, nothing kept of who pressed it."""

from __future__ import annotations

from flask import make_response, request
from werkzeug.wrappers import Response

from wgsm_archive.domain.language import read_tag
from wgsm_archive.web import access, current
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render

__all__ = ["bp"]


@bp.post("/cases/<public_id>/wish")
@access.allow(access.everyone)
def wish(public_id: str) -> Response:
    """Count the wish and say thanks."""
    tag = read_tag(request.form.get("to", "")) or ""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.reading.wish(public_id, tag, request.remote_addr or "")
    with current.reading() as work:
        case = work.reading.case(public_id, current.reader_languages())
    answer = make_response(render("reading/wished.html", case=case, wanted=tag))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
