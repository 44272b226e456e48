"""Asking those who told a story about a part of it."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.web import access, current
from wgsm_archive.web.templating import render
from wgsm_archive.web.translating.blueprint import bp
from wgsm_archive.web.translating.forms import tag_of
from wgsm_archive.web.translating.wording import part_name


@bp.get("/<public_id>/<target>/<section>/questions")
@access.allow(access.translators)
def questions(public_id: str, target: str, section: str) -> Response:
    """What was asked about a part, and a form for another question."""
    return _page(public_id, target, section)


@bp.post("/<public_id>/<target>/<section>/questions")
@access.allow(access.translators)
def ask(public_id: str, target: str, section: str) -> Response:
    """Ask the tellers."""
    tag, text = tag_of(target), request.form.get("question", "")
    key = request.form.get("form_key", "")[:40] or new_public_id()
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.translating.ask(public_id, tag, section, text, form_key=key)
    except Refused as refused:
        return _page(public_id, target, section, problem(refused.problems["question"]))
    flash(_("The tellers see it when they come back with their code. Their answer stands here then."), "done")
    return redirect(url_for(".questions", public_id=public_id, target=tag, section=section), 303)


def _page(public_id: str, target: str, section: str, error: str = "") -> Response:
    tag = tag_of(target)
    with current.reading() as work:
        found = work.translating.asked(public_id, tag, section)
        part = work.translating.part(public_id, tag, section, current.reader_languages())
    html = render(
        "translating/questions.html",
        found=found,
        part=part,
        desk=part.desk,
        part_name=part_name,
        error=error,
        typed=request.form.get("question", "") if error else "",
        form_key=request.form.get("form_key", "") if error else new_public_id(),
    )
    return make_response(html, 422 if error else 200)
