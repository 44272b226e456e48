"""What every search engine behind the port has to do."""

import pytest

from tests.adapters.search.making import LAND, cases, document, request
from wgsm_archive.domain.query import parse
from wgsm_archive.domain.query_tree import Chosen, Field, Node, Years, resolved
from wgsm_archive.ports.search import AlikeRequest, SearchIndex, Shelf, Sort, Why


@pytest.fixture
def index(either_index: SearchIndex) -> SearchIndex:
    """An empty index of each kind."""
    return either_index


def test_an_empty_index_answers_with_nothing(index):
    result = index.search(Shelf.PUBLIC, request("land", facets=("theme",)))
    assert (result.hits, result.total, result.facets) == ((), 0, {"theme": {}})
    assert index.contents(Shelf.PUBLIC) == {}


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


FACTS = [
    ("water country:pe", [1]),
    ("country:pe", [1, 3]),
    ("water -country:pe", [2]),
    ("country:fr OR year:2004-2005", [1, 2]),
    ("-year:2010", [1, 2]),
]


@pytest.mark.parametrize(("asked", "found"), FACTS)
def test_facts_of_the_case_in_the_words_of_a_search(holding, asked: str, found: list[int]):
    def lookup(field: Field, text: str) -> Node:
        first, _, last = text.partition("-")
        return Chosen("country", (text.upper(),)) if field is Field.COUNTRY else Years(int(first), int(last or first))

    index = holding(
        [
            document(1, body="water", facets={"country": ("PE",)}, years=(2000, 2005)),
            document(2, body="water land", facets={"country": ("FR",)}, years=(2006, 2007)),
            document(3, body="land", facets={"country": ("PE", "CL")}, years=(2009, 2010)),
        ]
    )
    assert sorted(cases(index, request(resolved(parse(asked), lookup)))) == found


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


LABELS = {
    "en": ("Fishing grounds", "fishings"),
    "es": ("Pescadores", "pescador"),
    "fr": ("Logements vides", "logement"),
    "ar": ("الأراضي", "أراضي"),
    "sw": ("Ardhi na makazi", "makazi"),
    "zh": ("土地权利", "土地"),
    "sv": ("Skogar", "skogar"),  # of a language that labels are not asked for in
}


@pytest.mark.parametrize("language", LABELS)
def test_a_story_is_found_by_what_its_terms_are_called_in_any_language(holding, language):
    label, asked = LABELS[language]
    holds = holding([document(1, labels=((language, label), ("en", "Something else"))), document(2, labels=LAND)])
    assert cases(holds, request(asked)) == [1]
    assert cases(holds, request(f"topic:{asked}")) == [1]


@pytest.mark.parametrize("asked", ["", "-drought", "topic:land"])
@pytest.mark.parametrize("sort", Sort)
def test_a_story_that_is_only_listed_is_shown_in_the_first_of_the_readers_languages(holding, asked, sort):
    tags = ("en", "es", "pt-BR", "ar")
    holds = holding([document(n, 1, language=tag, title=tag, labels=LAND) for n, tag in enumerate(tags, 1)])
    for wanted, shown in ((("ar", "en"), 4), (("pt", "es"), 3), (("es", "en", "ar"), 2), (("en", "ar"), 1)):
        (hit,) = holds.search(Shelf.PUBLIC, request(asked, languages=wanted, sort=sort)).hits
        assert hit.version_id == shown


def test_of_versions_where_the_words_stand_the_one_is_shown_that_the_reader_reads_best(holding):
    holds = holding(
        [
            document(1, 1, language="en", title="Jaffa, Jaffa", body="Jaffa port. Jaffa oranges.", labels=LAND),
            document(2, 1, language="ar", title="الميناء", body="ميناء يافا Jaffa", labels=LAND),
            document(3, 1, language="es", title="El puerto", body="Un puerto.", labels=LAND),
        ]
    )
    for languages, shown in ((("ar", "en"), 2), (("en", "ar"), 1), (("es", "ar", "en"), 2), (("hi",), 1)):
        (hit,) = holds.search(Shelf.PUBLIC, request("Jaffa", languages=languages)).hits
        assert (hit.version_id, hit.found_in, hit.why) == (shown, shown, Why.TEXT)
    # Where only the name of a theme answers in the first language, the text comes first.
    (hit,) = holds.search(Shelf.PUBLIC, request("Jaffa OR land", languages=("es", "en"))).hits
    assert (hit.version_id, hit.why) == (1, Why.TEXT)
    (hit,) = holds.search(Shelf.PUBLIC, request("land", languages=("es", "en"))).hits
    assert (hit.version_id, hit.why) == (3, Why.LABEL)


def test_lists_are_in_the_order_of_the_titles_that_are_shown(holding):
    holds = holding(
        [
            document(1, 1, language="en", title="Apple"),
            document(2, 1, language="es", title="Zapato"),
            document(3, 2, language="en", title="Zebra"),
            document(4, 2, language="es", title="Agua"),
        ]
    )
    for languages, order in ((("es", "en"), [2, 1]), (("en", "es"), [1, 2])):
        assert cases(holds, request(languages=languages, sort=Sort.TITLE)) == order


def test_cases_are_alike_by_what_they_share(holding):
    holds = holding(
        [
            document(1, 1, facets={"theme": ("land",), "strategy": ("strike", "march")}),
            document(2, 2, facets={"theme": ("land", "water"), "strategy": ("strike",)}),
            document(3, 2, language="es", facets={"theme": ("land", "water"), "strategy": ("strike",)}),
            document(4, 3, facets={"theme": ("land",)}),
            document(5, 4, facets={"theme": ("water",)}, access=frozenset({"network"})),
            document(6, 5, facets={"theme": ("land",)}),
            document(7, 6, facets={"theme": ("air",)}),
        ]
    )
    weights = {("theme", "land"): 2, ("strategy", "strike"): 3, ("theme", "water"): 1, ("theme", "unheard"): 9}
    held = frozenset({"public"})
    assert list(holds.alike(Shelf.PUBLIC, AlikeRequest(weights, held, (), 9))) == [2, 1, 5, 3]
    assert list(holds.alike(Shelf.PUBLIC, AlikeRequest(weights, held, (), 2))) == [2, 1]
    assert list(holds.alike(Shelf.PUBLIC, AlikeRequest(weights, held | {"network"}, (), 9))) == [2, 1, 5, 3, 4]
    assert list(holds.alike(Shelf.PUBLIC, AlikeRequest(weights, frozenset(), (), 9))) == []
    assert list(holds.alike(Shelf.PUBLIC, AlikeRequest({("theme", "unheard"): 9}, held, (), 9))) == []


def test_many_cases_are_ordered_by_what_they_share(holding):
    values = {n: tuple(str(v) for v in range(5) if n % (v + 2) == 0) for n in range(1, 200)}
    holds = holding([document(n, facets={"theme": themes}) for n, themes in values.items()])
    weights = {("theme", str(v)): v + 1 for v in range(5)}
    points = {n: sum(int(v) + 1 for v in themes) for n, themes in values.items()}
    wanted = sorted((n for n in points if points[n]), key=lambda n: (-points[n], -n))
    assert list(holds.alike(Shelf.PUBLIC, AlikeRequest(weights, frozenset({"public"}), (), 7))) == wanted[:7]


def test_of_a_case_that_is_alike_the_version_is_told_that_the_asker_reads_best(holding):
    land, closed = {"theme": ("land",)}, frozenset({"network"})
    holds = holding(
        [
            document(1, 1, language="en", facets=land),
            document(2, 1, language="es", facets=land),
            document(3, 1, language="pt-BR", facets=land),
            document(4, 2, language="sw", facets=land),
            document(5, 2, language="es", facets=land, access=closed),
        ]
    )
    weights, held = {("theme", "land"): 1}, frozenset({"public"})

    def shown(*languages: str, to: frozenset[str] = held) -> dict[int, tuple[int, ...]]:
        return dict(holds.alike(Shelf.PUBLIC, AlikeRequest(weights, to, languages, 9)))

    assert shown("es", "en") == {2: (4,), 1: (2,)}
    assert shown("en", "es") == {2: (4,), 1: (1,)}
    assert shown("pt", "en") == {2: (4,), 1: (3,)}
    assert shown("hi") == shown() == {2: (4,), 1: (1, 2, 3)}
    assert shown("hi", to=held | closed) == {2: (4, 5), 1: (1, 2, 3)}
    assert shown("es", "sw", to=held | closed) == {2: (5,), 1: (2,)}
    assert shown("es", "sw") == {2: (4,), 1: (2,)}
