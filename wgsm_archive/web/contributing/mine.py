"""Addresses of "my stories": what somebody with an account has told, and the ways into each."""

from __future__ import annotations

from flask import flash
from werkzeug.wrappers import Response

from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.workflow import Act
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import state_for_tellers
from wgsm_archive.web import access, current, security
from wgsm_archive.web.contributing.routes import bp, to
from wgsm_archive.web.templating import render


@bp.get("/contribute/mine")
@access.allow(access.signed_in)
def mine() -> str:
    """The stories that are tied to one's account."""
    with current.reading() as work:
        found = work.contributing.mine.stories()
    return render("contributing/mine.html", stories=found, in_words=state_for_tellers, Act=Act, CaseState=CaseState)


@bp.post("/contribute/mine/<public_id>/open")
@access.allow(access.signed_in)
def open_mine(public_id: str) -> Response:
    """Open one of them in this browser, to go on writing, to answer, to decide anew."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        opened, state = work.contributing.mine.open(public_id)
    answer = to("contributing.step", name="title") if state is CaseState.DRAFT else to("contributing.story")
    security.set_cookie(answer, current.TELLER_COOKIE, opened)
    return answer


@bp.post("/contribute/mine/<public_id>/hide")
@access.allow(access.signed_in)
def hide_mine(public_id: str) -> Response:
    """Take one of them out of sight, at once."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.contributing.mine.hide(public_id)
    flash(_("The story is hidden. Nobody else can read it."), "done")
    return to("contributing.mine")
