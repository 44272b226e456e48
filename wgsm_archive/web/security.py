"""What every answer carries and every request must pass: headers, origin, tokens, sizes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.web import current
from wgsm_archive.web.notes import Notes

MAX_FORM = 8 * 1024 * 1024
"""Bytes in one form. A whole case is well below; what is longer than its field but shorter than this is shown again."""
MAX_FIELDS = 2000

_POLICY = "; ".join(  # noqa: FLY002 - one directive a line is read more easily
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "worker-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_PERMISSIONS = "geolocation=(), camera=(), microphone=(), browsing-topics=()"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    "X-DNS-Prefetch-Control": "off",
}
TOKEN_FIELD = "csrf_token"  # noqa: S105 - the name of a field
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - the name of a header
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite(Exception):
    """A form that was sent from somewhere else."""


def install(app: Flask) -> None:
    """Guard requests and answers of the app."""
    settings = current.app_settings(app)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_FORM,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        MAX_FORM_PARTS=MAX_FIELDS,
        SESSION_COOKIE_NAME="wgsm_note",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
    )
    app.session_interface = Notes()
    app.before_request(_refuse_cross_site)
    app.after_request(_add_headers)


@lru_cache(maxsize=64)
def headers_everywhere(base_url: str, host: str) -> Mapping[str, str]:
    """The headers of every answer to who asked at this host."""
    if base_url.startswith("https:") and not host.partition(":")[0].endswith(".onion"):
        return {**_HEADERS, "Strict-Transport-Security": "max-age=31536000"}
    return _HEADERS


def csrf_token() -> str:
    """The token that this browser's forms carry; empty while it holds no session."""
    cookie = _session_cookie()
    return token_for(cookie) if cookie else ""


def token_for(cookie: str) -> str:
    """The token that belongs to a session's cookie."""
    secret = current.archive().tools.secret
    return hmac.new(secret, b"form:" + cookie.encode(), hashlib.sha256).hexdigest()


def set_cookie(answer: BaseResponse, name: str, token: str, *, lasting: bool = False) -> None:
    """Give the browser a token. Without `lasting` it forgets it when it is closed."""
    answer.set_cookie(
        name,
        token,
        max_age=30 * 24 * 3600 if lasting else None,
        httponly=True,
        samesite="Lax",
        secure=current.settings().base_url.startswith("https:"),
    )


def forget_all(answer: BaseResponse) -> None:
    """Let the browser forget all that this site left in it, and keep nothing of this page either."""
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    answer.headers["Cache-Control"] = "no-store"
    # Older browsers do not know the first header, and none heeds it over plain HTTP.
    for name in request.cookies:
        answer.delete_cookie(name)


def let_record(answer: BaseResponse) -> None:
    """Let this one page use the microphone where somebody allows it, and play what it recorded."""
    answer.headers["Permissions-Policy"] = _PERMISSIONS.replace("microphone=()", "microphone=(self)")
    answer.headers["Content-Security-Policy"] = _POLICY.replace("media-src 'self'", "media-src 'self' blob:")


def holds_session() -> bool:
    """Whether this browser is signed in or has a story open."""
    return bool(_session_cookie())


def came_from_here() -> bool:
    """Whether the browser says that the form at hand was sent from a page of this site."""
    origin = request.headers.get("Origin", "null")
    site = request.headers.get("Sec-Fetch-Site", "same-origin" if origin != "null" else "")
    return site == "same-origin" and (origin == "null" or _is_here(origin))


def _is_here(origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:
        return False


def _session_cookie() -> str:
    cookies = request.cookies
    return cookies.get(current.SIGN_IN_COOKIE, "") + cookies.get(current.TELLER_COOKIE, "") if cookies else ""


def _refuse_cross_site() -> None:
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        raise CrossSite
    origin = request.headers.get("Origin")
    if origin is not None and origin != "null" and not _is_here(origin):
        raise CrossSite
    told = site is not None or (origin is not None and origin != "null")
    expected = csrf_token()
    if not expected:
        return
    # Scripts send it in a header, which no page of another site can add.
    given = request.headers.get(TOKEN_HEADER) or request.form.get(TOKEN_FIELD, "")
    # A browser that proves where the form came from may carry a token of a session that has ended meanwhile:
    # the form is then kept and shown again, see `errors`.
    if not hmac.compare_digest(given, expected) and not (told and not current.actor().is_signed_in):
        raise CrossSite


def _add_headers(answer: Response) -> Response:
    # Asking for a header that is not there costs as much as all that is done here.
    there = {name.lower() for name, _value in answer.headers}
    for name, value in headers_everywhere(current.settings().base_url, request.host).items():
        if name.lower() not in there:
            answer.headers.add(name, value)
    if "cache-control" not in there:
        answer.headers.add("Cache-Control", "private, no-store" if holds_session() else "no-cache")
    return answer
