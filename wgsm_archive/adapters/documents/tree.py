"""What documents of every kind are read into before they become Markdown: a small tree of blocks and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum, auto


class Kind(StrEnum):
    """What a node is. `value` of a node holds the level of a heading, the address of a link, the name of a note."""

    ROOT = auto()
    PARAGRAPH = auto()
    HEADING = auto()
    BULLETS = auto()
    NUMBERS = auto()
    ITEM = auto()
    TABLE = auto()
    ROW = auto()
    CELL = auto()
    STRONG = auto()
    EMPHASIS = auto()
    LINK = auto()
    NOTE = auto()
    BREAK = auto()


INLINE = frozenset({Kind.STRONG, Kind.EMPHASIS, Kind.LINK, Kind.NOTE, Kind.BREAK})


@dataclass(slots=True)
class Node:
    """A block or a run of words, with what stands in it."""

    kind: Kind
    value: str = ""
    children: list[Node | str] = field(default_factory=list)

    def add(self, kind: Kind, value: str = "") -> Node:
        """A new child."""
        made = Node(kind, value)
        self.children.append(made)
        return made

    def nodes(self, *kinds: Kind) -> Iterator[Node]:
        """The children of these kinds."""
        return (child for child in self.children if isinstance(child, Node) and child.kind in kinds)


@dataclass(slots=True)
class Read:
    """A document as it was read. `notes` are its footnotes by their names, in the order of their use."""

    root: Node = field(default_factory=lambda: Node(Kind.ROOT))
    notes: dict[str, Node] = field(default_factory=dict)
    pictures: bool = False
