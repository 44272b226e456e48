from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.adapters.search.making import LAND, document
from tests.postgres import postgres_url
from wgsm_archive.adapters.search.postgres_index import PostgresIndex
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.db.engine import make_engine
from wgsm_archive.ports.search import SearchDocument, SearchIndex, Shelf


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An empty index."""
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    return made


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """A PostgreSQL of this process's own."""
    url = postgres_url()
    if url is None:
        pytest.skip("PostgreSQL is not installed: its half of these tests is left out")
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["whoosh", "postgres"])
def either_index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    """An empty index of each kind."""
    made: SearchIndex
    if request.param == "postgres":
        made = PostgresIndex(request.getfixturevalue("postgres"))
    else:
        made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    return made


@pytest.fixture
def holding(index: SearchIndex) -> Callable[[Iterable[SearchDocument]], SearchIndex]:
    """The index, with documents on the public shelf."""

    def fill(documents: Iterable[SearchDocument]) -> SearchIndex:
        index.rebuild({Shelf.PUBLIC: documents})
        return index

    return fill


@pytest.fixture
def coast(holding):
    """Three cases: one in three languages, one in French, one in Arabic."""
    fish = {"theme": ("fisheries", "land"), "country": ("PE",)}
    work = (("en", "Work"), ("fr", "Travail"))
    strike = {"theme": ("work",), "country": ("FR",)}
    school = {"theme": ("land",), "country": ("EG", "PE")}
    return holding(
        [
            document(1, 1, language="es", title="La costa", body="Los pescadores ocupan la playa", facets=fish),
            document(2, 1, language="en", title="The coast", body="Fishers occupy the beach", facets=fish),
            document(3, 1, language="pt", title="A costa", body="Os pescadores ocupam a praia", facets=fish),
            document(
                4,
                2,
                language="fr",
                title="Le port",
                body="La grève des dockers",
                labels=work,
                facets=strike,
            ),
            document(
                5,
                3,
                language="ar",
                title="المدرسة",
                body="الحق في التعليم والأرض",
                labels=LAND,
                facets=school,
            ),
        ]
    )
