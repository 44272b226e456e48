"""Answers that a browser or a program may keep, as long as it asks each time whether they still hold."""

from __future__ import annotations

import hashlib

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.web import current

_CONDITIONS = frozenset(
    {"HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE"}
)


def fingerprinted(answer: Response) -> BaseResponse:
    """The answer with a fingerprint of its bytes (RFC 9110 section 8.8.3); 304 to whoever has these bytes already."""
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    # Hardly any request has conditions, and going through them costs more than the fingerprint.
    return answer.make_conditional(request) if _CONDITIONS & request.environ.keys() else answer


def for_readers(answer: Response) -> BaseResponse:
    """A page of readers: fingerprinted, unless it was made for somebody in particular."""
    cookies = request.cookies
    if cookies and (cookies.get(current.SIGN_IN_COOKIE) or cookies.get(current.TELLER_COOKIE)):
        return answer
    return fingerprinted(answer)


def vary(answer: BaseResponse, header: str) -> None:
    """Say that an answer depends on a header of the request (RFC 9110 section 12.5.5)."""
    # Werkzeug's own way takes the whole list apart and puts it together again, for every page.
    told = answer.headers.get("Vary")
    if not told:
        answer.headers.add("Vary", header)
    elif header.lower() not in told.lower().split(", "):
        answer.headers["Vary"] = f"{told}, {header}"
