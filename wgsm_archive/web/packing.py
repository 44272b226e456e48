"""Answers are sent packed (gzip): a page then costs a slow phone a third or a quarter."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

from wgsm_archive.web.answers import vary
from wgsm_archive.web.security import holds_session

_PACKED = frozenset(
    {
        "application/atom+xml",
        "application/json",
        "application/opensearchdescription+xml",
        "application/xml",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain",
        "text/xml",
    }
)
_LEAST = 860
"""Bytes below which packing saves no packet on the way."""


def install(app: Flask) -> None:
    """Pack the answers of an application. To be installed first, so that it acts last."""
    app.after_request(_pack)


def _pack(answer: Response) -> Response:
    if answer.mimetype not in _PACKED or answer.content_encoding:
        return answer
    vary(answer, "Accept-Encoding")
    if answer.status_code == 206 or not request.accept_encodings["gzip"] or _may_be_guessed(answer):
        return answer
    is_file, answer.direct_passthrough = answer.direct_passthrough, False
    plain = answer.get_data()
    if len(plain) >= _LEAST:
        answer.set_data(_of_a_file(plain) if is_file else gzip.compress(plain, 6, mtime=0))
        answer.content_encoding = "gzip"
        etag, _weak = answer.get_etag()
        if etag:
            # The same page, but not the same bytes.
            answer.set_etag(etag, weak=True)
    return answer


def _may_be_guessed(answer: Response) -> bool:
    """Whether an answer could hold a secret beside words that others chose: its packed size would tell (BREACH)."""
    is_plain = request.method == "GET" and answer.status_code == 200 and not request.query_string
    return holds_session() and not is_plain


@lru_cache(maxsize=32)
def _of_a_file(plain: bytes) -> bytes:
    return gzip.compress(plain, 9, mtime=0)
