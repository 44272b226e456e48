"""The reading rule, in one place: a thing asks for labels, an actor holds labels, reading is their meeting.

The same labels are met as a Python set (here), as a SQL clause (`db.access_guard`) and as a term of the index
(`adapters.search`). Nothing asked for, or nothing held, means nothing read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wgsm_archive.domain.actor import Actor, ActorKind, Role
from wgsm_archive.domain.consent import AudienceLevel

PUBLIC = "public"
NETWORK = "network"
REVIEWING = "reviewing"
TRANSLATING = "translating"
EVERYTHING = "everything"
"""Held by the archive's own worker only; no thing needs to ask for it."""

_OF_TELLERS = ("case:", "person:")


class CaseState(StrEnum):
    """Where a case stands on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    DECLINED = "declined"
    BLOCKED = "blocked"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class VersionState(StrEnum):
    """Where a language version stands."""

    DRAFT = "draft"
    READY = "ready"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """What decides who may read a case."""

    case_id: int
    state: CaseState
    level: AudienceLevel
    owner_id: int | None = None
    circle_ids: frozenset[int] = frozenset()
    may_translate: bool = False


@dataclass(frozen=True, slots=True)
class VersionAccess:
    """What decides who may read one language version of a case; `is_closed`: its tellers want none in this language."""

    state: VersionState
    is_original: bool
    translator_id: int | None = None
    is_closed: bool = False


def labels_of(actor: Actor) -> frozenset[str]:
    """The labels an actor holds."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset({EVERYTHING})
    held = {PUBLIC}
    if actor.case_id is not None:
        held.add(f"case:{actor.case_id}")
    if actor.kind is ActorKind.PERSON and actor.person_id is not None:
        held |= {NETWORK, f"person:{actor.person_id}"}
        held |= {f"circle:{organisation}" for organisation in actor.organisation_ids}
        if actor.has(Role.FACILITATOR):
            held |= {REVIEWING, TRANSLATING}
        if actor.has(Role.TRANSLATOR):
            held.add(TRANSLATING)
    return frozenset(held)


def labels_for_case(case: CaseAccess) -> frozenset[str]:
    """The labels a case asks for; any one of them opens it."""
    if case.state is CaseState.ERASED:
        return frozenset()
    asked = {f"case:{case.case_id}"}
    if case.owner_id is not None:
        asked.add(f"person:{case.owner_id}")
    if case.state in (CaseState.DRAFT, CaseState.WITHDRAWN):
        return frozenset(asked)
    asked.add(REVIEWING)
    if case.state is CaseState.PUBLISHED:
        asked |= _published_labels(case)
    return frozenset(asked)


def labels_for_version(case: CaseAccess, version: VersionAccess) -> frozenset[str]:
    """The labels a language version asks for: never more readers than its case has.

    An unapproved translation is open to those who work on it, and only while the tellers allow translating.
    """
    of_case = labels_for_case(case)
    if version.is_original:
        return of_case
    closed = frozenset(label for label in of_case if label == REVIEWING or label.startswith(_OF_TELLERS))
    if version.is_closed:
        return closed
    if version.state is VersionState.APPROVED and case.may_translate:
        return of_case
    if open_to_translators(case):
        return closed | {TRANSLATING}
    return closed


def open_to_translators(case: CaseAccess) -> bool:
    """Whether a case is translated here: its tellers allow it, and it travels further than a circle."""
    return case.state is CaseState.PUBLISHED and case.may_translate and bool(labels_for_case(case) & {PUBLIC, NETWORK})


def private_labels(held: frozenset[str]) -> frozenset[str]:
    """The labels among those held that open what is between tellers and facilitators: consent, questions."""
    return frozenset(label for label in held if label in (REVIEWING, EVERYTHING) or label.startswith(_OF_TELLERS))


def may_read(held: frozenset[str], asked: frozenset[str]) -> bool:
    """Whether somebody who holds these labels may read a thing that asks for those."""
    return EVERYTHING in held or not held.isdisjoint(asked)


def _published_labels(case: CaseAccess) -> set[str]:
    if case.level is AudienceLevel.PUBLIC:
        return {PUBLIC, NETWORK}
    if case.level is AudienceLevel.NETWORK:
        return {NETWORK}
    if case.level is AudienceLevel.CIRCLE:
        return {f"circle:{circle}" for circle in case.circle_ids}
    return set()
