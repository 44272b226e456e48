"""The words of a file, as tellers give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wgsm_archive.db.models import MediaFile
from wgsm_archive.domain.case_study import Section, is_field
from wgsm_archive.domain.errors import Conflict, Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.media import MOST_CAPTION, MOST_TRANSCRIPT, Agreement, answered_question
from wgsm_archive.domain.text import clean_line, clean_text
from wgsm_archive.services.disclosure.media import words_of

FIELDS = ("section", "caption", "alt", "language", "people", "agreement", "transcript", "transcript_language")


def read_words(given: Mapping[str, str]) -> dict[str, Any]:
    """The words among these fields, cleaned. What is left out stays as it is.

    Raises:
        Refused: names what breaks a rule.
    """
    found: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in FIELDS:
        if name in given:
            value, problem = _READ[name](given[name])
            found[name] = value
            if problem:
                problems[name] = problem
    if problems:
        raise Refused(problems)
    return found


def require_unchanged(file: MediaFile, wanted: Mapping[str, Any], seen: str | None) -> None:
    """See that nobody wrote other words since a form was opened with those of which `seen` tells (None: any).

    Raises:
        Conflict: somebody did; holds what stands now of the fields that are `wanted` otherwise.
    """
    if seen is None or seen == words_of(file):
        return
    theirs = {name: str(getattr(file, name)) for name, value in wanted.items() if getattr(file, name) != value}
    if theirs:
        raise Conflict(theirs, 0)


def put_words(file: MediaFile, words: Mapping[str, Any]) -> bool:
    """Let these words hold. Whether anything that readers would see or that they rest on is new."""
    changed = [name for name, value in words.items() if getattr(file, name) != value]
    if answered_question(file.section or ""):
        # An answer to a facilitator becomes no part of the story by a change of its words.
        changed = [name for name in changed if name != "section"]
    for name in changed:
        setattr(file, name, words[name])
    return bool(changed)


Read = Callable[[str], tuple[Any, str]]


def _up_to(limit: int, clean: Callable[[str], str]) -> Read:
    def read(given: str) -> tuple[Any, str]:
        text = clean(given)
        return text, "too-long" if len(text) > limit else ""

    return read


def _section(given: str) -> tuple[Any, str]:
    name = clean_line(given)
    known = not name or name == Section.STORY or (len(name) <= 60 and is_field(name)) or answered_question(name)
    return name, "" if known else "unknown-field"


def _language(given: str) -> tuple[Any, str]:
    tag = read_tag(given)
    return tag or "", "" if tag else "unknown-language"


def _language_or_none(given: str) -> tuple[Any, str]:
    return _language(given) if given.strip() else ("", "")


def _agreement(given: str) -> tuple[Any, str]:
    known = given in set(Agreement)
    return Agreement(given) if known else Agreement.NOT_ASKED, "" if known else "unknown-choice"


_READ: Mapping[str, Read] = {
    "section": _section,
    "caption": _up_to(MOST_CAPTION, clean_line),
    "alt": _up_to(MOST_CAPTION, clean_line),
    "language": _language,
    "people": _up_to(MOST_CAPTION, clean_line),
    "agreement": _agreement,
    "transcript": _up_to(MOST_TRANSCRIPT, clean_text),
    "transcript_language": _language_or_none,
}
