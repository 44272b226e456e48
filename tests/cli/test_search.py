"""`wgsm search query`, as somebody at a terminal and as a program meets it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete

from tests.make import TEXTS, a_case, a_translation, hide, index
from wgsm_archive.app import create_app
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.db.models import Case, LanguageVersion, ShelfText
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(archive: Archive, settings: Settings) -> Run:
    context = Context(settings, lambda _settings: archive, create_app)
    return lambda *words: CliRunner().invoke(wgsm, ["search", "query", *words], obj=context)


def test_it_names_what_answers_best_first(archive: Archive, run: Run):
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": "La grève des pêcheurs"})
    weaker = a_case(archive, texts={**TEXTS, "title": "Otra cosa", "summary": "Nada.", "advice": "La huelga."})
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, made.id).sender_id = "caso-1"
    index(archive)
    found = run("huelga", "--language", "es")
    assert found.exit_code == 0
    first, second = found.stdout.splitlines()
    assert first.split("\t")[:4] == [made.public_id, "caso-1", "es", "es,fr"]
    assert second.split("\t")[:2] == [weaker.public_id, "-"]
    assert float(first.split("\t")[4]) >= float(second.split("\t")[4]) > 0
    assert "2 found" in found.stderr


def test_programs_get_json(archive: Archive, run: Run):
    made = a_case(archive)
    index(archive)
    body = json.loads(run("huelga", "pescadores", "--language", "es", "--json").stdout)
    (hit,) = body["hits"]
    assert (body["total"], body["complete"]) == (1, True)
    assert (hit["id"], hit["sender_id"], hit["language"], hit["languages"]) == (made.public_id, None, "es", ["es"])
    assert hit["score"] > 0


def test_the_language_of_the_reader_chooses_the_version(archive: Archive, run: Run):
    made = a_case(archive)
    a_translation(archive, made.id, "fr", {"title": "La grève des pêcheurs", "summary": "Le port fut arrêté."})
    index(archive)
    for tag in ("es", "fr"):
        assert json.loads(run("fisheries", "--language", tag, "--json").stdout)["hits"][0]["language"] == tag


@pytest.mark.parametrize(
    ("role", "levels"),
    [
        (None, {ConsentLevel.PUBLIC_SHARE}),
        ("visitor", {ConsentLevel.PUBLIC_SHARE}),
        *((str(role), {ConsentLevel.PUBLIC_SHARE, ConsentLevel.NETWORK}) for role in Role),
    ],
)
def test_each_role_finds_what_it_may_read(archive: Archive, run: Run, role: str | None, levels: set[ConsentLevel]):
    made = {level: a_case(archive, level=level) for level in levels | {ConsentLevel.NETWORK, ConsentLevel.PRIVATE}}
    a_case(archive, state=CaseState.SUBMITTED)
    index(archive)
    found = json.loads(run("huelga", *(["--as", role] if role else []), "--json").stdout)
    assert {hit["id"] for hit in found["hits"]} == {made[level].public_id for level in levels}
    assert found["total"] == len(levels)


def test_a_story_that_is_hidden_is_not_found(archive: Archive, run: Run):
    made = a_case(archive)
    index(archive)
    hide(archive, made)
    assert run("huelga", "--json").stdout == '{\n  "total": 0,\n  "complete": true,\n  "hits": []\n}\n'


def test_the_number_of_answers_can_be_chosen(archive: Archive, run: Run):
    for _number in range(3):
        a_case(archive)
    index(archive)
    found = run("huelga", "--limit", "2")
    assert len(found.stdout.splitlines()) == 2
    assert "3 found" in found.stderr


def test_without_an_index_it_says_that_the_database_was_asked(archive: Archive, run: Run):
    made = a_case(archive)
    found = run("huelga")
    assert made.public_id in found.stdout
    assert "database" in found.stderr


@pytest.mark.parametrize(
    "words",
    [[], ["a", "--as", "king"], ["a", "--language", "not a tag"], ["a", "--limit", "0"], ["a", "--colour"]],
)
def test_wrong_usage_is_told(run: Run, words: list[str]):
    assert run(*words).exit_code == 2


def test_verify_names_what_differs_on_each_shelf_and_rebuild_mends_it(archive: Archive, settings: Settings):
    made = a_case(archive)
    a_case(archive, level=ConsentLevel.NETWORK)
    index(archive)
    context = Context(settings, lambda _settings: archive, create_app)

    def search(*words: str) -> Result:
        return CliRunner().invoke(wgsm, ["search", *words], obj=context)

    whole = search("verify")
    assert whole.exit_code == 0
    clean = "missing 0, surplus 0, stale 0"
    assert whole.stdout.splitlines() == [
        f"{shelf}{what}: {clean}" for shelf in ("public", "network") for what in ("", ", words")
    ]
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(delete(ShelfText).where(ShelfText.version_id == made.version_id))
        work.session.get_one(LanguageVersion, made.version_id).revision += 1
    found = search("verify")
    assert found.exit_code == 1
    assert "public: missing 0, surplus 0, stale 1" in found.stdout
    assert "public, words: missing 1, surplus 0, stale 0, miscounted" in found.stdout
    assert search("rebuild").exit_code == 0
    assert search("verify").exit_code == 0
