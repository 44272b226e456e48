"""Tellers look at translations of their story, and say whether they are right."""

from __future__ import annotations

from flask import flash, make_response, request
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.web import access, current
from wgsm_archive.web.contributing.routes import bp, ended, to, token
from wgsm_archive.web.templating import render


@bp.get("/receipt/translations")
@access.allow(access.everyone)
def translations() -> Response:
    """The translations that readers see, each with what its tellers said of it."""
    if current.actor().case_id is None:
        return to("contributing.receipt")
    return _page()


@bp.post("/receipt/translations/<target>")
@access.allow(access.everyone)
def read_back(target: str) -> Response:
    """Say that a translation is right, or what is wrong with it."""
    if current.actor().case_id is None:
        return ended()
    tag, words = read_tag(target) or "", request.form.get("words", "")
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.contributing.writing.stay(token())
            if "right" in request.form:
                work.contributing.reading_back.is_right(tag)
            else:
                work.contributing.reading_back.is_wrong(tag, words)
    except Refused as refused:
        return _page(tag, problem(refused.problems["words"]))
    if "right" in request.form:
        flash(_("Thank you. The page says now that you found it right."), "done")
    else:
        flash(_("Thank you. Those who translate can read it now."), "done")
    return to("contributing.translations")


def _page(wrong_at: str = "", error: str = "") -> Response:
    with current.reading() as work:
        found = work.contributing.reading_back.translations()
        story = work.contributing.returning.story()
    page = render(
        "contributing/translations.html",
        story=story,
        found=found,
        wrong_at=wrong_at,
        error=error,
        typed=request.form.get("words", "") if wrong_at else "",
    )
    return make_response(page, 422 if error else 200)
