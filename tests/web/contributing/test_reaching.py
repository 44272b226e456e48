"""How tellers can be reached, and messages to them: sealed, with a day of deletion, and never an address shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.fakes import HeldClock
from tests.make import Made, a_case, a_person, index, sign_in
from wgsm_archive.adapters.sealing import AesSeal
from wgsm_archive.db.base import Base
from wgsm_archive.db.models import AuditEvent, Contact, DialogueMessage, RelayMessage
from wgsm_archive.domain.actor import SYSTEM, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, with_uses
from wgsm_archive.domain.errors import NotAllowed
from wgsm_archive.ports.sealing import CannotOpen
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.sharing.going_out import export_all
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import TELLER_COOKIE

NUMBER = "0991 zzphone 234"


@pytest.fixture
def told(archive: Archive) -> Made:
    made = a_case(archive)
    _allow(archive, made, "contact")
    return made


def _allow(archive: Archive, made: Made, *uses: str) -> None:
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.writing.decide(with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE), ("export", *uses)))


def _teller(app: Flask, archive: Archive, made: Made) -> FlaskClient:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, made.id, draft=False)
    client = app.test_client()
    client.set_cookie(TELLER_COOKIE, token, domain="localhost")
    return client


def _person(app: Flask, archive: Archive, *roles: Role) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, *roles))
    return client


def _send(client: FlaskClient, page: str, address: str = "", **fields: str) -> TestResponse:
    html = client.get(page).text
    hidden = dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]*)"', html))
    return client.post(address or page, data={**hidden, **fields}, follow_redirects=True)


def _keep(client: FlaskClient, months: str = "3") -> TestResponse:
    return _send(client, "/en/receipt/contact", contact=NUMBER, months=months)


def test_it_is_sealed_and_stands_nowhere(app: Flask, archive: Archive, settings: Settings, told: Made):
    page = _keep(_teller(app, archive, told)).text
    assert "It is deleted on" in page
    assert "zzphone" not in page
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        tables = Base.metadata.tables.values()
        assert not [row for one in tables for row in work.session.execute(select(one)) if "zzphone" in str(row)]
        assert "zzphone" not in str(list(export_all(work)))
    archive.engine.dispose()
    files = [file for file in Path(settings.instance).rglob("*") if file.is_file()]
    assert not [file for file in files if b"zzphone" in file.read_bytes()]
    assert settings.contact_key_file.stat().st_mode & 0o777 == 0o600


def test_a_facilitator_looks_by_an_act_that_stands_on_the_trail(app: Flask, archive: Archive, told: Made):
    told_by = _teller(app, archive, told)
    _keep(told_by)
    looks = _person(app, archive, Role.FACILITATOR)
    address = f"/en/review/{told.public_id}/contact"
    assert address in looks.get(f"/en/review/{told.public_id}/").text
    assert "zzphone" not in looks.get(address).text
    answer = _send(looks, address)
    assert "zzphone" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    with archive.unit_of_work(SYSTEM) as work:
        seen = work.session.scalars(select(AuditEvent).where(AuditEvent.event == "case:contact-seen")).one()
        assert seen.person_id is not None
    assert "A facilitator looked how you can be reached." in told_by.get("/en/receipt/story").text


def test_nobody_looks_when_the_tellers_allow_no_messages(app: Flask, archive: Archive, told: Made):
    _keep(_teller(app, archive, told))
    _allow(archive, told)
    looks = _person(app, archive, Role.FACILITATOR)
    assert looks.get(f"/en/review/{told.public_id}/contact").status_code == 404
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work, pytest.raises(NotAllowed):
        work.reviewing.caring.look_at_contact(told.public_id)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.TRANSLATOR, Role.STEWARD])
def test_nobody_else_looks(app: Flask, archive: Archive, told: Made, role: Role):
    _keep(_teller(app, archive, told))
    assert _person(app, archive, role).get(f"/en/review/{told.public_id}/contact").status_code in (403, 404)


def test_it_is_deleted_on_its_day_and_at_once_when_asked(app: Flask, archive: Archive, clock: HeldClock, told: Made):
    client = _teller(app, archive, told)
    _keep(client)
    _send(client, "/en/receipt/contact", "/en/receipt/contact/delete")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Contact)).all() == []
    _keep(client)
    clock.forward(days=90)
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert len(work.session.scalars(select(Contact)).all()) == 1
    clock.forward(days=1)
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Contact)).all() == []


def test_what_is_wrong_is_said_and_nothing_is_lost(app: Flask, archive: Archive, told: Made):
    client = _teller(app, archive, told)
    answer = _keep(client, months="forever")
    assert answer.status_code == 422
    assert "zzphone" in answer.text
    assert _send(client, "/en/receipt/contact", contact=" ", months="3").status_code == 422


def test_a_seal_opens_with_its_key_and_for_its_story_only():
    sealed = AesSeal(b"k" * 32).close("palabras", "one")
    assert AesSeal(b"k" * 32).open(sealed, "one") == "palabras"
    for key, about, words in ((b"x" * 32, "one", sealed), (b"k" * 32, "two", sealed), (b"k" * 32, "one", sealed[:-6])):
        with pytest.raises(CannotOpen):
            AesSeal(key).open(words, about)
    assert len(AesSeal(b"k" * 32).close("a", "one")) == len(sealed)


def test_a_member_writes_and_a_facilitator_passes_it_on(app: Flask, archive: Archive, told: Made):
    member, looks = _person(app, archive), _person(app, archive, Role.FACILITATOR)
    assert "Write to those who told it" in member.get(f"/en/cases/{told.public_id}/", follow_redirects=True).text
    sent = _send(member, f"/en/cases/{told.public_id}/message", text="May we visit you? zzvisit")
    assert "Your message is with a facilitator" in sent.text
    page = looks.get("/en/review/care").text
    assert "zzvisit" in page
    assert "from somebody with an account" in page
    with archive.unit_of_work(SYSTEM) as work:
        number = work.session.scalars(select(RelayMessage.id)).one()
    _send(looks, "/en/review/care", f"/en/review/care/messages/{number}", action="pass")
    assert "zzvisit" in _teller(app, archive, told).get("/en/receipt/story").text
    assert "zzvisit" not in looks.get("/en/review/care").text
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(RelayMessage.text)).one() == ""
        row = work.session.scalars(select(AuditEvent).where(AuditEvent.event == "case:relay-sent")).one()
        assert row.person_id is None


def test_without_an_account_only_where_the_tellers_say_so(app: Flask, archive: Archive, told: Made):
    address = f"/en/cases/{told.public_id}/message"
    assert app.test_client().get(address).status_code == 404
    assert app.test_client().post(address, data={"text": "hello", "form_key": "k" * 30}).status_code in (403, 404)
    _allow(archive, told, "contact", "contact-anybody")
    assert app.test_client().get(address).status_code == 200
    _allow(archive, told)
    assert _person(app, archive).get(address).status_code == 404


def test_what_is_not_passed_on_is_deleted_unseen_by_the_tellers(app: Flask, archive: Archive, told: Made):
    _send(_person(app, archive), f"/en/cases/{told.public_id}/message", text="zzthreat")
    looks = _person(app, archive, Role.FACILITATOR)
    with archive.unit_of_work(SYSTEM) as work:
        number = work.session.scalars(select(RelayMessage.id)).one()
    _send(looks, "/en/review/care", f"/en/review/care/messages/{number}", action="refuse")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(DialogueMessage)).all() == []
        assert work.session.scalars(select(RelayMessage.text)).one() == ""
    with archive.unit_of_work(teller(told.id)) as work:
        assert work.session.scalars(select(RelayMessage)).all() == []
