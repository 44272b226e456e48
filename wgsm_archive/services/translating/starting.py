"""Beginning a translation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wgsm_archive.db.models import Case, LanguageVersion
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.errors import Refused
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.language import read_tag
from wgsm_archive.domain.workflow import Act, Facts, require
from wgsm_archive.services.disclosure.cards import CaseCard, cards
from wgsm_archive.services.rendering import render_case
from wgsm_archive.services.translating.rows import published_case, translatable
from wgsm_archive.services.translating.sources import SourceVersion, can_be_source, source_versions, versions_of
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class StartDesk:
    """A story that somebody may begin to translate. `taken` are the languages it is in or on its way to."""

    card: CaseCard
    allowed: bool
    sources: tuple[SourceVersion, ...]
    taken: tuple[str, ...]


def start_desk(work: Work, public_id: str, languages: tuple[str, ...]) -> StartDesk:
    """What is needed for choosing source and target.

    Raises:
        NotFound, Withdrawn: as `rows.published_case`.
    """
    case = published_case(work, public_id)
    return StartDesk(
        card=cards(work, [case.id], languages)[0],
        allowed=translatable(work, case),
        sources=source_versions(work, case, ""),
        taken=tuple(version.language for version in versions_of(work, case)),
    )


def start(work: Work, public_id: str, target: str, source: str) -> str:
    """Begin a translation into a language (any BCP 47 tag) from an approved version; gives the tag as it is kept.

    Raises:
        NotFound, Withdrawn: as `rows.published_case`.
        Refused: `consent` - the tellers do not allow it; `target` - no language tag, or that version exists;
            `source` - there is no approved version in that language.
    """
    case = published_case(work, public_id)
    work.session.refresh(case, with_for_update=True)
    if not translatable(work, case):
        raise Refused({"consent": "consent-forbids"})
    require(work.actor, Act.TRANSLATE, Facts(VersionState.DRAFT))
    tag, made_from = read_tag(target), read_tag(source)
    if tag is None:
        raise Refused({"target": "unknown-language"})
    if not translatable(work, case, tag):
        raise Refused({"target": "language-closed"})
    if _exists(work, case, tag):
        raise Refused({"target": "version-exists"})
    if not any(row.language == made_from and can_be_source(row, tag) for row in versions_of(work, case)):
        raise Refused({"source": "unknown-choice"})
    version = LanguageVersion(
        case=case,
        language=tag,
        origin=Origin.HUMAN,
        state=VersionState.DRAFT,
        source_language=made_from,
        translator_id=work.actor.person_id,
    )
    work.session.add(version)
    work.session.flush()
    work.record(Happened(Event.VERSION_STARTED, case.id, version.id))
    with work.full_sight():
        render_case(work, case)
    return tag


def _exists(work: Work, case: Case, tag: str) -> bool:
    with work.full_sight():
        found = work.session.scalar(
            select(LanguageVersion.id).where(
                LanguageVersion.case_id == case.id,
                LanguageVersion.language == tag,
                LanguageVersion.kind == VersionKind.STANDARD,
            )
        )
    return found is not None
