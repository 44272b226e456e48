"""Bringing a translation back: each paragraph of a file is looked at before anything is saved.

A text is kept against the paragraph whose text came back with it, so that a late file lands as outdated and never over
newer work. Nothing that a file says of itself decides anything: what it was made from is found by its text, links and
notes come from here, and whether it is done is for a second reader to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.placeholders import CodesDiffer, masked, restored
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.domain.text import clean_text
from wgsm_archive.ports.offline import Brought, BroughtText, Unreadable
from wgsm_archive.services.texts import tidy
from wgsm_archive.services.throttling import count_try
from wgsm_archive.services.translating import saving
from wgsm_archive.services.translating.matching import Bench, History, Row
from wgsm_archive.services.translating.on_paper import read_sheet
from wgsm_archive.services.translating.rows import part_of
from wgsm_archive.services.translating.taking_along import ranks_of
from wgsm_archive.services.translating.typed import Typed
from wgsm_archive.services.work import Tools, Work

_TRIES = 30
MOST_ROWS = 800
"""Paragraphs that are looked at together."""


class Fate(StrEnum):
    """What saving a paragraph of a file would do. `still`: the text is as here, and was made from an older source."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    CODES = "codes"
    STILL = "still"
    SAME = "same"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Looked:
    """A paragraph of a file beside what stands here.

    `source` is what it was made from, `source_now` what stands there today where that has changed in more than a small
    correction. `text` is as it came, with numbers for codes; `codes` is what is wrong with these.
    """

    row: Row
    field: str
    fate: Fate
    source: str
    source_language: str
    source_now: str
    text: str
    stands: str
    codes: CodesDiffer | None = None

    @property
    def wanted(self) -> bool:
        """Whether it is taken over unless somebody says otherwise."""
        return self.fate is Fate.NEW or (self.fate is Fate.CHANGED and not self.source_now)


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a file brings: what can be taken over, how much is the same or not translated, what is of no use.

    `more` counts what is left for another time, so that one page can show the rest.
    """

    rows: tuple[Looked, ...]
    more: int
    same: int
    untranslated: int
    unknown: tuple[BroughtText, ...]
    revision: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """How many paragraphs were saved, and how many were found still correct."""

    changed: int
    confirmed: int


def count_file(work: Work) -> None:
    """Count a file that the actor brings.

    Raises:
        TooOften: they brought too many within a few minutes.
    """
    count_try(work, "bring-back", str(work.actor.person_id), limit=_TRIES)


def read_file(tools: Tools, content: bytes) -> Brought:
    """What a file brings back.

    Raises:
        Refused: it cannot be used; the code says why.
    """
    try:
        return tools.offline.read(content)
    except Unreadable as problem:
        raise Refused({"file": problem.code}) from problem


def look(work: Work, public_id: str, target: str, brought: Brought) -> Preview:
    """What taking a file over would do. Nothing is saved.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
        Refused: it belongs to another story, or to another language, or nothing of it is of this story.
    """
    bench = Bench.of(work, public_id, target)
    _require_fitting(bench, brought)
    by_key = {slot.key: slot for slot in bench.slots.values()}
    rows: dict[int, Row] = {}
    unknown = []
    for came in brought.texts:
        one = BroughtText(came.key, clean_text(came.source), clean_text(came.text))
        slot = by_key.get(one.key)
        base = bench.base_of(slot, one.source, brought.source) if slot is not None else None
        if slot is None or base is None:
            unknown += [one] if one.text.strip() and text_hash(one.text) != text_hash(one.source) else []
        elif slot.id not in rows or not rows[slot.id].text.strip():
            rows[slot.id] = Row(slot.id, base.id, bench.target_id(slot.id), one.text)
    if not rows and not unknown:
        raise Refused({"file": "file-not-ours"})
    return _preview(bench, rows.values(), unknown, brought.revision)


def look_at_sheet(work: Work, public_id: str, target: str, typed: str, source: str) -> Preview:
    """What taking over the words of a sheet of paper would do, that was printed with its source in a language.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
        Refused: no paragraph begins with a number that stands on a sheet of this story.
    """
    bench = Bench.of(work, public_id, target)
    slots = {rank: slot_id for slot_id, rank in ranks_of(work, bench.case).items()}
    rows: dict[int, Row] = {}
    unknown = []
    for entry in read_sheet(typed):
        slot_id = slots.get(entry.rank, 0)
        base = bench.base_numbered(slot_id, entry.text_number, source) if slot_id in bench.slots else None
        if base is None:
            unknown.append(BroughtText(entry.number, "", entry.text))
        else:
            rows[slot_id] = Row(slot_id, base.id, bench.target_id(slot_id), clean_text(entry.text))
    if not rows:
        raise Refused({"typed": "sheet-no-numbers"})
    return _preview(bench, rows.values(), unknown, None)


def look_again(work: Work, public_id: str, target: str, rows: Sequence[Row], revision: int | None) -> Preview:
    """As `look`, for rows of a page: what stands here now is shown beside them.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
    """
    bench = Bench.of(work, public_id, target)
    return _preview(bench, [row for row in rows if bench.knows(row)], [], revision)


def take_over(work: Work, public_id: str, target: str, rows: Sequence[Row]) -> Taken:
    """Save paragraphs that came back, all or none. A text that stands already is noted as still correct.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`.
        Refused: slot id -> code; `codes-differ`: its numbers cannot be put back.
        Conflict: as `saving.save`.
    """
    bench = Bench.of(work, public_id, target)
    problems: dict[str, str] = {}
    parts: dict[str, dict[int, Typed]] = {}
    for row in rows:
        if not bench.knows(row):
            problems[str(row.slot_id)] = "form-old"
            continue
        try:
            text = restored(row.text, masked(bench.known[row.base_id].text).codes)
        except CodesDiffer:
            problems[str(row.slot_id)] = "codes-differ"
            continue
        typed = parts.setdefault(part_of(bench.slots[row.slot_id].field), {})
        newer = row.base_id if bench.is_still(row.slot_id, row.base_id, text) else None
        typed[row.slot_id] = Typed(text, row.base_id, row.target_id, confirmed_id=newer)
    if problems:
        raise Refused(problems)
    if not parts:
        return Taken(0, 0)
    confirmed = sum(one.confirmed_id is not None for of_part in parts.values() for one in of_part.values())
    return Taken(saving.save_parts(work, public_id, target, parts, origin=Origin.IMPORT), confirmed)


def _require_fitting(bench: Bench, brought: Brought) -> None:
    if brought.story not in ("", bench.case.public_id):
        raise Refused({"file": "file-other-story"})
    tag = read_tag(brought.target) or ""
    own = bench.version.language
    # Some programs add the country that they work in.
    in_country = tag.startswith(f"{own}-") and len(tag) - len(own) in (3, 4) and len(tag.rpartition("-")[2]) <= 3
    if brought.target and tag != own and not in_country:
        raise Refused({"file": "file-other-language"})


def _preview(bench: Bench, rows: Iterable[Row], unknown: Sequence[BroughtText], revision: int | None) -> Preview:
    history = History.of(bench, revision)
    looked = [_looked(bench, row, history) for row in rows]
    order = {slot_id: place for place, slot_id in enumerate(bench.slots)}
    kept = [one for one in looked if one.fate not in (Fate.SAME, Fate.UNTRANSLATED)]
    kept.sort(key=lambda one: order[one.row.slot_id])
    return Preview(
        rows=tuple(kept[:MOST_ROWS]),
        more=max(0, len(kept) - MOST_ROWS),
        same=sum(one.fate is Fate.SAME for one in looked),
        untranslated=sum(one.fate is Fate.UNTRANSLATED for one in looked),
        unknown=tuple(unknown[:MOST_ROWS]),
        revision=revision,
    )


def _looked(bench: Bench, row: Row, history: History) -> Looked:
    slot, base, held = bench.slots[row.slot_id], bench.known[row.base_id], bench.now.get(row.slot_id)
    stands = held.newest.text if held is not None else ""
    text, codes = tidy(slot.field, row.text), None
    try:
        text = tidy(slot.field, restored(row.text, masked(base.text).codes))
    except CodesDiffer as problem:
        codes = problem
    if stands and text == stands:
        fate = Fate.STILL if bench.is_still(row.slot_id, row.base_id, text) else Fate.SAME
    elif not row.text.strip() or text_hash(text) == text_hash(base.text):
        fate, codes = Fate.UNTRANSLATED, None
    elif codes is not None:
        fate = Fate.CODES
    elif held is None or not stands:
        fate = Fate.NEW
    else:
        fate = Fate.CONFLICT if history.is_newer(held, base, text) else Fate.CHANGED
    return Looked(
        row=Row(row.slot_id, row.base_id, bench.target_id(row.slot_id), row.text),
        field=slot.field,
        fate=fate,
        source=base.text,
        source_language=bench.languages[base.version_id],
        source_now=bench.newer(base),
        text=row.text,
        stands=stands,
        codes=codes,
    )
