"""The search box: what is typed becomes a small tree, whatever it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgsm_archive.domain.query import MAX_CHARACTERS, MAX_DEPTH, MAX_WORDS, parse
from wgsm_archive.domain.query_tree import (
    AllOf,
    AnyOf,
    Chosen,
    Field,
    Node,
    Not,
    Phrase,
    Prefix,
    Together,
    Word,
    Years,
    resolved,
)
from wgsm_archive.domain.query_wording import WORDINGS, Wording

SPANISH = Wording(
    all_of=frozenset({"Y"}),
    any_of=frozenset({"O"}),
    none_of=frozenset({"NO"}),
    fields={"título": Field.TITLE, "tema": Field.LABEL},
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("land", Word("land")),
        ("land rights", Together((Word("land"), Word("rights")))),
        ('"right to the city"', Phrase("right to the city")),
        ("“right to the city”", Phrase("right to the city")),
        ("«droit à la ville»", Phrase("droit à la ville")),
        ("「土地」", Phrase("土地")),
        ("fish*", Prefix("fish")),
        ("water -dam", Together((Word("water"), Not(Word("dam"))))),
        ("water NOT dam", Together((Word("water"), Not(Word("dam"))))),
        ("water AND land", AllOf((Word("water"), Word("land")))),
        ("water OR land", AnyOf((Word("water"), Word("land")))),
        ("water | land", AnyOf((Word("water"), Word("land")))),
        ("a b OR c", AnyOf((Together((Word("a"), Word("b"))), Word("c")))),
        ("a AND b OR c", AnyOf((AllOf((Word("a"), Word("b"))), Word("c")))),
        ("a AND (b OR c)", AllOf((Word("a"), AnyOf((Word("b"), Word("c")))))),
        ("-(a OR b)", Not(AnyOf((Word("a"), Word("b"))))),
        ("title:water", Word("water", Field.TITLE)),
        ("TITLE:water", Word("water", Field.TITLE)),
        ('title:"no dam"', Phrase("no dam", Field.TITLE)),
        ("topic:(a b*)", Together((Word("a", Field.LABEL), Word("b", Field.LABEL)))),
        ("-title:water", Not(Word("water", Field.TITLE))),
        ("title:-water", Not(Word("water", Field.TITLE))),
        ("- - a", Word("a")),
        ("NOT NOT a", Word("a")),
        ("co-operative", Word("co-operative")),
        ("http://example.org", Word("http://example.org")),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: Node):
    assert parse(typed).root == meant


@pytest.mark.parametrize(
    "typed", ["", "   ", "-", "*", "()", '""', "OR", "AND NOT", "((()))", "…!?", "\x00", "title:", "\u202e"]
)
def test_nothing_to_look_for_is_an_empty_query(typed: str):
    query = parse(typed)
    assert query.root is None
    assert not query


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("(land", ("land",)),
        ("land)", ("land",)),
        (") land (", ("land",)),
        ('"land rights', ("land rights",)),
        ("land AND", ("land",)),
        ("OR land", ("land",)),
        ("AND OR land NOT", ("land",)),
        ("land AND AND water", ("land", "water")),
    ],
)
def test_slips_in_writing_are_passed_over(typed: str, words: tuple[str, ...]):
    assert parse(typed).words == words


def test_a_short_beginning_is_read_as_a_word_but_not_in_a_script_without_spaces():
    assert parse("fi*").root == Word("fi")
    assert parse("土*").root == Prefix("土")
    assert parse("สิ*").root == Prefix("สิ")


def test_operators_and_fields_can_be_said_in_the_readers_language_and_in_english():
    assert parse("agua Y tierra", SPANISH).root == AllOf((Word("agua"), Word("tierra")))
    assert parse("agua O tierra", SPANISH).root == AnyOf((Word("agua"), Word("tierra")))
    assert parse("agua NO represa", SPANISH).root == Together((Word("agua"), Not(Word("represa"))))
    assert parse("Título:agua", SPANISH).root == Word("agua", Field.TITLE)
    assert parse("title:agua AND tema:tierra", SPANISH).root == AllOf(
        (Word("agua", Field.TITLE), Word("tierra", Field.LABEL))
    )


def test_small_words_of_other_languages_are_no_operators():
    assert parse("agua y tierra o no", SPANISH).words == ("agua", "y", "tierra", "o", "no")
    assert parse("or and not").words == ("or", "and", "not")


@pytest.mark.parametrize(("language", "wording"), WORDINGS.items())
def test_every_language_of_the_menus_names_every_field_and_operator(language: str, wording: Wording):
    assert all((wording.all_of, wording.any_of, wording.none_of)), language
    assert set(wording.fields.values()) == set(Field) - {Field.ANY}, language
    for name, field in wording.fields.items():
        assert parse(f"{name}:x", wording).root == Word("x", field), (language, name)


def test_in_a_text_all_in_capitals_a_no_is_a_word():
    assert parse("NO A LA MINA", WORDINGS["es"]).words == ("NO", "A", "LA", "MINA")
    assert parse("agua NO mina", WORDINGS["es"]).words == ("agua",)


def test_a_sign_in_a_long_title_is_no_operator():
    title = "Québec : les impressionnistes du Sterling & Francine Clark Art Institute à Montréal"
    assert isinstance(parse(title, WORDINGS["fr"]).root, Together)
    shouted = "DESALOJO DE INMUEBLES A FAVOR DEL ESTADO O INSTITUCIONES DE BENEFICENCIA"
    assert isinstance(parse(shouted, WORDINGS["es"]).root, Together)
    assert isinstance(parse("water & land").root, AllOf)
    assert isinstance(parse("AGUA O TIERRA", WORDINGS["es"]).root, AnyOf)
    assert isinstance(parse("those who lost their land in Brazil OR in India").root, AnyOf)
    assert isinstance(parse("(water & land) eviction of people from houses in big cities").root, Together)


def test_in_a_running_question_small_words_of_scripts_without_capitals_are_words():
    arabic, question = WORDINGS["ar"], "لا يعرض أي إنسان للتعذيب أو المعاملات ليس بدون حق و عدل"
    assert parse(question, arabic).root == Together(tuple(map(Word, question.split())))
    assert parse("الماء أو الأرض", arabic).root == AnyOf((Word("الماء"), Word("الأرض")))
    assert parse("(مياه الشرب) أو الأرض", arabic).root == AnyOf(
        (Together((Word("مياه"), Word("الشرب"))), Word("الأرض"))
    )
    assert parse("مياه الشرب OR الأرض", arabic).root == AnyOf((Together((Word("مياه"), Word("الشرب"))), Word("الأرض")))


def test_facts_are_looked_up_and_what_names_none_is_a_word_of_the_text():
    def lookup(field: Field, text: str) -> Node | None:
        known = {"peru": Chosen("country", ("PE",)), "2010": Years(2010, 2010)}
        return known.get(text) if field in (Field.COUNTRY, Field.YEAR) else None

    found = resolved(parse('water -country:peru (year:2010 OR year:soon) theme:"old dams"'), lookup)
    assert found.root == Together(
        (
            Word("water"),
            Not(Chosen("country", ("PE",))),
            AnyOf((Years(2010, 2010), Word("soon"))),
            Phrase("old dams"),
        )
    )
    assert found.words == ("water", "soon", "old dams")


def test_words_that_are_excluded_are_not_among_the_wanted():
    assert parse('water "no dam" -mine OR NOT (gold oil) coast*').words == ("water", "no dam", "coast")


def test_a_long_text_is_shortened_at_a_word_and_says_so():
    typed = "eviction " * 60
    query = parse(typed)
    assert query.shortened
    assert set(query.words) == {"eviction"}
    assert len(query.words) == MAX_WORDS
    assert not parse("eviction of fishers").shortened


def test_a_long_word_is_cut_at_the_limit():
    (word,) = parse("x" * 200_000).words
    assert len(word) == MAX_CHARACTERS


def test_brackets_deeper_than_the_limit_do_no_harm():
    assert parse("(" * (MAX_DEPTH + 200) + "land").words == ("land",)
    assert parse("(" * 100 + "land" + ")" * 100 + " water").words == ("land", "water")


HOSTILE = [
    "*" * 10_000,
    "(" * 100_000,
    "NOT " * 50_000,
    '"' * 100_000,
    "a OR " * 50_000,
    "-" * 100_000,
    "[a TO z]",
    "x~9",
    "title:" * 10_000,
    "\ud800" * 1000,
    "a\x00b" * 1000,
    "\u202e\u2066" * 1000,
    "/(a+)+$/",
    "é" * 1_000_000,
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_answered_at_once(typed: str):
    begin = time.process_time()
    assert len(parse(typed).words) <= MAX_WORDS
    assert time.process_time() - begin < 0.1


PIECES = st.sampled_from(
    ["AND", "OR", "NOT", "(", ")", '"', "-", "*", ":", "title:", " ", "land", "土地", "حق", "\x00", "«", "»"]
)


def _depth(node: Node | None) -> int:
    if isinstance(node, Not):
        return 1 + _depth(node.part)
    if isinstance(node, Together | AllOf | AnyOf):
        return 1 + max(map(_depth, node.parts))
    return 1


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=120).map("".join), st.lists(PIECES).map(" ".join)))
def test_every_text_has_a_meaning_of_bounded_size(typed: str):
    query = parse(typed)
    assert len(query.words) <= MAX_WORDS
    assert _depth(query.root) <= 4 * (MAX_DEPTH + 1)
    assert all(any(c.isalnum() for c in word) for word in query.words)
    assert parse(typed) == query
    assert hash(query) == hash(parse(typed))
