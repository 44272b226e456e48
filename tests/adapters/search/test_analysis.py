"""Word forms: whichever is typed finds the others, in many languages and scripts."""

import json
import random
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.search.making import document, request
from wgsm_archive.adapters.search.analysis.analyser import LABEL_LANGUAGES, analyser_for
from wgsm_archive.adapters.search.analysis.tokens import spans
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex
from wgsm_archive.ports.search import Shelf

ARTICLES = [
    json.loads(line) for line in (Path(__file__).parent / "udhr.jsonl").read_text(encoding="utf-8").splitlines()
]
LANGUAGES = sorted({article["language"] for article in ARTICLES})

FORMS = [
    ("fr", "greve", "grève"),
    ("fr", "grèves", "greve"),
    ("fr", "expulsés", "expulser"),
    ("fr", "eau", "l'eau"),
    ("fr", "eau", "l’eau"),
    ("fr", "occupation", "D’OCCUPATION"),
    ("es", "pescador", "pescadores"),
    ("es", "educacion", "educación"),
    ("es", "educacion", "educaciones"),
    ("es", "tecnologia", "tecnología"),
    ("es", "EDUCACIÓN", "educación"),
    ("es-419", "tierras", "tierra"),
    ("pt", "habitacao", "habitação"),
    ("pt", "habitações", "habitacao"),
    ("pt-BR", "pescadores", "pescador"),
    ("pt", "comunidade", "comunidades"),
    ("en", "fisher", "fishers"),
    ("en", "fisher's", "fishers"),
    ("en", "communities", "community"),
    ("it", "città", "citta"),
    ("it", "acqua", "dell'acqua"),
    ("ca", "educacio", "educació"),
    ("de", "Straße", "strasse"),
    ("de", "Häuser", "hauser"),
    ("tr", "IŞIK", "ışık"),
    ("tr", "evler", "ev"),
    ("ar", "تعليم", "التعليم"),
    ("ar", "والتعليم", "تعليم"),
    ("ar", "الأرض", "ارض"),
    ("ar", "مُزارِعون", "مزارعين"),
    ("ar", "العـــمل", "عمل"),
    ("ar", "إقامة", "إقامته"),
    ("ar", "بالجنسية", "بجنسية"),
    ("ar", "حقوق", "حقوقهم"),
    ("ar", "أرض", "أرضنا"),
    ("ar", "وأرض", "الأرض"),
    ("ar", "قريتنا", "القرية"),
    ("ar", "وزارة", "والوزارة"),
    ("ar", "عمالنا", "وعمال"),
    ("pt", "instruções", "instrucao"),
    ("tr", "memlekete", "memleket"),
    ("tr", "yazışmalar", "yazışması"),
    ("bn", "চিকিৎসার", "চিকিত্‍সা"),
    ("zu", "inhlangano", "lenhlangano"),
    ("zu", "umsebenzi", "imisebenzi"),
    ("zu", "amasiko", "yamasiko"),
    ("so", "warqad", "warqadihiisa"),
    ("sw", "kuelimisha", "kuelimishwa"),
    ("tl", "karapatan", "karapatang"),
    ("tl", "gumagawa", "gawa"),
    ("id", "sekolah", "bersekolah"),
    ("pt", "pescadoras", "pescadora"),
    ("hi", "अधिकार", "अधिकारों"),
    ("hi", "मछुआरे", "मछुआरों"),
    ("hi", "ज़मीन", "जमीन"),
    ("hi", "हिंदी", "हिन्दी"),
    ("bn", "মানুষ", "মানুষের"),
    ("bn", "অধিকার", "অধিকারের"),
    ("or", "ଅଧିକାର", "ଅଧିକାରର"),
    ("ur", "کسان", "کسانوں"),
    ("ur", "حق", "حَق"),
    ("sw", "mvuvi", "wavuvi"),
    ("sw", "kijiji", "vijiji"),
    ("sw", "kijiji", "kijijini"),
    ("sw", "mkulima", "wakulima"),
    ("sw", "nyumba", "nyumbani"),
    ("sw", "wanapigana", "kupigana"),
    ("id", "penggusuran", "digusur"),
    ("id", "perikanan", "ikan"),
    ("zu", "abadobi", "umdobi"),
    ("qu", "runa", "runakuna"),
    ("ru", "земля", "земли"),
    ("el", "δικαίωμα", "δικαιώματα"),
    ("ne", "अधिकार", "अधिकारहरू"),
    ("xx", "Café", "cafe"),
    ("en", "2011", "٢٠١١"),
    ("ar", "2011", "۲۰۱۱"),
    ("hi", "2011", "२०११"),
    ("en", "2011", "２０１１"),
    ("en", "land", "la\u00adnd"),
    ("en", "land", "\u202aland\u202c"),
]


@pytest.mark.parametrize(("language", "one", "other"), FORMS)
def test_word_forms_meet(language: str, one: str, other: str):
    reader = analyser_for(language)
    assert set(reader.terms(one)) & set(reader.terms(other))


@pytest.mark.parametrize(("language", "one", "other"), FORMS)
def test_each_form_finds_a_story_that_holds_the_other(index, language: str, one: str, other: str):
    index.apply(
        Shelf.PUBLIC, [document(1, language=language, body=f"{one}."), document(2, language=language, body=other)], []
    )
    for asked in (one, other):
        assert {h.case_id for h in index.search(Shelf.PUBLIC, request(asked)).hits} == {1, 2}, asked


APART = [
    ("en", "land", "lane"),
    ("es", "tierra", "tierno"),
    ("fr", "eau", "eux"),
    ("hi", "काम", "कम"),
    ("ar", "حق", "قح"),
    ("ar", "وقت", "قت"),
    ("ar", "جنة", "لجنة"),
    ("bn", "জমি", "জমা"),
    ("sw", "haki", "hali"),
    ("tl", "bayan", "bayad"),
    ("tr", "hak", "halk"),
    ("zu", "umuntu", "umhlaba"),
]


@pytest.mark.parametrize(("language", "one", "other"), APART)
def test_different_words_stay_apart(language: str, one: str, other: str):
    reader = analyser_for(language)
    assert not set(reader.terms(one)) & set(reader.terms(other))


@pytest.mark.parametrize(
    ("language", "body", "found", "missing"),
    [
        ("zh", "我们的土地权利和水", ["土地", "权利", "土地权利", "水", "地权"], ["权地", "森林"]),
        ("ja", "漁民の土地を守る。ｶﾞｿﾘﾝ", ["漁民", "土地を守る", "土", "ガソリン"], ["民漁", "森"]),
        ("th", "สิทธิมนุษยชนในที่ดิน ๒๕๕๔", ["สิทธิ", "มนุษย", "ที่ดิน", "2554"], ["ประมง"]),
        ("lo", "ສິດທິມະນຸດ", ["ສິດທິ", "ມະນຸດ"], ["ປະມົງ"]),
        ("my", "လူ့အခွင့်အရေး", ["အခွင့်", "အခွင့်အရေး"], ["ငါးဖမ်း"]),
        ("km", "សិទ្ធិមនុស្សនិងដីធ្លី", ["សិទ្ធិ", "មនុស្ស", "ដីធ្លី"], ["នេសាទ"]),
    ],
)
def test_scripts_without_spaces(index, language: str, body: str, found: list[str], missing: list[str]):
    index.apply(Shelf.PUBLIC, [document(1, language=language, body=body)], [])
    for asked in found:
        assert index.search(Shelf.PUBLIC, request(asked)).total == 1, asked
    for asked in missing:
        assert index.search(Shelf.PUBLIC, request(asked)).total == 0, asked
    assert index.search(Shelf.PUBLIC, request(f'"{found[0]}"')).total == 1


def test_a_latin_word_inside_another_script_is_found(index):
    index.apply(
        Shelf.PUBLIC,
        [document(1, language="ar", body="منظمة FAO الدولية"), document(2, language="zh", body="和FAO一起")],
        [],
    )
    assert index.search(Shelf.PUBLIC, request("fao")).total == 2


def test_a_beginning_finds_words_whose_stem_is_shorter(index):
    index.apply(
        Shelf.PUBLIC, [document(1, language="es", body="la educación"), document(2, body="two communities")], []
    )
    for asked, found in (("educaci*", 1), ("educ*", 1), ("communiti*", 2), ("communi*", 2)):
        assert [h.case_id for h in index.search(Shelf.PUBLIC, request(asked)).hits] == [found], asked


@pytest.fixture(scope="module")
def declaration(tmp_path_factory):
    """Six articles of the Universal Declaration of Human Rights in 21 languages, each an own case."""
    made = WhooshIndex(tmp_path_factory.mktemp("udhr") / "index")
    documents = [document(n, language=a["language"], body=a["text"]) for n, a in enumerate(ARTICLES)]
    made.rebuild({Shelf.PUBLIC: documents})
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_declaration_find_their_articles(declaration, language: str):
    rng = random.Random(language)  # noqa: S311
    where = defaultdict(set)
    for number, article in enumerate(ARTICLES):
        if article["language"] == language:
            for span in spans(article["text"]):
                where[span.surface].add(number)
    for word in rng.sample(sorted(where), 25):
        found = declaration.search(Shelf.PUBLIC, request(word, languages=(language,), limit=100)).hits
        assert where[word] <= {h.case_id for h in found}, word


INFLECTED: dict[str, dict[str, int]] = json.loads((Path(__file__).parent / "inflected.json").read_text("utf-8"))
"""By language: inflected words as they do not stand in the text, and the article where another form of them does."""


def test_inflected_words_find_the_article_among_the_first_three(declaration):
    assert len(INFLECTED) >= 15
    missed = []
    for language, words in INFLECTED.items():
        assert len(words) >= 10
        for asked, wanted in words.items():
            hits = declaration.search(Shelf.PUBLIC, request(asked, languages=(language,), limit=3)).hits
            found = [ARTICLES[hit.case_id] for hit in hits]
            if (language, wanted) not in {(one["language"].split("-")[0], one["article"]) for one in found}:
                missed.append((language, asked, wanted))
    every = sum(map(len, INFLECTED.values()))
    assert len(missed) <= every * 0.05, missed


@given(st.text(max_size=80), st.sampled_from([*LABEL_LANGUAGES, "zh", "th", "und"]))
def test_any_text_can_be_analysed_and_its_own_words_are_in_it(text: str, language: str):
    reader = analyser_for(language)
    places, length = reader.positions(text)
    assert all(0 <= place < length for found in places.values() for place in found)
    assert all(found == sorted(found) for found in places.values())
    for span in spans(text):
        assert text[span.start : span.end] == span.surface
        if span.size == 1:
            assert all(term in places for term in reader.terms(span.surface))
