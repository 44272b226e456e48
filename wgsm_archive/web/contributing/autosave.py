"""Saving while somebody writes: what scripts of the tellers' pages ask for. Pages work without any of it."""

from __future__ import annotations

from typing import Any

from flask import current_app, jsonify, make_response
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotNow
from wgsm_archive.web import access, current, security
from wgsm_archive.web.contributing import forms
from wgsm_archive.web.contributing.keeping import page_sent
from wgsm_archive.web.contributing.routes import bp, revision_seen, step_form, token


@bp.post("/contribute/<any(title, summary, story, strategy, change, advice):name>/keep")
@access.allow(access.everyone)
def keep(name: str) -> Response:
    """Keep a step as it is at the moment; unfinished answers are kept as they are.

    200: kept. 409: others have written there meanwhile, and `theirs` holds their words. 410: the story is not open
    here (any more). 422: an answer is longer than it may be.
    """
    if current.actor().case_id is None:
        return _told(410)
    with current.reading() as work:
        draft = work.contributing.writing.draft()
    form = step_form(name, draft, read=True)
    texts = {field.name: field.data or "" for field in form if forms.is_text_field(field.name)}
    if not form.validate() and any(form[field].errors for field in texts):
        return _told(422)
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.writing.stay(token())
            work.contributing.writing.keep(name, texts, page=page_sent(), based_on=revision_seen(form))
    except Conflict as conflict:
        theirs = {field: conflict.theirs.get(field, "") for field in texts}
        return _told(409, theirs={field: text for field, text in theirs.items() if text != texts[field]})
    except NotNow:
        return _told(410)
    return _told(200)


@bp.get("/contribute/line")
@access.allow(access.everyone)
def line() -> Response:
    """Which story is open here, with the token that forms need which waited on a device."""
    story = ""
    if current.actor().case_id is not None:
        with current.reading() as work:
            story = work.contributing.writing.draft().public_id
    return _told(200, story=story, token=security.csrf_token())


@bp.get("/contribute/worker.js")
@access.allow(access.everyone)
def worker() -> Response:
    """The script by which a browser keeps these pages; it may answer for the addresses beside its own.

    A browser asks for it only after somebody has ticked that a copy may stay on the device.
    """
    answer = make_response(current_app.send_static_file("js/worker.js"))
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _told(status: int, **values: Any) -> Response:
    answer = make_response(jsonify(values), status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
