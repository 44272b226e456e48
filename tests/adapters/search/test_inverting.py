"""Posting lists made of many texts at once say what reading each text by itself says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.search.making import cases, document, request
from wgsm_archive.adapters.search.analysis.analyser import analyser_for
from wgsm_archive.adapters.search.whoosh_index import WhooshIndex, inverting
from wgsm_archive.adapters.search.whoosh_index.inverting import FieldTexts
from wgsm_archive.adapters.search.whoosh_index.postings import each, unpack_places
from wgsm_archive.ports.search import Shelf

WORDS = ["water", "waters", "l'eau", "eau", "…", "ที่ดินของเรา", "土地", "é", "الماء", "a b", ""]
TEXTS = st.lists(
    st.tuples(
        st.sampled_from(["en", "fr", "th", "zh", "ar", "und"]),
        st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    ),
    max_size=8,
)


def inverted(texts: list[tuple[str, str]], step: int = 1) -> dict[bytes, dict[int, list[int]]]:
    field = FieldTexts("title", placed=True)
    for number, (language, text) in enumerate(texts):
        length = field.add_text(number * step, language, text)
        assert length == analyser_for(language).positions(text)[1]
    lists = list(field.postings())
    assert [one.term for one in lists] == sorted(one.term for one in lists)
    return {
        one.term: {
            docnum: unpack_places(value).tolist()
            for docnum, value in zip(one.ids, each(one.places, one.counts, wide=one.wide), strict=True)
        }
        for one in lists
    }


def read_one_by_one(texts: list[tuple[str, str]], step: int = 1) -> dict[bytes, dict[int, list[int]]]:
    found: dict[bytes, dict[int, list[int]]] = {}
    for number, (language, text) in enumerate(texts):
        for term, places in analyser_for(language).positions(text)[0].items():
            found.setdefault(term.encode(), {})[number * step] = places
    return found


@given(TEXTS, st.integers(min_value=1, max_value=3))
def test_many_texts_together(texts, step):
    assert inverted(texts, step) == read_one_by_one(texts, step)


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_a_few_terms_at_a_time(monkeypatch, at_once):
    monkeypatch.setattr(inverting, "_AT_ONCE", at_once)
    texts = [
        ("en", "water and land"),
        ("fr", "l'eau de l'eau"),
        ("th", "ที่ดินของเรา water"),
        ("en", ""),
        ("en", "land … land"),
    ]
    assert inverted(texts) == read_one_by_one(texts)


def test_a_text_longer_than_two_bytes_can_count():
    texts = [("en", "land " * 70_000 + "harbour"), ("en", "harbour")]
    found = inverted(texts)
    assert found[b"harbour"] == {0: [70_000], 1: [0]}
    assert found == read_one_by_one(texts)


def test_labels_have_no_places():
    field = FieldTexts("labels", placed=False)
    for number, text in enumerate(["Water\nAgua", "Land", "Water\nAgua"]):
        field.add_labels(number, tuple(("en", line) for line in text.split("\n")))
    found = {one.term: (one.ids, one.counts, one.places) for one in field.postings()}
    assert found[b"agua"] == ([0, 2], (), b"")
    assert found[b"land"] == ([1], (), b"")


@pytest.mark.parametrize("gone", [[], [1], [3, 14], [1, 2]])
def test_merging_long_and_short_texts_keeps_their_places(tmp_path, gone):
    long = "land " * 70_000 + "harbour master"
    made = WhooshIndex(tmp_path / "index")
    made.rebuild({})
    every = {
        n: document(n, body=long if n == 2 else "land harbour master" if n % 2 else "master harbour land")
        for n in range(1, 16)
    }
    for one in every.values():  # a segment each, until there are many
        made.apply(Shelf.PUBLIC, [one], [])
    made.apply(Shelf.PUBLIC, [], gone)
    made.compact(Shelf.PUBLIC)
    assert sorted(cases(made, request('"harbour master"', limit=20))) == sorted(
        n for n, one in every.items() if "harbour master" in one.body and n not in gone
    )
    assert sorted(cases(made, request('"master harbour"', limit=20))) == sorted(
        n for n, one in every.items() if "master harbour" in one.body and n not in gone
    )
