"""Drafts that a browser holds beside the one that is open: their tokens, in a cookie that goes with the browser."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from werkzeug.wrappers import Response

from wgsm_archive.web import security

COOKIE, MOST = "wgsm_drafts", 12


def shelved() -> list[str]:
    """The tokens that were put aside in this browser."""
    return [one for one in request.cookies.get(COOKIE, "").split(".") if one][:MOST]


def put_aside(answer: Response, tokens: Iterable[str]) -> None:
    """Let the browser hold these tokens beside the one that is open; the newest come first, and the oldest fall off."""
    kept = list(dict.fromkeys(tokens))[:MOST]
    if kept:
        security.set_cookie(answer, COOKIE, ".".join(kept))
    elif COOKIE in request.cookies:
        clear(answer)


def clear(answer: Response) -> None:
    """Let the browser forget them."""
    answer.delete_cookie(COOKIE)
