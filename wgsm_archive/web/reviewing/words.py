"""Addresses for deciding on words that may lead to somebody."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotNow, Refused
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.i18n import _, n_
from wgsm_archive.i18n.wording import problem
from wgsm_archive.web import access, current
from wgsm_archive.web.reviewing.blueprint import bp
from wgsm_archive.web.reviewing.forms import member
from wgsm_archive.web.reviewing.mark_form import MarkForm, decisions_of
from wgsm_archive.web.reviewing.story import act, show
from wgsm_archive.web.reviewing.wording import DECIDED_FIRST, TOO_LATE


@bp.post("/<public_id>/marks")
@access.allow(access.facilitators)
def decide_marks(public_id: str) -> Response:
    """Keep what was chosen for marked words; what cannot be kept stays chosen on the page."""
    chosen = decisions_of(request.form)
    key = request.form.get("form_key", "")[:40] or new_public_id()
    if not chosen:
        return redirect(url_for(".case", public_id=public_id, _anchor="marks"), 303)
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.reviewing.marks.decide(public_id, list(chosen.values()), form_key=key)
    except Refused as refused:
        errors = {name: problem(code) for name, code in refused.problems.items()}
        return show(public_id, status=422, errors={"marks": "."}, words=MarkForm(chosen, errors))
    except Conflict as conflict:
        left = {name: one for name, one in chosen.items() if name not in conflict.theirs}
        return show(public_id, status=409, notice=str(DECIDED_FIRST), words=MarkForm(left))
    except NotNow:
        return show(public_id, status=409, notice=str(TOO_LATE), words=MarkForm(chosen))
    flash(n_("%(num)s decision is kept.", "%(num)s decisions are kept.", len(chosen)), "done")
    return redirect(url_for(".case", public_id=public_id, _anchor="marks"), 303)


@bp.post("/<public_id>/withhold")
@access.allow(access.facilitators)
def withhold(public_id: str) -> Response:
    """Withhold words that no mark shows."""
    typed, kind = request.form.get("words", ""), member(Kind, request.form.get("kind")) or Kind.NAME
    done = _("It is withheld from now on, in every language.")
    return act(public_id, lambda work: work.reviewing.marks.withhold(public_id, typed, kind), done, part="marks")


@bp.post("/<public_id>/term/<int:term>")
@access.allow(access.facilitators)
def forget(public_id: str, term: int) -> Response:
    """Decide on words anew."""
    done = _("The decision is taken back. What was withheld in the text does not come back of itself.")
    return act(public_id, lambda work: work.reviewing.marks.forget(public_id, term), done, part="marks")
