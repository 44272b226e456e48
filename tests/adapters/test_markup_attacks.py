"""Whatever is typed, nothing in the answer runs, loads, frames, covers or sends."""

from __future__ import annotations

import itertools
import re
from html import escape as html_escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from wgsm_archive.adapters.markup import MarkdownMarkup
from wgsm_archive.adapters.markup.sanitise import sanitise
from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN, Block

MARKUP = MarkdownMarkup()
ELEMENTS = frozenset(
    ["a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
     "section", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"]
)  # fmt: skip
ATTRIBUTES = frozenset(["class", "dir", "href", "id", "lang", "rel", "role", "scope", "start", "title"])
IDS = re.compile(r"(?:s-[0-9a-f]+|fn(?:ref\d*)?-[0-9A-Za-z-]+)\Z")

ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "java%0ascript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3a;alert(1)",
    "&#106;avascript:alert(1)", "&#0000106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "&#x6Aavascript:alert(1)",
    "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "java&#x09;script:alert(1)", "java&#10;script:alert(1)",
    "\x01javascript:alert(1)", "&#1;javascript:alert(1)", "java\x00script:alert(1)", "java\\script:alert(1)",
    "javascript\\:alert(1)", "javascript://example.org/%0aalert(1)", "javascript:/*https://example.org*/alert(1)",
    "&amp;#106;avascript:alert(1)", "&lt;javascript:alert(1)", "jav\u200bascript:alert(1)", "\u202ejavascript:alert(1)",
    "ｊavascript:alert(1)", "javaſcript:alert(1)", "vbscript:msgbox(1)", "livescript:alert(1)", "mocha:alert(1)",
    "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "DATA:image/svg+xml,<svg onload=alert(1)>", "feed:javascript:alert(1)", "view-source:javascript:alert(1)",
    "blob:https://example.org/1", "file:///etc/passwd", "filesystem:https://example.org/x", "about:blank",
    "intent://x#Intent;end", "ms-word:x", "jar:x!/", "tel:1", "sms:1", "//example.org/x", "/\\example.org",
    "\\\\example.org\\x", "///example.org", "https:javascript:alert(1)", "https:/javascript:alert(1)", "http:alert(1)",
    "https://", "mailto:", "mailto:javascript:alert(1)", "#", "#s-1", "?x", ".", "..", "/es/cases", "x", "https",
    "://x", ":", "%6A%61vascript:alert(1)", "x:y", "cid:1", "ws://x", "wss://x",
    'https://example.org/"onmouseover="alert(1)', "https://example.org/'onmouseover='alert(1)",
    "https://example.org/><script>alert(1)</script>", "https://example.org/`onmouseover=alert(1)",
    "https://user:pw@example.org\\@evil.example", "https://example.org/\" style=\"position:fixed",
    "mailto:a@b.c?x=<script>", 'mailto:a@b.c"onclick="alert(1)', "https://example.org/{{constructor}}",
    "https://example.org/${alert(1)}",
]  # fmt: skip
LINKS = [
    "[x]({})", "[x](<{}>)", '[x]({} "t")', "[x][r]\n\n[r]: {}", "[x][r]\n\n[r]: <{}>", "<{}>", "![x]({})",
    "![x][r]\n\n[r]: {}", "[![x]({0})]({0})", "- [x]({})", "| [x]({}) | b |\n|--|--|\n| c | d |", "> [x]({})",
    "a[^1]\n\n[^1]: [x]({})", "# [x]({})", "**[x]({})**", "`{}`", "{}",
]  # fmt: skip
HANDLERS = [
    "onerror=alert(1)", "onload=alert(1)", "onclick='alert(1)'", 'onfocus="alert(1)" autofocus',
    "ONTOGGLE=alert(1) open",
]  # fmt: skip
TAGS = [
    "script", "SCRIPT", "scr\x00ipt", "img src=x", "image src=x", "svg", "svg/", "math",
    "iframe src=javascript:alert(1)", "frame", "object data=x", "embed src=x", "applet",
    "form action=javascript:alert(1)", "input", "button formaction=javascript:alert(1)", "textarea", "select",
    "video src=x", "audio src=x", "source", "track", "details", "marquee", "body", "html", "base href=//x",
    "link href=x rel=stylesheet", "meta http-equiv=refresh content='0;url=javascript:alert(1)'", "style", "template",
    "noscript", "xmp", "plaintext", "title", "noembed", "a href=javascript:alert(1)", "p style=position:fixed",
    "div id=s-1 class=tr-missing", "custom-element", "slot", "dialog open", "isindex", "bgsound src=x", "layer",
    "foreignObject", "animate", "set", "use href=x", "portal src=x", "li value=9", "td colspan=9", "x",
]  # fmt: skip
SHAPES = [
    "<{tag} {on}>x", "<{tag} {on}>x</{name}>", "<{tag}/{on}/>", "</{tag} {on}>", "<{tag}\n{on}\n>", "<<{tag} {on}>",
    "<{tag} {on}", "text\n\n<{tag} {on}>\n\n*x*\n\n</{name}>", "`<{tag} {on}>", "[<{tag} {on}>](https://x.org)",
    "![<{tag} {on}>](https://x.org)", '[x](https://x.org "<{tag} {on}>")',
    "[^<{tag} {on}>]\n\n[^<{tag} {on}>]: <{tag} {on}>", "| <{tag} {on}> | b |\n|--|--|\n| c | d |",
    "&lt;{tag} {on}&gt;", "\\<{tag} {on}\\>", "&#60;{tag} {on}&#62;", "<!-- --><{tag} {on}> -->",
    "<![CDATA[<{tag} {on}>]]>", "<?x <{tag} {on}>?>", "*<{tag} {on}>*", "<{tag} x=`{on}`>",
]  # fmt: skip
SPECIAL = [
    '[x](https://x.org "a\\" onclick=\\"alert(1)")', "[x](https://x.org 'a\" onclick=\"alert(1)')",
    '[x](https://x.org "a&quot; onclick=&quot;alert(1)")', '![" onerror="alert(1)](x)', "![x](x\"onerror=\"alert(1))",
    "[x\" onclick=\"alert(1)](https://x.org)", "[a](https://x.org){: onclick=alert(1) }",
    "# x {: #s-1 .tr-missing onclick=alert(1) }", "{: onclick=alert(1) }", "[TOC]", "*[HTML]: <script>",
    "```js\n</code><script>alert(1)</script>\n```", "~~~\n<script>\n~~~", "<x@y.z\"onclick=alert(1)>",
    "<https://x.org/\"onclick=alert(1)>", "<javascript://x%0aalert(1)>",
    "<div markdown=1 onclick=alert(1)>\n\n*x*\n\n</div>", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03",
    "\x02amp\x03lt;script\x02amp\x03gt;", "wzxhzdk:0 <script>", "\x02zz1337820767766393qq\x03", "zz1337820767766393qq",
    "///Footnotes Go Here///\n\na[^1]\n\n[^1]: b", '[^1" onclick="alert(1)]\n\n[^1" onclick="alert(1)]: x',
    "[^1]: x\n\n[^1]: y", "\ufdd0" + "0\ufdd1<script>", "\ufdd2\ufddbscript\ufddaalert(1)",
    f"{MARK_OPEN}0{MARK_CLOSE}<script>", f"<scr{MARK_OPEN}0{MARK_CLOSE}ipt>alert(1)</script>", f"<{MARK_OPEN}script>",
    "<scr\x00ipt>", "<scr\ufdd5ipt>", "&#xFDDB;script&#xFDDA;", "&lt;script&gt;", "&amp;lt;script&amp;gt;",
    "<\\script>", "<a\x0bhref=javascript:alert(1)>", "{{7*7}}", "${alert(1)}", "<%= x %>",
    "[x](https://x.org\n\"onclick=alert(1)\")", "[](javascript:alert(1))", "[x](javascript:alert(1)\n)",
    "[x](javas\ncript:alert(1))", "<style>@import 'https://x.org';</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<svg><p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]  # fmt: skip

PAYLOADS = [
    *(shape.format(address) for shape, address in itertools.product(LINKS, ADDRESSES)),
    *(
        shape.format(tag=tag, on=HANDLERS[(first + second) % len(HANDLERS)], name=tag.split()[0])
        for (first, shape), (second, tag) in itertools.product(enumerate(SHAPES), enumerate(TAGS))
    ),
    *SPECIAL,
]


class Inspector(HTMLParser):
    """Reads an answer as a browser would and writes down what should not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"{tag} {name}={value}" for name, value in attrs if not is_harmless(name, value or "")]

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"<![{data}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}")


def is_harmless(name: str, value: str) -> bool:
    if name == "href":
        return value.startswith("#fn") or leads_outside(value)
    if name == "id":
        return IDS.match(value) is not None
    return name in ATTRIBUTES


def leads_outside(address: str) -> bool:
    # What browsers drop before they read an address.
    read = urlsplit(re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33))))))
    return (read.scheme in ("http", "https") and bool(read.hostname)) or (read.scheme == "mailto" and "@" in read.path)


def wrong_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong


def test_the_inspector_sees_what_it_is_for():
    for bad in (
        "<script>", "<p onclick=x>", "<a href=javascript:x>", "<a href=' java\nscript:x'>", "<!--x-->", "<p id=menu>",
        "<a href='//x.org'>", "<?x>", "<p style=x>", "<img src=x>", "<a href=https:x>",
    ):  # fmt: skip
        assert wrong_in(bad)
    assert not wrong_in('<p id="s-1f" lang="ar">x <a href="https://x.org">y</a></p>')


@pytest.mark.parametrize("surrounding", ["{}", "text {} text", "- a\n- {}\n- b", "> {}"])
def test_nothing_that_acts_comes_through(surrounding):
    assert len(PAYLOADS) > 2000
    for payload in PAYLOADS:
        text = surrounding.replace("{}", payload)
        rendered = MARKUP.render(text, prefix="x")
        assert wrong_in(rendered.html) == [], text


def test_nothing_that_acts_comes_through_marked_blocks_prefixes_and_lines():
    for payload in PAYLOADS:
        block = Block(payload, payload, payload, payload)
        text = f"{MARK_OPEN}0{MARK_CLOSE}{payload} a[^1]\n\n[^1]: b"
        assert wrong_in(MARKUP.render(text, prefix=payload, blocks={0: block}).html) == [], payload
        line = MARKUP.line(payload)
        assert not {"<", ">", '"', "'"} & set(line), payload


def test_the_sanitiser_holds_without_the_renderer_before_it():
    for (shape, tag), on in itertools.product(itertools.product(SHAPES, TAGS), HANDLERS):
        html = shape.format(tag=tag, on=on, name=tag.split()[0])
        assert wrong_in(sanitise(html)) == [], html
    for address in ADDRESSES:
        kept = sanitise(f'<a href="{html_escape(address)}">x</a>')
        assert not re.search(r'href="(?!https?:|mailto:|#fn)', kept, re.IGNORECASE), address


def test_words_of_an_attack_stay_readable():
    rendered = MARKUP.render("They wrote <script>alert(1)</script> on our page")
    assert rendered.plain == "They wrote <script>alert(1)</script> on our page"


def test_texts_too_long_for_markdown_are_escaped_as_well():
    assert wrong_in(MARKUP.render("\n\n".join(PAYLOADS)).html) == []
