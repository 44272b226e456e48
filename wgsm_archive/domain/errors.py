"""The one tree of things that can go wrong by rule. Floors above give each its words and its status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class ArchiveError(Exception):
    """Something the archive refuses or cannot find; never a programming mistake."""


class NotFound(ArchiveError):
    """Nothing here that the asker may know of: missing and not readable look the same."""


class NotAllowed(ArchiveError):
    """The asker may see the thing but not do this to it."""


class SignInNeeded(ArchiveError):
    """The act needs a signed-in person (or a receipt code) and there is none."""


class OutOfSight(NotFound):
    """A story that could be read by everyone once and cannot at present. Why is nobody's business but its tellers'."""


@dataclass(eq=False)
class Withdrawn(ArchiveError):
    """A story that was public and that its tellers took back: a neutral tombstone stands in its place."""

    case_id: str

    def __str__(self) -> str:
        return "withdrawn"


@dataclass(eq=False)
class Refused(ArchiveError):
    """Input that breaks a rule: field name -> code of the rule; words are found by the floor that speaks."""

    problems: Mapping[str, str]

    def __str__(self) -> str:
        return ", ".join(f"{where}: {what}" for where, what in sorted(self.problems.items()))


@dataclass(eq=False)
class Conflict(ArchiveError):
    """Somebody else saved meanwhile. `theirs` maps field names to the text that stands now."""

    theirs: Mapping[str, str]
    revision: int

    def __str__(self) -> str:
        return f"changed meanwhile, now revision {self.revision}"


@dataclass(eq=False)
class NotNow(ArchiveError):
    """The act is not possible in the present state (already published, already sent ...)."""

    transition: str
    state: str

    def __str__(self) -> str:
        return f"{self.transition} is not possible from {self.state}"


@dataclass(eq=False)
class TooOften(ArchiveError):
    """Too many tries; `wait_seconds` says how long to pause."""

    wait_seconds: int

    def __str__(self) -> str:
        return f"wait {self.wait_seconds} s"


@dataclass(eq=False)
class TooBusy(ArchiveError):
    """Others are being served with the same; `wait_seconds` says when to try again."""

    wait_seconds: int

    def __str__(self) -> str:
        return f"busy for {self.wait_seconds} s"
