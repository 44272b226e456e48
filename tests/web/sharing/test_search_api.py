"""Search for programs: what it answers, what it refuses, and that it never says more than anybody may know."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import TEXTS, a_case, a_person, a_translation, hide, index, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

SEARCH = "/api/v1/search"


@pytest.fixture
def app(archive: Archive, settings: Settings) -> Flask:
    return create_app(replace(settings, base_url="https://archive.example"), archive=archive)


def ask(client: FlaskClient, query: str = "", **headers: str) -> dict[str, Any]:
    answer = client.get(f"{SEARCH}?{query}", headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.mimetype == "application/json"
    body: dict[str, Any] = answer.get_json()
    return body


def test_it_finds_a_story_and_tells_what_a_program_needs(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": "La grève des pêcheurs", "summary": "Le port fut arrêté."})
    index(archive)
    found = ask(client, "q=huelga&lang=es")
    assert (found["total"], found["page"], found["pages"], found["complete"]) == (1, 1, 1, True)
    (item,) = found["items"]
    assert item["id"] == made.public_id
    assert item["url"] == f"https://archive.example/es/cases/{made.public_id}/la-huelga-de-los-pescadores"
    assert item["title"] == TEXTS["title"]
    assert item["summary"] == TEXTS["summary"]
    assert (item["language"], sorted(item["languages"])) == ("es", ["es", "fr"])
    assert item["countries"] == ["PE"]
    assert item["licence"] == "CC-BY-NC-SA-4.0"
    assert item["terms"]["themes"] == [{"id": "fisheries", "label": "Pesca, costas y ríos"}] or item["terms"]["themes"]
    assert item["published"] == "2026-11"
    assert [value["id"] for value in found["facets"]["theme"]] == ["fisheries"]
    assert found["facets"]["country"][0]["label"] == "Perú"


def test_labels_follow_the_language_that_is_asked_for(archive: Archive, client: FlaskClient):
    a_case(archive)
    index(archive)
    assert ask(client, "lang=ar")["language"] == "ar"
    by_header = client.get(SEARCH, headers={"Accept-Language": "fr-CH, en;q=0.5"})
    assert by_header.get_json()["facets"]["country"][0]["label"] == "Pérou"
    assert by_header.headers["Content-Language"] == "fr"
    assert "Accept-Language" in by_header.headers["Vary"]


def test_filters_narrow_and_repeated_ones_widen(archive: Archive, client: FlaskClient):
    a_case(archive)
    a_case(archive, terms=(("themes", "housing"),), countries=("KE",))
    index(archive)
    assert ask(client, "theme=fisheries")["total"] == 1
    assert ask(client, "theme=fisheries&theme=housing")["total"] == 2
    assert ask(client, "theme=fisheries&country=KE")["total"] == 0
    assert ask(client, "q=&theme=&country=")["total"] == 2


def test_pages_follow_one_another(archive: Archive, client: FlaskClient):
    for _number in range(21):
        a_case(archive)
    index(archive)
    first = ask(client, "theme=fisheries")
    assert (len(first["items"]), first["pages"], first["links"]["previous"]) == (20, 2, None)
    assert first["links"]["next"] == f"https://archive.example{SEARCH}?theme=fisheries&page=2"
    second = ask(client, "theme=fisheries&page=2")
    assert (len(second["items"]), second["links"]["next"]) == (1, None)
    far = ask(client, "theme=fisheries&page=10000")
    assert (far["items"], far["links"]["previous"][-6:]) == ([], "page=2")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("theme=nonsense", "theme"),
        ("country=pe", "country"),
        ("country=Peru", "country"),
        ("language=not_a_tag!", "language"),
        ("type=novel", "type"),
        ("sort=random", "sort"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=1.5", "page"),
        ("page=٣", "page"),
        ("page=99999999999999999999", "page"),
        ("from=12", "from"),
        ("from=2012&to=2011", "to"),
        ("q=a&q=b", "q"),
        ("q=" + "a" * 301, "q"),
        ("&".join(f"theme=t{number}" for number in range(21)), "theme"),
        ("lang=zz-nowhere", "lang"),
        ("%00=1", ""),
    ],
)
def test_what_makes_no_sense_is_named(client: FlaskClient, query: str, parameter: str):
    answer = client.get(f"{SEARCH}?{query}")
    body = answer.get_json(force=True)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert body["status"] == 400
    assert body["type"] == "https://archive.example/en/interfaces#problems"
    assert parameter in [one["parameter"] for one in body["errors"]]
    assert all(one["detail"] for one in body["errors"])


def test_the_page_on_problems_is_where_the_problem_says(client: FlaskClient):
    assert 'id="problems"' in client.get("/en/interfaces").get_data(as_text=True)


def test_a_question_in_the_wrong_never_counts_as_unchanged(client: FlaskClient):
    first = client.get(f"{SEARCH}?sort=x")
    again = client.get(f"{SEARCH}?sort=x", headers={"If-None-Match": first.headers.get("ETag", "*")})
    assert again.status_code == 400
    assert again.get_json(force=True)["errors"]


def test_other_errors_are_problems_too(client: FlaskClient):
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert client.post(SEARCH).mimetype == "application/problem+json"


def test_a_story_that_is_hidden_is_gone_with_the_next_request(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    index(archive)
    before = client.get(f"{SEARCH}?q=huelga")
    unchanged = client.get(f"{SEARCH}?q=huelga", headers={"If-None-Match": before.headers["ETag"]})
    assert before.headers["Cache-Control"] == "no-cache"
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    hide(archive, made)  # the index still has it
    after = client.get(f"{SEARCH}?q=huelga", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.get_json()["total"] == 0
    assert made.public_id not in after.get_data(as_text=True)
    assert not any(after.get_json()["facets"].values())


@pytest.mark.parametrize("level", [ConsentLevel.NETWORK, ConsentLevel.PRIVATE])
def test_cookies_open_nothing(archive: Archive, client: FlaskClient, level: ConsentLevel):
    a_case(archive, level=level)
    index(archive)
    sign_in(client, archive, a_person(archive, *Role))
    assert client.get("/en/cases/").get_data(as_text=True).count("case-card") == (level is ConsentLevel.NETWORK)
    answer = client.get(SEARCH)
    assert answer.get_json()["total"] == 0
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


def test_the_text_of_a_story_for_reading_here_is_not_given_away(archive: Archive, client: FlaskClient):
    a_case(archive, level=ConsentLevel.PUBLIC_READ)
    index(archive)
    (item,) = ask(client, "q=huelga")["items"]
    assert (item["title"], item["summary"], item["may_be_copied"]) == (TEXTS["title"], None, False)


def test_pages_of_other_sites_may_ask_without_credentials(client: FlaskClient):
    answer = client.get(SEARCH, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    first = client.options(SEARCH, headers={"Origin": "https://elsewhere.example"})
    assert "GET" in first.headers["Access-Control-Allow-Methods"]
    assert "POST" not in first.headers["Access-Control-Allow-Methods"]
    assert first.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert "Access-Control-Allow-Origin" not in client.get("/en/").headers
    assert "Access-Control-Allow-Origin" not in client.get("/en/interfaces").headers


def test_the_host_of_the_request_is_never_believed(archive: Archive, client: FlaskClient):
    a_case(archive)
    index(archive)
    answer = client.get(SEARCH, headers={"Host": "evil.example"})
    assert "evil.example" not in answer.get_data(as_text=True)


def test_hostile_titles_stay_what_they_are(archive: Archive, client: FlaskClient):
    title = 'عنوان ]]> "quoted" </script> \u2028 end'
    a_case(archive, texts={**TEXTS, "title": title})
    index(archive)
    answer = client.get(SEARCH)
    assert json.loads(answer.data)["items"][0]["title"].startswith('عنوان ]]> "quoted" </script>')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_head_answers_as_get_does(client: FlaskClient):
    head, get = client.head(SEARCH), client.get(SEARCH)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", get.headers["ETag"])
