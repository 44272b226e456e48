"""Snippets: the words that were asked for are marked in the text, in whatever form and script they stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.adapters.search import marking
from wgsm_archive.adapters.search.marking import FRAGMENTS, WIDTH, Fragment, mark
from wgsm_archive.domain.query import parse


def marked(fragments: tuple[Fragment, ...]) -> list[str]:
    return [part.text for fragment in fragments for part in fragment.parts if part.marked]


def whole(fragment: Fragment) -> str:
    return "".join(part.text for part in fragment.parts)


@pytest.mark.parametrize(
    ("language", "text", "asked", "found"),
    [
        ("es", "La educación (pública) de los pescadores.", "educacion pescador", ["educación", "pescadores"]),
        ("fr", "La grève, et l’eau.", "greve eau", ["grève", "l’eau"]),
        ("en", "Fishers' land; no land-grab", "fisher land", ["Fishers", "land", "land"]),
        ("ar", "الحق في التعليم والأرض", "تعليم", ["التعليم"]),
        ("hi", "अधिकारों की लड़ाई", "अधिकार", ["अधिकारों"]),
        ("sw", "Wavuvi wa kijijini", "mvuvi kijiji", ["Wavuvi", "kijijini"]),
        ("zh", "我们的土地权利和水", "土地权利", ["土地权利"]),
        ("ja", "漁民の土地", "土地 漁民", ["漁民", "土地"]),
        ("th", "สิทธิมนุษยชนในที่ดิน", "มนุษยชน", ["มนุษยชน"]),
        ("en", "The coast of 和土地 here", "土地", ["土地"]),
        ("es", "La educación", "educaci*", ["educación"]),
        ("en", "right to the city", '"the city"', ["the", "city"]),
        ("en", "water and dam", "water -dam", ["water"]),
        ("en", "water and dam", "water OR (dam AND land)", ["water", "dam"]),
        ("en", "nothing of it", "water", []),
        ("en", "nothing asked", "", []),
    ],
)
def test_words_are_marked_as_they_stand(language: str, text: str, asked: str, found: list[str]):
    fragments = mark(text, language, parse(asked))
    assert marked(fragments) == found
    assert [whole(f) for f in fragments] == [text]
    assert (fragments[0].begins, fragments[0].ends) == (True, True)


def test_an_empty_text_has_no_fragments():
    assert mark("", "en", parse("water")) == ()


def test_a_long_text_is_cut_to_where_the_words_stand_together():
    text = "stone " * 200 + "water " + "stone " * 200 + "water of the land " + "stone " * 200
    fragments = mark(text, "en", parse("water land"))
    assert len(fragments) == FRAGMENTS
    assert marked(fragments) == ["water", "water", "land"]
    assert not fragments[0].begins
    assert not fragments[-1].ends
    for fragment in fragments:
        assert whole(fragment) in text
        assert len(whole(fragment)) <= WIDTH + 60
        assert whole(fragment).split()[0] in ("stone", "water")


def test_every_occurrence_inside_a_fragment_is_marked():
    text = "water " * 300 + "land water land"
    (*_, last) = mark(text, "en", parse("land water"))
    assert set(marked((last,))) == {"water", "land"}
    assert all(part.marked or "water" not in part.text for part in last.parts)


def test_without_any_word_the_beginning_is_shown():
    (fragment,) = mark("stone " * 200, "en", parse("water"))
    assert fragment.begins
    assert not fragment.ends
    assert marked((fragment,)) == []


WORDS = st.sampled_from(
    ["water", "Wasser", "l'eau", "土地の", "สิทธิ", "حق", "  ", "\n", "\u200b", "", ".", "ﬁsh", "ｶﾞ", "\U00020000"]
)


@given(
    st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=150).map(" ".join)),
    st.text(max_size=30),
    st.sampled_from(["en", "zh", "ar", "th"]),
)
def test_fragments_are_always_pieces_of_the_text(text: str, asked: str, language: str):
    for query in (parse(asked), parse("water OR 土地 OR fis*")):
        fragments = mark(text, language, query)
        assert len(fragments) <= FRAGMENTS
        for fragment in fragments:
            assert whole(fragment) in text
            assert all(part.text for part in fragment.parts)


@given(
    st.lists(
        st.sampled_from(["water", "Water,", "watering", "dam", "l'eau", "mud", "-water-dam-" * 4, "\n"]), max_size=90
    ).map(" ".join),
    st.sampled_from(["en", "fr", "qu"]),
)
def test_places_that_are_known_already_are_those_that_a_fragment_would_be_searched_for(text: str, language: str):
    query = parse("water OR dam OR eau OR mu*")
    known = mark(text, language, query)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(marking, "_inside", lambda *_: None)
        assert mark(text, language, query) == known


def test_what_is_remembered_of_a_question_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    texts = [f"stone{n} water{n} of the wate and stone " * 20 for n in range(30)]
    remembered = [mark(text, "en", parse("wat* sto*")) for text in texts * 2]
    marking._marker.cache_clear()
    monkeypatch.setattr(marking, "_MOST_JUDGED", 0)
    assert [mark(text, "en", parse("wat* sto*")) for text in texts * 2] == remembered
    assert not marking._marker("en", parse("wat* sto*"))._wanted.judged


@pytest.mark.parametrize("asked", ["how did the eviction go?", "the evictions", "did how the OR evicted"])
def test_the_words_that_tell_most_are_shown_first(asked: str) -> None:
    small = "How the day went, and how the night did, the two of us did not say. " * 20
    text = f"{small}{'stone ' * 60}Evicted. {'stone ' * 60}{small}"
    assert "Evicted" in marked(mark(text, "en", parse(asked)))


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("en", "How did the women stop it?", ["women", "stopped"]),
        ("en", "the women", ["women"]),
        ("en", '"the women"', ["The", "women", "the"]),
        ("en", "did the", ["The", "the"]),
        ("fr", "Qui a arrêté la mine ?", ["arrêté", "mine"]),
        ("es", "¿Por qué el estado no paró la mina?", ["estado", "mina"]),
        ("es", "pararon la mina", ["mina"]),
        ("es", '"cerró la mina por"', ["cerró", "la", "mina", "por"]),
        ("pt", "as mulheres e a mina", ["mulheres", "mina"]),
        ("ar", "كيف دافعت النساء عن الأرض؟", ["النساء", "الأرض"]),
    ],
)
def test_small_words_of_a_question_are_not_marked(language: str, asked: str, found: list[str]) -> None:
    texts = {
        "en": "The women stopped the lorry.",
        "fr": "Ils ont arrêté la mine, qui a fermé.",
        "es": "El estado no cerró la mina por el agua para todos.",
        "pt": "As mulheres fecharam a mina.",
        "ar": "سألت النساء عن الأرض: كيف تُباع؟",
    }
    assert marked(mark(texts[language], language, parse(asked))) == found
