"""Two windows on the words of one file: whoever saves second sees both, and nobody's are written over."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.adapters.media.recordings import recording
from tests.make import a_person, sign_in
from tests.web.media.sending import JSON, a_photo, a_told_case, post, send
from wgsm_archive.adapters import sandbox
from wgsm_archive.db.models import MediaFile
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.archive import Archive


@pytest.fixture
def facilitator(client: FlaskClient, archive: Archive) -> FlaskClient:
    other = client.application.test_client()
    sign_in(other, archive, a_person(archive, Role.FACILITATOR))
    return other


def seen_on(page: str, action: str) -> str:
    """What a form on a page says of the words that it was opened with."""
    return page.split(f'action="{action}', 1)[1].split('name="seen" value="', 1)[1].split('"', 1)[0]


def open_form(client: FlaskClient, page: str, action: str) -> str:
    with client.get(page) as answer:
        return seen_on(answer.get_data(as_text=True), action)


def typed_in(page: str, name: str) -> str:
    found = re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]*?(?:value="([^"]*)"[^>]*>|>([^<]*)<)', page)
    return html.unescape(found[1] or found[2] or "").strip() if found else ""


def kept(archive: Archive) -> MediaFile:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.query(MediaFile).one()


def test_captions_of_two_windows_are_both_shown_to_who_saves_second(client: FlaskClient, archive: Archive):
    a_told_case(archive, client, CaseState.SUBMITTED)
    photo = a_photo(client, caption="The gate")
    page, action = f"/en/contribute/files/{photo}", f"/en/media/{photo}/about"
    first, second = (open_form(client, page, action) for _ in range(2))
    post(client, action, seen=first, caption="The gate at dawn", alt="Nets").close()
    with post(client, action, seen=second, caption="Our gate", alt="Nets", people="Nobody") as answer:
        assert answer.status_code == 409
        shown = answer.get_data(as_text=True)
    assert "This was changed meanwhile" in shown
    assert ">The gate at dawn</div>" in shown
    assert typed_in(shown, "caption") == "Our gate"
    assert typed_in(shown, "people") == "Nobody"
    assert kept(archive).caption == "The gate at dawn"
    with post(client, action, headers=JSON, seen=second, caption="Our gate") as answer:
        assert answer.status_code == 409
        assert answer.json == {"theirs": {"caption": "The gate at dawn"}}
    post(client, action, seen=second, caption="The gate at dawn", alt="Nets").close()
    post(client, action, seen=seen_on(shown, action), caption="Our gate at dawn", alt="Nets").close()
    assert kept(archive).caption == "Our gate at dawn"


def test_a_transcript_of_tellers_and_one_of_facilitators_are_put_together(
    client: FlaskClient, facilitator: FlaskClient, archive: Archive
):
    made = a_told_case(archive, client, CaseState.SUBMITTED)
    spoken = {"section": "summary", "agreement": "agreed"}
    with send(client, recording("opusenc.opus"), "a.opus", headers=JSON, **spoken) as answer:
        assert answer.json is not None
        sound = answer.json["media"]["id"]
    theirs, action = "/en/contribute/voice/summary", f"/en/media/{sound}/about"
    desk = f"/en/review/{made.public_id}/voices"
    seen = {"seen": open_form(client, theirs, action), "transcript_language": "es"}
    seen_there = {"seen": open_form(facilitator, desk, f"{desk}/{sound}"), "transcript_language": "es"}
    post(facilitator, f"{desk}/{sound}", transcript="Nueve días.", **seen_there).close()
    with post(client, action, transcript="Diez días.", back=theirs, **spoken, **seen) as answer:
        assert answer.status_code == 409
        shown = answer.get_data(as_text=True)
    assert ">Nueve días.</div>" in shown
    assert typed_in(shown, "transcript") == "Diez días."
    again = {**seen, "seen": seen_on(shown, action)}
    with post(client, action, transcript="Nueve o diez días.", back=theirs, **again) as answer:
        assert answer.headers["Location"].startswith(theirs)
    with post(facilitator, f"{desk}/{sound}", transcript="Nueve días justos.", **seen_there) as answer:
        assert answer.status_code == 409
        shown = answer.get_data(as_text=True)
    assert ">Nueve o diez días.</div>" in shown
    assert typed_in(shown, "transcript") == "Nueve días justos."
    assert kept(archive).transcript == "Nueve o diez días."
    with post(
        facilitator, f"{desk}/{sound}", transcript="z" * 60_001, **{**seen_there, "transcript_language": "pt"}
    ) as answer:
        assert answer.status_code == 422
        shown = answer.get_data(as_text=True)
    assert seen_on(shown, f"{desk}/{sound}") == seen_there["seen"], "the text of the tellers is still to be noticed"
    assert '<option value="pt" lang="pt" selected>' in shown


def test_a_transcript_that_is_too_long_is_still_there_to_be_shortened(client: FlaskClient, archive: Archive):
    a_told_case(archive, client, CaseState.SUBMITTED)
    with send(client, recording("opusenc.opus"), "a.opus", headers=JSON, section="summary") as answer:
        assert answer.json is not None
        sound = answer.json["media"]["id"]
    with post(client, f"/en/media/{sound}/about", transcript="z" * 60_001, transcript_language="es") as answer:
        assert answer.status_code == 422
        assert "z" * 60_001 in answer.get_data(as_text=True)


def test_what_a_small_form_did_not_ask_for_is_kept_when_it_is_refused(client: FlaskClient, archive: Archive):
    a_told_case(archive, client, CaseState.SUBMITTED)
    photo = a_photo(client, caption="The gate", alt="Nets", people="Two of us")
    page, action = f"/en/contribute/files/{photo}", f"/en/media/{photo}/about"
    opened_with = open_form(client, page, action)
    with post(client, f"/en/media/{photo}/blur", box="nothing", back=page) as answer:
        assert answer.status_code == 422
        shown = answer.get_data(as_text=True)
    assert [typed_in(shown, name) for name in ("caption", "alt", "people")] == ["The gate", "Nets", "Two of us"]
    assert seen_on(shown, action) == opened_with
    assert "error-summary" not in shown, "the words are not what was wrong"
    post(client, action, seen=opened_with, caption="The gate at dawn").close()
    with post(client, action, seen=opened_with, caption="x" * 601) as answer:
        assert answer.status_code == 422
        shown = answer.get_data(as_text=True)
    assert typed_in(shown, "alt") == "Nets"
    with post(client, action, seen=seen_on(shown, action), caption="Our gate") as answer:
        assert answer.status_code == 409, "the other window is still noticed"


@pytest.mark.parametrize("facilitates", [False, True], ids=["teller", "facilitator"])
def test_boxes_are_still_chosen_when_covering_has_to_wait(
    client: FlaskClient,
    facilitator: FlaskClient,
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    *,
    facilitates: bool,
):
    a_told_case(archive, client, CaseState.SUBMITTED)
    photo = a_photo(client)

    def busy(*_given: object) -> bytes:
        raise sandbox.Busy

    monkeypatch.setattr(sandbox, "run", busy)
    who, act = (facilitator, "cover") if facilitates else (client, "blur")
    field, drawn = "0.16667,0.00000,0.16667,0.16667", "0.12345,0.20000,0.30000,0.40000"
    with post(who, f"/en/media/{photo}/{act}", box=[field, drawn, '"><script>']) as answer:
        assert answer.status_code == 422
        assert "<script>" not in answer.get_data(as_text=True).split("blur-board", 1)[1].split("</form>", 1)[0]
    with post(who, f"/en/media/{photo}/{act}", box=[field, drawn]) as answer:
        assert answer.status_code == 503
        shown = answer.get_data(as_text=True)
    assert re.findall(r'value="([^"]*)" checked', shown.split("blur-board", 1)[1].split("</form>", 1)[0]) == [field]
    assert f'<input type="hidden" name="box" value="{drawn}" data-drawn>' in shown
