"""Where paragraphs that come back belong: the text that each was made from, and whether what stands there is newer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, Revision, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.placeholders import masked
from wgsm_archive.domain.segments import text_hash
from wgsm_archive.services.texts import SlotNow, slots_of, texts_now, tidy
from wgsm_archive.services.translating.rows import opened
from wgsm_archive.services.translating.sources import can_be_source, versions_of
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph that came back: the text as it came, what it was made from, and what stood when it was looked at.

    The ids come from a page and are believed only after they were looked up.
    """

    slot_id: int
    base_id: int
    target_id: int | None
    text: str


@dataclass
class Bench:
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
    def of(cls, work: Work, public_id: str, target: str) -> Bench:
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
        found = self._by_text.get((slot.id, text_hash(source)), [])
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

    def is_still(self, slot_id: int, base_id: int, text: str) -> bool:
        """Whether a text stands in a slot, made from an earlier and other text than this one of the same version."""
        held, base = self.now.get(slot_id), self.known[base_id]
        if held is None or tidy(held.slot.field, text) != held.newest.text:
            return False
        before = self.known.get(held.base_id or 0)
        if before is None or before.version_id != base.version_id:
            return False
        return any(
            not row.minor and before.number < row.number <= base.number
            for row in self._by_slot[slot_id]
            if row.version_id == base.version_id
        )

    def newer(self, base: SegmentVersion) -> str:
        """What stands in the place of a source today, if that is more than a small correction of it; else nothing."""
        last = self.reached[base.slot_id, base.version_id]
        after = [
            row for row in self._by_slot[base.slot_id] if row.version_id == base.version_id and row.number > base.number
        ]
        moved = any(not row.minor for row in after)
        return next((row.text for row in after if row.number == last), "") if moved else ""


@dataclass(frozen=True)
class History:
    """What the translation was: `then` when the file was taken along (None: that cannot be told), and ever before."""

    bench: Bench
    then: Mapping[str, str] | None
    earlier: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, bench: Bench, revision: int | None) -> History:
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
