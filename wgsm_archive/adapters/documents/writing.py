"""Writing a tree as Markdown in which every word shows as it stood in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from wgsm_archive.adapters.documents.tree import INLINE, Kind, Node, Read

# In the archive's Markdown HTML is text already.
_SIGNS = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)")
_ENTITY = re.compile(r"&(?=#?\w{1,30};)")
_AT_HEAD = re.compile(r"(?m)^([ \t]*)(?=[#>|]|-+[ \t]*$)")
_ADDRESS = re.compile(r"(?:https?://[^\s<>()\\\"'/?#@]|mailto:[^\s<>()@]+@)[^\s<>()\\\"]*\Z", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_EDGES = re.compile(r"(\s*)(.*?)(\s*)\Z", re.DOTALL)
_INDENT = "    "
_DEEPEST = 6
MARKS: Mapping[Kind, str] = {Kind.STRONG: "**", Kind.EMPHASIS: "*"}


def write(read: Read) -> str:
    """The document as Markdown."""
    numbers = {name: str(number) for number, name in enumerate(read.notes, start=1)}
    _renumber([read.root, *read.notes.values()], numbers)
    blocks = _blocks(read.root)
    notes = [_hanging(f"[^{numbers[name]}]: ", _blocks(note)) for name, note in read.notes.items()]
    return "\n\n".join(part for part in [*blocks, *notes] if part.strip())


def _renumber(nodes: Iterable[Node | str], numbers: Mapping[str, str]) -> None:
    for node in nodes:
        if isinstance(node, Node):
            if node.kind is Kind.NOTE:
                node.value = numbers.get(node.value, node.value)
            _renumber(node.children, numbers)


def escaped(text: str) -> str:
    """A text in which no sign means anything in Markdown."""
    text = _SPACE.sub(" ", _INVISIBLE.sub("", text))
    return at_head(_disarmed(text))


def _disarmed(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text))


def at_head(text: str) -> str:
    """A text in which no line is a heading, a quotation or a table. Lists that were typed by hand become lists."""
    return _AT_HEAD.sub(r"\g<1>\\", text)


def _blocks(node: Node, depth: int = 0) -> list[str]:
    made: list[str] = []
    words: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str) or child.kind in INLINE:
            words.append(child)
            continue
        made.append(at_head(_inline(words).strip()))
        words = []
        made += _block(child, depth)
    made.append(at_head(_inline(words).strip()))
    return [block for block in made if block]


def _block(node: Node, depth: int) -> list[str]:
    if node.kind is Kind.HEADING:
        level = min(max(int(node.value or 1), 1), _DEEPEST)
        words = _one_line(_inline(node.children, plain=True))
        return [f"{'#' * level} {words}"] if words else []
    if node.kind in (Kind.BULLETS, Kind.NUMBERS):
        return [_list(node, depth)]
    if node.kind is Kind.TABLE:
        return _table(node, depth)
    return _blocks(node, depth)


def _list(node: Node, depth: int) -> str:
    made, number = [], 0
    for item in node.nodes(Kind.ITEM):
        blocks = _blocks(item, depth + 1)
        if not blocks:
            continue
        number += 1
        sign = "- " if node.kind is Kind.BULLETS else f"{number}. "
        # Deeper than this nobody can follow, and the renderer stops.
        made.append(_hanging(sign, blocks) if depth < _DEEPEST else "\n\n".join(blocks))
    loose = any("\n\n" in item for item in made)
    return ("\n\n" if loose else "\n").join(made)


def _hanging(sign: str, blocks: Sequence[str]) -> str:
    """Blocks below a sign, set in under it; a list stands right below the words that it belongs to."""
    lines = ""
    for place, block in enumerate(blocks):
        is_list = bool(place) and re.match(r"(?:- |\d{1,3}\. )", block) is not None
        lines += block if not place else f"{chr(10) if is_list else chr(10) * 2}{block}"
    first, *rest = lines.split("\n")
    return "\n".join([sign + first, *(_INDENT + line if line else "" for line in rest)])


def _table(node: Node, depth: int) -> list[str]:
    rows = [[_blocks(cell, depth) for cell in row.nodes(Kind.CELL)] for row in node.nodes(Kind.ROW)]
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    if width <= 1 or any(
        "\n" in block and re.match(r"[-|#]|\d", block) for row in rows for cell in row for block in cell
    ):
        # A frame around a text, or one that holds lists: what stands in it follows one after another.
        return [block for row in rows for cell in row for block in cell]
    cells = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if len(cells) == 1:
        cells.insert(0, [""] * width)
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return ["\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])]


def _cell(blocks: Iterable[str]) -> str:
    return _one_line(" / ".join(block.lstrip("#").strip() for block in blocks)).replace("|", "\\|")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _inline(parts: Iterable[Node | str], *, plain: bool = False, around: frozenset[Kind] = frozenset()) -> str:
    made = ""
    for part in joined(parts):
        if isinstance(part, str):
            made += _disarmed(_SPACE.sub(" ", _INVISIBLE.sub("", part).replace("\n", " ")))
        elif part.kind is Kind.BREAK:
            made = made.rstrip(" ") + "\n"
        elif part.kind is Kind.NOTE:
            made += f"[^{part.value}]"
        elif part.kind is Kind.LINK:
            made += _link(part.value, _inline(part.children, plain=plain, around=around))
        else:
            mark = "" if plain or part.kind in around else MARKS.get(part.kind, "")
            made += marked(mark, _inline(part.children, plain=plain, around=around | {part.kind}))
    return re.sub(r"[ ]*\n[ ]*", "\n", re.sub(r" {2,}", " ", made))


def joined(parts: Iterable[Node | str]) -> list[Node | str]:
    """Neighbours of one kind as one: word processors cut bold words into many pieces."""
    whole: list[Node | str] = []
    for part in parts:
        if part == "" or (isinstance(part, Node) and part.kind in MARKS and not any(part.children)):
            continue
        last = whole[-1] if whole else None
        if isinstance(last, Node) and isinstance(part, Node) and part.kind in MARKS and part.kind is last.kind:
            whole[-1] = Node(last.kind, "", [*last.children, *part.children])
        else:
            whole.append(part)
    return whole


def marked(mark: str, words: str) -> str:
    """Words between signs, line by line; no mark, or nothing to be marked: as they are."""
    # Signs stand right at the words; a line break or a note alone is marked by nothing.
    before, inner, after = _EDGES.match(words).groups()  # type: ignore[union-attr]
    if not mark or not re.search(r"[^\W_]", inner):
        return words
    return (
        before + "\n".join(f"{mark}{line.strip()}{mark}" if line.strip() else "" for line in inner.split("\n")) + after
    )


def _link(address: str, words: str) -> str:
    address = address.strip()
    if not words.strip() or "\n" in words or not _ADDRESS.match(address):
        return words
    before, inner, after = _EDGES.match(words).groups()  # type: ignore[union-attr]
    if inner.replace("\\", "") in (address, address.removeprefix("mailto:")):
        return f"{before}<{address.removeprefix('mailto:')}>{after}"
    return f"{before}[{inner}]({address}){after}"
