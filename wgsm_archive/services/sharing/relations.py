"""How imported records stand to others: written as soon as both ends are there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import delete, or_, select

from wgsm_archive.db.models import Case, CaseRelation, Record, RecordRelation
from wgsm_archive.domain.access import CaseState
from wgsm_archive.services.sharing.problems import Code, Problem
from wgsm_archive.services.sharing.reading_in import RelationIn
from wgsm_archive.services.work import Work

_AT_ONCE = 500


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


class Relations:
    """Relations whose other end has not come yet; of a file nothing else is held until its end."""

    def __init__(self) -> None:
        self._fresh: list[Wanted] = []
        self._waiting: dict[str, list[Wanted]] = {}

    def add(self, wanted: Wanted) -> None:
        """Keep a relation until its other end is there."""
        self._fresh.append(wanted)

    def write(self, work: Work, arrived: Collection[str]) -> None:
        """Write those whose other end is there now; `arrived` are the ids of the records that just came."""
        found = self._fresh + [one for name in arrived for one in self._waiting.pop(name, ())]
        self._fresh = []
        cases, records = _ends(work, found)
        for one in found:
            case_id, record_id = cases.get(one.relation.to), records.get(one.relation.to)
            if one.of_case and case_id is not None:
                _relate_case(work, one, case_id)
            elif not one.of_case and (case_id is not None or record_id is not None):
                _relate_record(work, one, case_id if record_id is None else None, record_id)
            else:
                self._wait(one)

    def look(self, work: Work) -> None:
        """As `write`, for a run that writes nothing."""
        cases, records = _ends(work, self._fresh)
        for one in self._fresh:
            if one.relation.to not in cases and (one.of_case or one.relation.to not in records):
                self._wait(one)
        self._fresh = []

    def tell_missing(self, tell: Callable[[Problem], None], seen: Collection[str] = ()) -> None:
        """Report those whose other end never came. `seen` are ids that would be there after a dry run."""
        for name, waiting in self._waiting.items():
            for one in waiting if name not in seen else ():
                tell(one.problem)

    def _wait(self, one: Wanted) -> None:
        self._waiting.setdefault(one.relation.to, []).append(one)


def _ends(work: Work, wanted: Iterable[Wanted]) -> tuple[dict[str, int], dict[str, int]]:
    """The rows of the cases and of the other records that these relations lead to."""
    names = iter({one.relation.to for one in wanted})
    cases: dict[str, int] = {}
    records: dict[str, int] = {}
    # Databases bound how many values a question may hold.
    while some := list(islice(names, _AT_ONCE)):
        cases |= case_ids(work, some)
        records |= record_ids(work, some)
    return cases, records


def case_ids(work: Work, ids: Collection[str]) -> dict[str, int]:
    """The cases that the sender, or this archive, calls by these ids."""
    found = work.session.execute(
        select(Case.id, Case.sender_id, Case.public_id).where(
            or_(Case.sender_id.in_(ids), Case.public_id.in_(ids)),
            Case.state.not_in((CaseState.WITHDRAWN, CaseState.BLOCKED, CaseState.ERASED)),
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
