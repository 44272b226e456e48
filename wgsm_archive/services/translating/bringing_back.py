"""Bringing a translation back: each paragraph of a file is looked at before anything is saved.

A text is kept against the paragraph whose text came back with it, so that a late file lands as outdated and never over
newer work. Nothing that a file says of itself decides anything: what it was made from is found by its text, links and
notes come from here, and whether it is done is for a second reader to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, Revision, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.placeholders import CodesDiffer, masked, restored
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.domain.text import clean_text
from wgsm_archive.ports.offline import Brought, BroughtText, Unreadable
from wgsm_archive.services.texts import SlotNow, slots_of, texts_now, tidy
from wgsm_archive.services.throttling import count_try
from wgsm_archive.services.translating import saving
from wgsm_archive.services.translating.on_paper import read_sheet
from wgsm_archive.services.translating.rows import opened, part_of
from wgsm_archive.services.translating.saving import Typed
from wgsm_archive.services.translating.sources import can_be_source, versions_of
from wgsm_archive.services.translating.taking_along import ranks_of
from wgsm_archive.services.work import Tools, Work

_TRIES = 30
MOST_ROWS = 800
"""Paragraphs that are looked at together."""


class Fate(StrEnum):
    """What saving a paragraph of a file would do."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    CODES = "codes"
    SAME = "same"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph that came back: the text as it came, what it was made from, and what stood when it was looked at.

    The ids come from a page and are believed only after they were looked up.
    """

    slot_id: int
    base_id: int
    target_id: int | None
    text: str


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
    bench = _Bench.of(work, public_id, target)
    _require_fitting(bench, brought)
    by_key = {slot.key: slot for slot in bench.slots.values()}
    rows: dict[int, Row] = {}
    unknown = []
    for one in brought.texts:
        slot = by_key.get(one.key)
        base = bench.base_of(slot, one.source, brought.source) if slot is not None else None
        if slot is None or base is None:
            unknown += [one] if one.text.strip() and text_hash(one.text) != text_hash(one.source) else []
        elif slot.id not in rows or not rows[slot.id].text.strip():
            rows[slot.id] = Row(slot.id, base.id, bench.target_id(slot.id), clean_text(one.text))
    if not rows and not unknown:
        raise Refused({"file": "file-not-ours"})
    return _preview(bench, rows.values(), unknown, brought.revision)


def look_at_sheet(work: Work, public_id: str, target: str, typed: str, source: str) -> Preview:
    """What taking over the words of a sheet of paper would do, that was printed with its source in a language.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.opened`.
        Refused: no paragraph begins with a number that stands on a sheet of this story.
    """
    bench = _Bench.of(work, public_id, target)
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
    bench = _Bench.of(work, public_id, target)
    return _preview(bench, [row for row in rows if bench.knows(row)], [], revision)


def take_over(work: Work, public_id: str, target: str, rows: Sequence[Row]) -> int:
    """Save paragraphs that came back, all or none; gives how many changed.

    Raises:
        NotFound, Withdrawn, NotAllowed: as `rows.begun`.
        Refused: slot id -> code; `codes-differ`: its numbers cannot be put back.
        Conflict: as `saving.save`.
    """
    bench = _Bench.of(work, public_id, target)
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
        typed[row.slot_id] = Typed(text, row.base_id, row.target_id)
    if problems:
        raise Refused(problems)
    if not parts:
        return 0
    return saving.save_parts(work, public_id, target, parts, origin=Origin.IMPORT)


def _require_fitting(bench: _Bench, brought: Brought) -> None:
    if brought.story not in ("", bench.case.public_id):
        raise Refused({"file": "file-other-story"})
    tag = read_tag(brought.target) or ""
    own = bench.version.language
    # Some programs add the country that they work in.
    in_country = tag.startswith(f"{own}-") and len(tag) - len(own) in (3, 4) and len(tag.rpartition("-")[2]) <= 3
    if brought.target and tag != own and not in_country:
        raise Refused({"file": "file-other-language"})


@dataclass
class _Bench:
    """A translation with all that a file may have been made from."""

    work: Work
    case: Case
    version: LanguageVersion
    slots: Mapping[int, Slot]
    now: Mapping[int, SlotNow]
    languages: Mapping[int, str]
    known: Mapping[int, SegmentVersion]
    reached: Mapping[tuple[int, int], int]
    _by_text: dict[tuple[int, str], list[SegmentVersion]] = field(default_factory=dict)
    _by_slot: dict[int, list[SegmentVersion]] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Work, public_id: str, target: str) -> _Bench:
        """The one of a story in a language."""
        case, version = opened(work, public_id, target)
        slots = {slot.id: slot for slot in slots_of(work, case.id)}
        sources = {row.id: row.language for row in versions_of(work, case) if can_be_source(row, target)}
        rows = work.session.execute(
            select(SegmentVersion, SegmentNow.approved_id)
            .join(
                SegmentNow,
                (SegmentNow.slot_id == SegmentVersion.slot_id) & (SegmentNow.version_id == SegmentVersion.version_id),
            )
            .where(SegmentVersion.version_id.in_(sorted(sources)), SegmentVersion.slot_id.in_(sorted(slots)))
            .order_by(SegmentVersion.number)
        ).all()
        texts = {row.id: row for row, _ in rows}
        reached = {(row.slot_id, row.version_id): texts[approved].number for row, approved in rows if approved in texts}
        # What was never approved never left the house.
        known = {key: row for key, row in texts.items() if row.number <= reached.get((row.slot_id, row.version_id), 0)}
        made = cls(work, case, version, slots, texts_now(work, version.id), sources, known, reached)
        for row in known.values():
            made._by_text.setdefault((row.slot_id, text_hash(masked(row.text).text)), []).append(row)
            made._by_slot.setdefault(row.slot_id, []).append(row)
        return made

    def base_of(self, slot: Slot, source: str, language: str) -> SegmentVersion | None:
        """The text of a paragraph that a file holds as its source; the newest, of the file's language if possible."""
        found = self._by_text.get((slot.id, text_hash(clean_text(source))), [])
        order = (language, self.case.original_language)
        rank = {tag: len(order) - place for place, tag in reversed(list(enumerate(order)))}
        return max(found, key=lambda row: (rank.get(self.languages[row.version_id], 0), row.number), default=None)

    def base_numbered(self, slot_id: int, number: int, language: str) -> SegmentVersion | None:
        """The text of a slot that has a number in a language; where there is none, the original's."""
        found = {self.languages[row.version_id]: row for row in self._by_slot.get(slot_id, ()) if row.number == number}
        return found.get(language) or found.get(self.case.original_language)

    def knows(self, row: Row) -> bool:
        """Whether a row of a page is of this story."""
        base = self.known.get(row.base_id)
        return row.slot_id in self.slots and base is not None and base.slot_id == row.slot_id

    def target_id(self, slot_id: int) -> int | None:
        """The text that stands in a slot of the translation."""
        return self.now[slot_id].newest.id if slot_id in self.now else None

    def newer(self, base: SegmentVersion) -> str:
        """What stands in the place of a source today, if that is more than a small correction of it; else nothing."""
        last = self.reached[base.slot_id, base.version_id]
        after = [
            row for row in self._by_slot[base.slot_id] if row.version_id == base.version_id and row.number > base.number
        ]
        moved = any(not row.minor for row in after)
        return next((row.text for row in after if row.number == last), "") if moved else ""


def _preview(bench: _Bench, rows: Iterable[Row], unknown: Sequence[BroughtText], revision: int | None) -> Preview:
    history = _History.of(bench, revision)
    looked = [_looked(bench, row, history) for row in rows]
    order = {slot_id: place for place, slot_id in enumerate(bench.slots)}
    kept = [one for one in looked if one.fate not in (Fate.SAME, Fate.UNTRANSLATED)]
    kept.sort(key=lambda one: order[one.row.slot_id])
    return Preview(
        rows=tuple(kept[:MOST_ROWS]),
        more=max(0, len(kept) - MOST_ROWS),
        same=sum(one.fate is Fate.SAME for one in looked),
        untranslated=sum(one.fate is Fate.UNTRANSLATED for one in looked),
        unknown=tuple(unknown),
        revision=revision,
    )


def _looked(bench: _Bench, row: Row, history: _History) -> Looked:
    slot, base, held = bench.slots[row.slot_id], bench.known[row.base_id], bench.now.get(row.slot_id)
    stands = held.newest.text if held is not None else ""
    text, codes = tidy(slot.field, row.text), None
    try:
        text = tidy(slot.field, restored(row.text, masked(base.text).codes))
    except CodesDiffer as problem:
        codes = problem
    if stands and text == stands:
        fate = Fate.SAME
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


@dataclass(frozen=True)
class _History:
    """What the translation was: `then` when the file was taken along (None: that cannot be told), and ever before."""

    bench: _Bench
    then: Mapping[str, str] | None
    earlier: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, bench: _Bench, revision: int | None) -> _History:
        """Of a translation, for a file that was taken along at a revision."""
        session, version = bench.work.session, bench.version
        then = None
        if revision and revision < version.revision:
            # A revision holds the whole text and is closed to some; nothing of it is shown.
            with bench.work.full_sight():
                then = session.scalar(
                    select(Revision).where(Revision.version_id == version.id, Revision.number == revision)
                )
        found: dict[int, set[str]] = {}
        for row in session.scalars(select(SegmentVersion).where(SegmentVersion.version_id == version.id)):
            if row.id != bench.target_id(row.slot_id):
                found.setdefault(row.slot_id, set()).add(row.text)
        earlier = {slot_id: frozenset(texts) for slot_id, texts in found.items()}
        return cls(bench, then.texts if then is not None else None, earlier)

    def is_newer(self, held: SlotNow, base: SegmentVersion, text: str) -> bool:
        """Whether what stands must not give way to the file unasked: it came later, or somebody else is writing it."""
        if text in self.earlier.get(held.slot.id, frozenset()):
            return True
        if held.now.state is VersionState.DRAFT and held.newest.person_id != self.bench.work.actor.person_id:
            return True
        if self.then is not None and held.newest.text not in self.then.get(held.slot.field, ""):
            return True
        made_from = self.bench.known.get(held.base_id or 0)
        return made_from is not None and made_from.version_id == base.version_id and made_from.number > base.number
