"""The boards in a browser without scripts: a wish on a story's page, titles and summaries, all languages."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.make import Made, a_case, a_person, a_translation, index, sign_in
from tests.services.translating.benches import Bench
from wgsm_archive.domain.actor import Role
from wgsm_archive.services.archive import Archive


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_a_reader_asks_for_a_story_with_one_button(client: FlaskClient, archive: Archive, made: Made):
    assert "J’aimerais la lire en français" in page(client, f"/fr/cases/{made.public_id}/")
    assert "I would like to read it" not in page(client, f"/es/cases/{made.public_id}/")
    answer = client.post(f"/en/cases/{made.public_id}/wish", data={"to": "en"})
    assert answer.status_code == 200
    assert "one reader more would like to read this story in English" in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers
    assert client.post(f"/en/cases/{made.public_id}/wish", data={"to": "es"}).status_code == 404
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR, languages=("en",)))
    board = page(client, "/en/translate/?to=en")
    assert "1 reader asked for it" in board
    assert "Can be translated from: Spanish" in re.sub(r"\s+", " ", board)


def test_the_board_is_narrowed_to_a_theme(client: FlaskClient, archive: Archive, made: Made):
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR))
    assert made.public_id in page(client, "/en/translate/?to=en&theme=fisheries")
    assert "No story of this theme is wanted" in page(client, "/en/translate/?to=en&theme=water")
    assert made.public_id in page(client, "/en/translate/?to=en&theme=nonsense")


def test_titles_and_summaries_one_after_another(client: FlaskClient, archive: Archive, made: Made):
    other = a_case(archive)
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR, languages=("ar",)))
    first = page(client, "/en/translate/sprint?to=ar")
    assert "2 stories wait." in first
    fields = dict(re.findall(r'name="([\w.]+)" value="([^"]*)"', first))
    names = re.findall(r'name="(text\.\d+)"', first)
    address = f"/en/translate/sprint/ar/{made.public_id}"
    wrong = client.post(address, data={**fields, names[0]: "x" * 2000, names[1]: "أوقف الصيادون الميناء."})
    assert wrong.status_code == 422
    assert "أوقف الصيادون الميناء." in wrong.get_data(as_text=True)
    texts = {names[0]: "إضراب الصيادين", names[1]: "أوقف الصيادون الميناء."}
    answer = client.post(address, data={**fields, **texts})
    assert answer.status_code == 303
    after = page(client, answer.headers["Location"])
    assert "Saved. Here is the next one." in after
    assert f"/sprint/ar/{other.public_id}" in after
    # What somebody else has saved meanwhile is shown beside what was typed.
    late = client.post(address, data={**fields, **texts, names[0]: "الصيادون"})
    assert late.status_code == 409
    assert "إضراب الصيادين" in late.get_data(as_text=True)


def test_all_languages_are_open_to_everybody(client: FlaskClient, archive: Archive, made: Made):
    a_translation(archive, made.id, "pt", {"title": "A greve", "summary": "Pararam o porto."})
    found = page(client, "/en/translate/languages")
    assert re.search(r"Portuguese</a></th><td[^>]*>1</td>", found)
    assert "/en/translate/sprint" not in found
    assert client.get("/en/translate/mine").status_code in (302, 303, 401, 403)


def test_own_work_is_for_oneself(client: FlaskClient, archive: Archive, made: Made):
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR))
    assert "You have not translated anything yet." in page(client, "/en/translate/mine")
    assert "Nothing has changed under what you translated." in page(client, "/en/translate/changed")


def test_a_translator_is_named_otherwise_under_one_translation(client: FlaskClient, archive: Archive, made: Made):
    asha = a_person(archive, Role.TRANSLATOR, languages=("en",))
    sign_in(client, archive, asha)
    bench = Bench(archive, made, asha)
    bench.start()
    address = f"/en/translate/{made.public_id}/en/"
    assert "Your name under this translation" not in page(client, address)
    bench.write("The strike", "title")
    before = page(client, address)
    assert "You will not be named." in before
    token = dict(re.findall(r'name="(csrf_token)" value="([^"]*)"', before))
    answer = client.post(f"{address}credit", data={**token, "how": "other", "credit": "Paloma"}, follow_redirects=True)
    assert "You will be named as" in answer.get_data(as_text=True)
    assert "Paloma" in answer.get_data(as_text=True)
    long = client.post(f"{address}credit", data={**token, "how": "other", "credit": "y" * 300})
    assert long.status_code == 422
    assert "y" * 300 in long.get_data(as_text=True)


def test_the_board_tells_what_is_new_until_it_was_seen(client: FlaskClient, archive: Archive):
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR, languages=("en",)))
    index(archive)
    a_case(archive)
    board = page(client, "/en/translate/")
    assert "Stories newly wanted in your languages: 1." in board
    fields = dict(re.findall(r'name="(csrf_token|upto)" value="([^"]*)"', board))
    assert client.post("/en/translate/noted", data=fields).status_code == 303
    assert "Since you were here last" not in page(client, "/en/translate/")
