"""While the index is made anew, searching looks through the database, and answers the same question."""

import shutil

import pytest

from tests.make import a_case, index
from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.views import Question
from wgsm_archive.settings import Settings

QUESTIONS = [
    (Question(), 2),
    (Question(words="puerto"), 2),
    (Question(filters={"theme": ("fisheries",)}), 1),
    (Question(filters={"theme": ("water", "fisheries")}), 2),
    (Question(filters={"theme": ("solidarity",)}), 0),
    (Question(filters={"theme": ("nope",)}), 0),
    (Question(filters={"country": ("ZW",)}), 0),
    (Question(filters={"country": ("CO",), "theme": ("water",)}), 1),
    (Question(filters={"language": ("pt",)}), 0),
    (Question(filters={"type": ("case",)}), 2),
    (Question(filters={"type": ("portal",)}), 0),
]


@pytest.fixture
def stories(archive: Archive) -> Archive:
    a_case(archive)
    a_case(archive, terms=(("themes", "water"),), countries=("CO",))
    a_case(archive, level=ConsentLevel.NETWORK)
    index(archive)
    return archive


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize(("asked", "total"), QUESTIONS)
def test_both_ways_find_the_same(stories: Archive, settings: Settings, asked: Question, total: int, *, broken: bool):
    if broken:
        shutil.rmtree(settings.index_folder)
    with stories.unit_of_work(ANONYMOUS) as work:
        found = work.reading.find(asked, ("es",))
    assert found.plain is broken
    assert found.total == total
    chosen = {(name, one.value) for name, of in found.facets.items() for one in of if one.chosen}
    assert chosen == {(name, value) for name, values in asked.filters.items() for value in values}
