"""What the tests of the account pages share: forms as a browser sends them, an invitation, a mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.ports.mail import Letter
from wgsm_archive.services.admin.use_cases import Wanted
from wgsm_archive.services.archive import Archive

GOOD, NEW = "maize beans squash", "a different phrase"
PROFILE = "/en/account/profile"


@dataclass
class Mailbox:
    """A way of sending letters that keeps them; `broken` stands for a server that is not there."""

    letters: list[Letter] = field(default_factory=list)
    broken: bool = False
    can_send: bool = True

    def send(self, letter: Letter) -> None:
        if self.broken:
            raise OSError(f"refused {letter.to}")
        self.letters.append(letter)


def shown(answer: TestResponse) -> str:
    """The page as it is read."""
    return unescape(answer.get_data(as_text=True))


def csrf(client: FlaskClient, page: str) -> str:
    """The token of the forms on a page; nothing where there is none."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', shown(client.get(page)))
    return found[1] if found else ""


def send(client: FlaskClient, page: str, action: str = "", **fields: object) -> TestResponse:
    """Open the page and send its form, to where the page itself stands or to `action`."""
    return client.post(action or page, data={"csrf_token": csrf(client, page), **fields})


def enter(client: FlaskClient, password: str = GOOD, name: str = "rosa", **fields: str) -> TestResponse:
    """Sign in."""
    return send(client, "/en/account/login", handle=name, password=password, **fields)


def invitation(archive: Archive, *roles: Role) -> str:
    """The address of a new invitation."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        return f"/es/account/link/{work.admin.invite(Wanted(frozenset(roles)))}"
