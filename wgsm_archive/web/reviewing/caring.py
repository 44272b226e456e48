"""Addresses of what facilitators look after once stories stand: harm, stories out of sight, messages on their way."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.access import CaseState
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import label
from wgsm_archive.web import access, current
from wgsm_archive.web.reviewing.blueprint import bp
from wgsm_archive.web.templating import render


@bp.get("/care")
@access.allow(access.facilitators)
def care() -> str:
    """Who is harmed, what is out of sight, and what took effect where."""
    with current.archive().unit_of_work(current.actor()) as work:
        found = work.reviewing.caring.care()
    return render("reviewing/care.html", care=found, label=label, CaseState=CaseState)


@bp.post("/<public_id>/block")
@access.allow(access.facilitators)
def block(public_id: str) -> Response:
    """Take a story out of sight at once."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.reviewing.caring.block(public_id)
    return _back(_("Nobody reads it from now on, until you let it be read again. Its tellers see so with their code."))


@bp.post("/<public_id>/unblock")
@access.allow(access.facilitators)
def unblock(public_id: str) -> Response:
    """Let a story be read again."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.reviewing.caring.unblock(public_id)
    return _back(_("Those whom its tellers chose can read it again."))


@bp.post("/care/<int:report_id>/answered")
@access.allow(access.facilitators)
def answered(report_id: int) -> Response:
    """Put a report of harm aside that was looked at."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.reviewing.caring.answer(report_id)
    return _back(_("The report is answered. Its words were deleted."))


def _back(said: str) -> Response:
    flash(said, "done")
    return redirect(url_for("reviewing.care"), code=303)
