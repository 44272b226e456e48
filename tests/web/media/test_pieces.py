"""Files that come in pieces, as scripts send them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.adapters.media.recordings import recording
from tests.make import a_case, a_person, hide, sign_in
from tests.web.media.sending import USES, open_story, token_of
from wgsm_archive.adapters import sandbox
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.errors import TooBusy
from wgsm_archive.domain.ids import new_token
from wgsm_archive.services.archive import Archive

SOUND = recording("recorded.webm")
BEGIN = "/pt/media/uploads"


class Script:
    """What the script of a page sends, with the token of the page."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.headers = {"X-CSRF-Token": token_of(client), "Accept": "application/json"}

    def begin(self, **fields: str) -> TestResponse:
        form = {"name": "voice.webm", "length": str(len(SOUND)), "form_key": new_token(), **fields}
        return self.client.post(BEGIN, data=form, headers=self.headers)

    def append(
        self, place: str, offset: object, piece: bytes, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        kind = "application/offset+octet-stream"
        given = {**self.headers, "Upload-Offset": str(offset), **(headers or {})}
        return self.client.patch(place, data=piece, content_type=kind, headers=given)

    def post(self, place: str) -> TestResponse:
        return self.client.post(place, headers=self.headers)


@pytest.fixture
def script(archive: Archive, client: FlaskClient) -> Script:
    open_story(client, archive, a_case(archive, state=CaseState.SUBMITTED, uses=USES))
    return Script(client)


def test_a_recording_comes_in_pieces(script):
    begun = script.begin()
    place = begun.headers["Location"]
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    assert begun.json == {"upload": place.rsplit("/", 1)[1], "offset": 0, "length": len(SOUND), "piece": 1 << 20}
    assert script.append(place, 0, SOUND[:1000]).status_code == 204
    there = script.client.head(place)
    assert (there.headers["Upload-Offset"], there.headers["Upload-Length"]) == ("1000", str(len(SOUND)))
    gap = script.append(place, 1500, SOUND[1500:])
    assert (gap.status_code, gap.headers["Upload-Offset"]) == (409, "1000")
    early = script.post(f"{place}/finish")
    assert (early.status_code, early.headers["Upload-Offset"]) == (409, "1000")
    last = script.append(place, 1000, SOUND[1000:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(SOUND)))
    done = script.post(f"{place}/finish")
    assert done.status_code == 201
    assert done.headers["Cache-Control"] == "private, no-store"
    item = done.json["media"]
    assert (item["kind"], item["seconds"], item["shown"]) == ("audio", 2, False)
    assert script.post(f"{place}/finish").json == done.json
    with script.client.get(item["full"], headers={"Range": "bytes=0-3"}) as part:
        assert (part.status_code, part.mimetype, part.data) == (206, "audio/webm", b"\x1aE\xdf\xa3")


def test_the_same_key_finds_the_same_upload(script):
    key = new_token()
    first, second = script.begin(form_key=key), script.begin(form_key=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"form_key": "short"}, 400), ({"form_key": "x" * 81}, 400), ({"length": "1e6"}, 400), ({"length": "-1"}, 400),
     ({"length": "٣"}, 400), ({"length": ""}, 400), ({"length": "0"}, 422), ({"length": "99999999999"}, 422),
     ({"name": "a.exe"}, 422), ({"name": ""}, 422), ({"story": "another-one"}, 404)],
)  # fmt: skip
def test_what_cannot_be_begun_is_said(script, fields, status):
    answer = script.begin(**fields)
    assert answer.status_code == status
    if status == 422:
        assert answer.json["problems"].keys() == answer.json["words"].keys() == {"file"}


@pytest.mark.parametrize("offset", ["", "x", "-1", "1e3", "99999999999999"])
def test_a_place_that_is_none_is_not_understood(script, offset):
    assert script.append(script.begin().headers["Location"], offset, b"x").status_code == 400


def test_a_piece_has_a_length_and_is_not_too_long(script):
    place = script.begin(length="20000000").headers["Location"]
    assert script.append(place, 0, bytes((4 << 20) + 1)).status_code == 413
    assert script.append(place, 0, bytes(4 << 20)).status_code == 204
    assert script.append(place, 4 << 20, bytes(4 << 20)).headers["Upload-Offset"] == str(8 << 20)


def test_what_cannot_be_cleaned_is_refused_in_words(script):
    broken = SOUND[:40] + bytes(500)
    place = script.begin(length=str(len(broken))).headers["Location"]
    script.append(place, 0, broken)
    refused = script.post(f"{place}/finish")
    assert (refused.status_code, refused.json["problems"]) == (422, {"file": "sound-broken"})
    assert "MP3" in refused.json["words"]["file"]
    assert script.post(f"{place}/finish").status_code == 404


def test_others_are_being_cleaned(script, archive, monkeypatch):
    place = script.begin().headers["Location"]
    script.append(place, 0, SOUND)

    def busy(*_given: object) -> bytes:
        raise sandbox.Busy

    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "run", busy)
        answer = script.post(f"{place}/finish")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(TooBusy(10).wait_seconds))
    assert script.post(f"{place}/finish").status_code == 201


def test_what_was_cancelled_is_gone(script, archive):
    place = script.begin().headers["Location"]
    script.append(place, 0, SOUND[:9])
    assert script.post(f"{place}/cancel").status_code == 204
    assert script.append(place, 9, SOUND[9:]).status_code == 404
    assert list(archive.tools.files.parts()) == []


def test_nothing_goes_without_the_token_of_a_page(script):
    place = script.begin().headers["Location"]
    script.headers = {"Accept": "application/json"}
    assert script.begin().status_code == 403
    assert script.append(place, 0, b"x").status_code == 403
    assert script.append(place, 0, b"x", {"X-CSRF-Token": "x"}).status_code == 403
    assert script.append(place, 0, b"x", {"Origin": "https://elsewhere.example"}).status_code == 403
    assert script.client.head(place).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("who", ["nobody", "another teller", Role.MEMBER, Role.FACILITATOR, Role.STEWARD])
def test_an_upload_is_its_tellers_alone(app: Flask, archive, script, who):
    place = script.begin().headers["Location"]
    client = app.test_client()
    if who == "another teller":
        open_story(client, archive, a_case(archive, state=CaseState.SUBMITTED))
    elif who != "nobody":
        sign_in(client, archive, a_person(archive, who))
    other = Script(client)
    for answer in (other.append(place, 0, b"x"), other.post(f"{place}/finish"), other.post(f"{place}/cancel")):
        assert answer.status_code == 404
    assert client.head(place).status_code == 404
    assert script.client.head(place).headers["Upload-Offset"] == "0"


def test_a_hidden_story_takes_nothing_and_says_so(archive, client):
    made = a_case(archive, uses=USES)
    open_story(client, archive, made)
    script = Script(client)
    place = script.begin().headers["Location"]
    hide(archive, made)
    assert script.append(place, 0, b"x").status_code == 410
    assert script.begin().status_code == 410
    assert script.post(f"{place}/finish").status_code == 410
    assert script.post(f"{place}/cancel").status_code == 204
