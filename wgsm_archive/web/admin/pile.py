"""Many stories at once, for facilitators: what was set aside, and declining by the dozen."""

from __future__ import annotations

import datetime as dt

from flask import flash, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.text import clean_line
from wgsm_archive.i18n import n_
from wgsm_archive.i18n.wording import label, problem
from wgsm_archive.services.reviewing.pile import Chosen
from wgsm_archive.web import access, current
from wgsm_archive.web.admin.routes import bp
from wgsm_archive.web.templating import render


@bp.get("/stories")
@access.allow(access.facilitators)
def pile() -> Response:
    """The stories chosen."""
    return _page(request.args)


@bp.post("/stories")
@access.allow(access.facilitators)
def decide_many() -> Response:
    """Decline the stories that were ticked, or let them into the queue."""
    form = request.form
    ids = form.getlist("stories")
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            if form.get("do") == "let-in":
                let_in = work.reviewing.pile.let_in(ids)
                said = n_("%(num)s story is in the queue now.", "%(num)s stories are in the queue now.", let_in)
            else:
                done = work.reviewing.pile.decline(ids, form.get("reason", ""))
                said = n_("%(num)s story was declined.", "%(num)s stories were declined.", done.done)
                if done.left:
                    flash(_left(done.left), "info")
    except Refused as refused:
        return _page(form, refused)
    flash(said, "done")
    asked = url_for("admin.pile", all=form.get("all") or None, day=form.get("day") or None, q=form.get("q") or None)
    return redirect(asked, 303)


def _left(number: int) -> str:
    return n_(
        "%(num)s story was left as it is: somebody looks after it, or has decided already.",
        "%(num)s stories were left as they are: somebody looks after them, or has decided already.",
        number,
    )


def _page(asked: MultiDict[str, str], refused: Refused | None = None) -> Response:
    chosen = Chosen(aside=not asked.get("all"), day=_day(asked.get("day")), words=clean_line(asked.get("q", ""))[:200])
    with current.reading() as work:
        lines, total = work.reviewing.pile.lines(chosen)
    page = render(
        "admin/pile.html",
        chosen=chosen,
        lines=lines,
        total=total,
        label=label,
        ticked=frozenset(request.form.getlist("stories")),
        reason=request.form.get("reason", ""),
        problems={name: problem(code) for name, code in refused.problems.items()} if refused else {},
    )
    return make_response(page, 422 if refused else 200)


def _day(typed: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed or "")
    except ValueError:
        return None
