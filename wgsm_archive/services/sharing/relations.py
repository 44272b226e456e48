"""How imported records stand to others: written as soon as both ends are there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sqlalchemy import delete, or_, select

from wgsm_archive.db.models import Case, CaseRelation, Record, RecordRelation
from wgsm_archive.domain.access import CaseState
from wgsm_archive.services.sharing.problems import Code, Problem
from wgsm_archive.services.sharing.reading_in import RelationIn
from wgsm_archive.services.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """A relation that a file tells of. `of_case` says whether it starts at a case; `owner_id` is its row."""

    of_case: bool
    owner_id: int
    relation: RelationIn
    file: str
    line: int

    @property
    def problem(self) -> Problem:
        """That the other end is not there."""
        return Problem(Code.RELATION, self.relation.place, self.relation.to).at(self.file, self.line)


@dataclass
class Relations:
    """Relations whose other end has not come yet; nothing else of a file is held until its end."""

    waiting: list[Wanted] = field(default_factory=list)

    def add(self, wanted: Wanted) -> None:
        """Keep a relation until its other end is there."""
        self.waiting.append(wanted)

    def write(self, work: Work) -> None:
        """Write those whose other end is there now."""
        if not self.waiting:
            return
        ids = {one.relation.to for one in self.waiting}
        cases, records = case_ids(work, ids), record_ids(work, ids)
        left = []
        for one in self.waiting:
            case_id, record_id = cases.get(one.relation.to), records.get(one.relation.to)
            if one.of_case and case_id is not None:
                _relate_case(work, one, case_id)
            elif not one.of_case and (case_id is not None or record_id is not None):
                _relate_record(work, one, case_id if record_id is None else None, record_id)
            else:
                left.append(one)
        self.waiting = left

    def drop_present(self, work: Work) -> None:
        """Forget those whose other end the archive has, for a run that writes nothing."""
        ids = {one.relation.to for one in self.waiting}
        if ids:
            cases, records = case_ids(work, ids), record_ids(work, ids)
            self.waiting = [
                one
                for one in self.waiting
                if one.relation.to not in cases and (one.of_case or one.relation.to not in records)
            ]

    def tell_missing(self, tell: Callable[[Problem], None], seen: Collection[str] = ()) -> None:
        """Report those whose other end never came. `seen` are ids that would be there after a dry run."""
        for one in self.waiting:
            if one.relation.to not in seen:
                tell(one.problem)


def case_ids(work: Work, ids: Collection[str]) -> dict[str, int]:
    """The cases that the sender, or this archive, calls by these ids."""
    found = work.session.execute(
        select(Case.id, Case.sender_id, Case.public_id).where(
            or_(Case.sender_id.in_(ids), Case.public_id.in_(ids)),
            Case.state.not_in((CaseState.WITHDRAWN, CaseState.ERASED)),
        )
    ).all()
    # The sender's own name for a case goes before the archive's.
    return {public: row_id for row_id, _, public in found} | {sender: row_id for row_id, sender, _ in found if sender}


def record_ids(work: Work, ids: Collection[str]) -> dict[str, int]:
    """The other records that the sender, or this archive, calls by these ids."""
    found = work.session.execute(
        select(Record.id, Record.sender_id, Record.public_id).where(
            or_(Record.sender_id.in_(ids), Record.public_id.in_(ids))
        )
    ).all()
    return {public: row_id for row_id, _, public in found} | {sender: row_id for row_id, sender, _ in found if sender}


def forget_relations(work: Work, record: Record) -> None:
    """Take away what an earlier file said of a record's relations: the new one says it anew."""
    work.session.execute(delete(RecordRelation).where(RecordRelation.record_id == record.id))


def _relate_case(work: Work, one: Wanted, other_id: int) -> None:
    row = {"case_id": one.owner_id, "other_id": other_id, "kind": one.relation.kind}
    known = select(CaseRelation.id).where(*(getattr(CaseRelation, name) == value for name, value in row.items()))
    if other_id != one.owner_id and work.session.scalar(known) is None:
        work.session.add(CaseRelation(**row))


def _relate_record(work: Work, one: Wanted, case_id: int | None, other_id: int | None) -> None:
    known = select(RecordRelation.id).where(
        RecordRelation.record_id == one.owner_id,
        RecordRelation.kind == one.relation.kind,
        RecordRelation.case_id.is_(None) if case_id is None else RecordRelation.case_id == case_id,
        RecordRelation.other_id.is_(None) if other_id is None else RecordRelation.other_id == other_id,
    )
    if other_id != one.owner_id and work.session.scalar(known) is None:
        work.session.add(
            RecordRelation(record_id=one.owner_id, other_id=other_id, case_id=case_id, kind=one.relation.kind)
        )
