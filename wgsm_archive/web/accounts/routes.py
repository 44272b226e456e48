"""Addresses of accounts: signing in and out, joining by a link, one's own profile."""

from __future__ import annotations

import re

from flask import Blueprint, flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.text import clean_line
from wgsm_archive.i18n import _
from wgsm_archive.i18n.wording import label, problem
from wgsm_archive.web import access, current, language, security
from wgsm_archive.web.templating import render

bp = Blueprint("accounts", __name__, url_prefix=f"{language.PREFIX}/account")
_INSIDE = re.compile(r"/(?![/\\])[!-~]*\Z")


@bp.get("/login")
@access.allow(access.everyone)
def sign_in() -> str:
    """The door."""
    return render("accounts/sign_in.html", next=_next(), handle="", kept=(), action="")


@bp.post("/login")
@access.allow(access.everyone)
def signing_in() -> Response:
    """Sign in; what somebody had typed before their session ended is carried on."""
    handle, kept, action = clean_line(request.form.get("handle", "")), _kept(), _inside(request.form.get("action", ""))
    with current.archive().unit_of_work(ANONYMOUS, write=True) as work:
        work.accounts.count_try(handle, request.remote_addr or "")
    with current.archive().unit_of_work(ANONYMOUS, write=True) as work:
        token = work.accounts.sign_in(handle, request.form.get("password", ""))
    if token is None:
        page = render(
            "accounts/sign_in.html",
            next=_next(),
            handle=handle,
            kept=kept,
            action=action,
            error=_("The name or the password is not right."),
        )
        return make_response(page, 422)
    if action and kept:
        answer: Response = make_response("")
        # The form that goes on carries the token of the new session, which this browser holds from now on.
        answer.set_data(render("accounts/go_on.html", kept=kept, action=action, token=security.token_for(token)))
    else:
        answer = redirect(_next() or url_for("reading.home"), 303)
    security.set_cookie(answer, current.SIGN_IN_COOKIE, token)
    return answer


@bp.post("/logout")
@access.allow(access.signed_in)
def sign_out() -> Response:
    """End this session; the browser forgets what this site left."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.accounts.sign_out(request.cookies.get(current.SIGN_IN_COOKIE, ""))
    answer = redirect(url_for("reading.home"), 303)
    answer.delete_cookie(current.SIGN_IN_COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/profile")
@access.allow(access.signed_in)
def profile() -> Response:
    """One's own account."""
    return _profile()


@bp.post("/profile")
@access.allow(access.signed_in)
def change_profile() -> Response:
    """Change how others see one, and what one reads."""
    tags = [read_tag(tag) for tag in request.form.get("languages", "").replace(",", " ").split()[:20]]
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.accounts.change_profile(
            clean_line(request.form.get("shown_name", ""))[:80],
            clean_line(request.form.get("credit", ""))[:80],
            [tag for tag in tags if tag],
        )
    flash(_("Saved."), "done")
    return redirect(url_for(".profile"), 303)


@bp.post("/password")
@access.allow(access.signed_in)
def change_password() -> Response:
    """Choose a new password; all other sessions end."""
    try:
        with current.archive().unit_of_work(current.actor(), write=True) as work:
            token = work.accounts.change_password(request.form.get("old", ""), request.form.get("password", ""))
    except Refused as refused:
        return _profile(422, _said(refused))
    flash(_("The password is changed, and you are signed out everywhere else."), "done")
    answer = redirect(url_for(".profile"), 303)
    security.set_cookie(answer, current.SIGN_IN_COOKIE, token)
    return answer


@bp.post("/sessions")
@access.allow(access.signed_in)
def end_sessions() -> Response:
    """Sign out everywhere."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.accounts.end_all_sessions()
    answer = redirect(url_for(".sign_in"), 303)
    answer.delete_cookie(current.SIGN_IN_COOKIE)
    return answer


@bp.get("/link/<token>")
@access.allow(access.everyone)
def link(token: str) -> Response:
    """Join, or choose a new password."""
    return _link_page(token)


@bp.post("/link/<token>")
@access.allow(access.everyone)
def follow_link(token: str) -> Response:
    """Use a one-time link."""
    handle = request.form.get("handle", "")
    try:
        with current.archive().unit_of_work(ANONYMOUS, write=True) as work:
            session = work.accounts.follow_link(token, handle, request.form.get("password", ""))
    except Refused as refused:
        return _link_page(token, 422, handle=handle, errors=_said(refused))
    answer = redirect(url_for("reading.home"), 303)
    security.set_cookie(answer, current.SIGN_IN_COOKIE, session)
    return answer


def _link_page(token: str, status: int = 200, handle: str = "", errors: dict[str, str] | None = None) -> Response:
    with current.archive().unit_of_work(ANONYMOUS) as work:
        purpose = work.accounts.link(token)
    page = render("accounts/link.html", purpose=purpose, token=token, handle=handle, errors=errors or {})
    return make_response(page, status)


def _profile(status: int = 200, errors: dict[str, str] | None = None) -> Response:
    with current.archive().unit_of_work(current.actor()) as work:
        found = work.accounts.profile()
    return make_response(render("accounts/profile.html", profile=found, label=label, errors=errors or {}), status)


def _said(refused: Refused) -> dict[str, str]:
    words = {
        "password-short": _("Please use at least 12 characters."),
        "password-common": _("This password is easy to guess. Please choose another."),
        "password-wrong": _("The old password is not right."),
        "name-taken": _("Somebody has this name already."),
    }
    return {name: words.get(code) or problem(code) for name, code in refused.problems.items()}


def _kept() -> tuple[tuple[str, str], ...]:
    names, values = request.form.getlist("kept_name"), request.form.getlist("kept_value")
    return tuple(zip(names, values, strict=False))


def _next() -> str:
    return _inside(request.values.get("next", ""))


def _inside(address: str) -> str:
    return address if _INSIDE.match(address) else ""
