"""Reading untyped data step by step: every step knows its place and tells what is wrong there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from wgsm_archive.domain.text import MAX_FIELD, MAX_TITLE, clean_line
from wgsm_archive.services.sharing.problems import Code, Problem, shortened

E = TypeVar("E", bound=StrEnum)
MAX_LINE = 500
"""Characters in a line that is no title: a name, a source, how a term applies."""
MAX_ADDRESS = 2000
MAX_PROSE = MAX_FIELD * 11 // 10
"""Characters in a section: what a form takes, and room for blanks and line ends that are put in order."""
MAX_ROWS = 200
"""Rows in one list: terms of one kind, sources, relations, versions."""

# Control characters and halves of characters; cleaning drops them, and the sender should know.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TOLD = 20
"""Unknown keys of one object that are told one by one."""
_MOST = 10**9
"""Numbers are taken for a text up to here: a year, a number of pages."""


class Doubled(dict[str, Any]):
    """An object in which keys stood more than once; `keys_again` names them."""

    keys_again: frozenset[str] = frozenset()


class _Unclear:
    """Stands for a value that cannot be known because its key was repeated."""

    def __repr__(self) -> str:
        return "repeated"


UNCLEAR = _Unclear()


class Node:
    """One object of the record. Keys that nobody asked for are reported by `close`."""

    def __init__(self, value: object, place: str, problems: list[Problem]) -> None:
        self.place, self.problems = place, problems
        self._asked: set[str] = set()
        self._again: frozenset[str] = frozenset()
        self._value: Mapping[str, Any] = {}
        if isinstance(value, Mapping):
            self._value = value
            self._again = value.keys_again if isinstance(value, Doubled) else frozenset()
        elif value is not None and value is not UNCLEAR:
            self.tell(Code.NOT_OBJECT, detail=value)

    def tell(self, code: Code, key: str = "", detail: object = "") -> None:
        """Report a problem with this object or with what stands under a key."""
        self.problems.append(Problem(code, self.at(key), shortened(detail)))

    def at(self, key: str) -> str:
        """The place of a key, as messages name it."""
        shown = key if key.isascii() and key.isidentifier() and len(key) < MAX_LINE // 10 else shortened(key)
        return f"{self.place}.{shown}" if self.place and key else self.place or shown

    def raw(self, key: str) -> Any:
        """What stands under a key, None when nothing does."""
        if key in self._again and key not in self._asked:
            self.tell(Code.REPEATED_KEY, key)
        self._asked.add(key)
        return UNCLEAR if key in self._again else self._value.get(key)

    def has(self, key: str) -> bool:
        """Whether there is such a key; it still has to be asked for."""
        return key in self._value

    def keys(self) -> list[str]:
        """All keys, in the order of the file."""
        return list(self._value)

    def close(self) -> None:
        """Report the keys that nobody asked for."""
        unknown = [str(key) for key in self._value if key not in self._asked]
        for key in unknown[:_TOLD]:
            self.tell(Code.UNKNOWN_KEY, key)
        if len(unknown) > _TOLD:
            self.tell(Code.UNKNOWN_KEY, detail=f"and {len(unknown) - _TOLD} more")

    def node(self, key: str) -> Node:
        """The object under a key; an empty one when there is none."""
        return Node(self.raw(key), self.at(key), self.problems)

    def rows(self, key: str) -> list[Any]:
        """The list under a key; empty when there is none."""
        value = self.raw(key)
        if value is None or value is UNCLEAR:
            return []
        if not isinstance(value, list):
            self.tell(Code.NOT_LIST, key, value)
            return []
        if len(value) > MAX_ROWS:
            self.tell(Code.TOO_MANY, key, len(value))
        return value[:MAX_ROWS]

    def nodes(self, key: str) -> Iterator[Node]:
        """The objects of the list under a key."""
        for number, row in enumerate(self.rows(key), 1):
            yield Node(row, f"{self.at(key)}.{number}", self.problems)

    def line(self, key: str, limit: int = MAX_LINE) -> str:
        """A text of one line; one that is too long is cut."""
        text = clean_line(self._text(key, MAX_PROSE))
        if len(text) <= limit:
            return text
        self.tell(Code.TOO_LONG, key, f"{len(text)} characters, {limit} at most")
        return text[:limit].rstrip()

    def title(self, key: str) -> str:
        """A title: a short line."""
        return self.line(key, MAX_TITLE)

    def prose(self, key: str) -> str:
        """Several lines as they were typed, to be tidied; a text that is too long is left out whole."""
        return self._text(key, MAX_PROSE)

    def flag(self, key: str) -> bool:
        """Only a plain `true` is a yes."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return value is True
        self.tell(Code.NOT_CHOICE, key, value)
        return False

    def one(self, kind: type[E], key: str, missing: E, wrong: E) -> E:
        """One of a list of words: `missing` when nothing was said, `wrong` when it is unknown."""
        value = self.raw(key)
        if value is None or value == "":
            return missing
        return self._member(kind, value, key) or wrong

    def maybe(self, kind: type[E], key: str) -> E | None:
        """One of a list of words, or None."""
        value = self.raw(key)
        return None if value is None or value == "" else self._member(kind, value, key)

    def many(self, kind: type[E], key: str) -> tuple[E, ...]:
        """Several of a list of words; a single one may stand without a list."""
        value = self.raw(key)
        listed = [value] if isinstance(value, str) and value else self.rows(key)
        found = (self._member(kind, one, key) for one in listed)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def words(self, key: str, limit: int = MAX_LINE) -> list[str]:
        """A list of lines; what is no text in it is left out."""
        listed = [
            Node({str(number): row}, self.at(key), self.problems).line(str(number), limit)
            for number, row in enumerate(self.rows(key), 1)
        ]
        return [line for line in listed if line]

    def date(self, key: str) -> str:
        """A date as it was written: a text, a year as a number, or a date of TOML. Whether it is one is not asked."""
        value = self.raw(key)
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value.isoformat()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value) if abs(value) < _MOST else "?"
        if value is None or isinstance(value, str):
            return (value or "").strip()[:MAX_LINE]
        return "?"

    def address(self, key: str) -> str:
        """An address on the web; anything else could run in a reader's browser."""
        text = self.line(key, MAX_ADDRESS)
        if text and not text.startswith(("https://", "http://")):
            self.tell(Code.ADDRESS, key, text)
            return ""
        return text

    def _member(self, kind: type[E], value: object, key: str) -> E | None:
        if isinstance(value, str) and value in kind._value2member_map_:
            return kind(value)
        if value is not UNCLEAR:
            self.tell(Code.VALUE, key, value)
        return None

    def _text(self, key: str, limit: int) -> str:
        value = self.raw(key)
        if value is None or value is UNCLEAR:
            return ""
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST:
            return str(value)
        if not isinstance(value, str):
            self.tell(Code.NOT_TEXT, key, value)
            return ""
        if len(value) > limit:
            self.tell(Code.TOO_LONG, key, f"{len(value)} characters, {limit} at most")
            return ""
        if _UNKEEPABLE.search(value):
            self.tell(Code.CHARACTERS, key)
        return value
