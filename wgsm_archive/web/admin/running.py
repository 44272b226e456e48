"""How this archive is run: who may tell a story, machines, languages of the menus."""

from __future__ import annotations

from flask import flash, g, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.words import OFFERED_FROM
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import problem
from wgsm_archive.web import access, current
from wgsm_archive.web.admin.routes import bp
from wgsm_archive.web.forms import whole_number
from wgsm_archive.web.templating import render


@bp.get("/running")
@access.allow(access.stewards)
def running() -> Response:
    """What stewards decided, and the forms to decide otherwise."""
    return _page()


@bp.post("/running/submissions")
@access.allow(access.stewards)
def open_to() -> Response:
    """Take stories from everybody, or by invitation."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.running.open_to(request.form.get("submissions", ""))
    except Refused as refused:
        return _page(refused)
    return _saved()


@bp.post("/running/machines")
@access.allow(access.stewards)
def machines() -> Response:
    """Ask for a proof of work, or stop asking."""
    form = request.form
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.running.ask_for_proof(
                proof="proof" in form,
                language=current.language(),
                text=form.get("text", ""),
                answers=form.get("answers", ""),
            )
    except Refused as refused:
        return _page(refused)
    return _saved()


@bp.post("/running/languages")
@access.allow(access.stewards)
def languages() -> Response:
    """Switch languages of the menus on and off."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.running.speak(request.form.getlist("languages"), _offered())
    except Refused as refused:
        return _page(refused)
    return _saved()


@bp.post("/running/invitations")
@access.allow(access.stewards)
def invite_tellers() -> Response:
    """Make an invitation to tell a story; its words are shown once."""
    form = request.form
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            code = work.admin.running.invite(
                times=_number(form.get("times")), days=_number(form.get("days")), note=form.get("note", "")
            )
    except Refused as refused:
        return _page(refused)
    lists = current.archive().tools.receipt_words
    tag = g.interface if g.interface in lists else "en"
    return _page(words=code.words(lists[tag]), words_language=tag)


@bp.post("/running/invitations/<int:number>/revoke")
@access.allow(access.stewards)
def revoke_tellers(number: int) -> Response:
    """Take an invitation to tell a story back; doing it twice changes nothing."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            work.admin.running.revoke(number)
    except NotFound:
        flash(_("Somebody has followed this invitation already, or it has run out."), "info")
    else:
        flash(_("The invitation is taken back."), "done")
    return redirect(url_for("admin.running"), 303)


def _page(refused: Refused | None = None, *, words: tuple[str, ...] = (), words_language: str = "") -> Response:
    with current.reading() as work:
        policy, invitations = work.admin.running.policy(), work.admin.running.invitations()
    address = ""
    if words:
        base = current.settings().base_url.rstrip("/")
        path = url_for("contributing.start", invitation="-".join(words), _external=not base)
        address = base + path
    page = render(
        "admin/running.html",
        policy=policy,
        question=policy.questions.get(current.language()),
        question_languages=sorted(policy.questions),
        invitations=invitations,
        offered=_offered(),
        offered_from=OFFERED_FROM,
        spoken=current.interface_languages(),
        words=words,
        words_language=words_language,
        address=address,
        problems={name: problem(code) for name, code in refused.problems.items()} if refused else {},
    )
    answer = make_response(page, 422 if refused else 200)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _saved() -> Response:
    flash(_("Saved. It holds from the next click of everybody on."), "done")
    return redirect(url_for("admin.running"), 303)


def _offered() -> tuple[str, ...]:
    """Languages that can be switched on: those of the settings, and others whose readers' words are far enough."""
    with current.reading() as work:
        enough = work.translating.words.may_be_offered()
    return tuple(dict.fromkeys([*current.settings().languages, *enough]))


def _number(typed: str | None) -> int:
    return whole_number(typed, digits=5) or 0
