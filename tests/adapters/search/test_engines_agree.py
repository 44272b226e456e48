"""PostgreSQL answers as Whoosh does: the same stories, the same counts, nearly the same order."""

from __future__ import annotations

import json
import traceback
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect

from tests.adapters.search.making import LAND, document, request
from wgsm_archive.adapters.search.postgres_index import PostgresIndex, index
from wgsm_archive.adapters.search.postgres_index.tables import SCHEMA
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.db.engine import make_engine
from wgsm_archive.ports.search import DocumentRefused, IndexBroken, IndexBusy, SearchDocument, Shelf

HERE = Path(__file__).parent
ARTICLES = [json.loads(line) for line in (HERE / "udhr.jsonl").read_text("utf-8").splitlines()]
INFLECTED: dict[str, dict[str, int]] = json.loads((HERE / "inflected.json").read_text("utf-8"))
QUESTIONS = [
    "right education",
    '"everyone has the right"',
    "educa*",
    "profe* -escuela",
    "title:7",
    "derecho OR droit",
    "(law OR loi) AND NOT slavery",
    "topic:land",
    "الحق في التعليم",
    "शिक्षा का अधिकार",
    "it's l'homme",
    "",
    "nothing-at-all",
]


def documents() -> list[SearchDocument]:
    return [
        document(n, n // 2, language=a["language"], title=str(n), body=a["text"], labels=LAND if n % 9 else (),
                 facets={"theme": (str(n // 2 % 3),)}, years=(1990 + n % 30, None), published=700_000 + n % 11)
        for n, a in enumerate(ARTICLES)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, postgres: Engine) -> tuple[WhooshIndex, PostgresIndex]:
    whoosh, other = WhooshIndex(tmp_path_factory.mktemp("agree") / "index"), PostgresIndex(postgres)
    for made in (whoosh, other):
        made.rebuild({Shelf.PUBLIC: documents()})
    return whoosh, other


def test_both_find_the_same_and_count_the_same(both: tuple[WhooshIndex, PostgresIndex]):
    words = [word for words in INFLECTED.values() for word in list(words)[:4]]
    for asked in [*QUESTIONS, *words]:
        one, other = (
            made.search(Shelf.PUBLIC, request(asked, languages=("es",), facets=("theme",), limit=500)) for made in both
        )
        assert {h.case_id for h in one.hits} == {h.case_id for h in other.hits}, asked
        assert (one.total, one.facets, one.relaxed) == (other.total, other.facets, other.relaxed), asked
        best = {hit.case_id for hit in other.hits[:4]}
        assert not one.hits or one.hits[0].case_id in best, asked


def test_inflected_words_find_the_article_among_the_first_three(both: tuple[WhooshIndex, PostgresIndex]):
    missed = []
    for language, words in INFLECTED.items():
        for asked, wanted in words.items():
            hits = both[1].search(Shelf.PUBLIC, request(asked, languages=(language,), limit=3)).hits
            found = {(ARTICLES[h.found_in]["language"].split("-")[0], ARTICLES[h.found_in]["article"]) for h in hits}
            missed += [(language, asked)] if (language, wanted) not in found else []
    assert len(missed) <= sum(map(len, INFLECTED.values())) * 0.05, missed


def test_another_machine_sees_a_change_at_once_and_old_tables_are_dropped(postgres: Engine):
    here, there = PostgresIndex(postgres), PostgresIndex(postgres)
    here.rebuild({Shelf.PUBLIC: [document(1, body="water")]})
    assert there.search(Shelf.PUBLIC, request("water")).total == 1
    here.apply(Shelf.PUBLIC, [document(2, body="water \\ it's 'quoted' \\' x")], [1])
    assert there.contents(Shelf.PUBLIC) == {2: 1}
    assert there.search(Shelf.PUBLIC, request("water quoted")).total == 1
    here.compact(Shelf.PUBLIC)
    assert there.search(Shelf.PUBLIC, request("water")).total == 1
    here.rebuild({})
    assert there.search(Shelf.PUBLIC, request("water")).total == 0
    assert len(inspect(postgres).get_table_names(schema=SCHEMA)) == 1 + len(Shelf)


def test_a_text_of_more_words_than_fit_is_found_by_its_beginning_and_its_labels(postgres: Engine):
    made = PostgresIndex(postgres)
    made.rebuild({})
    long = " ".join(f"w{number:05}" + "z" * 55 for number in range(17_000))
    made.apply(
        Shelf.PUBLIC,
        [document(1, title="dam", body=f"river {long}", labels=LAND), document(2, body="river")],
        [],
    )
    assert made.search(Shelf.PUBLIC, request("river")).total == 2
    assert made.search(Shelf.PUBLIC, request("dam")).total == 1
    assert made.search(Shelf.PUBLIC, request("topic:land")).total == 1


def test_what_cannot_be_held_is_the_fault_of_its_story_alone(postgres: Engine, monkeypatch: pytest.MonkeyPatch):
    made = PostgresIndex(postgres)
    made.rebuild({Shelf.PUBLIC: [document(1)]})
    too_long = " ".join(f"'{number:0500}'" for number in range(2500))
    for held in (too_long, "'secret", "'a\0'"):
        monkeypatch.setattr(index, "tokens", lambda *_given, held=held: held)
        with pytest.raises(DocumentRefused) as told:
            made.apply(Shelf.PUBLIC, [document(2)], [])
        assert "secret" not in "".join(traceback.format_exception(told.value))
    assert made.contents(Shelf.PUBLIC) == {1: 1}


def test_a_new_index_leaves_out_what_cannot_be_held_and_finds_all_else(
    postgres: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    real = index.tokens
    monkeypatch.setattr(
        index, "tokens", lambda texts, *more: "'secret" if "3" in texts["title"] else real(texts, *more)
    )
    made = PostgresIndex(postgres)
    made.rebuild({Shelf.PUBLIC: [document(n, title=str(n), body="water") for n in range(1, 8)]})
    assert sorted(made.contents(Shelf.PUBLIC)) == [1, 2, 4, 5, 6, 7]
    assert made.search(Shelf.PUBLIC, request("water")).total == 6
    assert "version 3 was left out" in caplog.text
    assert "secret" not in caplog.text


def test_a_database_that_is_away_is_not_a_broken_index(tmp_path: Path):
    away = PostgresIndex(make_engine(f"postgresql+psycopg://wgsm@/none?host={tmp_path}"))
    for act in (
        lambda: away.apply(Shelf.PUBLIC, [document(1)], []),
        lambda: away.search(Shelf.PUBLIC, request("water")),
        lambda: away.contents(Shelf.PUBLIC),
    ):
        with pytest.raises(IndexBusy):
            act()


def test_whoever_waits_too_long_for_an_answer_or_a_line_is_not_told_that_the_index_is_broken(postgres: Engine):
    PostgresIndex(postgres).rebuild({Shelf.PUBLIC: [document(1)]})
    hurried = create_engine(
        postgres.url,
        connect_args={"options": "-c statement_timeout=200"},
        pool_size=1,
        max_overflow=0,
        pool_timeout=0.02,
    )
    made = PostgresIndex(hurried)
    with postgres.begin() as other:
        other.exec_driver_sql(f"LOCK TABLE {SCHEMA}.state")
        with pytest.raises(IndexBusy):
            made.search(Shelf.PUBLIC, request("water"))
    assert made.search(Shelf.PUBLIC, request()).total == 1
    with hurried.connect(), pytest.raises(IndexBusy):
        made.contents(Shelf.PUBLIC)
    hurried.dispose()


@pytest.mark.parametrize("spoil", ["DROP TABLE {}", "UPDATE {} SET kind = 'x'", "UPDATE {} SET lengths = 'null'"])
def test_a_spoilt_or_missing_table_is_a_broken_index(postgres: Engine, spoil: str):
    made = PostgresIndex(postgres)
    made.rebuild({Shelf.PUBLIC: [document(1)]})
    (name,) = (one for one in inspect(postgres).get_table_names(schema=SCHEMA) if one.startswith("public"))
    with postgres.begin() as connection:
        connection.exec_driver_sql(spoil.format(f"{SCHEMA}.{name}"))
    with pytest.raises(IndexBroken):
        made.search(Shelf.PUBLIC, request("water"))
    made.rebuild({Shelf.PUBLIC: [document(1)]})
    assert made.search(Shelf.PUBLIC, request()).total == 1


def test_without_an_index_or_a_free_place_to_write_it_says_so(postgres: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(index, "MAKE", "99.1")
    fresh = PostgresIndex(postgres)
    with pytest.raises(IndexBroken):
        fresh.search(Shelf.PUBLIC, request("water"))
    with pytest.raises(IndexBroken):
        fresh.apply(Shelf.PUBLIC, [document(1)], [])
    monkeypatch.undo()
    monkeypatch.setattr(index, "_WAIT", 0.0)
    made = PostgresIndex(postgres)
    made.rebuild({})
    with made._writing(), pytest.raises(IndexBusy):
        PostgresIndex(postgres).apply(Shelf.PUBLIC, [document(1)], [])
