"""Whoever asks again for a page that cannot have changed is told so before anything is read.

Pages of readers carry a fingerprint of their bytes. Which fingerprint an address has is remembered here, for as long
as nothing at all is committed to the database; a story that is hidden is such a commit, so its page is made anew.
See docs/decisions/0015-repeats.md.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import cast

from flask import Flask, Response, current_app, g, request

from wgsm_archive.web import current, language

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


def install(app: Flask) -> None:
    """Let an application answer repeats. To be installed before all that reads anything for a request."""
    app.extensions[_EXTENSION] = Repeats()
    app.before_request(_answer_repeat)
    app.after_request(_remember)


def _answer_repeat() -> Response | None:
    if not _is_for_everybody():
        return None
    archive = current.archive()
    # Read before the page is made: what changes meanwhile makes the page's entry too old, never too new.
    version = f"{archive.data_version.read()} {archive.tools.clock.now().date()}"
    address = request.full_path
    g.repeat = version, address
    repeats = cast("Repeats", current_app.extensions[_EXTENSION])
    known = repeats.find(version, address)
    g.turn = repeats.turn
    if known is None or not request.if_none_match.contains_weak(known):
        return None
    answer = Response(status=304)
    answer.set_etag(known)
    del g.repeat
    return answer


def _is_for_everybody() -> bool:
    """Whether the request is for a page of readers, by somebody of whom nothing is known."""
    return (
        request.method in ("GET", "HEAD")
        and (request.endpoint or "").startswith(_ROOMS)
        and not set(request.cookies) - {language.COOKIE}
        and len(request.full_path) <= _LONGEST
    )


def _remember(answer: Response) -> Response:
    fingerprint, _weak = answer.get_etag()
    # An answer of "nothing changed" tells what the page is now as well as the page does.
    if "repeat" in g and answer.status_code in (200, 304) and fingerprint:
        current_app.extensions[_EXTENSION].keep(*g.repeat, fingerprint)
    return answer
