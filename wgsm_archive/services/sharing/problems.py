"""What can be wrong with a record that is brought in: a code for programs, a sentence for people, and the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

_SHOWN = 60


class Code(StrEnum):
    """Every problem an import tells of. Programs may rely on the values."""

    UNREADABLE = "unreadable"
    TOO_BIG = "too-big"
    TOO_DEEP = "too-deep"
    FORMAT = "format"
    KIND = "kind"
    REPEATED_KEY = "repeated-key"
    UNKNOWN_KEY = "unknown-key"
    NOT_OBJECT = "not-an-object"
    NOT_LIST = "not-a-list"
    NOT_TEXT = "not-a-text"
    NOT_CHOICE = "not-true-or-false"
    CHARACTERS = "characters"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    ID = "id"
    ID_AGAIN = "id-again"
    LANGUAGE = "language"
    LANGUAGE_AGAIN = "language-again"
    NO_ORIGINAL = "no-original"
    NO_TITLE = "no-title"
    VALUE = "value"
    TERM = "term"
    COUNTRY = "country"
    PLACE = "place"
    DATE = "date"
    DATE_FUTURE = "date-future"
    DATE_ORDER = "date-order"
    ADDRESS = "address"
    NO_CONSENT = "no-consent"
    CONSENT = "consent"
    NARROWER = "narrower"
    NOT_IN_ORIGINAL = "not-in-original"
    MORE_PARAGRAPHS = "more-paragraphs"
    FEWER_PARAGRAPHS = "fewer-paragraphs"
    PARAGRAPH = "paragraph"
    FROM_LATER = "from-later"
    FROM_MISSING = "from-missing"
    RELATION = "relation"
    TAKEN_BACK = "taken-back"
    BEING_WRITTEN = "being-written"
    DECLINED = "declined"
    CHANGED_HERE = "changed-here"
    WITHHELD = "withheld"


WORDS: Mapping[Code, str] = {
    Code.UNREADABLE: "this cannot be read",
    Code.TOO_BIG: "this is bigger than one record may be",
    Code.TOO_DEEP: "this is nested too deeply to be read",
    Code.FORMAT: "this is not a form that the archive reads",
    Code.KIND: "files of this kind are not read yet",
    Code.REPEATED_KEY: "this key stands here more than once; none of its values was taken",
    Code.UNKNOWN_KEY: "nobody knows this key; it was left out",
    Code.NOT_OBJECT: "an object was expected here; it was left out",
    Code.NOT_LIST: "a list was expected here; it was left out",
    Code.NOT_TEXT: "a text was expected here; it was left out",
    Code.NOT_CHOICE: "this is neither true nor false; it was taken as false",
    Code.CHARACTERS: "characters that no page can hold were left out of this text",
    Code.TOO_LONG: "this is too long: a line was cut, a longer text was left out",
    Code.TOO_MANY: "there are too many of these; the rest was left out",
    Code.ID: "this cannot be an id",
    Code.ID_AGAIN: "a record with this id came before in this import; this one took its place",
    Code.LANGUAGE: "this is not a language tag",
    Code.LANGUAGE_AGAIN: "there is a version in this language already; this one was left out",
    Code.NO_ORIGINAL: "there is no version in the original language",
    Code.NO_TITLE: "there is no title in the original language",
    Code.VALUE: "this value is unknown; it was left out",
    Code.TERM: "no list of terms holds this term; it was left out",
    Code.COUNTRY: "this is not the code of a country (ISO 3166-1); it was left out",
    Code.PLACE: "this is not a place on Earth; it was left out",
    Code.DATE: "this is not a date; it was left out",
    Code.DATE_FUTURE: "this date lies ahead; it was left out",
    Code.DATE_ORDER: "this ends before it begins; the end was left out",
    Code.ADDRESS: "this is not a web address; it was left out",
    Code.NO_CONSENT: "nothing says what the tellers agreed to, so nobody may read this",
    Code.CONSENT: "this consent cannot be understood, so nobody may read this",
    Code.NARROWER: "audience and consent differ: the narrower holds",
    Code.NOT_IN_ORIGINAL: "the original has no text here; this one was left out",
    Code.MORE_PARAGRAPHS: "there are more paragraphs than in the original; the rest stands with the last one",
    Code.FEWER_PARAGRAPHS: "there are fewer paragraphs than in the original; they were paired by their place",
    Code.PARAGRAPH: "the original has no such paragraph; it was left out",
    Code.FROM_LATER: "this names a version that comes later; the original was taken as what it was made from",
    Code.FROM_MISSING: "this names a version that is not there; the original was taken as what it was made from",
    Code.RELATION: "this names a record that is not there; it was left out",
    Code.TAKEN_BACK: "its tellers took this story back; it is not imported again",
    Code.BEING_WRITTEN: "its tellers are still writing this story here; a file does not write into it",
    Code.DECLINED: "this story was declined here; it stays so",
    Code.CHANGED_HERE: "this was changed in the archive and in the file since it was imported; the archive's stays",
    Code.WITHHELD: "this holds something that is withheld in this story; other words stand in its place",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `place` is where inside the record; `file` and `line` say which record (a line counts from 1)."""

    code: Code
    place: str = ""
    detail: str = ""
    refused: bool = False
    file: str = ""
    line: int = 0

    def at(self, file: str, line: int) -> Problem:
        """The same problem with the record it is in."""
        return replace(self, file=file, line=line)

    @property
    def words(self) -> str:
        """A sentence for people."""
        said = WORDS[self.code]
        return f"{said}; nothing of this record was imported" if self.refused else said

    def __str__(self) -> str:
        where = ":".join(part for part in (self.file, str(self.line or "")) if part)
        detail = f" ({self.detail})" if self.detail else ""
        parts = [where, self.place, f"{self.words}{detail} [{self.code}]"]
        return ": ".join(part for part in parts if part)

    def as_object(self) -> dict[str, object]:
        """For programs."""
        return {**asdict(self), "words": self.words}


class Unreadable(ValueError):
    """A record of which nothing can be imported."""

    def __init__(self, code: Code, place: str = "", detail: object = "") -> None:
        self.problem = Problem(code, place, shortened(detail), refused=True)
        super().__init__(str(self.problem))


def shortened(value: object) -> str:
    """A value as a message shows it: one line, not long, and nothing that a terminal would obey."""
    # Cut first: a value may hold megabytes.
    text = value[: 2 * _SHOWN] if isinstance(value, str) else repr(value)[: 2 * _SHOWN] if _is_small(value) else "…"
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _is_small(value: object) -> bool:
    return isinstance(value, bool | int | float) or value is None
