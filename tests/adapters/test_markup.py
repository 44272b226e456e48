from __future__ import annotations

from threading import Thread

import markdown
import pytest

from wgsm_archive.adapters.markup import MarkdownMarkup
from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN, Block

MARKUP = MarkdownMarkup()
ARABIC = Block("s-7f", "ar", "rtl", "tr-missing")


def shown(text: str) -> str:
    return MARKUP.render(text).html


def mark(number: int) -> str:
    return f"{MARK_OPEN}{number}{MARK_CLOSE}"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one *two* **three**", "<p>one <em>two</em> <strong>three</strong></p>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("٣. a\n٤. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("2011. They came.", "<p>2011. They came.</p>"),
        ("#LandIsLife", "<p>#LandIsLife</p>"),
        ("    set in", "<p>set in</p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("a <b>c</b> & d < e &lt;", "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d &lt; e &lt;</p>"),
        ("![our *house*](https://x.org/a.png)", "<p>our *house*</p>"),
        ("`<i>`", "<p><code>&lt;i&gt;</code></p>"),
        ("one\n\n---\n\ntwo", "<p>one</p>\n<hr>\n<p>two</p>"),
        ("[Rosa]: No.", "<p>[Rosa]: No.</p>"),
        ("snake_case_word", "<p>snake_case_word</p>"),
        ("", ""),
    ],
)
def test_prose_becomes_plain_html(text, html):
    assert shown(text).strip() == html


def test_headings_begin_below_those_of_the_page_and_leave_out_no_level():
    assert shown("# A\n\n### B\n\n# C") == "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>"
    assert shown("### A") == "<h3>A</h3>"
    assert shown("\n\n".join("#" * n + " x" for n in range(1, 7))).count("<h6>") == 3


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c=%20#d", "http://example.org", "HTTPS://EXAMPLE.ORG"])
def test_links_to_the_web_give_no_credit_and_no_referrer(address):
    html = shown(f'[here]({address} "the title")')
    escaped = address.replace("&", "&amp;")
    assert html == f'<p><a href="{escaped}" rel="nofollow noopener noreferrer ugc" title="the title">here</a></p>'


def test_mailboxes_can_be_linked():
    assert shown("<amina@example.org>") == '<p><a href="mailto:amina@example.org">amina@example.org</a></p>'


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "/es/cases", "//example.org", "#s-7f", "ftp://example.org", "data:text/html,x", "tel:1"],
)
def test_other_links_keep_their_words_only(address):
    assert shown(f"[here]({address})") == "<p>here</p>"


def test_tables_align_by_direction_of_writing():
    html = shown("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert '<th scope="col">a</th>' in html
    assert '<td class="cell-center">2</td>' in html
    assert '<td class="cell-end">3</td>' in html
    assert "style" not in html
    assert "align" not in html


def test_notes_of_two_fields_can_stand_on_one_page():
    text = "one[^a] two[^b] again[^a]\n\n[^b]: B\n\n[^a]: A"
    first, second = (MARKUP.render(text, prefix=prefix).html for prefix in ("strategy", "story.0.we"))
    assert '<sup id="fnref-strategy-2"><a class="footnote-ref" href="#fn-strategy-2" role="doc-noteref">1</a>' in first
    assert '<li id="fn-strategy-2">' in first
    assert first.count('role="doc-backlink"') == 3
    assert 'href="#fnref2-strategy-2"' in first
    assert '<li id="fn-story-0-we-1">' in second
    assert "Jump" not in first
    assert "title" not in first


def test_a_note_that_nothing_refers_to_and_one_of_the_same_name_are_shown_without_a_way_back():
    html = shown("text\n\n[^1]: first\n\n[^1]: second")
    assert "first" in html
    assert "second" in html
    assert "href" not in html


def test_plain_text_is_what_a_reader_sees():
    text = "# Head\n\none *two*[^n]\nthree\n\n- a\n- [b](https://x.org)\n\n| c | d |\n|--|--|\n| e | &amp; |"
    text += "\n\n[^n]: note"
    assert MARKUP.render(text).plain == "Head\none two\nthree\na\nb\nc d\ne &\nnote"


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("{}word", "<p{}>word</p>"),
        ("- {}word", "<li{}>word</li>"),
        ("## {}word", "<h3{}>word</h3>"),
        ("> {}word", "<p{}>word</p>"),
        ("|{} word | b |\n|--|--|\n| c | d |", '<tr{}>\n<th scope="col">word</th>'),
        ("| a | b |\n|--|--|\n|{} word | d |", "<tr{}>\n<td>word</td>"),
        ("a[^1]\n\n[^1]: {}word", "<p{}>word"),
        ("{}*word*", "<p{}><em>word</em></p>"),
        ("{}`word`", "<p{}><code>word</code></p>"),
        ("- a\n\n    {}word", "<p{}>word</p>"),
        ("- {}- word", "<li{}>word</li>"),
    ],
)
def test_a_mark_describes_the_block_it_stands_in(text, element):
    html = MARKUP.render(text.format(mark(4)), blocks={4: ARABIC}).html
    assert element.format(' class="tr-missing" dir="rtl" id="s-7f" lang="ar"') in html
    assert html.count("s-7f") == 1
    assert MARK_OPEN not in html
    assert MARK_CLOSE not in html


def test_what_is_said_of_an_item_does_not_reach_the_items_inside_it():
    html = MARKUP.render(f"- {mark(0)}outer *x*\n    - {mark(1)}inner", blocks={0: ARABIC, 1: Block("s-2")}).html
    assert '<p class="tr-missing" dir="rtl" id="s-7f" lang="ar">outer <em>x</em></p>' in html
    assert '<li id="s-2">inner</li>' in html


@pytest.mark.parametrize(
    "typed",
    [f"a{mark(0)}b", f"{MARK_OPEN}ab", f"ab{MARK_CLOSE}", f"{MARK_OPEN}0ab", f"{mark(9)}ab", "a&#xE000;0&#xE001;b"],
)
def test_marks_that_nobody_set_disappear(typed):
    html = MARKUP.render(typed, blocks={0: ARABIC}).html
    assert "s-7f" not in html
    assert not {MARK_OPEN, MARK_CLOSE} & set(html)
    assert "<p>a" in html or "<p>0a" in html


def test_a_number_marks_one_block_only():
    assert MARKUP.render(f"{mark(0)}a\n\n{mark(0)}b", blocks={0: ARABIC}).html.count("s-7f") == 1


@pytest.mark.parametrize(
    "block",
    [
        Block(anchor="menu"), Block(anchor='s-1" onclick="x'), Block(language="<b>"), Block(language="not a tag"),
        Block(direction="auto"), Block(css="hidden"), Block(css="tr-missing other"),
    ],
)  # fmt: skip
def test_unknown_values_of_attributes_are_left_out(block):
    assert MARKUP.render(f"{mark(0)}word", blocks={0: block}).html == "<p>word</p>"


def test_a_marked_definition_of_a_link_still_defines_it():
    html = MARKUP.render(f"{mark(0)}[here][1]\n\n{mark(1)}[1]: https://x.org", blocks={0: ARABIC, 1: Block("s-2")}).html
    assert 'href="https://x.org"' in html
    assert "s-2" not in html


def test_a_line_is_escaped_and_made_one():
    assert MARKUP.line(f"  *A* <b>\n& {mark(1)}“c” 'd'\x00 ") == "*A* &lt;b&gt; &amp; “c” &#x27;d&#x27;"


def test_nothing_of_one_text_stays_for_the_next():
    MARKUP.render("a[^1] [x][r]\n\n[^1]: note\n\n[r]: https://x.org", prefix="one", blocks={0: ARABIC})
    assert shown(f"{mark(0)}a[^1] [x][r]") == "<p>a[^1] [x][r]</p>"


def test_threads_do_not_disturb_each_other():
    wrong: list[str] = []

    def work(word: str) -> None:
        text = f"{mark(0)}{word}[^1]\n\n[^1]: {word}"
        expected = MarkdownMarkup().render(text, prefix=word, blocks={0: ARABIC}).html
        wrong.extend(word for _ in range(40) if MARKUP.render(text, prefix=word, blocks={0: ARABIC}).html != expected)

    threads = [Thread(target=work, args=(word,)) for word in ("water", "land", "bread")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_version_names_what_can_change_a_rendering():
    assert markdown.__version__ in MARKUP.version
