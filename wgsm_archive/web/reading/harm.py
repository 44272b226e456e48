"""Addresses for whoever is harmed by a story: no account, no name, no reason is needed."""

from __future__ import annotations

from typing import cast

from flask import make_response, request
from werkzeug.wrappers import Response
from wtforms import HiddenField

from wgsm_archive.domain.ids import new_token
from wgsm_archive.i18n import _
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import ArchiveForm, Line, Prose, at_most
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render

__all__ = ["bp"]

TRAP = "website"


def _form() -> type[ArchiveForm]:
    kept_out = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    fields = {
        "reason": Prose(
            _("What is the harm?"),
            validators=[at_most()],
            description=_("Only if you wish. Please write no names; facilitators alone read it."),
            render_kw={"rows": 5},
        ),
        "words": Line(
            _("Words of the story or of your group"),
            description=_(
                "If you have the code of the story, or the words your group was given: it is hidden at once."
            ),
            render_kw=kept_out,
        ),
        "form_key": HiddenField(),
    }
    return cast("type[ArchiveForm]", type("HarmForm", (ArchiveForm,), fields))


@bp.get("/cases/<public_id>/harm")
@access.allow(access.everyone)
def harmed(public_id: str) -> Response:
    """Where somebody says that a story harms them."""
    return _page(public_id, _form()(data={"form_key": new_token()}))


@bp.post("/cases/<public_id>/harm")
@access.allow(access.everyone)
def say_harmed(public_id: str) -> Response:
    """Take the report; with the right words the story is out of sight at once."""
    form = _form()(request.form)
    if not form.validate():
        return _page(public_id, form, 422)
    if request.form.get(TRAP):
        # A field that people never see was filled in.
        return make_response(render("reading/harm_said.html", blocked=False))
    key, words = str(form["form_key"].data or new_token())[:80], form["words"].data or ""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.reading.count_report(request.remote_addr or "", with_words=bool(words))
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        blocked = work.reading.report_harm(public_id, form["reason"].data or "", key, words=words)
    return make_response(render("reading/harm_said.html", blocked=blocked, tried=bool(words)))


def _page(public_id: str, form: ArchiveForm, status: int = 200) -> Response:
    with current.reading() as work:
        case = work.reading.case(public_id, current.reader_languages())
    answer = make_response(render("reading/harm.html", case=case, form=form), status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
