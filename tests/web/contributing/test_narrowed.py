"""A part of a story that fewer people may read than the story: nowhere for others, from the moment it is decided."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import TEXTS, Made, a_case, a_person, a_translation, index, sign_in
from wgsm_archive.db.models import Case, MediaFile, RenderedVersion, Revision, SegmentVersion, Slot
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, Reach, with_uses
from wgsm_archive.domain.media import Agreement, Format, MediaKind
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.contributing import tellers
from wgsm_archive.services.narrowing import closed_sections
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.sharing.going_out import export_case
from wgsm_archive.services.sharing.writing import _narrower
from wgsm_archive.settings import Settings
from wgsm_archive.web.current import TELLER_COOKIE

COST = "Perdimos dos barcos y zzqueja quedó sola."
ALL = {**TEXTS, "hard": COST}


def _decide(archive: Archive, made: Made, narrowed: dict[str, Reach]) -> None:
    with archive.unit_of_work(teller(made.id), write=True) as work:
        consent = with_uses(
            Consent(level=ConsentLevel.PUBLIC_SHARE, narrowed=narrowed), ("translate", "export", "media")
        )
        work.contributing.writing.decide(consent)


def _found(archive: Archive, actor: Actor, words: str) -> list[str]:
    with archive.unit_of_work(actor) as work:
        return [hit.card.public_id for hit in work.reading.find(Question(words=words), ("es",)).hits]


@pytest.fixture
def told(archive: Archive) -> Made:
    made = a_case(archive, texts=ALL)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "A strike.", "hard": "We lost zzqueja."})
    index(archive)
    return made


def test_a_part_for_member_movements_is_nowhere_for_others(client: FlaskClient, archive: Archive, told: Made):
    address = f"/es/cases/{told.public_id}/x"
    assert "zzqueja" in client.get(address, follow_redirects=True).get_data(as_text=True)
    _decide(archive, told, {"hard": Reach.MEMBERS})
    for language in ("es", "en"):
        page = client.get(f"/{language}/cases/{told.public_id}/x", follow_redirects=True).get_data(as_text=True)
        assert "zzqueja" not in page
    # At once, while the index still holds the word, and afterwards.
    assert _found(archive, ANONYMOUS, "zzqueja") == []
    index(archive)
    assert _found(archive, ANONYMOUS, "zzqueja") == []
    assert _found(archive, ANONYMOUS, "huelga") == [told.public_id]
    with archive.unit_of_work(ANONYMOUS) as work:
        exported = str(export_case(work, work.session.get_one(Case, told.id)))
    assert "zzqueja" not in exported
    assert "Nos sentamos en el muelle" in exported


def test_member_movements_read_it_find_it_and_are_told_that_it_is_for_them(
    client: FlaskClient, archive: Archive, told: Made
):
    _decide(archive, told, {"hard": Reach.MEMBERS})
    index(archive)
    member = a_person(archive)
    sign_in(client, archive, member)
    page = client.get(f"/en/cases/{told.public_id}/x", follow_redirects=True).get_data(as_text=True)
    assert "We lost zzqueja." in page
    assert "Only member movements can read this part." in page
    assert _found(archive, member, "zzqueja") == [told.public_id]


def test_a_part_for_facilitators_is_read_by_them_and_the_tellers_alone(app: Flask, archive: Archive, told: Made):
    _decide(archive, told, {"hard": Reach.FACILITATORS})
    index(archive)
    sees = {}
    for role in (Role.MEMBER, Role.TRANSLATOR, Role.STEWARD, Role.FACILITATOR):
        client = app.test_client()
        sign_in(client, archive, a_person(archive, role))
        sees[role] = "zzqueja" in client.get(f"/es/cases/{told.public_id}/x", follow_redirects=True).text
    assert [role for role, seen in sees.items() if seen] == [Role.FACILITATOR]
    assert _found(archive, a_person(archive, Role.FACILITATOR), "zzqueja") == []  # The index of members has it not.
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, told.id, draft=False)
    client = app.test_client()
    client.set_cookie(TELLER_COOKIE, token, domain="localhost")
    assert "zzqueja" in client.get(f"/es/cases/{told.public_id}/x", follow_redirects=True).text


def test_translators_do_not_see_a_part_for_facilitators(app: Flask, archive: Archive, told: Made):
    translator = a_person(archive, Role.TRANSLATOR)
    client = app.test_client()
    sign_in(client, archive, translator)
    address = f"/es/translate/{told.public_id}/en/hard"
    assert "zzqueja" in client.get(address).text
    _decide(archive, told, {"hard": Reach.FACILITATORS})
    assert client.get(address).status_code == 404
    assert "zzqueja" not in client.get(f"/es/translate/{told.public_id}/en").text


def test_no_row_with_its_words_is_readable(archive: Archive, told: Made):
    _decide(archive, told, {"hard": Reach.MEMBERS})
    with archive.unit_of_work(ANONYMOUS) as work:
        assert all("zzqueja" not in row.text for row in work.session.scalars(select(SegmentVersion)))
        assert all("zzqueja" not in str(row.texts) for row in work.session.scalars(select(Revision)))
        assert all(row.field != "hard" for row in work.session.scalars(select(Slot)))
        rows = work.session.scalars(select(RenderedVersion)).all()
        assert rows
        assert all("zzqueja" not in row.plain + str(row.sections) for row in rows)


def test_the_public_index_holds_its_words_in_no_file(archive: Archive, settings: Settings, told: Made):
    _decide(archive, told, {"hard": Reach.MEMBERS})
    index(archive)
    files = [file for file in settings.index_folder.rglob("*") if file.is_file()]
    public = [file for file in files if file.parent.name == str(Shelf.PUBLIC)]
    assert public
    assert [str(file) for file in public if b"zzqueja" in file.read_bytes()] == []


def test_widening_it_again_shows_it_again(client: FlaskClient, archive: Archive, told: Made):
    _decide(archive, told, {"hard": Reach.MEMBERS})
    _decide(archive, told, {})
    index(archive)
    assert "zzqueja" in client.get(f"/es/cases/{told.public_id}/x", follow_redirects=True).text
    assert _found(archive, ANONYMOUS, "zzqueja") == [told.public_id]


def test_lines_on_terms_go_with_their_section(client: FlaskClient, archive: Archive):
    texts = {**TEXTS, "how.strategies.strike": "con los zzbarcos"}
    made = a_case(archive, texts=texts)
    assert "zzbarcos" in client.get(f"/es/cases/{made.public_id}/x", follow_redirects=True).text
    _decide(archive, made, {"strategy": Reach.MEMBERS})
    page = client.get(f"/es/cases/{made.public_id}/x", follow_redirects=True).text
    assert "zzbarcos" not in page
    assert "solos no podíamos" not in page
    with archive.unit_of_work(ANONYMOUS) as work:
        assert "zzbarcos" not in str(export_case(work, work.session.get_one(Case, made.id)))


def test_what_belongs_to_a_closed_section_can_be_asked_for(archive: Archive, told: Made):
    _decide(archive, told, {"hard": Reach.MEMBERS, "failed": Reach.FACILITATORS})
    actors = {"anybody": ANONYMOUS, "member": a_person(archive), "facilitator": a_person(archive, Role.FACILITATOR)}
    shut = {}
    for name, actor in {**actors, "teller": teller(told.id)}.items():
        with archive.unit_of_work(actor) as work:
            shut[name] = set(closed_sections(work, work.session.get_one(Case, told.id)))
    assert shut == {"anybody": {"hard", "failed"}, "member": {"failed"}, "facilitator": set(), "teller": set()}


def test_a_file_of_a_closed_section_is_closed_with_it(archive: Archive, told: Made):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for section in ("hard", "advice"):
            plain = {
                "public_id": section,
                "form_key": section,
                "name": "x.jpg",
                "fingerprint": "0",
                "bytes": 1,
                "accepted": True,
                "alt": "x",
            }
            kind, form = next(iter(MediaKind)), next(iter(Format))
            work.session.add(
                MediaFile(
                    case_id=told.id,
                    kind=kind,
                    format=form,
                    section=section,
                    stored={},
                    language="es",
                    agreement=Agreement.NOBODY,
                    **plain,
                )
            )
    _decide(archive, told, {"hard": Reach.MEMBERS})
    seen = {}
    for name, actor in {"anybody": ANONYMOUS, "member": a_person(archive), "teller": teller(told.id)}.items():
        with archive.unit_of_work(actor) as work:
            seen[name] = {file.section for file in work.session.scalars(select(MediaFile))}
    assert seen == {"anybody": {"advice"}, "member": {"advice", "hard"}, "teller": {"advice", "hard"}}


def test_tellers_narrow_a_part_on_the_page_and_see_what_they_decided(app: Flask, archive: Archive):
    made = a_case(archive, texts=ALL)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, made.id, draft=False)
    client = app.test_client()
    client.set_cookie(TELLER_COOKIE, token, domain="localhost")
    page = client.get("/en/receipt/consent").text
    assert 'name="part.hard"' in page
    assert 'name="part.summary"' not in page
    sent = {"level": "public-share", "translate": "y", "part.hard": "network", "basis": "assembly"}
    sent |= {"speaks_for": "the women's committee", "explained": "read aloud", "csrf_token": _csrf(page)}
    assert client.post("/en/receipt/consent", data=sent).status_code == 303
    assert "zzqueja" not in app.test_client().get(f"/es/cases/{made.public_id}/x", follow_redirects=True).text
    page = client.get("/en/receipt/consent").text
    assert '<option selected value="network">' in page
    assert "the women&#39;s committee" in page
    assert "read aloud" in page
    # The line beside them is drawn along one box each.
    assert len(re.findall(r"</time>\s*<div>", page)) == 2
    assert page.count("<time datetime") == 2  # Both decisions: the one before is still there.


def test_an_unknown_reach_is_refused_and_nothing_is_lost(app: Flask, archive: Archive):
    made = a_case(archive, texts=ALL)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = tellers.open_session(work, made.id, draft=False)
    client = app.test_client()
    client.set_cookie(TELLER_COOKIE, token, domain="localhost")
    page = client.get("/en/receipt/consent").text
    sent = {"level": "network", "part.hard": "everybody", "basis": "person", "speaks_for": "dos de cinco"}
    answer = client.post("/en/receipt/consent", data={**sent, "csrf_token": _csrf(page)})
    assert answer.status_code == 422
    assert "dos de cinco" in answer.text


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return found[1] if found else ""


def test_a_story_told_anew_in_a_file_never_opens_a_part(archive: Archive, told: Made):
    held, sent = {"hard": Reach.FACILITATORS}, {"hard": Reach.MEMBERS, "failed": Reach.MEMBERS}
    both = _narrower(replace(Consent(), narrowed=held), replace(Consent(), narrowed=sent))
    assert both.narrowed == {"hard": Reach.FACILITATORS, "failed": Reach.MEMBERS}
