"""Answers to those who send something: JSON where it is asked for, else a page or the way back to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import jsonify, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.media import MediaKind, Size
from wgsm_archive.i18n.wording import problem
from wgsm_archive.services.disclosure.media import MediaItem

# An address of this site: no other host, no scheme, nothing that browsers read as one.
_INSIDE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*\Z")


def wants_json() -> bool:
    """Whether a script asks."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html") == "application/json"


def told(status: int, **values: Any) -> Response:
    """An answer for a script; nobody keeps it."""
    answer = make_response(jsonify(values), status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def way_back(anchor: str = "") -> Response:
    """Go on to the page that was sent along, or to that of the files."""
    back = request.form.get("back", "")
    address = back if _INSIDE.match(back) else url_for("media.files", story=request.form.get("story") or None)
    return redirect(f"{address.split('#', 1)[0]}{'#' if anchor else ''}{anchor}", code=303)


def problems(refused: Refused, status: int = 422) -> Response:
    """What is wrong, for a script: codes, and words in the language of the address."""
    words = {name: problem(code) for name, code in refused.problems.items()}
    return told(status, problems=dict(refused.problems), words=words)


def as_json(item: MediaItem) -> Mapping[str, Any]:
    """A file as scripts of tellers see it."""
    names = ("id", "kind", "name", "section", "width", "height", "seconds", "bytes", "caption", "alt", "language")
    more = ("people", "agreement", "transcript", "transcript_language", "accepted", "shown", "words")
    return {name: getattr(item, name) for name in names + more} | addresses(item)


def addresses(item: MediaItem) -> dict[str, str]:
    """Where the bytes of a file are: all of it, and a small picture of it where there is one."""
    is_photo = item.kind is MediaKind.PHOTO
    full = url_for("media.file", public_id=item.id, size=str(Size.FULL if is_photo else Size.FILE))
    preview = url_for("media.file", public_id=item.id, size=str(Size.PREVIEW)) if is_photo else ""
    return {"full": full, "preview": preview}
