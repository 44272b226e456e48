"""The door of each address is kept: those who may not open it do not reach what is behind it."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from tests.make import a_person, sign_in
from wgsm_archive.domain.actor import Role
from wgsm_archive.services.archive import Archive
from wgsm_archive.web import access, errors

BEHIND = b"what is behind the door"


def guarded(app: Flask, rule: access.Allowed) -> list[str]:
    """Put a room behind a door of this kind; the list notes who reached it."""
    reached: list[str] = []

    @access.allow(rule)
    def room() -> Response:
        reached.append("somebody")
        return Response(BEHIND)

    app.add_url_rule("/<language:language>/room", "room", room, methods=["GET", "POST"])
    return reached


@pytest.mark.parametrize(
    ("rule", "roles", "opens"),
    [
        (access.everyone, (), True),
        (access.signed_in, (), True),
        (access.tellers, (), False),
        (access.translators, (), False),
        (access.translators, (Role.TRANSLATOR,), True),
        (access.translators, (Role.FACILITATOR,), True),
        (access.facilitators, (Role.TRANSLATOR, Role.STEWARD), False),
        (access.facilitators, (Role.FACILITATOR,), True),
        (access.stewards, (Role.FACILITATOR,), False),
        (access.stewards, (Role.STEWARD,), True),
    ],
    ids=lambda value: value.name if isinstance(value, access.Allowed) else str(value),
)
def test_a_door_opens_to_its_roles_only(
    app: Flask,
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    *,
    rule: access.Allowed,
    roles: tuple[Role],
    opens: bool,
):
    monkeypatch.setattr(errors, "render", lambda template, **values: "refused")
    reached = guarded(app, rule)
    client = app.test_client()
    sign_in(client, archive, a_person(archive, *roles))
    answer = client.get("/en/room")
    assert (answer.status_code, BEHIND in answer.data, bool(reached)) == (200 if opens else 403, opens, opens)


@pytest.mark.parametrize("rule", [access.signed_in, access.tellers, access.facilitators, access.stewards])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_visitor_is_shown_the_way_to_sign_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch, rule: access.Allowed, method: str
):
    monkeypatch.setattr(errors, "ask_to_sign_in", lambda: Response("sign in", 401))
    reached = guarded(app, rule)
    answer = app.test_client().open("/en/room", method=method)
    assert answer.status_code == 401
    assert not reached


def test_an_address_without_a_rule_stays_shut(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(errors, "ask_to_sign_in", lambda: Response("sign in", 401))
    app.add_url_rule("/late", "late", lambda: Response(BEHIND))
    assert app.test_client().get("/late").status_code == 401
