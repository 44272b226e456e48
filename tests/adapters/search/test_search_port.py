"""What every search engine behind the port has to do."""

import pytest

from tests.adapters.search.making import PUBLIC, document, request
from wgsm_archive.ports.search import SearchIndex, SearchRequest, Shelf, Sort, Why


def cases(index: SearchIndex, asked: SearchRequest, shelf: Shelf = Shelf.PUBLIC) -> list[int]:
    return [hit.case_id for hit in index.search(shelf, asked).hits]


def test_an_empty_index_answers_with_nothing(index):
    result = index.search(Shelf.PUBLIC, request("land", facets=("theme",)))
    assert (result.hits, result.total, result.facets) == ((), 0, {"theme": {}})
    assert index.contents(Shelf.PUBLIC) == {}


@pytest.fixture
def coast(holding):
    """Three cases: one in three languages, one in French, one in Arabic."""
    fish = {"theme": ("fisheries", "land"), "country": ("PE",)}
    strike = {"theme": ("work",), "country": ("FR",)}
    school = {"theme": ("land",), "country": ("EG", "PE")}
    return holding(
        [
            document(1, 1, language="es", title="La costa", body="Los pescadores ocupan la playa", facets=fish),
            document(2, 1, language="en", title="The coast", body="Fishers occupy the beach", facets=fish),
            document(3, 1, language="pt", title="A costa", body="Os pescadores ocupam a praia", facets=fish),
            document(
                4, 2, language="fr", title="Le port", body="La grève des dockers", labels="Work\nTravail", facets=strike
            ),
            document(5, 3, language="ar", title="المدرسة", body="الحق في التعليم والأرض", labels="Land", facets=school),
        ]
    )


def test_a_case_is_one_hit_whatever_the_number_of_its_versions(coast):
    result = coast.search(Shelf.PUBLIC, request("pescadores"))
    assert (result.total, [h.case_id for h in result.hits]) == (1, [1])


def test_the_version_in_the_readers_language_stands_for_the_case(coast):
    (hit,) = coast.search(Shelf.PUBLIC, request("pescadores", languages=("pt",))).hits
    assert (hit.version_id, hit.language, hit.why, hit.found_in) == (3, "pt", Why.TEXT, 3)
    (hit,) = coast.search(Shelf.PUBLIC, request("pescadores", languages=("es", "pt"))).hits
    assert (hit.version_id, hit.why) == (1, Why.TEXT)


def test_a_hit_in_another_language_version_says_so_and_where(coast):
    (hit,) = coast.search(Shelf.PUBLIC, request("fishers", languages=("pt",))).hits
    assert (hit.version_id, hit.language, hit.why, hit.found_in) == (3, "pt", Why.OTHER_VERSION, 2)


def test_without_a_version_the_reader_understands_the_one_that_was_found_is_shown(coast):
    (hit,) = coast.search(Shelf.PUBLIC, request("grève", languages=("hi",))).hits
    assert (hit.version_id, hit.language, hit.why) == (4, "fr", Why.TEXT)


def test_a_word_in_the_label_of_a_term_finds_cases_in_any_language(coast):
    (hit,) = coast.search(Shelf.PUBLIC, request("land")).hits
    assert (hit.case_id, hit.language, hit.why) == (3, "ar", Why.LABEL)
    assert cases(coast, request("topic:travail")) == [2]


def test_nothing_asked_lists_every_case_newest_first(holding):
    index = holding([document(n, published=700_000 + n % 3, title=str(n)) for n in range(1, 8)])
    result = index.search(Shelf.PUBLIC, request())
    assert [h.case_id for h in result.hits] == [2, 5, 1, 4, 7, 3, 6]
    assert {h.why for h in result.hits} == {Why.BROWSE}
    assert result.total == 7


def test_a_better_match_comes_first_and_the_readers_language_before_others(holding):
    index = holding(
        [
            document(1, body="water " + "stone " * 200),
            document(2, body="water water water " + "stone " * 20),
            document(3, language="fr", body="water water water " + "pierre " * 20),
        ]
    )
    assert cases(index, request("water", languages=("en",)))[0] == 2
    assert cases(index, request("water", languages=("fr",)))[0] == 3
    scores = [h.score for h in index.search(Shelf.PUBLIC, request("water")).hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_a_word_in_the_title_counts_more(holding):
    index = holding([document(1, title="a story", body="dam here"), document(2, title="the dam", body="story here")])
    assert cases(index, request("dam")) == [2, 1]
    assert cases(index, request("title:dam")) == [2]


LOGIC = [
    ("water land", [1, 2, 3, 4]),
    ("water AND land", [1, 4]),
    ("water OR forest", [1, 2, 3, 4]),
    ("water -land", [2]),
    ("-water", [3, 5]),
    ("NOT (water OR forest)", [5]),
    ("(water OR forest) AND land", [1, 3, 4]),
    ('"water land"', [1]),
    ('"land water"', [4]),
    ('-"water land" water', [2, 4]),
    ("fores*", [3]),
    ("nothing", []),
    ("water AND nothing", []),
]


@pytest.mark.parametrize(("asked", "found"), LOGIC)
def test_words_phrases_and_operators(holding, asked: str, found: list[int]):
    index = holding(
        [
            document(1, body="water land mine"),
            document(2, body="water river"),
            document(3, body="forest and land"),
            document(4, body="land water"),
            document(5, body="the city"),
        ]
    )
    assert sorted(cases(index, request(asked))) == found


def test_words_side_by_side_are_all_wanted_while_enough_cases_have_them(holding):
    both = [document(n, body="water land") for n in range(1, 31)]
    index = holding([*both, document(99, body="water only")])
    result = index.search(Shelf.PUBLIC, request("water land", limit=50))
    assert result.total == 30
    assert not result.relaxed


def test_when_few_cases_have_all_words_those_with_the_more_telling_ones_follow(holding):
    noise = [document(n, body="the river") for n in range(10, 60)]
    index = holding([document(1, body="the dam evicted"), document(2, body="the dam"), *noise])
    result = index.search(Shelf.PUBLIC, request("the dam evicted"))
    assert [h.case_id for h in result.hits] == [1, 2]
    assert result.relaxed
    assert cases(index, request("the AND dam AND evicted")) == [1]


def test_a_filter_never_makes_a_search_wider(holding):
    many = [document(n, body="water land", facets={"country": ("PE",)}) for n in range(1, 31)]
    index = holding([*many, document(99, body="water only", facets={"country": ("FR",)})])
    assert cases(index, request("water land", filters={"country": ("FR",)})) == []


# -- facets --------------------------------------------------------------------------------------------------------


def test_facets_count_cases_not_versions(coast):
    facets = coast.search(Shelf.PUBLIC, request(facets=("theme", "country", "unknown"))).facets
    assert facets == {
        "theme": {"fisheries": 1, "land": 2, "work": 1},
        "country": {"EG": 1, "FR": 1, "PE": 2},
        "unknown": {},
    }


def test_values_of_a_facet_widen_and_facets_narrow_one_another(coast):
    assert sorted(cases(coast, request(filters={"theme": ("work", "fisheries")}))) == [1, 2]
    assert cases(coast, request(filters={"theme": ("land",), "country": ("EG",)})) == [3]
    assert cases(coast, request(filters={"theme": ("land",), "country": ("FR",)})) == []
    assert cases(coast, request(filters={"theme": ("nonsense",)})) == []
    assert len(cases(coast, request(filters={"theme": ()}))) == 3


def test_what_is_chosen_in_a_facet_does_not_narrow_its_own_counts(coast):
    result = coast.search(Shelf.PUBLIC, request(filters={"country": ("FR",)}, facets=("theme", "country")))
    assert result.total == 1
    assert result.facets == {"theme": {"work": 1}, "country": {"EG": 1, "FR": 1, "PE": 2}}


def test_counts_agree_with_what_choosing_a_value_finds(coast):
    result = coast.search(Shelf.PUBLIC, request("costa OR land", facets=("theme", "country")))
    for facet, counts in result.facets.items():
        for value, count in counts.items():
            chosen = request("costa OR land", filters={facet: (value,)})
            assert coast.search(Shelf.PUBLIC, chosen).total == count


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (2000, None, [1, 2, 3]),
        (None, 2000, [1, 2]),
        (2001, 2004, [1, 2]),
        (2010, 2011, [2, 3]),
        (1990, 1991, []),
        (None, None, [1, 2, 3, 4]),
    ],
)
def test_years_find_struggles_that_were_going_on(holding, first, last, found):
    index = holding(
        [
            document(1, years=(1995, 2005)),
            document(2, years=(2000, None)),
            document(3, years=(2010, 2012)),
            document(4, years=(None, None)),
        ]
    )
    assert sorted(cases(index, request(year_from=first, year_to=last))) == found


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
