"""What a query means, as a small tree.

The tree keeps words as they were typed. How a word is cut, folded and stemmed depends on the language of the text
that it is compared with, and is known to the search adapters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Field(StrEnum):
    """Where a word is looked for."""

    ANY = "any"
    TITLE = "title"
    LABEL = "label"  # the labels of the case's terms, in every language
    THEME = "theme"  # these four are facts of the case; see `resolved`
    COUNTRY = "country"
    LANGUAGE = "language"
    YEAR = "year"


FACTS = frozenset({Field.THEME, Field.COUNTRY, Field.LANGUAGE, Field.YEAR})
"""Fields that are no text: what is typed there names a value, which must be looked up."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed. It may turn out to be several, as in `co-operative` or in a script without spaces."""

    text: str
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word."""

    text: str
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another."""

    text: str
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be found."""

    part: Node


@dataclass(frozen=True, slots=True)
class Together:
    """Parts side by side. All are wanted, but an engine may answer with most of them when few stories have all."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Parts joined by AND: each must be found."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Parts joined by OR: one is enough."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Cases that carry one of these values of a facet."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """Cases whose struggle was going on in these years; None is an open end."""

    first: int | None
    last: int | None


Node: TypeAlias = Word | Prefix | Phrase | Not | Together | AllOf | AnyOf | Chosen | Years
Lookup: TypeAlias = Callable[[Field, str], "Node | None"]
"""What a value typed in one of the `FACTS` stands for; None when there is no such value."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: a tree, or None when nothing was.

    `words` are the words and phrases that are wanted (not those that are excluded), for marking and for spelling help.
    `shortened` tells that part of the text was left out because it was too long.
    """

    root: Node | None = None
    words: tuple[str, ...] = ()
    shortened: bool = False

    def __bool__(self) -> bool:
        return self.root is not None


def wanted(node: Node) -> Iterator[str]:
    """The words and phrases of a tree that are looked for."""
    if isinstance(node, Together | AllOf | AnyOf):
        for part in node.parts:
            yield from wanted(part)
    elif isinstance(node, Word | Prefix | Phrase):
        yield node.text


def resolved(query: Query, lookup: Lookup) -> Query:
    """The query with every value of a fact looked up; what names none is looked for as a word of the text."""
    if query.root is None:
        return query
    root = _resolved(query.root, lookup)
    return Query(root, tuple(wanted(root)), query.shortened)


def _resolved(node: Node, lookup: Lookup) -> Node:
    match node:
        case Not(part):
            return Not(_resolved(part, lookup))
        case Together(parts) | AllOf(parts) | AnyOf(parts):
            return type(node)(tuple(_resolved(part, lookup) for part in parts))
        case Word(text, field) | Prefix(text, field) | Phrase(text, field) if field in FACTS:
            return lookup(field, text) or type(node)(text)
        case _:
            return node
