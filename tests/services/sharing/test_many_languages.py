"""Twenty-one languages in nine scripts: imported, rendered with their direction, indexed, and found by their own words.

The texts are articles of the Universal Declaration of Human Rights (United Nations, public domain), the excerpt that
the tests of the index use.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.fakes import HeldClock
from tests.make import index
from tests.services.sharing.making import another_archive, bring, bring_lines, exported
from wgsm_archive.app import create_archive
from wgsm_archive.db.models import Case
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.checking import faults
from wgsm_archive.services.reading.views import Question
from wgsm_archive.settings import Settings

_FILE = Path(__file__).parents[2] / "adapters" / "search" / "udhr.jsonl"


def _articles() -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["language"]][row["article"]] = row["text"]
    return found


ARTICLES = _articles()
RIGHT_TO_LEFT = {"ar", "ur"}


def _words(text: str) -> list[str]:
    return sorted({word for word in re.split(r"[\s፡።,.;:،؛।()]+", text) if len(word) > 3}, key=len, reverse=True)


def _version(tag: str) -> dict[str, Any]:
    texts = ARTICLES[tag]
    return {
        "title": " ".join(texts[1].split()[:6]) if " " in texts[1] else texts[1][:40],
        "sections": {"summary": texts[1], "threat": texts[4], "strategy": texts[17], "change": texts[20]},
    }


def _record(tag: str) -> dict[str, Any]:
    consent = {"level": "public-share", "translate": True, "export": True}
    return {
        "format": "wgsm-case/1",
        "id": f"udhr-{tag}",
        "original_language": tag,
        "consent": consent,
        "versions": {tag: _version(tag)},
    }


def _together() -> dict[str, Any]:
    """One story in all of them, told in Aymara."""
    versions = {"ay": _version("ay")} | {tag: _version(tag) for tag in ARTICLES if tag != "ay"}
    return {**_record("ay"), "id": "udhr-together", "versions": versions}


@pytest.fixture(scope="module")
def declaration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, dict[str, str]]]:
    """All languages in one archive, indexed by the worker; with the stories' addresses."""
    made = create_archive(Settings(instance=tmp_path_factory.mktemp("declaration")))
    migrate(made.engine)
    report = bring(made, *map(_record, ARTICLES), _together())
    assert (report.new, report.problems) == (len(ARTICLES) + 1, [])
    index(made)
    with made.unit_of_work(SYSTEM) as work:
        ids = {case.sender_id or "": case.public_id for case in work.session.scalars(select(Case))}
        assert list(faults(work)) == []
    yield made, ids
    made.engine.dispose()


def test_there_are_twenty_one():
    assert len(ARTICLES) == 21


@pytest.mark.parametrize("tag", sorted(ARTICLES))
def test_a_story_is_found_by_a_word_of_its_language(declaration: tuple[Archive, dict[str, str]], tag: str):
    archive, ids = declaration
    with archive.unit_of_work(ANONYMOUS) as work:
        for word in _words(ARTICLES[tag][17])[:2]:
            found = work.reading.find(Question(words=word, limit=50), (tag,))
            hits = {hit.card.public_id: hit for hit in found.hits}
            assert {ids[f"udhr-{tag}"], ids["udhr-together"]} <= hits.keys(), word
            # The Portuguese of both sides of the ocean share their words.
            assert hits[ids["udhr-together"]].card.language.split("-")[0] == tag.split("-", maxsplit=1)[0]


@pytest.mark.parametrize("tag", sorted(ARTICLES))
def test_a_story_is_shown_in_its_language_and_direction(declaration: tuple[Archive, dict[str, str]], tag: str):
    archive, ids = declaration
    with archive.unit_of_work(ANONYMOUS) as work:
        for name in (f"udhr-{tag}", "udhr-together"):
            page = work.reading.case(ids[name], (tag,))
            assert page.language == tag
            assert page.direction == ("rtl" if tag in RIGHT_TO_LEFT else "ltr")
            assert (page.missing, page.outdated) == (0, 0)
            passage = next(passage for passage in page.passages if passage.field == "threat")
            assert _words(ARTICLES[tag][4])[0] in passage.html


@pytest.mark.parametrize(("tag", "direction"), [("fa", "rtl"), ("he", "rtl"), ("ks-Deva", "ltr"), ("pa-Arab", "rtl")])
def test_the_script_decides_the_direction(archive: Archive, tag: str, direction: str):
    record = {**_record("ur"), "original_language": tag, "versions": {tag: _version("ur")}}
    assert bring(archive, record).problems == []
    with archive.unit_of_work(ANONYMOUS) as work:
        public_id = work.session.scalars(select(Case.public_id)).one()
        assert work.reading.case(public_id, (tag,)).direction == direction


def test_all_languages_come_back_the_same(
    declaration: tuple[Archive, dict[str, str]], tmp_path: Path, clock: HeldClock
):
    first = exported(declaration[0])
    with another_archive(tmp_path, clock) as other:
        assert bring_lines(other, first).problems == []
        assert exported(other) == first
