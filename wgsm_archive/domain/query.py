"""What people may type into the search box, read into a small tree.

The grammar is our own and bounded: words side by side, "phrases", `word*`, `-word`, `OR`/`AND`/`NOT`, brackets and a
few field names. Whatever is typed has a meaning; nothing is ever an error. A search engine's own query language is
never offered, because each one known can be made to work for minutes on one line of text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import TypeAlias

from wgsm_archive.domain.query_tree import (
    AllOf,
    AnyOf,
    Field,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Together,
    Word,
    wanted,
)
from wgsm_archive.domain.query_wording import ENGLISH, Wording

MAX_CHARACTERS = 300
"""Longest text that is read; the rest is left out. A long question fits, a pasted page does not."""
MAX_WORDS = 24
"""Most words, phrases and prefixes taken from one text."""
MAX_DEPTH = 6
"""Deepest nesting of brackets; deeper ones are read as if they were not there."""
MIN_PREFIX = 3
"""Fewest letters before `*`; a shorter prefix is read as a plain word."""

_SENTENCE = 8  # words that stand side by side; so many are a title or a question, where a sign is no operator
_OPENING = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "『": "』", "＂": "＂", "‟": "”", "”": "”"}
_MINUS = frozenset("-−－")
_STARS = "*＊"
_SCRIPTS_WITHOUT_SPACES = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u2e80", "\U0003ffff"))


_Rule: TypeAlias = Callable[[], Node | None]
_Maker: TypeAlias = Callable[[tuple[Node, ...]], Node]


def parse(text: str, wording: Wording = ENGLISH) -> Query:
    """Read what a person typed. Total: every text gives a query, in time that grows with MAX_CHARACTERS only."""
    clean, cut = _clean(text)
    tokens = list(_Lexer(clean, wording))
    kept, dropped = _first_words(tokens)
    root = _Parser(kept).whole()
    return Query(root, tuple(wanted(root)) if root is not None else (), cut or dropped)


# -- reading characters --------------------------------------------------------------------------------------------


class _Kind(Enum):
    WORD = auto()
    PREFIX = auto()
    PHRASE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    ALL = auto()
    ANY = auto()
    NOT = auto()


_ATOMS = frozenset({_Kind.WORD, _Kind.PREFIX, _Kind.PHRASE})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str = ""
    field: Field = Field.ANY


def _clean(text: str) -> tuple[str, bool]:
    """The text without control characters and half surrogates, cut at the last whole word that fits."""
    head = text[: MAX_CHARACTERS + 1]
    cut = len(head) > MAX_CHARACTERS
    if cut:
        head = head[:MAX_CHARACTERS]
        space = max((i for i, c in enumerate(head) if c.isspace()), default=0)
        if space > MAX_CHARACTERS // 2:
            head = head[:space]
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in head), cut


class _Lexer:
    """Cuts the text into words, phrases, brackets and operators."""

    def __init__(self, text: str, wording: Wording) -> None:
        self._text = text
        self._at = 0
        self._all = wording.all_of | ENGLISH.all_of
        self._any = wording.any_of | ENGLISH.any_of
        self._not = wording.none_of | ENGLISH.none_of
        shouted = _is_shouted(word for word in text.split() if word not in self._all | self._any | self._not)
        if shouted:
            # A NO or an Y is a word like the others: "NO A LA MINA" is about mines.
            self._all = self._not = frozenset()
        if _is_running(text, self._all | self._any | self._not):
            # Scripts without capitals have one spelling for the operator and for the word of every other sentence.
            self._all, self._any, self._not = map(_with_capitals, (self._all, self._any, self._not))
            if len(text.split()) >= _SENTENCE:
                # "Sterling & Francine Clark Art Institute" is a name, and the O in a shouted title means what it says.
                self._all, self._not = map(_with_letters, (self._all, self._not))
                self._any = frozenset() if shouted else _with_letters(self._any)
        names = {**ENGLISH.fields, **wording.fields}
        self._fields = {name.casefold(): value for name, value in names.items()}

    def __iter__(self) -> Iterator[_Token]:
        text = self._text
        while self._at < len(text):
            char = text[self._at]
            if char.isspace():
                self._at += 1
            elif char in "()（）":
                self._at += 1
                yield _Token(_Kind.OPEN if char in "(（" else _Kind.CLOSE)
            elif char in _OPENING:
                yield from self._phrase(_OPENING[char])
            elif char in _MINUS and self._begins_word():
                self._at += 1
                yield _Token(_Kind.NOT)
            else:
                yield from self._word()

    def _begins_word(self) -> bool:
        """Whether a minus at this place excludes: after a space and right before something."""
        before = self._text[self._at - 1] if self._at else " "
        after = self._text[self._at + 1 : self._at + 2]
        return (before.isspace() or before in "(（:") and bool(after) and not after.isspace()

    def _phrase(self, closing: str) -> Iterator[_Token]:
        end = self._text.find(closing, self._at + 1)
        end = len(self._text) if end < 0 else end
        inside = " ".join(self._text[self._at + 1 : end].split())
        self._at = end + 1
        if any(c.isalnum() for c in inside):
            yield _Token(_Kind.PHRASE, inside)

    def _word(self) -> Iterator[_Token]:
        start = self._at
        while self._at < len(self._text):
            char = self._text[self._at]
            if char.isspace() or char in "()（）" or char in _OPENING:
                break
            self._at += 1
            if char in ":：" and (known := self._fields.get(self._text[start : self._at - 1].casefold())):
                yield _Token(_Kind.FIELD, field=known)
                return
        yield from self._classify(self._text[start : self._at])

    def _classify(self, word: str) -> Iterator[_Token]:
        for operators, kind in ((self._all, _Kind.ALL), (self._any, _Kind.ANY), (self._not, _Kind.NOT)):
            if word in operators:
                yield _Token(kind)
                return
        stem = word.rstrip(_STARS)
        if not any(c.isalnum() for c in stem):
            return
        yield _Token(_Kind.PREFIX if stem != word and _long_enough(stem) else _Kind.WORD, stem)


def _is_shouted(words: Iterable[str]) -> bool:
    """Whether most of the words are in capitals."""
    cased = [word == word.upper() for word in words if word.upper() != word.lower()]
    return sum(cased) * 2 > len(cased)


def _is_running(text: str, operators: frozenset[str]) -> bool:
    """Whether words stand side by side as in a sentence, without brackets or quotation marks that join them."""
    if any(char in "()（）" or char in _OPENING for char in text):
        return False
    return any(one not in operators and other not in operators for one, other in pairwise(text.split()))


def _with_capitals(words: frozenset[str]) -> frozenset[str]:
    """The operators that no sentence holds by chance: signs, and words in capitals."""
    return frozenset(word for word in words if word.lower() != word or not any(map(str.isalpha, word)))


def _with_letters(words: frozenset[str]) -> frozenset[str]:
    """The operators that are no signs."""
    return frozenset(word for word in words if any(map(str.isalpha, word)))


def _long_enough(stem: str) -> bool:
    """Whether a prefix is long enough; one character says much in a script without spaces."""
    if any(low <= c <= high for c in stem for low, high in _SCRIPTS_WITHOUT_SPACES):
        return True
    return sum(c.isalnum() for c in stem) >= MIN_PREFIX


def _first_words(tokens: list[_Token]) -> tuple[list[_Token], bool]:
    """The tokens up to the last word allowed, and whether any word had to go."""
    seen = 0
    for i, token in enumerate(tokens):
        if token.kind in _ATOMS:
            seen += 1
            if seen > MAX_WORDS:
                return tokens[:i], True
    return tokens, False


# -- building the tree ---------------------------------------------------------------------------------------------


class _Parser:
    """Recursive descent; brackets deeper than MAX_DEPTH are skipped, so recursion is bounded."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        """The tree of all tokens; a closing bracket without an opening one is passed over."""
        found: list[Node] = []
        while self._at < len(self._tokens):
            node = self._any_of()
            if node is not None:
                found.append(node)
            else:
                self._at += 1
        return _join(Together, found)

    def _kind(self) -> _Kind | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _any_of(self) -> Node | None:
        return self._list(_Kind.ANY, self._all_of, AnyOf)

    def _all_of(self) -> Node | None:
        return self._list(_Kind.ALL, self._together, AllOf)

    def _list(self, operator: _Kind, part: _Rule, make: _Maker) -> Node | None:
        found: list[Node] = []
        while True:
            node = part()
            if node is not None:
                found.append(node)
            if self._kind() is not operator:
                return _join(make, found)
            self._at += 1

    def _together(self) -> Node | None:
        found: list[Node] = []
        while (node := self._factor()) is not None:
            found.append(node)
        return _join(Together, found)

    def _factor(self) -> Node | None:
        """One word, phrase or bracket with its signs before it; None at an operator, a closing bracket or the end."""
        exclude = False
        where = Field.ANY
        while (kind := self._kind()) is not None:
            token = self._tokens[self._at]
            if kind is _Kind.NOT:
                exclude = not exclude
            elif kind is _Kind.FIELD:
                where = token.field
            elif kind is _Kind.OPEN:
                node = self._bracket()
                if node is not None:
                    return _signed(node if where is Field.ANY else _within(node, where), exclude=exclude)
                continue
            elif kind in _ATOMS:
                self._at += 1
                return _signed(_atom(token, where), exclude=exclude)
            else:
                return None
            self._at += 1
        return None

    def _bracket(self) -> Node | None:
        self._at += 1
        if self._depth >= MAX_DEPTH:
            return None
        self._depth += 1
        node = self._any_of()
        self._depth -= 1
        if self._kind() is _Kind.CLOSE:
            self._at += 1
        return node


def _atom(token: _Token, where: Field) -> Node:
    if token.kind is _Kind.PHRASE:
        return Phrase(token.text, where)
    if token.kind is _Kind.PREFIX:
        return Prefix(token.text, where)
    return Word(token.text, where)


def _signed(node: Node, *, exclude: bool) -> Node:
    if not exclude:
        return node
    return node.part if isinstance(node, Not) else Not(node)


def _join(make: _Maker, parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else make(tuple(parts))


def _within(node: Node, where: Field) -> Node:
    """The same tree with words that name no field looked for in `where`."""
    if isinstance(node, Not):
        return Not(_within(node.part, where))
    if isinstance(node, Together | AllOf | AnyOf):
        return type(node)(tuple(_within(part, where) for part in node.parts))
    if isinstance(node, Word | Prefix | Phrase) and node.field is Field.ANY:
        return type(node)(node.text, where)
    return node
