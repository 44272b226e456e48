"""What facilitators look after once stories stand: reports of harm, stories out of sight, messages on their way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from wgsm_archive.db.models import Case, HarmReport, LanguageVersion, RelayMessage
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.services import harm, reaching
from wgsm_archive.services.case_rows import find_case
from wgsm_archive.services.work import Work

_SHOWN = 50
ANSWERED = "answered"
_ORIGINAL = and_(
    LanguageVersion.case_id == Case.id,
    LanguageVersion.origin == Origin.ORIGINAL,
    LanguageVersion.kind == VersionKind.STANDARD,
)


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody said that a story harms them. `blocked` says that the report took it out of sight at once."""

    id: int
    public_id: str
    title: str
    language: str
    reason: str
    day: dt.date
    blocked: bool
    state: CaseState


@dataclass(frozen=True, slots=True)
class OutOfSight:
    """A story that was blocked; readers see nothing of it."""

    public_id: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A reader's message that waits to be passed on."""

    id: int
    public_id: str
    title: str
    language: str
    text: str
    from_member: bool
    day: dt.date


@dataclass(frozen=True, slots=True)
class Care:
    """All of it on one page."""

    reports: tuple[Report, ...]
    messages: tuple[Letter, ...]
    blocked: tuple[OutOfSight, ...]


class Caring:
    """Use-cases of facilitators for stories that may harm somebody, or were taken back."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def care(self) -> Care:
        """What is to be looked after."""
        return Care(reports=self._reports(), messages=self._messages(), blocked=self._blocked())

    def open_reports(self) -> int:
        """How many reports of harm wait for an answer."""
        waiting = select(func.count()).select_from(HarmReport).where(HarmReport.outcome == "")
        return self._work.session.scalar(waiting) or 0

    def block(self, public_id: str) -> None:
        """Take a story out of sight."""
        harm.block(self._work, find_case(self._work, public_id))

    def unblock(self, public_id: str) -> None:
        """Let a story be read again."""
        harm.unblock(self._work, find_case(self._work, public_id))

    def answer(self, report_id: int) -> None:
        """Put a report aside that was looked at; its reason is not kept.

        Raises:
            NotFound: there is none, or none that is open.
        """
        row = self._work.session.scalar(select(HarmReport).where(HarmReport.id == report_id, HarmReport.outcome == ""))
        if row is None:
            raise NotFound
        row.outcome, row.reason = ANSWERED, ""
        self._work.record(Happened(Event.HARM_ANSWERED, row.case_id))

    def _reports(self) -> tuple[Report, ...]:
        rows = self._work.session.execute(
            select(Case, LanguageVersion.title, LanguageVersion.language, HarmReport)
            .join(LanguageVersion, _ORIGINAL)
            .join(HarmReport, HarmReport.case_id == Case.id)
            .where(HarmReport.outcome == "")
            .order_by(HarmReport.id)
            .limit(_SHOWN)
        )
        return tuple(
            Report(row.id, case.public_id, title, language, row.reason, row.said_on, row.blocked, case.state)
            for case, title, language, row in rows
        )

    def answer_message(self, message_id: int, *, passes: bool, intro: str) -> None:
        """Pass a reader's message on or not; `intro` is said to the tellers before it."""
        reaching.answer_message(self._work, message_id, passes=passes, intro=intro)

    def look_at_contact(self, public_id: str) -> str:
        """How the tellers can be reached; that somebody looked stands on the trail.

        Raises:
            NotFound, NotAllowed, CannotOpen: see `reaching.look_at_contact`.
        """
        return reaching.look_at_contact(self._work, public_id)

    def may_be_reached(self, public_id: str) -> bool:
        """Whether the tellers left word how they can be reached, and allow messages."""
        return reaching.may_be_reached(self._work, find_case(self._work, public_id))

    def _messages(self) -> tuple[Letter, ...]:
        rows = self._work.session.execute(
            select(Case, LanguageVersion.title, LanguageVersion.language, RelayMessage)
            .join(LanguageVersion, _ORIGINAL)
            .join(RelayMessage, RelayMessage.case_id == Case.id)
            .where(RelayMessage.outcome == "")
            .order_by(RelayMessage.id)
            .limit(_SHOWN)
        )
        return tuple(
            Letter(row.id, case.public_id, title, language, row.text, row.from_member, row.said_on)
            for case, title, language, row in rows
        )

    def _blocked(self) -> tuple[OutOfSight, ...]:
        rows = self._work.session.execute(
            select(Case, LanguageVersion.title, LanguageVersion.language)
            .join(LanguageVersion, _ORIGINAL)
            .where(Case.state == CaseState.BLOCKED)
            .order_by(Case.id)
        )
        return tuple(OutOfSight(case.public_id, title, language) for case, title, language in rows)
