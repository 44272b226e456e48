"""Many stories at once: what was set aside as a machine's, and declining by the dozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from wgsm_archive.db.models import Case, CaseReview, LanguageVersion, Person, RenderedVersion, SetAside
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import Role
from wgsm_archive.domain.case_study import Origin, VersionKind
from wgsm_archive.domain.errors import NotAllowed, NotFound, Refused, SignInNeeded
from wgsm_archive.domain.events import Event, Happened
from wgsm_archive.domain.spam import Sign
from wgsm_archive.domain.text import MAX_FIELD, clean_line, clean_text
from wgsm_archive.services.disclosure.wording import direction
from wgsm_archive.services.reviewing.deciding import Deciding
from wgsm_archive.services.work import Work

MOST_AT_ONCE = 200
_BEGINNING = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which of the stories in review are looked at: set aside or all, of one day, with these words."""

    aside: bool = True
    day: dt.date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PileLine:
    """A story in review by its first words. `held_by` is who looks after it, where that is somebody else."""

    public_id: str
    title: str
    beginning: str
    language: str
    direction: str
    sent_on: dt.date | None
    signs: tuple[Sign, ...]
    held_by: str


@dataclass(frozen=True, slots=True)
class Declined:
    """How many stories were declined, and how many were left because somebody is at work on them or decided first."""

    done: int
    left: int


_Row = Row[Case, LanguageVersion, RenderedVersion | None, SetAside | None, int | None, str | None]
_Rows = Select[Case, LanguageVersion, RenderedVersion, SetAside, int | None, str]


class Pile:
    """What facilitators do with many stories at once."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def lines(self, chosen: Chosen, *, limit: int = MOST_AT_ONCE) -> tuple[list[PileLine], int]:
        """The stories chosen, the oldest first, and how many they are in all."""
        self._require()
        found = _chosen(self._rows(), chosen)
        total = self._work.session.scalar(select(func.count()).select_from(found.subquery())) or 0
        rows = self._work.session.execute(found.order_by(Case.sent_on, Case.id).limit(limit))
        return [self._line(row) for row in rows], total

    def decline(self, public_ids: Sequence[str], reason: str) -> Declined:
        """Decline stories for one reason, which the tellers of each read with their code.

        Raises:
            Refused: nothing was chosen, too many, or no reason was given.
        """
        self._require()
        words = clean_text(reason).strip()
        problems = {} if 0 < len(public_ids) <= MOST_AT_ONCE else {"stories": "required"}
        if not words or len(words) > MAX_FIELD:
            problems["reason"] = "too-long" if words else "required"
        if problems:
            raise Refused(problems)
        done = 0
        for public_id in dict.fromkeys(public_ids):
            row = self._open_row(public_id)
            if row is not None:
                Deciding(self._work).decline(public_id, words)
                self._forget_signs(row.id)
                done += 1
        return Declined(done, len(set(public_ids)) - done)

    def let_in(self, public_ids: Sequence[str]) -> int:
        """Put stories that were set aside into the queue with the others; how many they were."""
        self._require()
        ids = self._work.session.scalars(
            select(Case.id).where(Case.public_id.in_(list(public_ids)[:MOST_AT_ONCE]), _is_aside())
        ).all()
        for case_id in ids:
            self._forget_signs(case_id)
            self._work.record(Happened(Event.CASE_LET_IN, case_id))
        return len(ids)

    def _open_row(self, public_id: str) -> Case | None:
        """The story, locked, if it is still in review and in nobody else's hands."""
        case = self._work.session.scalar(select(Case).where(Case.public_id == public_id).with_for_update())
        if case is None:
            raise NotFound
        self._work.session.refresh(case)
        review = self._work.session.get(CaseReview, case.id, populate_existing=True)
        holder = review.claimed_by if review else None
        free = holder in (None, self._work.actor.person_id)
        return case if free and case.state is CaseState.SUBMITTED else None

    def _forget_signs(self, case_id: int) -> None:
        row = self._work.session.get(SetAside, case_id)
        if row is not None:
            self._work.session.delete(row)

    def _rows(self) -> _Rows:
        original = (LanguageVersion.origin == Origin.ORIGINAL) & (LanguageVersion.kind == VersionKind.STANDARD)
        return (
            select(Case, LanguageVersion, RenderedVersion, SetAside, CaseReview.claimed_by, Person.shown_name)
            .join(LanguageVersion, (LanguageVersion.case_id == Case.id) & original)
            .outerjoin(RenderedVersion, RenderedVersion.version_id == LanguageVersion.id)
            .outerjoin(SetAside, SetAside.case_id == Case.id)
            .outerjoin(CaseReview, CaseReview.case_id == Case.id)
            .outerjoin(Person, Person.id == CaseReview.claimed_by)
            .where(Case.state == CaseState.SUBMITTED)
        )

    def _line(self, row: _Row) -> PileLine:
        case, version, rendered, aside, holder, name = row
        text = " ".join((version.summary or (rendered.plain if rendered is not None else "")).split())
        mine = holder in (None, self._work.actor.person_id)
        return PileLine(
            public_id=case.public_id,
            title=version.title,
            beginning=text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…",
            language=version.language,
            direction=direction(self._work, version.language),
            sent_on=case.sent_on,
            signs=tuple(Sign(sign) for sign in aside.signs) if aside is not None else (),
            held_by="" if mine else (name or "?"),
        )

    def _require(self) -> None:
        if not self._work.actor.has(Role.FACILITATOR):
            raise NotAllowed if self._work.actor.is_signed_in else SignInNeeded


def _is_aside() -> ColumnElement[bool]:
    return Case.id.in_(select(SetAside.case_id))


def _chosen(found: _Rows, chosen: Chosen) -> _Rows:
    if chosen.aside:
        found = found.where(_is_aside())
    if chosen.day is not None:
        found = found.where(Case.sent_on == chosen.day)
    words = clean_line(chosen.words)[:_BEGINNING]
    if words:
        fields = (LanguageVersion.title, RenderedVersion.plain)
        found = found.where(or_(*(field.icontains(words, autoescape=True) for field in fields)))
    return found
