"""The paper on the form says what the code does: its example is imported as it stands there."""

import re
import tomllib
from pathlib import Path

from sqlalchemy import select

from tests.services.sharing.making import bring, case_called, changed
from wgsm_archive.db.models import CaseRelation, LanguageVersion
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.rendering import outdated_slots
from wgsm_archive.services.sharing.node import Node
from wgsm_archive.services.sharing.reading_in import read_case
from wgsm_archive.services.sharing.reading_record import read_record

PAPER = (Path(__file__).parents[3] / "docs" / "interchange.md").read_text(encoding="utf-8")


def _example() -> dict[str, object]:
    return tomllib.loads(re.findall(r"```toml\n(.*?)```", PAPER, re.DOTALL)[0])


def test_the_example_is_imported_without_a_problem(archive: Archive):
    report = bring(archive, changed("id", to="our-library-016"), _example())
    assert (report.new, report.problems) == (2, [])
    told = case_called(archive, "our-library-017")
    with archive.unit_of_work(ANONYMOUS) as work:
        page = work.reading.case(told.public_id, ("en",))
        assert page.title == "The strike of the fishers"
        assert page.outdated == 1
        assert page.missing
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(CaseRelation)).one().case_id == told.id
        english = work.session.scalars(
            select(LanguageVersion).where(LanguageVersion.case_id == told.id, LanguageVersion.language == "en")
        ).one()
        assert len(outdated_slots(work, english.id)) == 1


def test_every_key_stands_in_the_paper(archive: Archive, monkeypatch):
    asked: set[str] = set()
    raw = Node.raw

    def listen(self: Node, key: str) -> object:
        asked.add(key)
        return raw(self, key)

    monkeypatch.setattr(Node, "raw", listen)
    vocabularies, today = archive.tools.vocabularies, archive.tools.clock.now().date()
    read_case(_example(), vocabularies, today)
    record = {"format": "wgsm-record/1", "id": "us", "type": "organisation", "texts": {"en": {"title": "Us"}}}
    read_record(record, vocabularies, today)
    words = set(re.findall(r"[a-z][a-z_-]+", PAPER))
    assert {key for key in asked if re.fullmatch("[a-z][a-z_-]+", key) and key not in words} == set()
