"""Small documents and questions for tests of search engines."""

from collections.abc import Mapping
from typing import Any

from wgsm_archive.domain.query import parse
from wgsm_archive.domain.query_tree import Query
from wgsm_archive.ports.search import SearchDocument, SearchIndex, SearchRequest, Shelf

PUBLIC = frozenset({"public"})
LAND = (("en", "Land"),)


def document(
    version_id: int,
    case_id: int | None = None,
    *,
    language: str = "en",
    title: str = "",
    body: str = "",
    labels: tuple[tuple[str, str], ...] = (),
    facets: Mapping[str, tuple[str, ...]] | None = None,
    access: frozenset[str] = PUBLIC,
    revision: int = 1,
    years: tuple[int | None, int | None] = (None, None),
    published: int = 700_000,
) -> SearchDocument:
    return SearchDocument(
        version_id=version_id,
        case_id=version_id if case_id is None else case_id,
        revision=revision,
        language=language,
        access_labels=access,
        title=title,
        body=body,
        term_labels=labels,
        facets=facets or {},
        year_from=years[0],
        year_to=years[1],
        published=published,
        title_key=title.casefold(),
    )


def request(query: str | Query = "", **options: Any) -> SearchRequest:
    options.setdefault("held", PUBLIC)
    return SearchRequest(parse(query) if isinstance(query, str) else query, **options)


def cases(index: SearchIndex, asked: SearchRequest, shelf: Shelf = Shelf.PUBLIC) -> list[int]:
    return [hit.case_id for hit in index.search(shelf, asked).hits]
