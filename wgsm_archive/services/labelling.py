"""Bringing the stored access labels in line with the rule, for every case and version a transaction touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from wgsm_archive.db.access_guard import lasting
from wgsm_archive.db.memory_words import forget
from wgsm_archive.db.models import Case, CaseLabel, LanguageVersion, MediaFile, VersionLabel
from wgsm_archive.domain.access import (
    CaseAccess,
    VersionAccess,
    labels_for_case,
    labels_for_version,
    open_to_translators,
)
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.consent import AUDIENCE_OF, Consent, ConsentLevel, Use, is_closed_language, with_uses
from wgsm_archive.domain.media import may_be_shown


def consent_of(case: Case) -> Consent:
    """The consent that holds for a case, as the rule reads it."""
    return _consent(case.consent_level, case.consent_until, tuple(case.closed_languages), tuple(case.allowed_uses))


@lru_cache(maxsize=1024)
def _consent(level: ConsentLevel, until: dt.date | None, closed: tuple[str, ...], uses: tuple[str, ...]) -> Consent:
    return with_uses(Consent(level=level, until=until, not_in=closed), uses)


def uses_allowed(case: Case, day: dt.date) -> frozenset[Use]:
    """What the consent that holds for a case allows on a day."""
    closed, uses = tuple(case.closed_languages), tuple(case.allowed_uses)
    return _allowed(case.consent_level, case.consent_until, closed, uses, day)


@lru_cache(maxsize=1024)
def _allowed(
    level: ConsentLevel, until: dt.date | None, closed: tuple[str, ...], uses: tuple[str, ...], day: dt.date
) -> frozenset[Use]:
    consent = _consent(level, until, closed, uses)
    return frozenset(use for use in Use if consent.allows(use, day))


def access_of(case: Case, today: dt.date) -> CaseAccess:
    """The facts of a case that decide who may read it on a day."""
    consent = consent_of(case)
    return CaseAccess(
        case_id=case.id,
        state=case.state,
        level=AUDIENCE_OF[consent.level_on(today)],
        owner_id=case.owner_id,
        circle_ids=frozenset(circle.record_id for circle in case.circles),
        may_translate=consent.allows(Use.TRANSLATE, today),
    )


def version_access_of(case: Case, version: LanguageVersion) -> VersionAccess:
    """The facts of a language version that decide who may read it."""
    return VersionAccess(
        state=version.state,
        is_original=version.origin is Origin.ORIGINAL,
        translator_id=version.translator_id,
        is_closed=is_closed_language(version.language, case.closed_languages),
    )


def shows(case: Case, file: MediaFile, today: dt.date) -> bool:
    """Whether the readers of a case may see or hear a file of it on a day."""
    allowed = consent_of(case).allows(Use.MEDIA, today)
    return may_be_shown(
        file.kind, file.agreement, file.alt, section=file.section, accepted=file.accepted, allowed=allowed
    )


_FILES = lasting(select(MediaFile).where(MediaFile.case_id.in_(bindparam("cases", expanding=True))))
_CASES = lasting(
    select(Case)
    .where(Case.id.in_(bindparam("cases", expanding=True)))
    .options(
        joinedload(Case.labels),
        joinedload(Case.circles),
        selectinload(Case.versions).joinedload(LanguageVersion.labels),
    )
)


def relabel(session: Session, case_ids: Iterable[int], today: dt.date) -> dict[int, bool]:
    """Recompute and store the labels of these cases and of all their versions, and which of their files are shown.

    A case that may not be translated, or not be read beyond a circle, leaves the translation memory with it.
    The cases of which other files are shown than before, each with whether any is not shown any more.
    """
    wanted = sorted(set(case_ids))
    moved: dict[int, bool] = {}
    if not wanted:
        return moved
    files: dict[int, list[MediaFile]] = {}
    for file in session.scalars(_FILES, {"cases": wanted}):
        files.setdefault(file.case_id, []).append(file)
    closed = []
    for case in session.scalars(_CASES, {"cases": wanted}).unique():
        access = access_of(case, today)
        if not open_to_translators(access):
            closed.append(case.id)
        for file in files.get(case.id, []):
            before, file.shown = file.shown, shows(case, file, today)
            if file.shown != before:
                moved[case.id] = moved.get(case.id, False) or bool(before)
        _set_case_labels(case, labels_for_case(access))
        for version in case.versions:
            _set_version_labels(version, labels_for_version(access, version_access_of(case, version)))
    forget(session, closed)
    return moved


def _set_case_labels(case: Case, wanted: frozenset[str]) -> None:
    if {row.label for row in case.labels} != wanted:
        kept = [row for row in case.labels if row.label in wanted]
        new = wanted - {row.label for row in kept}
        case.labels = [*kept, *(CaseLabel(label=label) for label in sorted(new))]


def _set_version_labels(version: LanguageVersion, wanted: frozenset[str]) -> None:
    if {row.label for row in version.labels} != wanted:
        kept = [row for row in version.labels if row.label in wanted]
        new = wanted - {row.label for row in kept}
        version.labels = [*kept, *(VersionLabel(label=label) for label in sorted(new))]
