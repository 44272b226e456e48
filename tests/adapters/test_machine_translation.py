"""Asking a machine that translates, over a real connection to a small server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from wgsm_archive.adapters import machine_translation
from wgsm_archive.adapters.machine_translation import LibreTranslate
from wgsm_archive.ports.machine import LanguagesUnknown, MachineSilent


class Answers(BaseHTTPRequestHandler):
    status, body, to = 200, json.dumps({"translatedText": "Fishers"}).encode(), ""
    asked: list[tuple[str, dict[str, str]]]

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, json.loads(sent)))
        self.send_response(self.status)
        if self.to:
            self.send_header("Location", self.to)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def answers() -> type[Answers]:
    return type("TheseAnswers", (Answers,), {"asked": []})


@pytest.fixture
def address(answers: type[Answers]) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), answers)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_text_is_asked_about_in_plain_tags(answers: type[Answers], address: str):
    machine = LibreTranslate(address + "/", key="secret")
    assert machine.where == "127.0.0.1"
    assert machine.translate("Pescadores", "pt-BR", "zh-Hant") == "Fishers"
    given = {"q": "Pescadores", "source": "pt", "target": "zt", "format": "text", "api_key": "secret"}
    assert answers.asked == [("/translate", given)]


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_it_refuses_is_in_vain(answers: type[Answers], address: str, status: int):
    answers.status = status
    with pytest.raises(LanguagesUnknown):
        LibreTranslate(address).translate("x", "qu", "en")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (429, b"{}"),
        (200, b"no json"),
        (200, b"[1]"),
        (200, b"{}"),
        (200, b'{"translatedText": 7}'),
        (200, b'{"translatedText": "  "}'),
        (200, b"\xff"),
    ],
)
def test_what_is_no_translation_is_told_apart(answers: type[Answers], address: str, status: int, body: bytes):
    answers.status, answers.body = status, body
    with pytest.raises(MachineSilent) as told:
        LibreTranslate(address).translate("x", "es", "en")
    assert not isinstance(told.value, LanguagesUnknown)


def test_an_endless_answer_is_none(answers: type[Answers], address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine_translation, "_LONGEST", 1000)
    answers.body = json.dumps({"translatedText": "x" * 2000}).encode()
    with pytest.raises(MachineSilent):
        LibreTranslate(address).translate("x", "es", "en")


def test_a_text_goes_nowhere_else(answers: type[Answers], address: str, monkeypatch: pytest.MonkeyPatch):
    answers.status, answers.to = 307, "http://127.0.0.1:9/elsewhere"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(MachineSilent):
        LibreTranslate(address).translate("x", "es", "en")
    assert len(answers.asked) == 1


def test_nobody_there_is_no_translation():
    with pytest.raises(MachineSilent):
        LibreTranslate("http://127.0.0.1:9").translate("x", "es", "en")


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:5000", "ftp://x", "http://elsewhere.example", "https://a:b@x.example", "https://x/?q=1"]
)
def test_an_address_must_be_one_that_keeps_texts_closed(address: str):
    with pytest.raises(ValueError, match="machine_translation"):
        LibreTranslate(address)
