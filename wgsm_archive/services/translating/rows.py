"""What the use-cases of translators share: the version at hand, who wrote what waits in it, its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion, SegmentNow, SegmentVersion, Slot
from wgsm_archive.domain.access import CaseState, VersionState, open_to_translators
from wgsm_archive.domain.case_study import TITLE, Origin, Section, VersionKind, section_of
from wgsm_archive.domain.consent import AudienceLevel, is_closed_language
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.workflow import Act, Facts, require
from wgsm_archive.services.case_rows import find_case, is_mine
from wgsm_archive.services.labelling import access_of
from wgsm_archive.services.texts import SlotNow, slots_of, texts_now
from wgsm_archive.services.work import Work

OPEN_LEVELS = (AudienceLevel.PUBLIC, AudienceLevel.NETWORK)
"""Stories that travel no further than a circle are translated within it, not here."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Paragraphs that no reader sees yet, and the people who wrote them."""

    drafts: int
    ready: int
    writers: frozenset[int]

    @property
    def is_ready(self) -> bool:
        """Whether a second person may read it: something waits, and nobody is still writing."""
        return self.ready > 0 and self.drafts == 0


def translatable(work: Work, case: Case, language: str = "") -> bool:
    """Whether the tellers allow that this story is translated here today; with `language`, into that one."""
    if language and is_closed_language(language, case.closed_languages):
        return False
    return open_to_translators(access_of(case, work.today))


def published_case(work: Work, public_id: str) -> Case:
    """The published story at an address, as far as the actor may read it.

    Raises:
        NotFound, Withdrawn: as `find_case`; also for a story that is not published.
    """
    case = find_case(work, public_id)
    if case.state is not CaseState.PUBLISHED:
        raise NotFound
    return case


def find_version(work: Work, case: Case, target: str) -> LanguageVersion:
    """The translation of a story into a language.

    Raises:
        NotFound: there is none, or it is the language of the original.
    """
    found = work.session.scalar(
        select(LanguageVersion).where(
            LanguageVersion.case_id == case.id,
            LanguageVersion.language == target,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.origin != Origin.ORIGINAL,
        )
    )
    if found is None:
        raise NotFound
    return found


def opened(work: Work, public_id: str, target: str) -> tuple[Case, LanguageVersion]:
    """A story and its translation, for somebody who may work on it."""
    case = published_case(work, public_id)
    version = find_version(work, case, target)
    require(work.actor, Act.TRANSLATE, version_facts(work, case, version))
    return case, version


def opened_text(work: Work, public_id: str, language: str, act: Act) -> tuple[Case, LanguageVersion]:
    """A story and a text of it that readers see, the original or a translation, for somebody who works with that text.

    Raises:
        NotFound, Withdrawn: as `published_case`; also where readers see no such text.
        NotAllowed: the actor may not do this, or the story is not translated here.
    """
    case = published_case(work, public_id)
    version = work.session.scalar(
        select(LanguageVersion).where(
            LanguageVersion.case_id == case.id,
            LanguageVersion.language == language,
            LanguageVersion.kind == VersionKind.STANDARD,
            LanguageVersion.state == VersionState.APPROVED,
        )
    )
    if version is None:
        raise NotFound
    allowed = translatable(work, case, language)
    require(work.actor, act, Facts(VersionState.APPROVED, mine=is_mine(work.actor, case), may_translate=allowed))
    return case, version


def begun(work: Work, public_id: str, target: str, act: Act) -> tuple[Case, LanguageVersion]:
    """As `opened`, for an act; the story is held, so that of two who act at once the second sees the first."""
    case = published_case(work, public_id)
    work.session.refresh(case, with_for_update=True)
    version = find_version(work, case, target)
    work.session.refresh(version)
    require(work.actor, act, version_facts(work, case, version))
    return case, version


def version_facts(work: Work, case: Case, version: LanguageVersion) -> Facts:
    """What the acting rule needs to know of a translation and this actor."""
    return Facts(
        state=version.state,
        mine=is_mine(work.actor, case),
        may_translate=translatable(work, case, version.language),
        translator_ids=waiting(work, version).writers,
    )


def waiting(work: Work, version: LanguageVersion) -> Waiting:
    """What waits in a translation, in paragraphs that still have a place in the story."""
    rows = work.session.execute(
        select(SegmentNow.state, SegmentVersion.person_id)
        .join(SegmentVersion, SegmentVersion.id == SegmentNow.segment_id)
        .join(Slot, Slot.id == SegmentNow.slot_id)
        .where(
            SegmentNow.version_id == version.id,
            SegmentNow.state != VersionState.APPROVED,
            Slot.position.is_not(None),
        )
    ).all()
    states = [state for state, _ in rows]
    return Waiting(
        drafts=states.count(VersionState.DRAFT),
        ready=states.count(VersionState.READY),
        writers=frozenset(person for _, person in rows if person is not None),
    )


def part_of(field: str) -> str:
    """The part of the workbench that a field is translated in; the title stands with the summary."""
    return str(Section.SUMMARY) if field == TITLE else section_of(field)


def parts_of(slots: Sequence[Slot]) -> dict[str, list[Slot]]:
    """The slots by part of the workbench, in reading order."""
    parts: dict[str, list[Slot]] = {}
    for slot in slots:
        parts.setdefault(part_of(slot.field), []).append(slot)
    return parts


def own_texts(now: Mapping[int, SlotNow]) -> dict[int, SlotNow]:
    """What stands in a translation, without paragraphs that were emptied and wait for approval."""
    return {slot_id: held for slot_id, held in now.items() if held.newest.text}


def whole_text(work: Work, case: Case, version: LanguageVersion) -> dict[str, str]:
    """The fields of a translation as they were last saved, as a revision keeps them."""
    now = own_texts(texts_now(work, version.id))
    fields: dict[str, str] = {}
    for slot in slots_of(work, case.id):
        if slot.id in now:
            fields[slot.field] = fields.get(slot.field, "") + slot.lead + now[slot.id].newest.text
    return {name: text.strip() for name, text in fields.items()}
