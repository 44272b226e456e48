"""Addresses of the door: signing in and out."""

from __future__ import annotations

import re

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.errors import TooOften
from wgsm_archive.domain.text import clean_line
from wgsm_archive.i18n import _
from wgsm_archive.services.accounts import doors
from wgsm_archive.web import access, current, language, security
from wgsm_archive.web.accounts import words
from wgsm_archive.web.templating import render

bp = Blueprint("accounts", __name__, url_prefix=f"{language.PREFIX}/account")
# Only an address of this site, in the characters that an address has.
_INSIDE = re.compile(r"/(?![/\\])[!-~]*\Z")


def token() -> str:
    """The session this browser holds."""
    return request.cookies.get(current.SIGN_IN_COOKIE, "")


def place() -> str:
    """Where the request comes from, for counting tries; it is kept nowhere."""
    return request.remote_addr or ""


def private(answer: Response) -> Response:
    """Let nobody keep a copy of a page that holds a secret."""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


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
    tried = doors.SignInTry(handle, request.form.get("password", ""), place(), token())
    try:
        opened = doors.sign_in(current.archive(), tried)
    except TooOften as often:
        answer = _door_again(429, handle, words.wait(often))
        answer.headers["Retry-After"] = str(often.wait_seconds)
        return answer
    if opened is None:
        return _door_again(422, handle, _("The name or the password is not right."))
    if action and kept:
        # The form that goes on carries the token of the new session, which this browser holds from now on.
        page = render("accounts/go_on.html", kept=kept, action=action, token=security.token_for(opened + _story()))
        return let_in(make_response(page), opened)
    return let_in(redirect(_next() or home_of(opened), 303), opened)


def let_in(answer: Response, opened: str) -> Response:
    """Give the browser its session, and the language that its owner chose for the pages."""
    security.set_cookie(answer, current.SIGN_IN_COOKIE, opened)
    chosen = _menu_language(opened)
    if chosen:
        security.set_cookie(answer, language.COOKIE, chosen)
    return private(answer)


def home_of(opened: str) -> str:
    """The first page for whoever has just signed in, in the language they chose."""
    return url_for("reading.home", language=_menu_language(opened) or current.language())


def forget_browser(answer: Response) -> Response:
    """Take from the browser what the archive gave it."""
    answer.delete_cookie(current.SIGN_IN_COOKIE)
    answer.delete_cookie(language.COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/logout")
@access.allow(access.signed_in)
def sign_out() -> Response:
    """End this session; the browser forgets what this site left."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        work.accounts.sign_out(token())
    return forget_browser(redirect(url_for("reading.home"), 303))


def _door_again(status: int, handle: str, error: str) -> Response:
    page = render(
        "accounts/sign_in.html",
        next=_next(),
        handle=handle,
        kept=_kept(),
        action=_inside(request.form.get("action", "")),
        error=error,
    )
    return make_response(page, status)


def _menu_language(opened: str) -> str:
    with current.archive().unit_of_work(ANONYMOUS) as work:
        chosen = work.accounts.menu_language(opened)
    return chosen if chosen in current.interface_languages() else ""


def _story() -> str:
    return request.cookies.get(current.TELLER_COOKIE, "")


def _kept() -> tuple[tuple[str, str], ...]:
    names, values = request.form.getlist("kept_name"), request.form.getlist("kept_value")
    return tuple(zip(names, values, strict=False))


def _next() -> str:
    return _inside(request.values.get("next", ""))


def _inside(address: str) -> str:
    return address if _INSIDE.match(address) else ""
