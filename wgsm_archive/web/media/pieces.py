"""Addresses of files that come in pieces. Scripts ask here; a form sends a file whole to `add`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import make_response, request, url_for
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import NotNow, Refused, TooBusy, TooOften
from wgsm_archive.domain.media import MEGABYTE
from wgsm_archive.services.media import pieces
from wgsm_archive.services.media.pieces import Progress
from wgsm_archive.web import access, current
from wgsm_archive.web.media import answers, pages
from wgsm_archive.web.media.blueprint import PREFIX, bp

PIECE = MEGABYTE
"""Bytes that a script should send at once; it may send fewer."""
_MOST_PIECE = 4 * MEGABYTE
_OFFSET, _LENGTH = "Upload-Offset", "Upload-Length"
_KEY = range(20, 81)
_UPLOADS = f"{PREFIX}/uploads"


def _said_to_scripts(view: Callable[..., Response]) -> Callable[..., Response]:
    """Say what hinders an upload by its status; 410 where the story takes nothing now, as 409 speaks of places."""

    @wraps(view)
    def asked(**values: str) -> Response:
        try:
            return view(**values)
        except Refused as refused:
            return answers.problems(refused)
        except NotNow:
            return answers.told(410)
        except (TooBusy, TooOften) as problem:
            return pages.later(problem)

    return asked


@bp.post(_UPLOADS)
@access.allow(access.everyone)
@_said_to_scripts
def begin() -> Response:
    """Begin an upload; the same `form_key` finds it again."""
    form_key = request.form.get("form_key", "")
    if len(form_key) not in _KEY:
        raise BadRequest
    found, is_new = pieces.begin(
        current.archive(),
        current.actor(),
        story=request.form.get("story", ""),
        name=request.form.get("name", ""),
        length=_number(request.form.get("length", "")),
        form_key=form_key,
    )
    values = {"upload": found.id, "offset": found.offset, "length": found.length, "piece": PIECE}
    answer = _with_place(answers.told(201 if is_new else 200, **values), found)
    answer.headers["Location"] = url_for("media.append", upload=found.id)
    return answer


@bp.patch(f"{_UPLOADS}/<upload>")
@access.allow(access.everyone)
@_said_to_scripts
def append(upload: str) -> Response:
    """Put a piece at its place. 204: it is on the disk; 409: go on from `Upload-Offset`."""
    if request.content_length is None:
        raise LengthRequired
    if request.content_length > _MOST_PIECE:
        raise RequestEntityTooLarge
    offset, piece = _number(request.headers.get(_OFFSET, "")), request.get_data(cache=False)
    found, fits = pieces.append(current.archive(), current.actor(), upload, offset, piece)
    return _with_place(make_response("", 204 if fits else 409), found)


@bp.route(f"{_UPLOADS}/<upload>", methods=["HEAD"])
@access.allow(access.everyone)
@_said_to_scripts
def offset(upload: str) -> Response:
    """How much of an upload is on the disk."""
    with current.reading() as work:
        found = pieces.progress(work, upload)
    return _with_place(make_response("", 200), found)


@bp.post(f"{_UPLOADS}/<upload>/finish")
@access.allow(access.everyone)
@_said_to_scripts
def finish(upload: str) -> Response:
    """Clean what came. 201: it is one of the story's files; 409: bytes are missing."""
    found = pieces.finish(current.archive(), current.actor(), upload)
    if isinstance(found, Progress):
        return _with_place(make_response("", 409), found)
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        pages.stay(work)
    return answers.told(201, media=answers.as_json(found))


@bp.post(f"{_UPLOADS}/<upload>/cancel")
@access.allow(access.everyone)
@_said_to_scripts
def cancel(upload: str) -> Response:
    """Forget an upload."""
    with current.archive().unit_of_work(current.actor(), write=True) as work:
        pieces.cancel(work, upload)
    return make_response("", 204)


def _with_place(answer: Response, found: Progress) -> Response:
    answer.headers[_OFFSET], answer.headers[_LENGTH] = str(found.offset), str(found.length)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _number(given: str) -> int:
    """A number of bytes. Raises BadRequest."""
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        raise BadRequest
    return int(given)
