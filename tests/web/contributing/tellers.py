"""People who tell stories over a line that breaks all the time: they press again until the archive answers."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from tests.web.contributing.test_flow import ANSWERS

_TEXTS = ("title", "summary", "story", "strategy", "change", "advice")
_HIDDEN = re.compile(r'name="(csrf_token|based_on|form_key|page|seen)"[^>]*value="([^"]*)"')
_PATIENCE = 60.0
"""Seconds until an archive that does not come back is given up."""
_PAUSE = 0.03
"""Seconds until they press again."""


class Answer(NamedTuple):
    """What the archive answered."""

    status: int
    text: str


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_about: Any) -> None:
        return None


@dataclass
class Told:
    """A story as far as the archive has said that it has it.

    `saved` are answers that a button was pressed for; `kept` are unfinished ones of one step, which will be `finished`
    so; `code` opens the story once it was sent.
    """

    word: str
    saved: list[str] = field(default_factory=list)
    kept: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    code: str = ""


class Teller(threading.Thread):
    """Tells one story after another until there are enough; `told` is what was acknowledged of each."""

    def __init__(self, address: str, name: str, enough: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.called, self.enough = address, name, enough
        self.answers = 0
        self.told: list[Told] = []
        self.problems: list[str] = []

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self._tell(f"zq{self.called}{len(self.told)}vx")
        except Exception as problem:  # noqa: BLE001 - it fails the test, not this thread only
            self.problems.append(f"{self.called}: {problem!r}")

    def _tell(self, word: str) -> None:
        self._browser, self._page = build_opener(HTTPCookieProcessor(CookieJar()), _Stay), ""
        self._page = self._expect(200, "/es/contribute/")
        self._expect(303, "/es/contribute/", {"language": "es"})
        told = Told(word)
        self.told.append(told)
        for step, answers in ANSWERS.items():
            fields = {
                name: f"{text} {word}" if name.split(".")[0] in _TEXTS else text for name, text in answers.items()
            }
            self._answer(told, step, {name: str(text) for name, text in fields.items()})
        self._page = self._expect(200, "/es/contribute/preview")
        self._expect(303, "/es/contribute/send", {})
        listed = re.search(r'<ol class="receipt".*?</ol>', self._expect(200, "/es/contribute/sent"), re.DOTALL)
        assert listed is not None
        told.code = " ".join(re.findall(r"<bdi>(.*?)</bdi>", listed[0]))

    def _answer(self, told: Told, step: str, fields: Mapping[str, str]) -> None:
        path = f"/es/contribute/{step}"
        self._page = self._expect(200, path)
        texts = {name: text for name, text in fields.items() if told.word in text}
        if step in _TEXTS:
            half = {name: f"{text[: len(text) // 3]} {told.word} ..." for name, text in texts.items()}
            self._expect(200, f"{path}/keep", {**half, "number": "1"})
            told.finished, told.kept = tuple(texts.values()), tuple(half.values())
        self._expect(303, path, fields)
        told.saved += texts.values()
        told.kept = ()

    def _expect(self, status: int, path: str, fields: Mapping[str, str] | None = None) -> str:
        """Ask, or send a form with what its page hides, again and again until there is an answer: the right one."""
        hidden = dict(_HIDDEN.findall(self._page))
        end = time.monotonic() + _PATIENCE
        while True:
            form = None if fields is None else urlencode({**hidden, **fields}).encode()
            try:
                answer = self._ask(path, form)
            except (OSError, HTTPException):
                assert time.monotonic() < end, f"{path} is not answered"
                time.sleep(_PAUSE)
                continue
            self.answers += 1
            if answer.status == HTTPStatus.FORBIDDEN and fields is not None:
                # The answer's cookie came and its words did not: the same form is offered once more, to be pressed.
                hidden |= dict(_HIDDEN.findall(answer.text))
                assert time.monotonic() < end, f"{path} is not taken"
                continue
            assert answer.status == status, (path, answer.status, answer.text)
            return answer.text

    def _ask(self, path: str, form: bytes | None) -> Answer:
        try:
            # As every browser says of a form where its page came from.
            asked = Request(  # noqa: S310 - our own address
                f"{self.address}{path}", form, {"Origin": self.address} if form is not None else {}
            )
            with self._browser.open(asked, timeout=20) as answer:
                return Answer(answer.status, unescape(answer.read().decode()))
        except HTTPError as answer:
            with answer:
                return Answer(answer.code, unescape(answer.read().decode()))
