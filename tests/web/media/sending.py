"""Tellers' browsers that send files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.adapters.media.pictures import picture
from tests.make import Made, a_case
from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.ids import new_token
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.disclosure.media import look_of
from wgsm_archive.services.media.use_cases import accept_seen
from wgsm_archive.services.work import Work
from wgsm_archive.web.current import TELLER_COOKIE

USES = ("translate", "quote", "media")
SHOWABLE = {"alt": "Nets in front of the gate", "agreement": "nobody"}
BOUNDARY = b"------nothing-like-it-in-the-file"
JSON = {"Accept": "application/json"}


def open_story(client: FlaskClient, archive: Archive, made: Made) -> None:
    """Open a story in a browser, as its code does."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, made.id, draft=False)
    client.set_cookie(TELLER_COOKIE, token, domain="localhost")


def token_of(client: FlaskClient) -> str:
    """The token of this browser's forms."""
    page = client.get("/en/receipt/").get_data(as_text=True)
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0] if "csrf_token" in page else ""


def form_of(
    fields: Mapping[str, str], content: bytes, name: str, media_type: str = "application/octet-stream"
) -> bytes:
    """A form with a file, as browsers write it (RFC 7578). The test client's own would leave files open."""
    parts = [f'Content-Disposition: form-data; name="{one}"\r\n\r\n{text}'.encode() for one, text in fields.items()]
    quoted = name.replace("\\", "\\\\").replace('"', "%22")
    head = f'Content-Disposition: form-data; name="file"; filename="{quoted}"\r\nContent-Type: {media_type}\r\n\r\n'
    parts.append(head.encode() + content)
    return b"".join(b"--" + BOUNDARY + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + BOUNDARY + b"--\r\n"


def send(client: FlaskClient, content: bytes, name: str, *, language: str = "en", **fields: Any) -> TestResponse:
    """Send a file as a form without a script does; `headers` go along."""
    headers, media_type = fields.pop("headers", {}), fields.pop("media_type", "image/jpeg")
    body = form_of({"csrf_token": token_of(client), "form_key": new_token(), **fields}, content, name, media_type)
    kind = f"multipart/form-data; boundary={BOUNDARY.decode()}"
    return client.post(f"/{language}/media/", data=body, content_type=kind, headers=headers)


def post(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """Send a form."""
    headers = fields.pop("headers", {})
    return client.post(address, data={"csrf_token": token_of(client), **fields}, headers=headers)


def accept(facilitator: FlaskClient, public_id: str, photo: str) -> TestResponse:
    """Accept a file with the button on the story's page of review."""
    page = facilitator.get(f"/en/review/{public_id}/").get_data(as_text=True)
    seen = page.split(f'/media/{photo}/accept"')[1].split('name="seen" value="')[1].split('"')[0]
    return post(facilitator, f"/en/media/{photo}/accept", seen=seen)


def look_at_all(work: Work, case: Case) -> None:
    """Accept files as publishing does when a facilitator has them all on their page."""
    accept_seen(work, case, [look_of(file) for file in work.session.query(MediaFile).filter_by(case_id=case.id)])


def a_photo(client: FlaskClient, **fields: Any) -> str:
    """Send a photo that could be shown; its id."""
    with send(client, picture(size=(900, 600)), "march.jpg", headers=JSON, **{**SHOWABLE, **fields}) as answer:
        assert answer.status_code == 201, answer.get_data(as_text=True)
        assert answer.json is not None
        return str(answer.json["media"]["id"])


def a_told_case(archive: Archive, client: FlaskClient, state: CaseState = CaseState.PUBLISHED, **values: Any) -> Made:
    """A story that is open in a browser and allows photos."""
    made = a_case(archive, state=state, uses=values.pop("uses", USES), **values)
    open_story(client, archive, made)
    return made
