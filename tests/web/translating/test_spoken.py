"""A story read aloud: sent part by part, approved by a second person, and heard by nobody who may not read it."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.adapters.media.pictures import picture
from tests.adapters.media.recordings import MARKER, planted, recording
from tests.make import TEXTS, USES, Made, a_case, a_person, a_translation, hide, sign_in
from tests.services.translating.benches import edit
from tests.web.translating.browsers import shown, signed_in, token_of
from wgsm_archive.db.models import Case, GuardedTerm, LanguageVersion, SpokenPart
from wgsm_archive.domain.actor import SYSTEM, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, Reach, with_uses
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.domain.ids import new_token
from wgsm_archive.domain.review import Verdict
from wgsm_archive.services.accounts.leaving import leave
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.erasing import erase
from wgsm_archive.services.media.sweeping import orphans
from wgsm_archive.services.reviewing.scrubbing import withhold_everywhere

SOUND = recording("opusenc.opus")


@pytest.fixture
def asha(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, handle="asha")


@pytest.fixture
def tom(app: Flask, archive: Archive) -> FlaskClient:
    return signed_in(app, archive, handle="tom")


@pytest.fixture
def made(archive: Archive) -> Made:
    made = a_case(archive)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "Fishers stopped the port."})
    return made


def desk(made: Made, target: str = "en") -> str:
    return f"/en/translate/{made.public_id}/{target}/spoken"


def send(
    client: FlaskClient, made: Made, target: str = "en", part: str = "summary", file: bytes | None = SOUND, **more: str
) -> TestResponse:
    data = {"csrf_token": token_of(client), "part": part, "form_key": "k", "agreed": "1", "credit": "Asha R.", **more}
    if file is not None:
        data["file"] = (io.BytesIO(file), more.get("name", "a.opus"))  # type: ignore[assignment]
    fields = {name: value for name, value in data.items() if value}
    return client.post(desk(made, target), data=fields, content_type="multipart/form-data")


def act(client: FlaskClient, made: Made, recording_id: str, what: str, target: str = "en", **more: str) -> TestResponse:
    return client.post(f"{desk(made, target)}/{recording_id}/{what}", data={"csrf_token": token_of(client), **more})


def newest(archive: Archive) -> str:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.query(SpokenPart).order_by(SpokenPart.id.desc()).first().public_id


def publish(archive: Archive, asha: FlaskClient, tom: FlaskClient, made: Made, target: str = "en", **more: str) -> str:
    assert send(asha, made, target, form_key=new_token(), **more).status_code == 303
    number = newest(archive)
    assert act(tom, made, number, "approve", target).status_code == 303
    return number


def decide(archive: Archive, made: Made, consent: Consent) -> None:
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(with_uses(consent, USES))


def heard(client: FlaskClient, number: str) -> int:
    with client.get(f"/en/spoken/{number}") as answer:
        return answer.status_code


def listen(client: FlaskClient, made: Made, language: str = "en") -> tuple[int, str]:
    answer = client.get(f"/{language}/listen/{made.public_id}")
    return answer.status_code, shown(answer)


def story(client: FlaskClient, made: Made) -> str:
    return shown(client.get(f"/en/cases/{made.public_id}/x", follow_redirects=True))


def test_readers_hear_it_once_a_second_person_has_listened(
    archive: Archive, client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    assert send(asha, made).status_code == 303
    number = newest(archive)
    assert heard(client, number) == listen(client, made)[0] == 404
    assert "Listen to it" not in story(client, made)
    assert heard(asha, number) == heard(tom, number) == 200
    assert act(asha, made, number, "approve").status_code == 403
    assert act(tom, made, number, "approve").status_code == 303
    assert "Listen to it" in story(client, made)
    status, page = listen(client, made)
    assert status == 200
    assert f'src="/en/spoken/{number}"' in page
    assert "Read by" in page
    assert "Asha R." in page
    with client.get(f"/en/spoken/{number}", headers={"Range": "bytes=0-3"}) as answer:
        assert (answer.status_code, answer.data, answer.mimetype) == (206, b"OggS", "audio/ogg")
        assert answer.headers["Cache-Control"] == "private, no-cache"
    # In a language without one, listeners get what there is and are told.
    assert "Todavía no está en su idioma" in listen(client, made, "es")[1]


def test_nothing_stays_in_the_file_but_the_sound(archive: Archive, asha: FlaskClient, tom: FlaskClient, made: Made):
    for kind, content in planted().items():
        assert MARKER in content
        name = "a.m4a" if kind == "fragments" else f"a.{kind}"
        assert send(asha, made, file=content, name=name, form_key=kind).status_code == 303
        with asha.get(f"/en/spoken/{newest(archive)}") as answer:
            assert MARKER not in answer.data


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"file": None}, "empty"),
        ({"file": b"no sound at all"}, "Files of this kind"),
        ({"file": picture(size=(64, 48)), "name": "a.jpg"}, "Files of this kind"),
        ({"agreed": ""}, "Please say whose voice it is"),
        ({"credit": "x" * 200}, "too long"),
    ],
)
def test_what_cannot_be_taken_in_is_said_beside_the_field(
    archive: Archive, asha: FlaskClient, made: Made, more: dict, says: str
):
    answer = send(asha, made, **more)
    assert answer.status_code == 422
    assert says in shown(answer)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(SpokenPart).count() == 0
        assert orphans(work) == []


def test_the_same_form_twice_is_one_and_a_new_one_takes_its_place(archive: Archive, asha: FlaskClient, made: Made):
    send(asha, made)
    send(asha, made)
    first = newest(archive)
    send(asha, made, form_key="other")
    assert heard(asha, first) == 404
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(SpokenPart).count() == 1
        assert len(list(work.tools.files.kept())) == 1


def test_somebody_else_waits_until_the_first_was_listened_to(
    archive: Archive, asha: FlaskClient, tom: FlaskClient, made: Made
):
    send(asha, made)
    number = newest(archive)
    assert send(tom, made, form_key="tom").status_code == 422
    assert act(tom, made, number, "return", note=" ").status_code == 422
    assert act(tom, made, number, "return", note="Too fast.").status_code == 303
    assert "Too fast." in shown(asha.get(desk(made)))
    assert act(tom, made, number, "approve").status_code == 409
    assert send(tom, made, form_key="tom").status_code == 303


def test_a_changed_text_marks_the_recording_until_it_is_confirmed(
    archive: Archive, client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    number = publish(archive, asha, tom, made, "es")
    edit(archive, made, minor=("summary",), summary="Los pescadores pararon **el puerto** durante nueve días.")
    assert "atrás" not in listen(client, made, "es")[1]
    edit(archive, made, summary="Las pescadoras pararon el puerto.")
    assert "lo que puede haber quedado atrás está marcado" in listen(client, made, "es")[1].lower()
    assert act(asha, made, number, "confirm", "es").status_code == 303
    assert "atrás" not in listen(client, made, "es")[1]


def test_it_goes_where_the_story_goes(
    archive: Archive, client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    advice, summary = (publish(archive, asha, tom, made, "es", part=part) for part in ("advice", "summary"))
    english = publish(archive, asha, tom, made)
    decide(archive, made, Consent(level=ConsentLevel.PUBLIC_SHARE, narrowed={"advice": Reach.MEMBERS}))
    assert (heard(client, advice), heard(client, summary), heard(asha, advice)) == (404, 200, 200)
    assert advice not in listen(client, made, "es")[1]
    decide(archive, made, Consent(level=ConsentLevel.PUBLIC_SHARE, not_in=("en",)))
    assert (heard(client, english), heard(asha, english)) == (404, 404)
    assert english not in listen(client, made)[1]
    decide(archive, made, Consent(level=ConsentLevel.NETWORK))
    assert (heard(client, summary), heard(tom, summary)) == (404, 200)
    hide(archive, made)
    assert [heard(each, summary) for each in (client, asha, tom)] == [404] * 3
    assert listen(client, made)[0] == 410


def test_a_recording_goes_for_good_when_a_name_in_its_text_is_withheld(
    archive: Archive, client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    edit(archive, made, advice="Hablen con Rosa Quispe.")
    named, other = (publish(archive, asha, tom, made, "es", part=part) for part in ("advice", "summary"))
    assert (heard(client, named), heard(client, other)) == (200, 200)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(
            GuardedTerm(
                case_id=made.id, name="1", words="Rosa Quispe", kind=Kind.NAME, verdict=Verdict.MASK,
                decided_on=work.today,
            )
        )  # fmt: skip
        work.session.flush()
        withhold_everywhere(work, work.session.get_one(Case, made.id))
    assert (heard(client, named), heard(tom, named), heard(client, other)) == (404, 404, 200)
    assert named not in listen(client, made, "es")[1]
    with archive.unit_of_work(SYSTEM) as work:
        assert len(list(work.tools.files.kept())) == 1


def test_the_bytes_go_when_the_story_is_erased(archive: Archive, asha: FlaskClient, tom: FlaskClient, made: Made):
    publish(archive, asha, tom, made)
    hide(archive, made)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        erase(work, work.session.get_one(Case, made.id))
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(SpokenPart).count() == 0
        assert list(work.tools.files.kept()) == []


def test_a_voice_can_be_taken_back(
    archive: Archive, client: FlaskClient, asha: FlaskClient, tom: FlaskClient, made: Made
):
    number = publish(archive, asha, tom, made)
    assert act(tom, made, number, "remove").status_code == 403
    assert act(asha, made, number, "remove").status_code == 303
    assert heard(client, number) == 404
    assert "Listen to it" not in story(client, made)


def test_a_voice_goes_with_the_account(app: Flask, archive: Archive, client: FlaskClient, tom: FlaskClient, made: Made):
    lee = a_person(archive, Role.TRANSLATOR, handle="lee")
    theirs = app.test_client()
    sign_in(theirs, archive, lee)
    number = publish(archive, theirs, tom, made)
    assert heard(client, number) == 200
    with archive.unit_of_work(lee, write=True) as work:
        leave(work)
    assert heard(client, number) == 404
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(LanguageVersion).filter(LanguageVersion.spoken_parts > 0).count() == 0
        assert list(work.tools.files.kept()) == []


def test_a_part_is_read_in_the_order_of_its_page(asha: FlaskClient, made: Made):
    page = shown(asha.get(desk(made, "es")))
    told = [page.index(text) for text in (TEXTS["story.1.when"], TEXTS["story.1.we"], TEXTS["story.1.changed"])]
    assert told == sorted(told)


def test_it_is_for_translators_of_texts_that_readers_see(
    app: Flask, archive: Archive, client: FlaskClient, asha: FlaskClient, made: Made
):
    assert signed_in(app, archive, Role.MEMBER, handle="lee").get(desk(made)).status_code == 403
    assert asha.get(desk(made, "fr")).status_code == 404
    assert send(asha, made, part="title").status_code == 404
    assert send(asha, made, part="hard").status_code == 404
    assert client.get(desk(made)).status_code in {302, 303, 401, 403}
