"""What single words do not show: counts, answers that differ, log lines; and that a guard taken away is noticed."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.test import TestResponse

from tests.make import TEXTS, Made, a_case, a_person, a_translation, index, sign_in
from wgsm_archive.db import access_guard, lookups
from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import EVERYTHING, CaseState, VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role, teller
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading import use_cases
from wgsm_archive.services.reading.views import Question

SECRET = "Zarapito"  # noqa: S105 - a word of the hidden stories
HIDDEN = [
    (CaseState.PUBLISHED, ConsentLevel.PRIVATE),
    (CaseState.PUBLISHED, ConsentLevel.NETWORK),
    (CaseState.SUBMITTED, ConsentLevel.PUBLIC_SHARE),
    (CaseState.DRAFT, ConsentLevel.PUBLIC_SHARE),
    (CaseState.DECLINED, ConsentLevel.PUBLIC_SHARE),
]
# These hold a fresh key for a form, or the moment of the answer.
FRESH = ("contributing.", "accounts.", "healthz", "static")
QUERIES = ("", "?q=pescadores", "?theme=fisheries&country=PE", "?q=zarapito", "?q=zarapitto", "?q=zar", "?q=pescadorez")


def _hide_some(archive: Archive) -> list[Made]:
    texts = {name: f"{SECRET} {words}" for name, words in TEXTS.items()}
    made = [a_case(archive, state=state, level=level, texts=texts, language="es") for state, level in HIDDEN]
    a_translation(archive, made[1].id, "fr", {"title": SECRET, "summary": SECRET}, state=VersionState.READY)
    index(archive)
    return made


def _headers(answer: TestResponse) -> str:
    return str([pair for pair in answer.headers.items() if pair[0] != "Date"])


def _answers(app: Flask) -> dict[str, tuple[int, bytes, str]]:
    """Everything that can be read without knowing the id of anything."""
    client, found = app.test_client(), {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(FRESH) or rule.arguments - {"language"}:
            continue
        address = str(rule.rule).replace("<language:language>", "es")
        for query in QUERIES:
            with client.get(address + query) as answer:
                found[address + query] = (answer.status_code, answer.get_data(), _headers(answer))
    for address in ("/es/terms/themes/fisheries", "/es/terms/strategies/strike", "/es/terms/themes/housing"):
        answer = client.get(address)
        found[address] = (answer.status_code, answer.get_data(), _headers(answer))
    return found


@pytest.mark.timeout(300)
def test_no_byte_that_a_stranger_can_read_changes_with_what_is_hidden(app: Flask, archive: Archive) -> None:
    a_case(archive)
    index(archive)
    before = _answers(app)
    assert any(b"La huelga" in body for _, body, _ in before.values())
    _hide_some(archive)
    after = _answers(app)
    differing = [address for address, answer in before.items() if after[address] != answer]
    assert not differing


def _told(answer: TestResponse) -> tuple[int, bytes, str]:
    return answer.status_code, answer.get_data(), _headers(answer)


def test_what_is_hidden_and_what_never_was_get_the_same_answer(client: FlaskClient, archive: Archive) -> None:
    made = [one.public_id for one in _hide_some(archive)]
    never = "2222222bbbbb"
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        for ending in ("/", "/zarapito-la-huelga-de-los-pescadores", ".json", "/?page=2"):
            wanted = _told(client.open(f"/ar/cases/{never}{ending}", method=method))
            for public_id in made:
                got = _told(client.open(f"/ar/cases/{public_id}{ending}", method=method))
                # An error page links to itself in other languages: its own address is all that may differ.
                assert (got[0], got[1].replace(public_id.encode(), never.encode()), got[2]) == wanted, (method, ending)


def test_a_story_that_was_never_public_leaves_no_tombstone(client: FlaskClient, archive: Archive) -> None:
    told, hidden = a_case(archive), a_case(archive, level=ConsentLevel.NETWORK)
    for made in (told, hidden):
        with archive.unit_of_work(teller(made.id), write=True) as work:
            work.contributing.returning.hide()
    assert client.get(f"/es/cases/{told.public_id}/").status_code == 410
    assert client.get(f"/es/cases/{hidden.public_id}/").status_code == 404
    gone = client.get(f"/es/cases/{told.public_id}/un-titulo-cualquiera")
    assert gone.status_code == 410
    assert "Location" not in gone.headers
    assert "huelga" not in gone.get_data(as_text=True).lower()


def test_the_address_of_a_readable_story_names_no_hidden_title(client: FlaskClient, archive: Archive) -> None:
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": SECRET, "summary": SECRET}, state=VersionState.READY)
    for tag in ("fr", "es", "ar"):
        answer = client.get(f"/{tag}/cases/{made.public_id}/")
        assert answer.status_code == 301
        assert SECRET.lower() not in answer.headers["Location"].lower()
        assert SECRET not in client.get(answer.headers["Location"]).get_data(as_text=True)


def test_reading_leaves_no_cookie_and_names_no_server(client: FlaskClient, archive: Archive) -> None:
    made = a_case(archive)
    for address in ("/", "/es/", f"/es/cases/{made.public_id}/", "/es/none", "/es/search?q=x"):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers


def test_no_log_line_quotes_a_story(
    client: FlaskClient, archive: Archive, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _hide_some(archive)[0]

    def broken(self: use_cases.Reading, *_: object, **_named: object) -> None:
        self._work.session.execute(text("select :words from nowhere"), {"words": SECRET})

    monkeypatch.setattr(use_cases.Reading, "find", broken)
    caplog.set_level(logging.DEBUG)
    answer = client.get(f"/es/search?q={SECRET}")
    client.get(f"/es/cases/{made.public_id}/?q={SECRET}")
    assert answer.status_code == 500
    assert "nowhere" in caplog.text, "nothing was logged: the trial shows nothing"
    assert SECRET not in caplog.text


def test_errors_of_the_database_quote_no_data(archive: Archive) -> None:
    with archive.unit_of_work(ANONYMOUS) as work, pytest.raises(SQLAlchemyError) as problem:
        work.session.execute(text("select :words from nowhere"), {"words": SECRET})
    assert SECRET not in str(problem.value)


def test_on_a_shelf_stands_only_what_all_its_searchers_may_read(archive: Archive) -> None:
    """So the counts of words that order the hits tell a member nothing of what that member may not read."""
    _hide_some(archive)
    a_case(archive)
    circle = a_case(archive, level=ConsentLevel.CIRCLE)
    index(archive)
    with archive.unit_of_work(a_person(archive)) as member, archive.unit_of_work(ANONYMOUS) as stranger:
        for work, shelf in ((member, Shelf.NETWORK), (stranger, Shelf.PUBLIC)):
            held = set(work.tools.index.contents(shelf))
            readable = set(work.session.scalars(select(LanguageVersion.id)))
            assert held
            assert held <= readable
            assert circle.version_id not in held


def test_scores_and_order_do_not_change_with_what_is_hidden(archive: Archive) -> None:
    for number in range(4):
        a_case(archive, texts={**TEXTS, "summary": "Pescadores. " * (number + 1)})
    index(archive)
    asked = Question(words="pescadores puerto")

    def scores() -> list[tuple[str, float]]:
        with archive.unit_of_work(ANONYMOUS) as work:
            return [(hit.card.public_id, hit.score) for hit in work.reading.find(asked, ("es",)).hits]

    before = scores()
    _hide_some(archive)
    assert scores() == before


@pytest.mark.parametrize("off", ["session guard", "states"])
def test_the_trial_of_leaks_would_notice_a_guard_that_is_off(
    app: Flask, archive: Archive, monkeypatch: pytest.MonkeyPatch, off: str
) -> None:
    """The same look as in the matrix, with one guard taken away, must meet the word."""
    made = _hide_some(archive)[1]
    client = app.test_client()

    def met() -> bool:
        addresses = (f"/es/cases/{made.public_id}/", "/es/cases/", "/es/")
        return any(SECRET in client.get(one, follow_redirects=True).get_data(as_text=True) for one in addresses)

    assert not met()
    if off == "session guard":
        real = access_guard._narrowing
        monkeypatch.setattr(access_guard, "_narrowing", lambda held: real(frozenset({EVERYTHING})))
        # What is narrowed once and for all was narrowed at the first look already.
        monkeypatch.setattr(access_guard, "_narrowed_for_good", access_guard.narrowed)
        labels = lookups._labels
        monkeypatch.setattr(lookups, "_labels", lambda held: labels(held)._replace(kind=-1))
    else:
        with archive.unit_of_work(SYSTEM, write=True) as work:
            work.session.get_one(Case, made.id).consent_level = ConsentLevel.PUBLIC_SHARE
    assert met()


def test_facilitators_alone_meet_what_waits(app: Flask, archive: Archive) -> None:
    made = _hide_some(archive)[2]
    for role, opens in (
        (Role.FACILITATOR, True),
        (Role.TRANSLATOR, False),
        (Role.STEWARD, False),
        (Role.MEMBER, False),
    ):
        client = app.test_client()
        sign_in(client, archive, a_person(archive, role))
        answer = client.get(f"/es/cases/{made.public_id}/", follow_redirects=True)
        assert (answer.status_code == 200) is opens, role
        assert (SECRET in answer.get_data(as_text=True)) is opens, role
