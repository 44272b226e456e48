"""What every search engine behind the port has to do: orders, pages, who may see what, changes."""

import pytest

from tests.adapters.search.making import PUBLIC, cases, document, request
from wgsm_archive.ports.search import SearchIndex, Shelf, Sort


@pytest.fixture
def index(either_index: SearchIndex) -> SearchIndex:
    """An empty index of each kind."""
    return either_index


# -- order and pages -----------------------------------------------------------------------------------------------


def test_orders(holding):
    index = holding(
        [
            document(1, title="Banana", body="water", published=3),
            document(2, title="apple", body="water water", published=1),
            document(3, title="Cherry", body="water water water", published=2),
        ]
    )
    assert cases(index, request("water", sort=Sort.NEWEST)) == [1, 3, 2]
    assert cases(index, request("water", sort=Sort.OLDEST)) == [2, 3, 1]
    assert cases(index, request("water", sort=Sort.TITLE)) == [2, 1, 3]
    assert cases(index, request("water", sort=Sort.RELEVANCE)) == [3, 2, 1]


def test_order_by_title_uses_the_title_that_is_shown(holding):
    index = holding(
        [
            document(1, 1, language="en", title="Zebra"),
            document(2, 1, language="es", title="Agua"),
            document(3, 2, language="en", title="Mountain"),
        ]
    )
    assert cases(index, request(sort=Sort.TITLE, languages=("en",))) == [2, 1]
    assert cases(index, request(sort=Sort.TITLE, languages=("es",))) == [1, 2]


@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_one_another_without_gap_or_repeat(holding, sort: Sort):
    index = holding(
        [document(n, body="water " * (n % 5 + 1), title=f"t{n % 7}", published=n % 11) for n in range(1, 120)]
    )
    whole = cases(index, request("water", sort=sort, limit=500))
    assert sorted(whole) == list(range(1, 120))
    paged = [
        case
        for offset in range(0, 130, 10)
        for case in cases(index, request("water", sort=sort, offset=offset, limit=10))
    ]
    assert paged == whole


def test_a_page_beyond_the_end_is_empty_and_still_tells_the_total(coast):
    result = coast.search(Shelf.PUBLIC, request(offset=50, limit=20))
    assert (result.hits, result.total) == ((), 3)
    assert coast.search(Shelf.PUBLIC, request(limit=0)).total == 3


def test_order_of_equals_does_not_depend_on_when_they_were_indexed(index):
    for n in (5, 3, 9, 1):
        index.apply(Shelf.PUBLIC, [document(n, body="water")], [])
    assert cases(index, request("water")) == [1, 3, 5, 9]
    index.apply(Shelf.PUBLIC, [document(1, body="water", revision=2)], [])
    assert cases(index, request("water")) == [1, 3, 5, 9]


# -- who may see ---------------------------------------------------------------------------------------------------


@pytest.fixture
def shelves(index):
    circle = frozenset({"network", "circle:7"})
    index.rebuild(
        {
            Shelf.PUBLIC: [document(1, body="water open", facets={"country": ("PE",)})],
            Shelf.NETWORK: [
                document(1, body="water open", access=frozenset({"public", "network"}), facets={"country": ("PE",)}),
                document(2, body="water hidden", access=frozenset({"network"}), facets={"country": ("BR",)}),
                document(3, body="water secret", access=frozenset({"circle:7"}), facets={"country": ("CL",)}),
            ],
        }
    )
    return index, circle


def test_the_public_shelf_holds_only_what_was_put_there(shelves):
    index, circle = shelves
    assert cases(index, request("water", held=circle | PUBLIC)) == [1]
    assert cases(index, request("hidden OR secret", held=circle | PUBLIC)) == []


@pytest.mark.parametrize(
    ("held", "found"),
    [
        (frozenset({"public"}), {1: "PE"}),
        (frozenset({"network"}), {1: "PE", 2: "BR"}),
        (frozenset({"circle:7"}), {3: "CL"}),
        (frozenset({"network", "circle:7"}), {1: "PE", 2: "BR", 3: "CL"}),
        (frozenset({"circle:8"}), {}),
        (frozenset(), {}),
    ],
)
def test_a_hit_needs_one_of_the_labels_held_and_counts_follow(shelves, held, found):
    index, _ = shelves
    for asked in ("", "water", "wat*", '"water secret" OR water', "-nothing"):
        result = index.search(Shelf.NETWORK, request(asked, held=held, facets=("country",)))
        assert sorted(h.case_id for h in result.hits) == sorted(found)
        assert result.total == len(found)
        assert result.facets == {"country": dict.fromkeys(sorted(found.values()), 1)}


def test_a_version_that_may_not_be_seen_neither_finds_nor_shows_its_case(index):
    index.rebuild(
        {
            Shelf.NETWORK: [
                document(1, 1, language="en", title="open", body="water", access=frozenset({"network"})),
                document(2, 1, language="es", title="secret", body="agua", access=frozenset({"circle:7"})),
            ]
        }
    )
    seen = frozenset({"network"})
    assert cases(index, request("agua", held=seen), Shelf.NETWORK) == []
    (hit,) = index.search(Shelf.NETWORK, request("water", held=seen, languages=("es",))).hits
    assert (hit.version_id, hit.language, hit.found_in) == (1, "en", 1)


def test_facets_of_a_version_that_may_not_be_seen_are_not_counted(index):
    index.rebuild(
        {
            Shelf.NETWORK: [
                document(1, 1, access=frozenset({"network"}), facets={"country": ("PE",)}),
                document(2, 1, access=frozenset({"circle:7"}), facets={"country": ("PE",), "place": ("secret",)}),
            ]
        }
    )
    asked = request(held=frozenset({"network"}), facets=("country", "place"))
    assert index.search(Shelf.NETWORK, asked).facets == {"country": {"PE": 1}, "place": {}}
    everything = request(held=frozenset({"network", "circle:7"}), facets=("country",))
    assert index.search(Shelf.NETWORK, everything).facets == {"country": {"PE": 1}}
    assert index.search(Shelf.NETWORK, everything).total == 1


def test_excluded_cases_are_taken_out_before_anything_is_counted(coast):
    asked = request(exclude_cases=frozenset({1, 77}), facets=("country",))
    result = coast.search(Shelf.PUBLIC, asked)
    assert sorted(h.case_id for h in result.hits) == [2, 3]
    assert result.total == 2
    assert result.facets == {"country": {"EG": 1, "FR": 1, "PE": 1}}


# -- changes -------------------------------------------------------------------------------------------------------


def test_what_was_written_is_found_at_once_and_what_was_deleted_is_not(coast):
    coast.apply(
        Shelf.PUBLIC,
        [document(2, 1, body="The harbour", revision=2), document(6, 4, body="Fishers again")],
        [4, 999],
    )
    assert cases(coast, request("fishers")) == [4]
    assert cases(coast, request("harbour")) == [1]
    assert cases(coast, request("grève")) == []
    assert coast.contents(Shelf.PUBLIC) == {1: 1, 2: 2, 3: 1, 5: 1, 6: 1}


def test_facets_of_deleted_documents_are_gone(coast):
    coast.apply(Shelf.PUBLIC, [], [4])
    facets = coast.search(Shelf.PUBLIC, request(facets=("theme", "country"))).facets
    assert facets == {"theme": {"fisheries": 1, "land": 2}, "country": {"EG": 1, "PE": 2}}


def test_the_last_of_several_writings_of_a_version_counts(index):
    index.apply(Shelf.PUBLIC, [document(1, body="first"), document(1, body="second", revision=2)], [])
    assert cases(index, request("first")) == []
    assert cases(index, request("second")) == [1]
    assert index.contents(Shelf.PUBLIC) == {1: 2}


def test_writing_to_one_shelf_leaves_the_other_alone(index):
    index.apply(Shelf.NETWORK, [document(1, body="water")], [])
    assert cases(index, request("water")) == []
    assert cases(index, request("water"), Shelf.NETWORK) == [1]


def test_a_case_counts_once_while_only_some_of_its_versions_have_new_facets(coast):
    coast.apply(Shelf.PUBLIC, [document(2, 1, body="Fishers", revision=2, facets={"theme": ("water",)})], [])
    result = coast.search(Shelf.PUBLIC, request(facets=("theme",)))
    assert result.total == 3
    assert len(result.hits) == len({h.case_id for h in result.hits}) == 3
    assert sum(result.facets["theme"].values()) <= 4


def test_many_small_writings_keep_everything(index):
    for n in range(1, 41):
        index.apply(Shelf.PUBLIC, [document(n, body=f"water number{n} land")], [n - 5] if n % 4 == 0 else [])
    gone = {n - 5 for n in range(1, 41) if n % 4 == 0 and n > 5}
    kept = [n for n in range(1, 41) if n not in gone]
    assert sorted(cases(index, request("water", limit=99))) == kept
    for n in range(1, 41):
        assert cases(index, request(f'"water number{n} land"')) == ([n] if n in kept else [])


def test_a_compacted_index_answers_as_before(coast):
    coast.apply(Shelf.PUBLIC, [], [4])
    before = [
        coast.search(Shelf.PUBLIC, request(q, facets=("theme",))) for q in ("pescadores", "land", "", '"la playa"')
    ]
    coast.compact(Shelf.PUBLIC)
    after = [
        coast.search(Shelf.PUBLIC, request(q, facets=("theme",))) for q in ("pescadores", "land", "", '"la playa"')
    ]
    assert [[(h.case_id, h.version_id) for h in r.hits] for r in after] == [
        [(h.case_id, h.version_id) for h in r.hits] for r in before
    ]
    assert [r.facets for r in after] == [r.facets for r in before]
    assert coast.contents(Shelf.PUBLIC) == {1: 1, 2: 1, 3: 1, 5: 1}
