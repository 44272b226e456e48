"""Counting what the finder finds in the planted texts. The even ones served for tuning; the odd are held out."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wgsm_archive.data.identifiers import LANGUAGES, find, lexicon
from wgsm_archive.domain.identifiers import Found
from wgsm_archive.domain.identifiers.folding import fold_word
from wgsm_archive.domain.identifiers.lexicon import Tells

_MARK = re.compile(r"\{(\??)([a-z]+):([^{}]*)\}")
_FOLDER = Path(__file__).parent / "planted"


class Planted(NamedTuple):
    kind: str
    start: int
    end: int
    must: bool


class Story(NamedTuple):
    language: str
    held_out: bool
    text: str
    planted: list[Planted]


@dataclass(slots=True)
class Score:
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named_rightly: int = 0
    false: Counter[str] = field(default_factory=Counter)
    false_likely: int = 0
    words: int = 0
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return sum(self.found.values()) / max(1, sum(self.planted.values()))

    @property
    def alarms_per_1000_words(self) -> float:
        return sum(self.false.values()) / max(1, self.words) * 1000


def stories() -> Iterator[Story]:
    for language in LANGUAGES:
        rows = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["texts"]
        for place, row in enumerate(rows):
            yield Story(language, place % 2 == 1, *_read(row))


def _read(marked: str) -> tuple[str, list[Planted]]:
    text, planted, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        planted.append(Planted(mark[2], len(text), len(text) + len(mark[3]), not mark[1]))
        text += mark[3]
        at = mark.end()
    return text + marked[at:], planted


def score(chosen: list[Story]) -> Score:
    """An identifier counts as found when all that tells is marked; a mark that touches no identifier is false."""
    result = Score()
    for story in chosen:
        found = find(story.text, story.language)
        result.words += len(story.text.split())
        for one in story.planted:
            if one.must:
                _count_planted(result, story, one, found)
        for mark in found:
            if not any(mark.start < one.end and mark.end > one.start for one in story.planted):
                result.false[mark.kind] += 1
                result.false_likely += mark.certainty > 1
                result.alarms.append(f"{story.language} {mark.kind} {mark.certainty} {mark.why}: {mark.text}")
    return result


def _count_planted(result: Score, story: Story, one: Planted, found: list[Found]) -> None:
    result.planted[one.kind] += 1
    covered = {place for mark in found for place in range(mark.start, mark.end)}
    if covered.issuperset(_telling(story, one)):
        result.found[one.kind] += 1
        result.named_rightly += any(m.kind == one.kind for m in found if m.start < one.end and m.end > one.start)
    else:
        result.missed.append(f"{story.language} {one.kind}: {story.text[one.start : one.end]}")


def _telling(story: Story, one: Planted) -> set[int]:
    """The letters and digits that must not be left: in names and places, those of words such as "the", "uncle",
    "quarter" may be (written small, or listed as such in scripts without capitals)."""
    places = {place for place in range(one.start, one.end) if story.text[place].isalnum()}
    if one.kind not in {"name", "place"}:
        return places
    words = lexicon(story.language).words
    kept: set[int] = set()
    for word in re.finditer(r"\S+", story.text[one.start : one.end]):
        bare = word[0].strip(",.")
        small = bare.islower() and bare.isalpha()
        generic = bare.lower() == bare.upper() and words.get(fold_word(bare), 0) & (Tells.VILLAGE | Tells.HOUSE)
        if not (small or generic):
            kept.update(range(one.start + word.start(), one.start + word.end()))
    return places & kept or places
