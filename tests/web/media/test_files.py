"""Photos and documents from the teller's form to the reader's page, and away again."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.adapters.media.pictures import opened, picture
from tests.fakes import HeldClock
from tests.make import a_case, a_person, hide, index, sign_in
from tests.web.media.sending import (
    JSON,
    SHOWABLE,
    a_photo,
    a_told_case,
    accept,
    look_at_all,
    open_story,
    post,
    send,
    token_of,
)
from wgsm_archive.db.models import Case, MediaFile
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, with_uses
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.checking import faults
from wgsm_archive.settings import Settings


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def facilitator(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.FACILITATOR))
    return client


def _seen(client: FlaskClient, photo: str) -> bool:
    found = []
    for size in ("full", "preview"):
        with client.get(f"/media/{photo}/{size}") as answer:
            found.append(answer.status_code)
            assert answer.status_code in (200, 404)
    assert len(set(found)) == 1
    return found[0] == 200


def _page(client: FlaskClient, public_id: str) -> str:
    return client.get(f"/es/cases/{public_id}/", follow_redirects=True).get_data(as_text=True)


def _stored(settings: Settings) -> list[Path]:
    return [one for one in (settings.instance / "files").rglob("*") if one.is_file()]


def test_a_photo_on_its_way_to_readers(
    client: FlaskClient, reader: FlaskClient, facilitator: FlaskClient, archive: Archive, settings: Settings
):
    made = a_told_case(archive, client)
    with send(client, picture(), "march.jpg") as answer:
        assert answer.status_code == 303
        assert "/en/contribute/files#media-" in answer.headers["Location"]
    photo = answer.headers["Location"].rpartition("media-")[2]
    page = client.get("/en/contribute/files").get_data(as_text=True)
    assert "march.jpg" in page
    assert "words for those who do not see it are missing" in page
    assert _seen(client, photo)
    assert _seen(facilitator, photo)
    with post(client, f"/en/media/{photo}/about", alt="Nets at the gate", caption="The first <day>") as answer:
        assert answer.status_code == 303
    assert "whether the people in it agreed" in client.get("/en/contribute/files").get_data(as_text=True)
    post(client, f"/en/media/{photo}/about", agreement="nobody").close()
    assert "a facilitator looks at it first" in client.get("/en/contribute/files").get_data(as_text=True)
    assert not _seen(reader, photo)
    assert "1 file to look at" in facilitator.get("/en/review/").get_data(as_text=True)
    assert "Nets at the gate" not in _page(reader, made.public_id)
    assert "Nets at the gate" in facilitator.get(f"/en/review/{made.public_id}/").get_data(as_text=True)
    with accept(facilitator, made.public_id, photo) as answer:
        assert answer.status_code == 303
    assert _seen(reader, photo)
    shown = _page(reader, made.public_id)
    assert f'src="/media/{photo}/preview"' in shown
    assert 'alt="Nets at the gate"' in shown
    assert "The first &lt;day&gt;</figcaption>" in shown
    assert 'loading="lazy"' in shown
    assert "to look at<" not in facilitator.get("/en/review/").get_data(as_text=True)
    post(facilitator, f"/en/media/{photo}/hold-back").close()
    assert not _seen(reader, photo)
    assert _seen(client, photo)
    assert len(_stored(settings)) == 2


def test_publishing_is_a_look_at_its_files_and_new_words_ask_for_another(
    client: FlaskClient, reader: FlaskClient, archive: Archive
):
    made = a_told_case(archive, client, CaseState.SUBMITTED)
    photo, held = a_photo(client), a_photo(client)
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work:
        work.media.hold_back(held)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        look_at_all(work, case)
        case.state = CaseState.PUBLISHED
    assert _seen(reader, photo)
    assert not _seen(reader, held)
    post(client, f"/en/media/{photo}/about", caption="Another line").close()
    assert not _seen(reader, photo)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        look_at_all(work, work.session.get_one(Case, made.id))
    assert _seen(reader, photo)
    post(client, f"/en/media/{photo}/about", caption="Another line").close()
    assert _seen(reader, photo), "nothing was changed"


def test_consent_opens_and_closes(client: FlaskClient, reader: FlaskClient, archive: Archive, clock: HeldClock):
    made = a_told_case(archive, client)
    photo = a_photo(client)
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work:
        work.media.accept(photo)
    assert _seen(reader, photo)
    member = a_person(archive)

    def decide(level: ConsentLevel, uses: tuple[str, ...], until: dt.date | None = None) -> None:
        with archive.unit_of_work(teller(made.id), write=True) as work:
            work.contributing.writing.decide(with_uses(Consent(level=level, until=until), uses))

    decide(ConsentLevel.PUBLIC_SHARE, ("quote",))
    assert not _seen(reader, photo)
    assert "<figure" not in _page(reader, made.public_id)
    decide(ConsentLevel.NETWORK, ("media",))
    assert not _seen(reader, photo)
    with archive.unit_of_work(member) as work:
        work.media.serve(photo, "full").handle.close()
    decide(ConsentLevel.PUBLIC_READ, ("media",), clock.now().date())
    assert _seen(reader, photo)
    clock.forward(days=1)
    index(archive)
    assert not _seen(reader, photo)
    assert _seen(client, photo) is False, "the teller's half hour is over as well"


def test_a_story_that_is_taken_back_takes_its_files_along_and_erasing_deletes_them(
    client: FlaskClient, facilitator: FlaskClient, archive: Archive, clock: HeldClock, settings: Settings
):
    made, reader = a_told_case(archive, client), client.application.test_client()
    photo = a_photo(client)
    accept(facilitator, made.public_id, photo).close()
    assert _seen(reader, photo)
    hide(archive, made)
    assert not _seen(reader, photo)
    assert not _seen(facilitator, photo)
    assert _seen(client, photo)
    assert len(_stored(settings)) == 2
    clock.forward(days=31)
    index(archive)
    assert not _stored(settings)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(MediaFile).count() == 0


def test_a_draft_is_nobody_elses(client: FlaskClient, facilitator: FlaskClient, reader: FlaskClient, archive: Archive):
    a_told_case(archive, client, CaseState.DRAFT)
    photo = a_photo(client)
    assert _seen(client, photo)
    assert not _seen(facilitator, photo)
    assert not _seen(reader, photo)
    assert f"/media/{photo}/preview" in client.get("/en/contribute/preview").get_data(as_text=True)


@pytest.mark.parametrize("state", [CaseState.DECLINED, CaseState.WITHDRAWN])
def test_nothing_is_added_to_what_is_closed_but_removed(client: FlaskClient, archive: Archive, state: CaseState):
    made = a_told_case(archive, client, CaseState.SUBMITTED)
    photo = a_photo(client)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, made.id).state = state
    with send(client, picture(), "a.jpg", alt="My words") as answer:
        assert answer.status_code == 409
        assert "My words" in answer.get_data(as_text=True)
    assert post(client, f"/en/media/{photo}/about", alt="x").status_code == 409
    assert "Add a file" not in client.get("/en/contribute/files").get_data(as_text=True)
    assert post(client, f"/en/media/{photo}/remove").status_code == 303
    assert not _seen(client, photo)


def test_strangers_and_other_tellers_meet_nothing(app: Flask, client: FlaskClient, archive: Archive):
    a_told_case(archive, client)
    photo = a_photo(client)
    other, member = app.test_client(), app.test_client()
    open_story(other, archive, a_case(archive))
    sign_in(member, archive, a_person(archive))
    for one in (app.test_client(), other, member):
        assert one.get(f"/media/{photo}/full").status_code == 404
        assert one.get(f"/en/contribute/files/{photo}").status_code == 404
        for act in ("about", "blur", "remove"):
            assert post(one, f"/en/media/{photo}/{act}", box="0,0,1,1").status_code == 404
        assert post(one, f"/en/media/{photo}/accept").status_code in (302, 401, 403)
    for one in (app.test_client(), member):
        with archive.unit_of_work(SYSTEM) as work:
            story = work.session.query(Case).order_by(Case.id).first()
            assert story is not None
        assert send(one, picture(), "a.jpg", story=story.public_id).status_code == 404
    assert _seen(client, photo)


def test_the_owner_signs_in_and_names_the_story(app: Flask, archive: Archive):
    owner, client = a_person(archive), app.test_client()
    made = a_case(archive, state=CaseState.DRAFT, owner_id=owner.person_id, uses=("media",))
    sign_in(client, archive, owner)
    with send(client, picture(), "a.jpg", story=made.public_id) as answer:
        assert answer.status_code == 303
    assert "a.jpg" in client.get(answer.headers["Location"]).get_data(as_text=True)
    with client.get("/en/contribute/files") as answer:
        assert answer.status_code == 303


def test_the_same_form_twice_is_one_file(client: FlaskClient, archive: Archive):
    a_told_case(archive, client)
    assert a_photo(client, form_key="k" * 30) == a_photo(client, form_key="k" * 30)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(MediaFile).count() == 1


def test_what_lies_under_boxes_is_gone(client: FlaskClient, archive: Archive, settings: Settings):
    a_told_case(archive, client)
    photo = a_photo(client)
    with client.get(f"/media/{photo}/full") as answer:
        before, tag = opened(answer.get_data()), answer.headers["ETag"]
    assert before.getpixel((100, 300))[0] > 150
    with post(client, f"/en/media/{photo}/blur", box=["0.00000,0.00000,1.00000,1.00000"]) as answer:
        assert answer.status_code == 303
    for size, place in (("full", (100, 300)), ("preview", (50, 150))):
        with client.get(f"/media/{photo}/{size}") as answer:
            red, _green, blue = opened(answer.get_data()).getpixel(place)
            assert abs(red - blue) < 30, "one colour for both halves"
            assert answer.headers["ETag"] != tag
    assert len(_stored(settings)) == 2
    for wrong in ([], ["0,0"], ["0,0,0,0"], ["nan,0,1,1"], ["0,0,1,1"] * 41):
        with post(client, f"/en/media/{photo}/blur", box=wrong) as answer:
            assert answer.status_code == 422
    page = client.get(f"/en/contribute/files/{photo}").get_data(as_text=True)
    assert page.count('type="checkbox" name="box"') == 36


def test_answers_for_scripts(client: FlaskClient, archive: Archive):
    a_told_case(archive, client)
    with send(client, picture(), "march.jpg", headers=JSON, **SHOWABLE) as answer:
        item = answer.get_json()["media"]
    assert (item["kind"], item["name"], item["width"], item["alt"]) == ("photo", "march.jpg", 640, SHOWABLE["alt"])
    assert (item["agreement"], item["accepted"], item["shown"]) == ("nobody", False, False)
    assert item["full"] == f"/media/{item['id']}/full"
    assert "stored" not in item
    with post(client, f"/en/media/{item['id']}/about", agreement="perhaps", language="??", headers=JSON) as answer:
        assert answer.status_code == 422
        assert answer.get_json()["problems"] == {"agreement": "unknown-choice", "language": "unknown-language"}
    with send(client, b"<svg/>", "a.svg", headers=JSON) as answer:
        assert answer.status_code == 422
        assert answer.get_json()["problems"] == {"file": "file-type"}
        assert answer.get_json()["words"]["file"].endswith(".")


def test_what_was_typed_stays_when_a_file_is_refused(client: FlaskClient, archive: Archive, settings: Settings):
    a_told_case(archive, client)
    with send(client, b"GIF89a", "a.gif", alt="My own words", section="advice", agreement="agreed") as answer:
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
    assert "This file cannot be read." in page
    assert 'value="My own words"' in page
    assert '<option selected value="advice">' in page
    with post(client, "/en/media/", alt="Without a file") as answer:
        assert answer.status_code == 422
        assert "Without a file" in answer.get_data(as_text=True)
    assert not _stored(settings), "nothing of it is left"


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1"]
)
def test_the_way_back_leads_nowhere_else(client: FlaskClient, archive: Archive, back: str):
    a_told_case(archive, client)
    photo = a_photo(client)
    with post(client, f"/en/media/{photo}/about", alt="x", back=back) as answer:
        assert answer.headers["Location"] == f"/en/contribute/files#media-{photo}"
    with post(client, f"/en/media/{photo}/about", alt="x", back="/en/receipt/story#x") as answer:
        assert answer.headers["Location"] == f"/en/receipt/story#media-{photo}"


def test_how_a_file_is_given_out(client: FlaskClient, archive: Archive):
    a_told_case(archive, client)
    photo = a_photo(client)
    with client.get(f"/media/{photo}/full") as answer:
        headers = answer.headers
        assert headers["Content-Type"] == "image/jpeg"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-cache"
        assert "march" not in str(headers)
        assert len(answer.get_data()) == int(headers["Content-Length"])
    with client.get(f"/media/{photo}/full", headers={"If-None-Match": headers["ETag"]}) as answer:
        assert answer.status_code == 304
    for size in ("file", "original", "..", "full%00"):
        assert client.get(f"/media/{photo}/{size}").status_code in (404, 308)


def test_a_cross_site_form_brings_nothing_in(client: FlaskClient, archive: Archive, settings: Settings):
    a_told_case(archive, client)
    with send(client, picture(), "a.jpg", headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert answer.status_code == 403
    with send(client, picture(), "a.jpg", csrf_token="wrong") as answer:  # noqa: S106
        assert answer.status_code == 403
    assert not _stored(settings)


def test_a_token_may_come_in_a_header(client: FlaskClient, archive: Archive):
    a_told_case(archive, client)
    token = token_of(client)
    assert send(client, picture(), "a.jpg", csrf_token="", headers={"X-CSRF-Token": token}).status_code == 303
    assert send(client, picture(), "a.jpg", csrf_token="", headers={"X-CSRF-Token": "no"}).status_code == 403


def test_too_much_is_said_in_words(client: FlaskClient, archive: Archive, settings: Settings):
    a_told_case(archive, client)
    with send(client, bytes(33 * 1024 * 1024), "a.jpg") as answer:
        assert answer.status_code == 413
        assert "Photos and documents may have 25 megabytes" in answer.get_data(as_text=True)
    with send(client, picture() + bytes(27 * 1024 * 1024), "a.jpg") as answer:
        assert answer.status_code == 422
        assert "This file is too big." in answer.get_data(as_text=True)
    assert not _stored(settings)


def test_files_on_the_disk_that_belong_to_nothing(
    client: FlaskClient, archive: Archive, settings: Settings, clock: HeldClock
):
    a_told_case(archive, client)
    photo = a_photo(client)
    lost, part = archive.tools.files.keep(b"left over"), archive.tools.files.begin()
    for one in _stored(settings):
        stamp = (clock.now() - dt.timedelta(hours=20)).timestamp()
        os.utime(one, (stamp, stamp))
    with archive.unit_of_work(SYSTEM) as work:
        told = [line for line in faults(work) if line.startswith("file")]
    assert [line.split()[1] for line in told] == [lost, part]
    index(archive)
    assert len(_stored(settings)) == 4
    clock.forward(days=1)
    index(archive)
    assert len(_stored(settings)) == 2
    with archive.unit_of_work(SYSTEM) as work:
        assert not [line for line in faults(work) if line.startswith("file")]
    with archive.unit_of_work(SYSTEM, write=True) as work:
        row = work.session.query(MediaFile).filter_by(public_id=photo).one()
        archive.tools.files.remove(row.stored["full"])
    with archive.unit_of_work(SYSTEM) as work:
        assert [line for line in faults(work) if photo in line and "gone" in line]
