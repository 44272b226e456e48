from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.ports.search import SearchDocument, SearchIndex, Shelf


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An empty index."""
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
