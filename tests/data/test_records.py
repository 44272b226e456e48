"""The records of the working group's own activities and publications in the sample archive."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import wgsm_archive
from wgsm_archive.domain.case_study import RecordType, RelationKind, SourceType

DATA = Path(wgsm_archive.__file__).parent / "data"
RECORDS: dict[str, dict[str, Any]] = {
    record["id"]: record
    for path in sorted((DATA / "sample" / "records").glob("*.toml"))
    for record in [tomllib.loads(path.read_text(encoding="utf-8"))]
}
VOCABULARIES = tomllib.loads((DATA / "vocabularies" / "en.toml").read_text(encoding="utf-8"))


def test_every_kind_of_activity_is_there() -> None:
    kinds = {record["kind"] for record in RECORDS.values()}
    assert {"working-group", "solidarity-visit", "thematic-gathering", "workshop", "fact-finding-mission"} <= kinds
    assert {"portal", "book", "charter"} <= kinds
    assert len(list((DATA / "sample" / "records").glob("*.toml"))) == len(RECORDS)


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS.keys())
def test_a_record_can_be_read_in_every_interface_language_and_says_where_it_comes_from(record: dict[str, Any]) -> None:
    assert record["format"] == "wgsm-record/1"
    assert RecordType(record["type"])
    assert list(record["texts"]) == ["en", "es", "fr", "pt", "ar"]
    for text in record["texts"].values():
        assert text["title"].strip()
        assert len(text["summary"]) > 80
    assert record["sources"]
    for source in record["sources"]:
        assert SourceType(source["type"])
        assert source["url"].startswith("https://")


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS.keys())
def test_terms_and_relations_exist(record: dict[str, Any]) -> None:
    for vocabulary, terms in record["terms"].items():
        assert set(terms) <= {term["id"] for term in VOCABULARIES[vocabulary]}
    for relation in record.get("relations", []):
        assert RelationKind(relation["kind"])
        assert relation["to"] in RECORDS


def test_the_book_is_found_under_the_title_it_is_cited_with() -> None:
    book = RECORDS["land-in-the-struggle"]
    assert "Land in the Struggle for Justice" in book["alternative_titles"]
    assert book["texts"]["en"]["title"].startswith("Land in the Struggle for Social Justice")
    digits = [int(digit) for digit in book["isbn"].replace("-", "")]
    assert sum(digit * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
