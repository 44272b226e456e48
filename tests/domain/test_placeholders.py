"""Codes out of a paragraph and back again: translators see numbers, and no address comes from outside."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wgsm_archive.domain.placeholders import CodesDiffer, as_far_as_possible, masked, masked_alike, restored, shape_of

SIGNS = st.sampled_from(
    [*"[]()!^`\\{}<>*_|:/.\n 12é", "{1}", "{ 2 }", "{١}", "https://a.org/x", "](", "[^n]", "mailto:a@b.org", "नदी"]
)
MARKDOWN = st.lists(SIGNS, max_size=40).map("".join)
TEXTS = Path(__file__).parent.parent / "adapters" / "texts"


def _sources(text: str) -> list[str]:
    return [code.source for code in masked(text).codes]


@pytest.mark.parametrize(
    ("text", "shown", "sources"),
    [
        ("We **won** on 3 May.", "We **won** on 3 May.", []),
        ("Read [our *list*](https://a.org/l_(1)).", "Read {1}our *list*{2}.", ["[", "](https://a.org/l_(1))"]),
        ("![Nets on a pier](nets.jpg)", "{1}Nets on a pier{2}", ["![", "](nets.jpg)"]),
        ("It was said[^who] in `code [x](y)`.", "It was said{1} in {2}.", ["[^who]", "`code [x](y)`"]),
        ("See <https://a.org>, https://b.org/x too.", "See {1}, {2} too.", ["<https://a.org>", "https://b.org/x"]),
        ("[told][paper] twice", "{1}told{2} twice", ["[", "][paper]"]),
        ("[paper]: https://a.org/p", "{1}", ["[paper]: https://a.org/p"]),
        ("[![Boat](b.png)](https://a.org)", "{1}{2}Boat{3}{4}", ["[", "![", "](b.png)", "](https://a.org)"]),
        ("Form {1} of the court", "Form {1} of the court", ["{1}"]),
        (r"not \[a](link) nor \`code\`", r"not \[a{1}link) nor \`code\`", ["]("]),
        ("[Rosa]: No. [sic] (really)", "[Rosa]: No. [sic] (really)", []),
    ],
)
def test_translators_see_words_and_numbers(text: str, shown: str, sources: list[str]) -> None:
    assert masked(text).text == shown
    assert _sources(text) == sources


@given(MARKDOWN)
@example("[a`b](u) c`")
@example("http://[^1]")
@example("\\https://a.org{1}")
@example("[x](`y`)[^z]](")
def test_what_is_masked_comes_back_to_the_letter(text: str) -> None:
    found = masked(text)
    assert restored(found.text, found.codes) == text


@given(st.text(max_size=200))
def test_any_text_at_all_comes_back(text: str) -> None:
    found = masked(text)
    assert restored(found.text, found.codes) == text


def test_a_masked_text_holds_no_address_and_no_note() -> None:
    found = masked("[a](https://a.org 'b') ![c](d)[^e] <mailto:f@g.org> https://h.org/?i=1#j")
    assert not any(sign in found.text for sign in ("://", "](", "[^", "mailto"))


def test_a_translation_may_move_links_and_write_numbers_in_its_own_digits() -> None:
    found = masked("Read [our list](https://a.org), said[^1] Rosa.")
    assert (
        restored("قالت روزا{٣}: اقرأ { 1 }قائمتنا{2}.", found.codes) == "قالت روزا[^1]: اقرأ [قائمتنا](https://a.org)."
    )


def _problem(text: str, translation: str) -> CodesDiffer:
    with pytest.raises(CodesDiffer) as caught:
        restored(translation, masked(text).codes)
    return caught.value


def test_it_is_said_which_code_is_missing_doubled_or_unknown() -> None:
    problem = _problem("[a](https://a.org) b[^1] `c`", "{1}a{2} {3}{3} {7}")
    assert (problem.missing, problem.doubled, problem.unknown) == ((4,), (3,), (7,))


def test_a_link_that_closes_before_it_opens_or_crosses_another_is_no_link() -> None:
    assert _problem("[a](https://a.org)", "{2}a{1}").swapped == (1, 2)
    assert _problem("[a](https://a.org) [b](https://b.org)", "{1}a{3}b{2}c{4}").swapped == (1, 2, 3, 4)


@pytest.mark.parametrize(
    "brought",
    ["[a](https://evil.org)", "https://evil.org", "<mailto:x@evil.org>", "[^2]", "![](x)", "HTTPS://evil.org"],
)
def test_a_translation_brings_no_address_and_no_note_of_its_own(brought: str) -> None:
    assert _problem("Plain words.", f"Llanas {brought}").foreign


def test_hostile_signs_take_no_time() -> None:
    started = time.process_time()
    for sign in ("[", "![", "[a](", "[[a]", "`a``b", "<https:", "\\", "{1", "[a][b", "]("):
        text = sign * (20_000 // len(sign))
        found = masked(text)
        assert restored(found.text, found.codes) == text
    assert time.process_time() - started < 3


def test_every_text_of_the_collection_comes_back() -> None:
    for path in sorted(TEXTS.glob("*")):
        text = path.read_text(encoding="utf-8")
        found = masked(text)
        assert restored(found.text, found.codes) == text


LINKED = masked("Read [our list](https://a.org), said[^1] Rosa in `code`.")


@pytest.mark.parametrize(
    ("translation", "numbered"),
    [
        ("`code`: Rosa dijo[^1] que lean [la lista](https://a.org).", "{4}: Rosa dijo{3} que lean {1}la lista{2}."),
        ("Rosa dijo[^1] en `code`.", None),
        ("`code`[^1] [la lista](https://elsewhere.org)", None),
        ("`code`[^1] [la lista](https://a.org) [^1]", None),
    ],
)
def test_a_translation_is_numbered_as_the_paragraph_it_was_made_from(translation: str, numbered: str | None) -> None:
    assert masked_alike(translation, LINKED.codes) == numbered


@given(MARKDOWN)
def test_a_paragraph_is_numbered_as_itself(text: str) -> None:
    found = masked(text)
    alike = masked_alike(text, found.codes)
    assert alike is not None
    assert restored(alike, found.codes) == text


@pytest.mark.parametrize(
    ("text", "shape", "there", "back"),
    [
        (
            "Lean {1}la lista{2}{3}.",
            "()^",
            "Read [our list](https://new.org)[^2]",
            "Lean [la lista](https://new.org)[^2].",
        ),
        ("Lean {1}la lista{2}{3}.", "()^", "Read it[^2]", "Lean la lista."),
        ("Lean {1}la lista{2}{3}.", "()^", "Read it", "Lean la lista."),
        ("Lean {2}la lista{1}.", "()", "Read [it](https://new.org)", "Lean la lista."),
        ("Lean{1} y{1}.", "^", "Read it[^2]", "Lean y."),
        ("Lean{0}{7}{1}.", "^", "Read it[^2]", "Lean[^2]."),
    ],
)
def test_what_was_made_for_another_paragraph_takes_the_codes_of_this_one(
    text: str, shape: str, there: str, back: str
) -> None:
    assert as_far_as_possible(text, shape, masked(there).codes) == back


def test_the_shape_of_codes_tells_kinds_only() -> None:
    assert shape_of(masked("[![Boat](b.png)](https://a.org)[^1] `x` https://b.org").codes) == "(())^`<"
