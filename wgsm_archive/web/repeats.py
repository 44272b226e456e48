"""Whoever asks again for a page that cannot have changed is told so before anything is read.

Pages of readers carry a fingerprint of their bytes. Which fingerprint an address has is remembered here, for as long
as nothing at all is committed to the database; a story that is hidden is such a commit, so its page is made anew.
See docs/decisions/0015-repeats.md.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, g, request
from werkzeug.http import parse_etags
from werkzeug.sansio.http import parse_cookie

from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings
from wgsm_archive.web import current, language
from wgsm_archive.web.security import headers_everywhere

_MOST, _LONGEST = 2000, 600
"""Addresses that are remembered, and characters in one of them."""
_SHORTEST, _LONGEST_TIME = 2.0, 20.0
"""Seconds after which everything is forgotten, whether or not it changed: the moment is drawn by lot."""
_ROOMS = ("reading.", "records.")
_EXTENSION = "wgsm_repeats"


class Repeats:
    """The fingerprints of pages as they are now. `clock` counts seconds, `lot` draws between two numbers."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, lot: Callable[[float, float], float] = random.uniform
    ) -> None:
        self._clock, self._lot = clock, lot
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}
        self._version = ""
        self._until = 0.0
        self.turn = 0
        """Another number each time that everything is forgotten, for what else is kept as long."""

    def find(self, version: str, address: str) -> str | None:
        """The fingerprint that an address has at this version of the data, if it is known."""
        with self._lock:
            now = self._clock()
            if version != self._version or now >= self._until:
                self._known.clear()
                self.turn += 1
                # Quick answers that stop only when somebody writes would tell watchers when somebody writes.
                self._version, self._until = version, now + self._lot(_SHORTEST, _LONGEST_TIME)
            return self._known.get(address)

    def keep(self, version: str, address: str, fingerprint: str) -> None:
        """Remember a fingerprint of a page that was made after this version was read."""
        with self._lock:
            if version == self._version and len(self._known) < _MOST:
                self._known[address] = fingerprint


def install(app: Flask, archive: Archive, settings: Settings) -> None:
    """Let an application answer repeats. To be installed before all that reads anything for a request."""
    app.extensions[_EXTENSION] = Repeats()
    app.before_request(_note)
    app.after_request(_remember)
    app.wsgi_app = _Door(app, archive, settings)  # type: ignore[method-assign]


class _Door:
    """Answers repeats before anything is made of a request: most of what an answer costs is that."""

    def __init__(self, app: Flask, archive: Archive, settings: Settings) -> None:
        self._app: WSGIApplication = app.wsgi_app
        self._extensions = app.extensions
        self._archive = archive
        self._base_url = settings.base_url

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The application, except for a page that whoever asks has already."""
        known = self._held(environ)
        if known is None:
            return self._app(environ, start_response)
        headers = headers_everywhere(self._base_url, environ.get("HTTP_HOST", ""))
        own = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding", "ETag": f'"{known}"'}
        start_response("304 NOT MODIFIED", [*headers.items(), *own.items()])
        return []

    def _held(self, environ: WSGIEnvironment) -> str | None:
        """The fingerprint of the page that is asked for, where whoever asks has it."""
        asked = environ.get("HTTP_IF_NONE_MATCH")
        try:
            if not asked or not _is_for_everybody(environ):
                return None
            known = _repeats(self._extensions).find(
                _version(self._archive, self._archive.data_version.read()), _address(environ)
            )
            return known if known is not None and parse_etags(asked).contains_weak(known) else None
        except Exception:  # noqa: BLE001 - whatever it is, the application meets it too, and says it in words
            return None


def _repeats(extensions: Mapping[str, Any]) -> Repeats:
    return cast("Repeats", extensions[_EXTENSION])


def _version(archive: Archive, data_version: str) -> str:
    """Another word whenever a page may be another one. Read before a page is made, it is at worst too old for it."""
    return f"{data_version} {archive.tools.clock.now().date()}"


def _note() -> None:
    if not (request.endpoint or "").startswith(_ROOMS) or not _is_for_everybody(request.environ):
        return
    archive = current.archive()
    g.data_version = archive.data_version.read()
    version, address = _version(archive, g.data_version), _address(request.environ)
    g.repeat = version, address
    repeats = _repeats(current_app.extensions)
    repeats.find(version, address)
    g.turn = repeats.turn


def _address(environ: WSGIEnvironment) -> str:
    return f"{environ.get('SCRIPT_NAME', '')} {environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"


def _is_for_everybody(environ: WSGIEnvironment) -> bool:
    """Whether somebody asks for a page of whom nothing is known."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and not set(parse_cookie(environ.get("HTTP_COOKIE"))) - {language.COOKIE}
        and len(_address(environ)) <= _LONGEST
    )


def _remember(answer: Response) -> Response:
    fingerprint, _weak = answer.get_etag()
    # An answer of "nothing changed" tells what the page is now as well as the page does.
    if "repeat" in g and answer.status_code in (200, 304) and fingerprint:
        version, address = g.repeat
        _repeats(current_app.extensions).keep(version, address, fingerprint)
    return answer
