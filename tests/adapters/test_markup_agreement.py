"""The cutting of paragraphs and the renderer see the same paragraphs."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgsm_archive.adapters.markup import MarkdownMarkup
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.segments import Cut, cut
from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN, Block

MARKUP = MarkdownMarkup()
TEXTS = sorted((Path(__file__).parent / "texts").glob("*.*.md"))
LINES = [
    "para one", "Second line", "- item", "* star", "  - two", "    - four", "   + three", "1. num", "2. num", "2) par",
    "12. wrap", "2011. year", "# Head", "## Head ##", "#tag", "> quote", ">", "> - item", ">> deep", "| a | b |",
    "|---|---|", "| 1 | 2 |", "a | b", "---|---", "1 | 2", "[^1]: note", "see[^1]", "", "", "", "    in", "  in", "---",
    "***", "===", "- - -", "• bullet", "```", "~~~", "**bold** x", "-", "- ", "\ttab", "1986", "    > in",
    "> | a | b |\n> |---|---|\n> | c | d |",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
ORDINARY = st.lists(
    st.sampled_from(["We *came* at dawn.", "## A head", "Two\nlines", "She **said** [so](https://x.org).", "2011. Ok"]),
    min_size=1,
    max_size=8,
).map("\n\n".join)


def marked(pieces: Cut) -> str:
    out = ""
    for number, piece in enumerate(pieces.pieces):
        head, text = ("|", piece.text[1:]) if piece.text.startswith("|") else ("", piece.text)
        out += f"{piece.lead}{head}{MARK_OPEN}{number}{MARK_CLOSE}{text}"
    return out


def assert_each_piece_is_a_block(text: str) -> None:
    pieces = cut(text)
    blocks = {number: Block(f"s-{number:x}") for number in range(len(pieces.pieces))}
    rendered = MARKUP.render(marked(pieces), blocks=blocks)
    found = re.findall(r'<(?:p|li|tr|h\d) id="s-([0-9a-f]+)"', rendered.html)
    assert sorted(int(number, 16) for number in found) == list(blocks)
    assert rendered.plain == MARKUP.render(text).plain
    assert_no_block_is_without_piece(rendered.html)


def assert_no_block_is_without_piece(html: str) -> None:
    """Words stand in blocks with a mark only: no paragraph, heading or row is left out."""
    assert re.findall(r'<(?:p|tr|h\d)>(?!<a class="footnote-back")', html) == []


def words(text: str) -> str:
    return re.sub(r"[\s\-*+_>#|=`~•.)\\\d]", "", text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_each_piece_of_a_real_text_is_a_block_of_the_page(path):
    text = normalise(path.read_text(encoding="utf-8"))
    assert normalise(text) == text
    assert words(text) == words(path.read_text(encoding="utf-8"))
    assert len(cut(text).pieces) > 2
    assert_each_piece_is_a_block(text)


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_each_piece_of_any_text_in_order_is_a_block_of_the_page(text):
    in_order = normalise(text)
    assert normalise(in_order) == in_order
    assert words(in_order) == words(text)
    assert cut(in_order).join() == in_order
    assert_each_piece_is_a_block(in_order)


def test_three_thousand_texts_come_through_whole():
    chance = random.Random(3000)  # noqa: S311 - the same texts each time
    for _ in range(3000):
        text = "\n".join(chance.choices(LINES, k=chance.randint(1, 14)))
        assert cut(text).join() == text
        in_order = normalise(text)
        assert cut(in_order).join() == in_order
        assert_each_piece_is_a_block(in_order)


@settings(max_examples=60, deadline=None)
@given(ORDINARY)
def test_a_whole_reads_as_its_pieces_do(text):
    pieces = [piece.lead + piece.text for piece in cut(normalise(text)).pieces]
    assert MARKUP.render(text).html == "\n".join(MARKUP.render(piece).html for piece in pieces)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from([*"-*+>#|`~[]^:.=1a \t\n", "\u2028", "•"]), max_size=60))
def test_putting_in_order_twice_is_once(text):
    in_order = normalise(text)
    assert normalise(in_order) == in_order
