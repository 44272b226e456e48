"""Looking an instance over: labels, renderings, trail, translation memory and index against the rows."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import selectinload

from wgsm_archive.db.models import (
    AuditEvent,
    Case,
    HidingCheck,
    InstanceFact,
    Job,
    LanguageVersion,
    MediaFile,
    MemoryUnit,
    RenderedVersion,
    SegmentNow,
)
from wgsm_archive.domain.access import labels_for_case, labels_for_version, open_to_translators
from wgsm_archive.ports.search import IndexBroken, IndexBusy, Shelf
from wgsm_archive.services.jobs.indexing import verify, verify_words
from wgsm_archive.services.labelling import access_of, shows, version_access_of
from wgsm_archive.services.media.sweeping import missing, orphans
from wgsm_archive.services.reactions import REMEMBER_CASE
from wgsm_archive.services.work import AUDIT_HEAD, Work, chained

MOST_ATTEMPTS = 20
"""Tries after which a job is given up until the next start of the program: they span about 14 hours."""


def faults(work: Work) -> Iterator[str]:
    """Everything that does not agree, one line each, without any text of a story."""
    yield from _labels(work)
    yield from _renderings(work)
    yield from _trail(work)
    yield from _hidden(work)
    yield from _jobs(work)
    yield from _files(work)
    yield from _memory(work)
    for shelf in Shelf:
        if not verify_words(work, shelf).whole:
            yield f"the words offered on the {shelf} shelf differ from the database: wgsm search rebuild"
        try:
            if not verify(work, shelf).whole:
                yield f"the {shelf} index differs from the database: wgsm search rebuild"
        except IndexBroken as problem:
            yield f"the {shelf} index is broken ({problem}): wgsm search rebuild"
        except IndexBusy as problem:
            yield f"the {shelf} index could not be looked at ({problem}): try again later"


def _labels(work: Work) -> Iterator[str]:
    loading = (
        selectinload(Case.labels),
        selectinload(Case.circles),
        selectinload(Case.versions).selectinload(LanguageVersion.labels),
    )
    for case in work.session.scalars(select(Case).options(*loading)):
        access = access_of(case, work.today)
        if {row.label for row in case.labels} != labels_for_case(access):
            yield f"case {case.public_id}: its access labels are not those of the rule"
        for version in case.versions:
            if {row.label for row in version.labels} != labels_for_version(access, version_access_of(case, version)):
                yield f"case {case.public_id}, {version.language}: its access labels are not those of the rule"


def _renderings(work: Work) -> Iterator[str]:
    rows = work.session.execute(
        select(Case.public_id, LanguageVersion.language, LanguageVersion.revision, RenderedVersion.revision)
        .join(LanguageVersion, LanguageVersion.case_id == Case.id)
        .outerjoin(RenderedVersion, RenderedVersion.version_id == LanguageVersion.id)
    )
    for public_id, language, wanted, rendered in rows:
        if wanted != rendered:
            yield f"case {public_id}, {language}: rendered from revision {rendered}, but {wanted} holds"


def _trail(work: Work) -> Iterator[str]:
    before = ""
    for event in work.session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        if chained(before, event) != event.chain:
            yield f"the trail is broken at event {event.id}"
        before = event.chain
    head = work.session.get(InstanceFact, AUDIT_HEAD)
    if before != (head.value if head else ""):
        yield "the trail is broken at its end: its newest events are missing"


def _hidden(work: Work) -> Iterator[str]:
    rows = work.session.execute(
        select(Case.public_id, HidingCheck.act, HidingCheck.place)
        .join(HidingCheck, HidingCheck.case_id == Case.id)
        .where(HidingCheck.gone.is_(False))
    )
    for public_id, act, place in rows:
        yield f"case {public_id} was {act}, and could still be met: {place}"


def _jobs(work: Work) -> Iterator[str]:
    for job in work.session.scalars(select(Job).where(Job.attempts >= MOST_ATTEMPTS).order_by(Job.id)):
        yield f"job {job.kind} {job.id} was given up after {job.attempts} tries ({job.last_error})"


def _files(work: Work) -> Iterator[str]:
    rows = work.session.execute(select(Case, MediaFile).join(MediaFile, MediaFile.case_id == Case.id))
    for case, file in rows:
        if file.shown is not shows(case, file, work.today):
            yield f"file {file.public_id} of case {case.public_id}: whether readers see it is not what the rule says"
    for public_id in missing(work):
        yield f"file {public_id}: its bytes are gone"
    for name in orphans(work):
        yield f"file {name} on the disk belongs to nothing; it is deleted a day after it was left there"


def _memory(work: Work) -> Iterator[str]:
    """What the translation memory holds of stories that are not open to translators, or of texts that nobody reads."""
    shown = [
        exists().where(SegmentNow.slot_id == MemoryUnit.slot_id, SegmentNow.approved_id == one)
        for one in (MemoryUnit.source_id, MemoryUnit.target_id)
    ]
    old = select(MemoryUnit.case_id).where(or_(*(~one for one in shown))).distinct()
    waiting = work.pending_cases(REMEMBER_CASE)
    behind = {case_id for case_id in work.session.scalars(old) if case_id not in waiting}
    held = select(Case).where(Case.id.in_(select(MemoryUnit.case_id))).order_by(Case.id)
    for case in work.session.scalars(held):
        if not open_to_translators(access_of(case, work.today)):
            yield f"case {case.public_id}: the translation memory holds it, though it may not be translated"
        elif case.id in behind:
            yield f"case {case.public_id}: the translation memory holds older texts of it"
