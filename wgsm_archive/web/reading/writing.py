"""Addresses for writing to those who told a story: through a facilitator, and nobody is shown an address."""

from __future__ import annotations

from typing import cast

from flask import make_response, request
from werkzeug.wrappers import Response
from wtforms import HiddenField

from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.ids import new_token
from wgsm_archive.i18n import _
from wgsm_archive.web import access, current
from wgsm_archive.web.forms import ArchiveForm, Prose, at_most, required
from wgsm_archive.web.reading.harm import TRAP
from wgsm_archive.web.reading.routes import bp
from wgsm_archive.web.templating import render

__all__ = ["bp"]


def _form() -> type[ArchiveForm]:
    words = Prose(
        _("Your message"),
        validators=[required(), at_most()],
        description=_("Say who you are, what you wish to ask, and how they can answer you if they want to."),
        render_kw={"rows": 7},
    )
    return cast("type[ArchiveForm]", type("MessageForm", (ArchiveForm,), {"text": words, "form_key": HiddenField()}))


@bp.get("/cases/<public_id>/message")
@access.allow(access.everyone)
def message(public_id: str) -> Response:
    """Where a reader writes to the tellers, if they wish to be written to."""
    return _page(public_id, _form()(data={"form_key": new_token()}))


@bp.post("/cases/<public_id>/message")
@access.allow(access.everyone)
def send_message(public_id: str) -> Response:
    """Give a facilitator the message."""
    form = _form()(request.form)
    if not form.validate():
        return _page(public_id, form, 422)
    if not request.form.get(TRAP):
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.reading.count_message(request.remote_addr or "")
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            key = str(form["form_key"].data or new_token())[:80]
            work.reading.send_message(public_id, form["text"].data, key)
    return make_response(render("reading/message_sent.html"))


def _page(public_id: str, form: ArchiveForm, status: int = 200) -> Response:
    with current.reading() as work:
        case = work.reading.case(public_id, current.reader_languages())
        if not case.may_write:
            raise NotFound
    answer = make_response(render("reading/message.html", case=case, form=form), status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
