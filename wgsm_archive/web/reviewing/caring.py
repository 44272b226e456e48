"""Addresses of what facilitators look after once stories stand: harm, stories out of sight, messages on their way."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.reviewing.caring import Caring
from wgsm_archive.web import access, current
from wgsm_archive.web.reviewing.blueprint import bp
from wgsm_archive.web.templating import render


@bp.get("/care")
@access.allow(access.facilitators)
def care() -> str:
    """Who is harmed, what readers wrote to tellers, and what is blocked."""
    with current.reading() as work:
        found = work.reviewing.caring.care()
    return render("reviewing/care.html", care=found, label=label, CaseState=CaseState)


@bp.post("/<public_id>/block")
@access.allow(access.facilitators)
def block(public_id: str) -> Response:
    """Take a story out of sight at once."""
    done = _("Nobody reads it from now on, until you let it be read again. Its tellers see so with their code.")
    return _act(lambda caring: caring.block(public_id), done)


@bp.post("/<public_id>/unblock")
@access.allow(access.facilitators)
def unblock(public_id: str) -> Response:
    """Let a story be read again."""
    return _act(lambda caring: caring.unblock(public_id), _("Those whom its tellers chose can read it again."))


@bp.post("/care/<int:report_id>/answered")
@access.allow(access.facilitators)
def answered(report_id: int) -> Response:
    """Put a report of harm aside that was looked at."""
    return _act(lambda caring: caring.answer(report_id), _("The report is answered. Its words were deleted."))


@bp.post("/care/messages/<int:message_id>")
@access.allow(access.facilitators)
def answer_message(message_id: int) -> Response:
    """Pass a reader's message on to the tellers, or do not."""
    passes = request.form.get("action") == "pass"
    intro = _("Somebody who read your story wrote to you. You need not answer.")
    done = _("It is passed on, and deleted here.") if passes else _("It is not passed on, and deleted here.")
    return _act(lambda caring: caring.answer_message(message_id, passes=passes, intro=intro), done)


@bp.get("/<public_id>/contact")
@access.allow(access.facilitators)
def contact(public_id: str) -> Response:
    """Before looking how the tellers can be reached.

    Raises:
        NotFound: they left no word, or allow no messages.
    """
    with current.reading() as work:
        if not work.reviewing.caring.may_be_reached(public_id):
            raise NotFound
        case = work.reading.case(public_id, current.reader_languages())
    return make_response(render("reviewing/contact.html", case=case, words=""))


@bp.post("/<public_id>/contact")
@access.allow(access.facilitators)
def look_at_contact(public_id: str) -> Response:
    """Look, which stands on the trail."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        words = work.reviewing.caring.look_at_contact(public_id)
        case = work.reading.case(public_id, current.reader_languages())
    answer = make_response(render("reviewing/contact.html", case=case, words=words))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _act(step: Callable[[Caring], None], done: str) -> Response:
    """Do one thing, say that it is done, and go back to all that is looked after."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        step(work.reviewing.caring)
    flash(done, "done")
    return redirect(url_for("reviewing.care"), code=303)
