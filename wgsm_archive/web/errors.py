"""What goes wrong, as an answer: one table from exception to status and words, in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, Response, g, make_response, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.domain import errors as rules
from wgsm_archive.i18n import Lazy, _, lazy_
from wgsm_archive.i18n.language import current as spoken
from wgsm_archive.i18n.wording import problem as problem_words
from wgsm_archive.web import language
from wgsm_archive.web.security import TOKEN_FIELD, CrossSite, came_from_here
from wgsm_archive.web.streaming import takes_file_now
from wgsm_archive.web.templating import render

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """A status with a title and what to do now."""

    status: int
    title: Lazy
    text: Lazy


_NOT_FOUND = Said(404, lazy_("Nothing here"), lazy_("There is no such page, or it is not open to you."))
_FOREIGN = Said(
    403,
    lazy_("This form came from elsewhere"),
    lazy_("Your browser sent a form that does not belong to this page. Open the page again and send it from there."),
)
_FILE_TOO_BIG = Said(
    413,
    lazy_("This file is too big"),
    lazy_(
        "Photos and documents may have 25 megabytes, recordings 30. Nothing was saved; go back and choose a smaller "
        "file."
    ),
)
_WORDS: dict[int, Said] = {
    400: Said(400, lazy_("We could not read that"), lazy_("Something in the address or the form was not understood.")),
    403: Said(403, lazy_("Not open to you"), lazy_("This needs a role that your account does not have.")),
    404: _NOT_FOUND,
    405: Said(405, lazy_("Not like this"), lazy_("This page cannot be used in that way.")),
    409: Said(409, lazy_("Already done"), lazy_("Somebody has already taken this step, or it is too early for it.")),
    413: Said(
        413,
        lazy_("Too long"),
        lazy_("What you sent is longer than we can take. Nothing was saved; go back and shorten it."),
    ),
    429: Said(429, lazy_("Too many tries"), lazy_("Please wait a little before you try again.")),
    500: Said(
        500, lazy_("Something broke"), lazy_("The mistake is ours. It was noted, without your words. Please try again.")
    ),
    503: Said(503, lazy_("Busy"), lazy_("The archive cannot do this at the moment. Please try again in a minute.")),
}


def install(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(rules.NotFound, lambda problem: _answer(_NOT_FOUND))
    app.register_error_handler(rules.OutOfSight, _out_of_sight)
    app.register_error_handler(rules.Withdrawn, _tombstone)
    app.register_error_handler(rules.NotAllowed, lambda problem: _answer(_WORDS[403]))
    app.register_error_handler(rules.SignInNeeded, lambda problem: ask_to_sign_in())
    app.register_error_handler(rules.NotNow, lambda problem: _answer(_WORDS[409]))
    app.register_error_handler(rules.TooOften, _too_often)
    app.register_error_handler(rules.TooBusy, _too_busy)
    app.register_error_handler(CrossSite, lambda problem: _cross_site())
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def ask_to_sign_in() -> BaseResponse:
    """Send somebody to the door; what they had typed is carried along and offered again afterwards."""
    if request.method == "POST":
        return _answer_page(
            401, "accounts/session_ended.html", kept=kept_fields(), action=request.full_path.rstrip("?")
        )
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


def kept_fields() -> Sequence[tuple[str, str]]:
    """The fields of the form at hand, to be carried through a page in between."""
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name not in (TOKEN_FIELD, "password", "old")]


def _cross_site() -> BaseResponse:
    # A session that ended while somebody was writing looks the same: then the text must not be lost.
    if g.get("session_ended") and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        return ask_to_sign_in()
    if came_from_here():
        # The page is older than the session: offered again with its own words, and a token that holds.
        return _answer_page(
            403,
            "form_again.html",
            title=_("It was not saved, and nothing is lost"),
            text=problem_words("form-old"),
            kept=kept_fields(),
            action=request.full_path.rstrip("?"),
        )
    return _answer(_FOREIGN)


def _tombstone(problem: rules.Withdrawn) -> BaseResponse:
    return _answer_page(410, "tombstone.html")


def _out_of_sight(problem: rules.OutOfSight) -> BaseResponse:
    # 404 and not 410: it may come back. Programs learn no more than of an address that never was.
    return _answer_page(404, "out_of_sight.html", title=str(_NOT_FOUND.title))


def _too_often(problem: rules.TooOften) -> BaseResponse:
    answer = _answer(_WORDS[429])
    answer.headers["Retry-After"] = str(problem.wait_seconds)
    return answer


def _too_busy(problem: rules.TooBusy) -> BaseResponse:
    answer = _answer(_WORDS[503])
    answer.headers["Retry-After"] = str(problem.wait_seconds)
    return answer


def _http(problem: HTTPException) -> BaseResponse:
    status = problem.code or 500
    if status < 400 or (problem.response is not None and status < 400):
        return problem.get_response()
    said = _WORDS.get(status, _WORDS[400] if status < 500 else _WORDS[500])
    answer = _answer(_FILE_TOO_BIG if status == 413 and takes_file_now() else said, status)
    for name in ("Allow", "Retry-After"):
        value = problem.get_response().headers.get(name)
        if value:
            answer.headers[name] = value
    return answer


def _broken(problem: Exception) -> BaseResponse:
    # The place of the mistake, never the data: no form, no query, no local variables.
    _log.error("unexpected %s at %s", type(problem).__name__, request.endpoint, exc_info=problem)
    return _answer(_WORDS[500])


def _answer(said: Said, status: int = 0) -> Response:
    return _answer_page(status or said.status, "error.html", title=str(said.title), text=str(said.text))


def _answer_page(status: int, template: str, **values: object) -> Response:
    if not g.get("interface"):
        # The mistake came before the language was found.
        g.language = g.get("language") or language.wanted_language()
        g.interface = language.interface_language(g.language)
        spoken.set(g.interface)
    if request.path.startswith("/api/"):
        # RFC 9457; `about:blank` says that the status tells all there is to tell.
        answer = make_response({"type": "about:blank", "title": values.get("title", ""), "status": status}, status)
        answer.mimetype = "application/problem+json"
    else:
        answer = make_response(render(template, status=status, **values), status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
