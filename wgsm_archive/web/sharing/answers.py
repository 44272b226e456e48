"""Answers to programs: whole addresses, fingerprints, and nothing kept without asking anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, url_for
from werkzeug.wrappers import Response as BaseResponse

from wgsm_archive.settings import Settings
from wgsm_archive.web import current
from wgsm_archive.web.answers import fingerprinted


def base_address(settings: Settings) -> str:
    """Where this archive stands, as its settings say; never as a request says, whose Host header anybody can write."""
    if settings.base_url:
        return settings.base_url.rstrip("/")
    host = "localhost" if settings.host in ("", "0.0.0.0", "::") else settings.host  # noqa: S104 - not listened on
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def absolute(endpoint: str, query: Iterable[tuple[str, str]] = (), **values: Any) -> str:
    """The whole address of a page. The query is put on by hand, for a filter is called `language` as well."""
    path = url_for(endpoint, **values)
    asked = urlencode(list(query))
    return f"{base_address(current.settings())}{urlsplit(path).path}{'?' if asked else ''}{asked}"


def story_address(public_id: str, tag: str, slug: str) -> str:
    """The whole address of a story in a language."""
    return absolute("reading.case", public_id=public_id, slug=slug or None, language=tag)


def answer(body: str | bytes, mimetype: str, *, found_by_engines: bool = False) -> BaseResponse:
    """An answer that may be kept, but must be asked for anew each time: a story that was hidden is gone at once."""
    made = Response(body, mimetype=mimetype)
    made.headers["Cache-Control"] = "no-cache"
    if not found_by_engines:
        made.headers["X-Robots-Tag"] = "noindex"
    return fingerprinted(made)
