"""No text takes long, and none is too strange."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgsm_archive.adapters.markup import MarkdownMarkup
from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN, Block

MARKUP = MarkdownMarkup()
FIELD = 20_000  # characters, as domain/text.py allows them
# Of processor time, so that a busy machine does not count; slow machines need half of it at most.
SECONDS = 2.0

REPEATED = [
    "[", "![", "[a](", '[a]("b) ', "[a](<b", "[(", "[^", "[^1]", "[^1]: a\n", "[a]: b\n", "[a][b]", "[[a](b)](c)",
    "<a ", "<", "<a@b>", "*", "**a", "_", "_a__b_", "***a*b", "`", "``a", "`a`` ", "(", "&", "&#x41;", "\\", "\\*",
    "# ", "#", "#a\n", "- ", "- a\n", "- a\n\n", "> ", ">", "> a\n\n", "1. a\n", "a\n", "a\n\n", "\n", " \n", "|",
    "|a\n", "a|b\n-|-\n", "---\n", "* * *\n", "- - -\n", "===\n", "    a\n\n", "    - a\n", "`|", "~~~\n", "\t- a\n",
    "'", '"', f"{MARK_OPEN}0{MARK_CLOSE}", MARK_OPEN, "\x00", "\ud800", "م ",
]  # fmt: skip


def seconds_for(text: str) -> float:
    begun = time.thread_time()
    MARKUP.render(text, blocks={0: Block("s-1")})
    return time.thread_time() - begun


@pytest.mark.parametrize("unit", REPEATED)
def test_a_field_full_of_one_sign_is_answered_soon(unit):
    assert seconds_for(unit * (FIELD // len(unit))) < SECONDS
    assert seconds_for(((unit * 300)[:300] + "\n\n") * 60) < SECONDS
    assert seconds_for("- a\n- " + unit * (FIELD // len(unit))) < SECONDS


@pytest.mark.parametrize("first", ["- a\n", "1. a\n", "[^a]: b\n", "- a\n1. b\n"])
@pytest.mark.parametrize("unit", ["- [[[[[[[[\n", "1. [[[[[[[[\n", "[^b]: [[[[[[[[\n", "    - [[[[[[\n", "* * *\n"])
def test_lists_do_not_hide_signs_from_the_count(first, unit):
    assert seconds_for(first + unit * (FIELD // len(unit))) < SECONDS


@pytest.mark.parametrize(
    "unit", ["a", "[", "\n", "a\n\n", "- a\n", "a\x00", "\ud800a", "\t", f"{MARK_OPEN}0{MARK_CLOSE}"]
)
def test_five_megabytes_are_answered_soon(unit):
    assert seconds_for(unit * (5_000_000 // len(unit))) < SECONDS


@pytest.mark.parametrize(
    "text", ["- " * 400 + "a", "".join("    " * n + "- a\n" for n in range(400)), ">" * 2000 + "a"], ids=len
)
def test_deep_nesting_is_shown_in_some_way(text):
    assert "a" in MARKUP.render(text).plain


def test_a_paragraph_too_costly_is_shown_as_typed_and_the_others_are_not():
    odd = "[x](<" * 2000
    html = MARKUP.render(f"one *two*\n\n{odd}\n\nthree **four**").html
    assert "<em>two</em>" in html
    assert "<strong>four</strong>" in html
    assert f"<p>{odd.replace('<', '&lt;')}</p>" in html


def test_a_long_bibliography_keeps_its_links():
    item = "- [A title of some length, with a place](https://example.org/a_b-c/d) *Journal*, 12(3), **2011**: 1-20. "
    html = MARKUP.render("\n".join(item + "word " * 16 for _ in range(100))).html
    assert html.count("<a href") == 100


def test_text_longer_than_any_field_is_shown_as_typed():
    rendered = MARKUP.render(f"*a* {MARK_OPEN}0{MARK_CLOSE}<b>\n\n" + "word " * 20_000, blocks={0: Block("s-1")})
    assert rendered.html.startswith("<p>*a* &lt;b&gt;</p>\n<p>word ")
    assert rendered.plain.startswith("*a* <b>\nword ")


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\ufdd0b", "a\uffffb", "a\x02b\x03", "a&#1;b", "a&#xFFFF;b"])
def test_what_xml_forbids_is_left_out(text):
    html = MARKUP.render(text).html
    assert html == "<p>ab</p>"
    html.encode("utf-8")


@pytest.mark.parametrize("text", ["a[^1]\n\n[^1]:", "[^1]: [^2]: x", "[^a]:" * 60, "a[^1]\n\n[^1]: a[^1]"])
def test_what_the_library_stumbles_on_keeps_its_words(text):
    assert MARKUP.render(text).html
    assert MARKUP.render("*after*").html == "<p><em>after</em></p>"


@pytest.mark.parametrize(
    "text",
    [
        r"*\_**\_*a",
        "*a**b*c",
        "***c*******b*********_a_***",
        r"\_\_***c*****b****\_ cb*",
        "******_bc*a_a****bb*",
        "**c_***_***c*_* a bb",
    ],
)
def test_heaps_of_stars_and_underlines_take_no_letter_along(text):
    assert re.sub("[^a-c]", "", MARKUP.render(text).plain) == re.sub("[^a-c]", "", text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*"abc ", "*", "**", "***", "_", r"\_"]), max_size=16).map("".join))
def test_emphasis_takes_no_letter_along(text):
    assert re.sub("[^a-c]", "", MARKUP.render(text).plain) == re.sub("[^a-c]", "", text)


SIGNS = st.sampled_from(
    [*"[]()!*_`<>&#|-+.:^\\~=\n \t1a", "\n\n", "    ", "[^1]", "[^1]: ", f"{MARK_OPEN}0{MARK_CLOSE}", "\x00"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(SIGNS, st.characters()), max_size=60).map("".join))
def test_any_text_is_rendered(text):
    rendered = MARKUP.render(text, prefix="x", blocks={0: Block("s-1", "ar", "rtl", "tr-missing")})
    rendered.html.encode("utf-8")
    assert not {MARK_OPEN, MARK_CLOSE, "\x00"} & set(rendered.html + rendered.plain)
