"""Forms act only where they were shown: what comes from elsewhere changes nothing, and no page can be embedded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.make import a_person, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings
from wgsm_archive.web import access, errors, security
from wgsm_archive.web.current import SIGN_IN_COOKIE

HERE = "http://localhost"


@pytest.fixture
def acts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a form of this app has done."""
    done: list[str] = []

    @access.allow(access.everyone)
    def act() -> Response:
        done.append("acted")
        return Response("done")

    @access.allow(access.everyone)
    def token() -> Response:
        return Response(security.csrf_token())

    app.add_url_rule("/act", "act", act, methods=["POST"])
    app.add_url_rule("/token", "token", token)
    monkeypatch.setattr(errors, "render", lambda template, **values: template)
    return done


def signed_in(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive))
    return client


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
    ],
    ids=str,
)
def test_a_form_from_elsewhere_does_nothing(app: Flask, archive: Archive, acts: list[str], headers: dict[str, str]):
    client = signed_in(app, archive)
    token = client.get("/token").get_data(as_text=True)
    assert client.post("/act", data={"csrf_token": token}, headers=headers).status_code == 403
    assert app.test_client().post("/act", headers=headers).status_code == 403
    assert not acts


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": HERE}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-origin"}], ids=str
)
def test_a_signed_in_form_needs_its_token(app: Flask, archive: Archive, acts: list[str], headers: dict[str, str]):
    client = signed_in(app, archive)
    strangers = signed_in(app, archive).get("/token").get_data(as_text=True)
    for token in ("", "x", strangers):
        assert client.post("/act", data={"csrf_token": token}, headers=headers).status_code == 403
    assert not acts
    own = client.get("/token").get_data(as_text=True)
    assert client.post("/act", data={"csrf_token": own}, headers=headers).status_code == 200
    assert acts == ["acted"]


def test_a_visitor_without_any_cookie_can_send_a_form(app: Flask, acts: list[str]):
    answer = app.test_client().post("/act")
    assert (answer.status_code, acts) == (200, ["acted"])
    assert "Set-Cookie" not in answer.headers


def test_a_form_that_is_too_long_is_refused_as_such(app: Flask, acts: list[str]):
    client = app.test_client()
    client.set_cookie(SIGN_IN_COOKIE, "ended", domain="localhost")
    assert client.post("/act", data={"text": "x" * (security.MAX_FORM + 1)}).status_code == 413
    assert not acts


def test_every_answer_keeps_to_itself(app: Flask, acts: list[str]):
    client = app.test_client()
    answers = [
        client.get("/healthz"),
        client.get("/nowhere"),
        client.post("/act", headers={"Origin": "https://a.example"}),
    ]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_a_signed_in_browser_saw_is_not_kept(app: Flask, archive: Archive):
    assert "no-store" in signed_in(app, archive).get("/healthz").headers["Cache-Control"]


@pytest.mark.parametrize(("base_url", "told"), [("https://archive.example", True), ("http://127.0.0.1:8000", False)])
def test_browsers_are_told_to_stay_with_https_where_there_is_https(
    archive: Archive, settings: Settings, base_url: str, *, told: bool
):
    app = create_app(replace(settings, base_url=base_url), archive=archive)
    assert ("Strict-Transport-Security" in app.test_client().get("/healthz").headers) is told
    onion = app.test_client().get("/healthz", headers={"Host": "abc.onion"})
    assert "Strict-Transport-Security" not in onion.headers
