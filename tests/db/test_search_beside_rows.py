"""An archive whose rows, words and search index all lie in one PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make import TEXTS, a_case, hide, index
from tests.postgres import postgres_url
from wgsm_archive.adapters.search.postgres_index import index as postgres_index
from wgsm_archive.app import create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs import indexing, vocabulary
from wgsm_archive.services.reading.views import Found, Question
from wgsm_archive.settings import Settings


def test_another_machine_finds_at_once_what_the_worker_of_the_first_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    url = postgres_url()
    if url is None:
        pytest.skip("PostgreSQL is not installed: this test is left out")
    machines = [
        create_archive(Settings(instance=tmp_path / name, database_url=url, search="postgres")) for name in ("a", "b")
    ]
    first, second = machines
    empty(first)
    migrate(first.engine)

    def find(words: str) -> Found:
        with second.unit_of_work(ANONYMOUS) as work:
            return work.reading.find(Question(words=words), ("es",), helped=True)

    try:
        assert find("huelga").plain
        made = a_case(first)
        index(first)
        assert (find("huelga").total, find("huelga").plain) == (1, False)
        better = find("pescadroes").better
        assert better is not None
        assert better.words == "pescadores"
        with second.unit_of_work(SYSTEM) as work:
            for shelf in Shelf:
                assert indexing.verify(work, shelf).whole
                assert indexing.verify_words(work, shelf).whole
                assert vocabulary.adds_up(work, shelf)
        with second.unit_of_work(ANONYMOUS) as work:
            assert "La huelga de los pescadores" in {one.text for one in work.reading.complete("huel", ("es",))}
        hide(first, made)
        assert (find("huelga").total, find("pescadroes").better) == (0, None)
        assert not (tmp_path / "b" / "index").exists()
        a_refused_story_keeps_no_other_from_being_found(first, monkeypatch)
    finally:
        empty(first)
        for machine in machines:
            machine.engine.dispose()


def a_refused_story_keeps_no_other_from_being_found(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when the whole index is made anew, and not when stories are written one after another."""
    others, refused = [a_case(archive) for _number in range(3)], a_case(archive, texts={**TEXTS, "title": "Zarzal"})
    real = postgres_index.tokens
    monkeypatch.setattr(
        postgres_index,
        "tokens",
        lambda texts, *more: "'not closed" if "zarzal" in texts["title"] else real(texts, *more),
    )
    for act in (index, _rebuild):
        act(archive)
        with archive.unit_of_work(ANONYMOUS) as work:
            hits = work.reading.find(Question(words="pescadores"), ("es",)).hits
        assert {hit.card.case_id for hit in hits} == {one.id for one in others}
        with archive.unit_of_work(SYSTEM) as work:
            assert indexing.verify(work, Shelf.PUBLIC).missing == {refused.version_id}


def _rebuild(archive: Archive) -> None:
    with archive.unit_of_work(SYSTEM) as work:
        indexing.rebuild(work)


def empty(archive: Archive) -> None:
    """Take everything out of the database, which other tests use, too."""
    with archive.engine.begin() as connection:
        for schema in ("public", "wgsm_search"):
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
