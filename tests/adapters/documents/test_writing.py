"""What documents become in Markdown shows as the words that stood in them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from wgsm_archive.adapters.documents.tree import Kind, Node, Read
from wgsm_archive.adapters.documents.writing import escaped, write
from wgsm_archive.adapters.markup import MarkdownMarkup
from wgsm_archive.domain.markdown import normalise
from wgsm_archive.domain.text import clean_text

MARKUP = MarkdownMarkup()
SIGNS = st.text(alphabet="ab é.*_`[]()<>#|&;!\\~-=+:1ع", min_size=1, max_size=40)


def shown(markdown: str) -> str:
    return "".join(MARKUP.render(normalise(clean_text(markdown))).plain.split())


def wanted(text: str) -> str:
    return "".join(clean_text(text).split())


def test_signs_are_shown_as_signs():
    text = "3 * 4 = *doce* y [ver](http://x.org) <b>no</b> &amp; `x` _a_ ~~b~~ a_b_c \\*"
    assert shown(escaped(text)) == wanted(text)
    for line in ("# no heading", "> no quotation", "---", "===", "| a | b |", "[^1]: no note", "[a]: http://x.org"):
        assert shown(escaped(line)) == wanted(line), line


@settings(max_examples=400, deadline=None)
@given(SIGNS)
def test_every_sign_of_a_paragraph_is_shown(text: str):
    read = Read()
    read.root.add(Kind.PARAGRAPH).children.append("x" + text)
    # Lists that somebody typed by hand become lists: their signs are drawn by the list.
    assert shown(write(read)) == wanted("x" + text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([Kind.STRONG, Kind.EMPHASIS, None]), st.text("ab c*_", max_size=8)), max_size=6)
)
def test_bold_and_italic_words_lose_nothing(parts: list[tuple[Kind | None, str]]):
    read = Read()
    paragraph = read.root.add(Kind.PARAGRAPH)
    for kind, text in parts:
        (paragraph if kind is None else paragraph.add(kind)).children.append(text)
    letters = re.sub(r"[^abc]", "", "".join(text for kind, text in parts))
    assert re.sub(r"[^abc]", "", shown(write(read))) == letters


def test_cells_hold_bars_and_lists_stand_apart():
    read = Read()
    table = read.root.add(Kind.TABLE)
    for words in (("a|b", "c"), ("d", "e")):
        row = table.add(Kind.ROW)
        for word in words:
            row.add(Kind.CELL).add(Kind.PARAGRAPH).children.append(word)
    assert write(read) == "| a\\|b | c |\n| --- | --- |\n| d | e |"
    listed = Read()
    cell = listed.root.add(Kind.TABLE).add(Kind.ROW).add(Kind.CELL)
    cell.add(Kind.BULLETS).add(Kind.ITEM).children.append("uno")
    assert write(listed) == "- uno"


def test_links_lead_to_the_web_or_a_mailbox_only():
    for address, kept in (
        ("https://example.org/a?b=1", "[x](https://example.org/a?b=1)"),
        ("mailto:a@example.org", "[x](mailto:a@example.org)"),
        ("javascript:alert(1)", "x"),
        ("java\nscript:alert(1)", "x"),
        ("file:///etc/passwd", "x"),
        ("https://example.org/a b", "x"),
        ("#bookmark", "x"),
        ("", "x"),
    ):
        read = Read()
        read.root.add(Kind.PARAGRAPH).children.append(Node(Kind.LINK, address, ["x"]))
        assert write(read) == kept
