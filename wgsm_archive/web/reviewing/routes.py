"""Addresses of the review: the queue, one story, and the steps that can be taken."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Conflict, NotNow
from wgsm_archive.domain.ids import new_public_id
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import label
from wgsm_archive.services.reviewing.deciding import LOOK_AGAIN_AFTER_MONTHS
from wgsm_archive.services.reviewing.queue import Whose
from wgsm_archive.web import access, current
from wgsm_archive.web.paging import PER_PAGE, Paging, page_number, paging
from wgsm_archive.web.reviewing import caring, changes, voices, words
from wgsm_archive.web.reviewing.blueprint import bp
from wgsm_archive.web.reviewing.forms import checklist_of, member, number_of
from wgsm_archive.web.reviewing.story import act, show
from wgsm_archive.web.reviewing.wording import CHECKED_ANEW, DOERS, FILES_NEW, TOO_LATE, WHOSE
from wgsm_archive.web.templating import render

__all__ = ["bp", "caring", "changes", "voices", "words"]


@bp.get("/")
@access.allow(access.facilitators)
def queue() -> str:
    """What waits for facilitators."""
    number = page_number(request.args.get("page"))
    whose = member(Whose, request.args.get("show")) or Whose.ALL
    tongue = read_tag(request.args.get("in", "")) or ""
    with current.reading() as work:
        found = work.reviewing.queue(whose=whose, language=tongue, offset=Paging(number, number).offset, limit=PER_PAGE)
        harmed = work.reviewing.caring.open_reports()
    return render(
        "reviewing/queue.html",
        harmed=harmed,
        queue=found,
        label=label,
        paging=paging(number, found.total),
        whose=whose,
        tongue=tongue,
        choices=WHOSE,
    )


@bp.get("/withdrawals")
@access.allow(access.facilitators)
def withdrawals() -> str:
    """Stories that were taken out of sight, and where that took effect."""
    number = page_number(request.args.get("page"))
    with current.reading() as work:
        found, total = work.reviewing.withdrawals(offset=Paging(number, number).offset, limit=PER_PAGE)
    return render("reviewing/withdrawals.html", found=found, label=label, paging=paging(number, total))


@bp.get("/<public_id>/")
@access.allow(access.facilitators)
def case(public_id: str) -> Response:
    """One story in review."""
    return show(public_id)


@bp.get("/<public_id>/trail")
@access.allow(access.facilitators)
def trail(public_id: str) -> str:
    """What happened to a story."""
    with current.reading() as work:
        found = work.reviewing.trail(public_id)
    return render("reviewing/trail.html", trail=found, label=label, doers=DOERS)


@bp.post("/<public_id>/claim")
@access.allow(access.facilitators)
def claim(public_id: str) -> Response:
    """Look after a story, leave it to others, or give it to one of them."""
    action = request.form.get("action")
    if action == "release":
        return act(public_id, lambda work: work.reviewing.deciding.release(public_id), _("Others can take it on now."))
    if action == "hand-over":
        to, note = request.form.get("to", ""), request.form.get("note", "")
        done = _("They look after it now, and read your note.")
        return act(public_id, lambda work: work.reviewing.deciding.hand_over(public_id, to, note), done)
    return act(public_id, lambda work: work.reviewing.deciding.claim(public_id), _("You look after this story now."))


@bp.post("/<public_id>/ask")
@access.allow(access.facilitators)
def ask(public_id: str) -> Response:
    """Ask the tellers something."""
    text, key = request.form.get("text", ""), request.form.get("form_key", "")[:60] or new_public_id()
    field = request.form.get("field", "")
    return act(
        public_id,
        lambda work: work.reviewing.deciding.ask(public_id, text, form_key=key, field=field),
        _("Your question was sent. The tellers read it when they come back with their code."),
        part="talk",
    )


@bp.post("/<public_id>/question/<int:question>")
@access.allow(access.facilitators)
def resolve(public_id: str, question: int) -> Response:
    """Find a question settled."""
    done = _("The question is settled.")
    return act(public_id, lambda work: work.reviewing.deciding.resolve(public_id, question), done, part="talk")


@bp.post("/<public_id>/read")
@access.allow(access.facilitators)
def mark_read(public_id: str) -> Response:
    """Note that the answers were read."""
    return act(public_id, lambda work: work.reviewing.deciding.mark_read(public_id), _("Marked as read."))


@bp.post("/<public_id>/checklist")
@access.allow(access.facilitators)
def checklist(public_id: str) -> Response:
    """Save the answers to the checklist."""
    answers, risk = checklist_of(request.form)
    based_on, text_revision = number_of(request.form.get("based_on")), number_of(request.form.get("text_revision"))
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.reviewing.deciding.check(public_id, answers, risk, based_on=based_on, text_revision=text_revision)
    except Conflict:
        return show(public_id, status=409, given=answers, risk=risk)
    except NotNow:
        return show(public_id, status=409, notice=str(TOO_LATE))
    flash(_("The checklist was saved."), "done")
    return redirect(url_for(".case", public_id=public_id, _anchor="checklist"), 303)


@bp.post("/<public_id>/confirm")
@access.allow(access.facilitators)
def confirm(public_id: str) -> Response:
    """Agree with the checklist, as a second reader."""
    seen = number_of(request.form.get("based_on"))
    try:
        done = _("Thank you. Two of you have read it now.")
        return act(
            public_id, lambda work: work.reviewing.deciding.confirm(public_id, based_on=seen), done, part="decide"
        )
    except Conflict:
        return show(public_id, status=409, notice=str(CHECKED_ANEW))


@bp.post("/<public_id>/publish")
@access.allow(access.facilitators)
def publish(public_id: str) -> Response:
    """Open a story to its readers."""
    despite, months = "despite" in request.form, request.form.get("again_in")
    again_in = LOOK_AGAIN_AFTER_MONTHS if months is None else number_of(months)
    seen = request.form.getlist("seen")
    try:
        return act(
            public_id,
            lambda work: work.reviewing.deciding.publish(public_id, seen=seen, despite=despite, again_in=again_in),
            _("The story is published."),
        )
    except Conflict as conflict:
        return show(public_id, status=409, notice=str(FILES_NEW), unseen=conflict.theirs)


@bp.post("/<public_id>/decline")
@access.allow(access.facilitators)
def decline(public_id: str) -> Response:
    """Do not publish a story."""
    reason = request.form.get("reason", "")
    return act(
        public_id,
        lambda work: work.reviewing.deciding.decline(public_id, reason),
        _("The story is not published. The tellers can read your reason."),
    )


@bp.post("/<public_id>/restrict")
@access.allow(access.facilitators)
def restrict(public_id: str) -> Response:
    """Keep a story among member movements, or let it travel again as its tellers decided."""
    if request.form.get("action") == "lift":
        done = _("The story may travel again as far as its tellers decided.")
        return act(public_id, lambda work: work.reviewing.deciding.lift(public_id), done)
    reason = request.form.get("restrict", "")
    return act(
        public_id,
        lambda work: work.reviewing.deciding.restrict(public_id, reason),
        _("Only member movements can read it from now on. The tellers can read your reason."),
    )


@bp.post("/<public_id>/reopen")
@access.allow(access.facilitators)
def reopen(public_id: str) -> Response:
    """Take a story back into review."""
    done = _("The story is in review again, and closed to readers until it is published.")
    return act(public_id, lambda work: work.reviewing.deciding.reopen(public_id), done)
