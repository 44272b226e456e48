"""Writing the paragraphs of translations: each beside the one it was made from, none over what people did here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, insert, select, update

from wgsm_archive.db.models import LanguageVersion, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.segments import align, text_hash
from wgsm_archive.services.sharing.problems import Code, Problem
from wgsm_archive.services.sharing.reading_texts import Paragraph, VersionIn
from wgsm_archive.services.texts import NewText, add_revision, add_texts
from wgsm_archive.services.work import Work

NOTE = "import"
"""The note of revisions that came from a file."""

Tell = Callable[[Problem], None]
Places = Mapping[str, Sequence[Slot | None]]
"""Field -> the slot of each paragraph of the original as it was sent; None where the archive has none for it."""


@dataclass(frozen=True, slots=True)
class Held:
    """The text that holds in a slot of a version. `by_person` when somebody translated it here."""

    segment_id: int
    text: str
    by_person: bool
    base_id: int | None


_NOW = (
    select(
        SegmentNow.slot_id,
        SegmentVersion.id,
        SegmentVersion.text,
        SegmentVersion.person_id.is_not(None),
        SegmentNow.confirmed_base_id,
        SegmentVersion.base_id,
    )
    .join(SegmentVersion, SegmentVersion.id == SegmentNow.segment_id)
    .where(SegmentNow.version_id == bindparam("version"))
)


def held_in(work: Work, version: LanguageVersion) -> dict[int, Held]:
    """What holds in each slot of a version."""
    rows = work.session.execute(_NOW, {"version": version.id})
    return {
        slot_id: Held(segment_id, text, by_person, confirmed or base)
        for slot_id, segment_id, text, by_person, confirmed, base in rows
    }


def places_of(slots: Sequence[Slot], sent: VersionIn, texts: Mapping[int, Held]) -> dict[str, list[Slot | None]]:
    """Which slot each paragraph of the sent original stands in; followed by likeness where the archive's differs."""
    by_field: dict[str, list[Slot]] = {}
    for slot in slots:
        by_field.setdefault(slot.field, []).append(slot)
    found: dict[str, list[Slot | None]] = {}
    for name, pieces in sent.pieces.items():
        there = by_field.get(name, [])
        ours = [texts[slot.id].text if slot.id in texts else "" for slot in there]
        if len(ours) == len(pieces):
            # Rewritten in place, if at all.
            found[name] = list(there)
        else:
            steps = align(ours, pieces)
            found[name] = [None if step.old is None else there[step.old] for step in steps]
    return found


@dataclass
class Translation:
    """Brings one translation into the archive.

    `versions` are those of the case by language; `changed` says whether anything was written.
    """

    work: Work
    version: LanguageVersion
    versions: Mapping[str, LanguageVersion]
    sent: VersionIn
    places: Places
    tell: Tell
    changed: bool = False
    _bases: dict[int, int] = field(default_factory=dict)

    def write(self) -> None:
        """Write what is new in the version."""
        is_new = not self.version.revision
        now = {} if is_new else held_in(self.work, self.version)
        sources = held_in(self.work, self.versions[self.sent.source])
        self._bases = {slot_id: held.segment_id for slot_id, held in sources.items()}
        behind = self._older()
        self._bases |= behind
        changes = []
        for name, pieces in self.sent.pieces.items():
            for number, text in enumerate(pieces):
                change = self._change(Paragraph(name, number, text, self.sent.state), now) if text else None
                changes += [change] if change else []
        if not is_new and self.sent.outdated is not None:
            self._confirm(now, behind, {change.slot.id for change in changes})
        drafts = [change for one in self.sent.drafts if (change := self._change(one, now))]
        if is_new or changes or drafts:
            add_revision(self.work, self.version, self.sent.texts, NOTE)
            self.changed = True
        add_texts(self.work, self.version, changes, is_first=is_new)
        add_texts(self.work, self.version, drafts)

    def _slot(self, name: str, number: int) -> Slot | None:
        slots = self.places.get(name, ())
        return slots[number] if number < len(slots) else None

    def _change(self, one: Paragraph, now: Mapping[int, Held]) -> NewText | None:
        slot = self._slot(one.field, one.number)
        if slot is None:
            self._say(Code.CHANGED_HERE, one)
            return None
        held = now.get(slot.id)
        if held is not None and held.text == one.text:
            return None
        if held is not None and self._was_here(slot, one.text):
            # The file holds what the archive had already and went on from: nothing new for it.
            return None
        if held is not None and held.by_person:
            self._say(Code.CHANGED_HERE, one)
            return None
        return NewText(slot, one.text, self.sent.origin, self._bases.get(slot.id), one.state)

    def _was_here(self, slot: Slot, text: str) -> bool:
        last = self.work.session.scalar(
            select(SegmentVersion.text)
            .where(
                SegmentVersion.slot_id == slot.id,
                SegmentVersion.version_id == self.version.id,
                SegmentVersion.person_id.is_(None),
            )
            .order_by(SegmentVersion.number.desc())
            .limit(1)
        )
        return last == text

    def _say(self, code: Code, one: Paragraph) -> None:
        self.tell(Problem(code, f"versions.{self.version.language}.{one.field}", f"paragraph {one.number + 1}"))

    def _older(self) -> dict[int, int]:
        """Slot -> the older text of a source that a paragraph was made from, kept before all its later ones."""
        found: dict[int, int] = {}
        held: dict[str, dict[int, Held]] = {}
        for one in self.sent.outdated or ():
            tag = one.source or self.sent.source
            there = held[tag] = held.get(tag) or held_in(self.work, self.versions[tag])
            slot = self._slot(one.field, one.number)
            if slot is not None and slot.id in there and there[slot.id].text != one.text:
                found[slot.id] = self._older_id(self.versions[tag], slot, one.text)
        return found

    def _older_id(self, source: LanguageVersion, slot: Slot, text: str) -> int:
        session = self.work.session
        mine = (SegmentVersion.slot_id == slot.id, SegmentVersion.version_id == source.id)
        known = session.scalar(select(SegmentVersion.id).where(*mine, SegmentVersion.text == text).limit(1))
        if known is not None:
            return known
        first = session.scalar(select(func.min(SegmentVersion.number)).where(*mine))
        values = {
            "slot_id": slot.id,
            "version_id": source.id,
            # History is only added to, so what came before the first text gets a number below it.
            "number": (1 if first is None else first) - 1,
            "text": text,
            "hash": text_hash(text),
            "origin": source.origin,
            "minor": False,
        }
        made = session.scalars(insert(SegmentVersion).returning(SegmentVersion.id), [values])
        return made.one()

    def _confirm(self, now: Mapping[int, Held], behind: Mapping[int, int], written: set[int]) -> None:
        """Where the sender names what is behind, everything else is told to fit the source as it stands."""
        for name, pieces in self.sent.pieces.items():
            for number, text in enumerate(pieces):
                slot = self._slot(name, number)
                held = now.get(slot.id) if slot is not None else None
                if slot is None or held is None or held.text != text or slot.id in written or slot.id in behind:
                    continue
                base = self._bases.get(slot.id)
                if base is not None and base != held.base_id:
                    self.work.session.execute(
                        update(SegmentNow)
                        .where(SegmentNow.slot_id == slot.id, SegmentNow.version_id == self.version.id)
                        .values(confirmed_base_id=base)
                        .execution_options(synchronize_session=False)
                    )
                    self.changed = True
