"""A machine that translates, spoken to as LibreTranslate is: one request with a text, one answer with another."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

from wgsm_archive.domain.language import primary
from wgsm_archive.ports.machine import LanguagesUnknown, MachineSilent

_SECONDS = 30
_LONGEST = 400_000
"""Bytes of an answer."""
_REFUSED, _LAST_REFUSAL = 400, 499
_TOO_OFTEN = 429
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
_OTHER_NAMES = {"zh-hant": "zt", "zh-tw": "zt", "nn": "nb", "no": "nb", "fil": "tl"}
"""What LibreTranslate calls languages that have another tag elsewhere."""


class _StayWhereYouAre(urllib.request.HTTPRedirectHandler):
    """A text goes to the address that the steward chose, and to no other that this one may name."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        """Never follow."""


class LibreTranslate:
    """A LibreTranslate server, or another one that answers as it does, at an address."""

    def __init__(self, address: str, key: str = "") -> None:
        """Raises `ValueError` for an address that is none, or over which texts would travel in the open."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError(f"machine_translation must be an http(s) address, not {address!r}")
        if parts.scheme == "http" and parts.hostname not in _OWN_MACHINE:
            raise ValueError("machine_translation must begin with https:, unless the server is on this machine")
        self._url, self._key, self._where = f"{address.rstrip('/')}/translate", key, parts.hostname
        # No proxy of the environment: that would be somebody else who reads along.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _StayWhereYouAre())

    @property
    def where(self) -> str:
        """The host that texts are sent to."""
        return self._where

    def translate(self, text: str, source: str, target: str) -> str:
        """Ask for one text; see `ports.machine`."""
        asked = {"q": text, "source": _name(source), "target": _name(target), "format": "text"}
        if self._key:
            asked["api_key"] = self._key
        answer = self._answer(asked)
        found = answer.get("translatedText")
        if not isinstance(found, str) or not found.strip():
            raise MachineSilent("the answer holds no translation")
        return found

    def _answer(self, asked: Mapping[str, str]) -> Mapping[str, object]:
        body = json.dumps(asked).encode()
        request = urllib.request.Request(self._url, body, {"Content-Type": "application/json"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=_SECONDS) as response:
                content = response.read(_LONGEST + 1)
            answer: object = json.loads(content) if len(content) <= _LONGEST else None
        except urllib.error.HTTPError as problem:
            problem.close()
            if _REFUSED <= problem.code <= _LAST_REFUSAL and problem.code != _TOO_OFTEN:
                raise LanguagesUnknown(f"refused with {problem.code}") from problem
            raise MachineSilent(f"answered with {problem.code}") from problem
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise MachineSilent(type(problem).__name__) from problem
        if not isinstance(answer, dict):
            raise MachineSilent("the answer is none")
        return answer


def _name(tag: str) -> str:
    return _OTHER_NAMES.get(tag.lower(), primary(tag))
