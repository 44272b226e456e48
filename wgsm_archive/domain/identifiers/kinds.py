"""What the finder reports: kinds of identifier, how sure it is, and why."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What an identifier points with; each has its own word in place of it."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    PLATE = "plate"
    PLACE = "place"
    DATE = "date"
    AGE = "age"
    DOCUMENT = "document"
    NETWORK = "network"
    LINK = "link"


class Certainty(IntEnum):
    """How sure it is that the words point at somebody. A reader decides; this orders what they look at."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


class Why(StrEnum):
    """The sign that gave it away, for the words shown beside a mark."""

    GUARDED = "guarded"  # stands on the list of the case
    PART_OF_GUARDED = "part-of-guarded"  # one word of a name on that list
    TITLE = "title"  # a title of honour or a word of kinship beside it
    KNOWN_NAME = "known-name"
    CUE = "cue"  # "called", "my brother", "said"
    CAPITALS = "capitals"  # written like a name
    SAME_ELSEWHERE = "same-elsewhere"  # found surely at another place of the text
    PATTERN = "pattern"  # looks like nothing else
    CHECK_DIGIT = "check-digit"  # its check digits are right
    NUMBER_WORD = "number-word"  # a word such as "passport" or "phone" stands before it
    ADDRESS_WORD = "address-word"  # a word such as "street", "village" or "plot" stands beside it


class Found(NamedTuple):
    """Characters `start` to `end` of the text given, which are `text`."""

    kind: Kind
    start: int
    end: int
    text: str
    certainty: Certainty
    why: Why


class Span(NamedTuple):
    """A finding before overlaps are settled."""

    start: int
    end: int
    kind: Kind
    certainty: Certainty
    why: Why
