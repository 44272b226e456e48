"""Translators' browsers without scripts: what they read in a page and send back."""

from __future__ import annotations

import html
import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import Made, a_person, sign_in
from wgsm_archive.domain.actor import Role
from wgsm_archive.services.archive import Archive


class Bench:
    """A translator's browser at work on one story."""

    def __init__(self, client: FlaskClient, made: Made, target: str = "ar") -> None:
        self.client = client
        self.base = f"/en/translate/{made.public_id}"
        self.target = target

    @property
    def address(self) -> str:
        return f"{self.base}/{self.target}/"

    def page(self, part: str = "", status: int = 200) -> str:
        answer = self.client.get(self.address + part)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def fields(self, part: str = "", shown: str = "") -> dict[str, str]:
        page = shown or self.page(part)
        found = dict(re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', page))
        typed = re.findall(r'<textarea id="[^"]*" name="(text\.\d+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
        return found | {name: html.unescape(text) for name, text in typed}

    def send(self, part: str, fields: dict[str, str]) -> tuple[int, str]:
        answer = self.client.post(self.address + part, data=fields)
        if answer.status_code == 303:
            return 303, self.client.get(answer.headers["Location"]).get_data(as_text=True)
        return answer.status_code, answer.get_data(as_text=True)

    def write(self, part: str, *texts: str) -> tuple[int, str]:
        fields = self.fields(part)
        names = [name for name in fields if name.startswith("text.")]
        return self.send(part, fields | dict(zip(names, texts, strict=False)))

    def step(self, name: str, **fields: str) -> tuple[int, str]:
        return self.send(name, self.fields() | fields)


def signed_in(app: Flask, archive: Archive, *roles: Role, handle: str) -> FlaskClient:
    """A browser of somebody with an account; a translator where no role is named."""
    client = app.test_client()
    sign_in(client, archive, a_person(archive, *(roles or (Role.TRANSLATOR,)), handle=handle))
    return client


def shown(answer: TestResponse) -> str:
    """The page as it is read."""
    return html.unescape(answer.get_data(as_text=True))


def token_of(client: FlaskClient) -> str:
    """What a form of this browser has to bring back."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', shown(client.get("/en/account/profile")))
    assert found
    return found[1]


def other(app: Flask, archive: Archive, bench: Bench, made: Made, *roles: Role) -> Bench:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, *(roles or (Role.TRANSLATOR,))))
    return Bench(client, made, bench.target)
