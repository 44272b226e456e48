"""What happens to a text before Python-Markdown sees it: no forbidden characters, nothing that takes it long.

Noncharacters (U+FDD0..U+FDEF) never stand in a text that was scrubbed; here they carry what must survive
the renderer untouched: the marks of blocks, and the signs of paragraphs that are shown as they were typed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from wgsm_archive.ports.markup import MARK_CLOSE, MARK_OPEN

MAX_RENDERED = 40_000
"""Characters of a text that are read as Markdown: twice the longest field; longer ones are shown as typed."""

# The work of the inline patterns grows with (signs x length) of a paragraph or list item. Four million take half a
# second on one slow core; the longest bibliography with a link in each item needs a tenth of that.
_BUDGET = 4_000_000
_MAX_DEPTH = 8
_MAX_INDENT = 4 * _MAX_DEPTH

INNER_OPEN, INNER_CLOSE = "\ufdd0", "\ufdd1"
INNER_MARK = re.compile(f"{INNER_OPEN}(\\d{{1,6}}){INNER_CLOSE}")
_SIGNS = "\\`*_{}[]()>#+-.!<&:|~"
_AS_TYPED = {ord(sign): 0xFDD2 + place for place, sign in enumerate(_SIGNS)}
_BACK = {0xFDD2 + place: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign, sign) for place, sign in enumerate(_SIGNS)}
_AS_TYPED[ord("\n")] = 0xFDEE
_BACK[0xFDEE] = "<br>\n"
_COSTLY = "[](!<*_`&\\#|\n"

# Python-Markdown keeps STX and ETX for itself; the rest cannot stand in XML 1.0 (section 2.2), so feeds and books
# made from the HTML would break. Surrogates are dropped by the encoder.
_FORBIDDEN = [chr(n) for n in (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0))]
_FORBIDDEN += ["\ufffe", "\uffff"]
_ANY_FORBIDDEN = re.compile("[" + "".join(_FORBIDDEN) + "\ud800-\udfff]")

_LEAD = r"[ \t]*+(?:>[ \t]*+)*+(?:(?:[-*+]|\d{1,3}[.)]|#{1,6}|\[\^[^\]\s]{1,40}\]:)[ \t]+)?(?:\|[ \t]*)?"
_MORE_LEAD = r"(?:(?:[-*+]|\d{1,3}[.)]|#{1,6})[ \t]+|\[\^[^\]\n]{1,80}\]:[ \t]*|>[ \t]?){0,8}"
_MARK_AT_HEAD = re.compile(rf"^({_LEAD}){MARK_OPEN}(\d{{1,6}}){MARK_CLOSE}([ \t]*{_MORE_LEAD})", re.MULTILINE)
_ANY_MARK = re.compile(f"{MARK_OPEN}\\d{{1,6}}{MARK_CLOSE}")
_REFERENCE = re.compile(r"\[[^\[\]\n]{1,200}\]:[ \t]*<?(?:https?://|mailto:)", re.IGNORECASE)
_NESTING = re.compile(rf"^(?:[ ]*(?:>|[-*+][ ]|\d{{1,3}}\.[ ])){{{_MAX_DEPTH + 1}}}", re.MULTILINE)
_ITEM = re.compile(r"[ ]{0,3}(?:([-*+])|\d{1,3}\.)[ ]")
_RULE = re.compile(r"^[ >]*(?:[-*_][ ]*){3,}$", re.MULTILINE)
_BULLETED = re.compile(r"^(?=[ ]{0,3}[-*+][ ])", re.MULTILINE)
_NUMBERED = re.compile(r"^(?=[ ]{0,3}\d{1,3}\.[ ])", re.MULTILINE)
_NOTE = re.compile(r"^(?=[ ]{0,3}\[\^[^\]\n]*\]:)", re.MULTILINE)
_DEEP_INDENT = re.compile(rf"^[ ]{{{_MAX_INDENT},}}", re.MULTILINE)


def scrub(text: str) -> str:
    """The text without the characters that XML forbids, with Unix line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    if _ANY_FORBIDDEN.search(text) is None:
        return text
    # One pass a character is quicker than a pattern on millions of them.
    for character in _FORBIDDEN:
        text = text.replace(character, "")
    return text.encode("utf-8", "ignore").decode("utf-8")


def take_marks(text: str, known: Collection[int]) -> str:
    """Turn marks at the heads of blocks into inner ones and drop all other mark characters.

    A number counts once and only if it is known. The definition of a reference link shows nothing, so it keeps none.
    """
    seen: set[int] = set()

    def turned(match: re.Match[str]) -> str:
        number = int(match[2])
        if number not in known or number in seen or _REFERENCE.match(text, match.end()):
            return match[1] + match[3]
        seen.add(number)
        return f"{match[1]}{match[3]}{INNER_OPEN}{number}{INNER_CLOSE}"

    if MARK_OPEN in text or MARK_CLOSE in text:
        text = _ANY_MARK.sub("", _MARK_AT_HEAD.sub(turned, text))
        text = text.replace(MARK_OPEN, "").replace(MARK_CLOSE, "")
    return text


def tame(text: str) -> str:
    """The text with the signs of those paragraphs disarmed whose rendering would take too long or nest too deep."""
    left = _BUDGET
    blocks = text.split("\n\n")
    for place, block in enumerate(blocks):
        cost = sum(sum(map(unit.count, _COSTLY)) * len(unit) for unit in _units(block))
        if cost > left or _NESTING.search(block):
            blocks[place] = "\n".join(line.lstrip() for line in block.strip("\n").split("\n")).translate(_AS_TYPED)
            continue
        left -= cost
        blocks[place] = _DEEP_INDENT.sub(" " * _MAX_INDENT, block)
    return "\n\n".join(blocks)


def _units(block: str) -> list[str]:
    """What of a block is searched for signs at one go: notes, and the items of a list with one kind of marker."""
    if _RULE.search(block):
        # Dividing lines are looked for before lists are.
        return [block]
    head = _ITEM.match(block)
    divide = _NOTE if head is None else _BULLETED if head[1] else _NUMBERED
    return divide.split(block)


def restore(made: str) -> str:
    """Put the disarmed signs back into HTML, escaped."""
    return made.translate(_BACK)


def as_typed(text: str) -> tuple[str, str]:
    """The HTML and the plain text of a text that is not read as Markdown: its paragraphs, escaped."""
    shown = "\n\n".join(block.strip() for block in text.split("\n\n") if block and not block.isspace())
    if not shown:
        return "", ""
    inner = html.escape(shown).replace("\n\n", "</p>\n<p>")
    return f"<p>{inner}</p>", shown.replace("\n\n", "\n")
