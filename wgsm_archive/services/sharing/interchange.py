"""Bringing cases and other records in, some at a time, with every problem told and nothing held back for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import or_, select

from wgsm_archive.data import Vocabularies
from wgsm_archive.db.models import Case, Record
from wgsm_archive.domain.actor import SYSTEM, Actor
from wgsm_archive.services.sharing.files import Sent, expect_object
from wgsm_archive.services.sharing.new_cases import is_plain, write_new_cases
from wgsm_archive.services.sharing.problems import Code, Problem, Unreadable
from wgsm_archive.services.sharing.reading_in import CaseIn, read_case
from wgsm_archive.services.sharing.reading_record import FORMAT as RECORD_FORMAT
from wgsm_archive.services.sharing.reading_record import RecordIn, read_record
from wgsm_archive.services.sharing.record_rows import write_record
from wgsm_archive.services.sharing.relations import Relations, Wanted, forget_relations
from wgsm_archive.services.sharing.writing import CaseWriter, Outcome, require_open
from wgsm_archive.services.work import Work

# Others may save between two of these: a batch takes a second or so.
_AT_ONCE = 20
_KEPT = 1000


class Opens(Protocol):
    """What gives out units of work."""

    def unit_of_work(self, actor: Actor, *, write: bool = False) -> Any:
        """One actor's transaction."""
        ...


@dataclass
class Report:
    """What an import did, in records. `problems` are the first thousand; `problem_count` counts all."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def imported(self) -> int:
        """Records that are in the archive as they were sent, apart from the problems told."""
        return self.new + self.updated + self.unchanged

    def as_object(self) -> dict[str, int]:
        """For programs."""
        return {
            "imported": self.imported,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "problem_count": self.problem_count,
        }


def import_cases(archive: Opens, sent: Iterable[Mapping[str, Any]], *, publish: bool, dry_run: bool = False) -> Report:
    """Import objects of either form; their place in the sequence stands for the line."""
    lines = (Sent("", place, value) for place, value in enumerate(sent, 1))
    return import_records(archive, lines, publish=publish, dry_run=dry_run)


def import_records(
    archive: Opens,
    sent: Iterable[Sent],
    *,
    publish: bool,
    dry_run: bool = False,
    tell: Callable[[Problem], None] = lambda problem: None,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Import records as they come, a transaction for some at a time; the same sender's id again updates.

    `tell` hears of each problem at once. With `dry_run` everything is read and checked and nothing is written.
    """
    run = _Run(archive, tell, publish=publish, dry_run=dry_run)
    lines = iter(sent)
    while batch := list(islice(lines, _AT_ONCE)):
        run.take(batch)
        progress(run.report)
    run.finish()
    return run.report


@dataclass(slots=True)
class _Read:
    sent: Sent
    record: CaseIn | RecordIn


class _Run:
    """One import from its first line to its last."""

    def __init__(self, archive: Opens, tell: Callable[[Problem], None], *, publish: bool, dry_run: bool) -> None:
        self.report = Report()
        self._archive, self._tell = archive, tell
        self._publish, self._dry_run = publish, dry_run
        self._relations = Relations()
        self._seen: set[str] = set()
        self._would_be: set[str] = set()

    def take(self, batch: Sequence[Sent]) -> None:
        """Read some records and write them."""
        # Read before the database is taken for writing: others may save meanwhile.
        with self._archive.unit_of_work(SYSTEM) as work:
            read = [one for sent in batch if (one := self._read(sent, work.tools.vocabularies, work.today))]
            if self._dry_run:
                self._check(work, read)
        if read and not self._dry_run:
            with self._archive.unit_of_work(SYSTEM, write=True) as work:
                self._write(work, read)

    def finish(self) -> None:
        """Tell of what was waited for in vain."""
        self._relations.tell_missing(self._hear, self._seen if self._dry_run else ())

    def _read(self, sent: Sent, vocabularies: Vocabularies, today: dt.date) -> _Read | None:
        try:
            value = expect_object(sent)
            is_record = value.get("format") == RECORD_FORMAT
            record = (read_record if is_record else read_case)(value, vocabularies, today)
        except Unreadable as problem:
            self._refuse(sent, problem)
            return None
        for told in record.problems:
            self._hear(told.at(sent.file, sent.line))
        if record.sender_id:
            if record.sender_id in self._seen:
                self._hear(Problem(Code.ID_AGAIN, "id", record.sender_id).at(sent.file, sent.line))
            self._seen.add(record.sender_id)
        return _Read(sent, record)

    def _check(self, work: Work, read: Sequence[_Read]) -> None:
        """What an import would come to, as far as can be said without writing."""
        cases, records = _held(work, read)
        for one in read:
            name = one.record.sender_id or ""
            try:
                if isinstance(one.record, CaseIn):
                    require_open(cases.get(name), one.record.language)
            except Unreadable as problem:
                self._refuse(one.sent, problem)
                continue
            is_known = name in self._would_be or name in (cases if isinstance(one.record, CaseIn) else records)
            self._count(Outcome.UPDATED if is_known else Outcome.NEW)
            self._would_be |= {name} - {""}
            self._wait(one, 0)
        self._relations.look(work)

    def _write(self, work: Work, read: Sequence[_Read]) -> None:
        cases, records = _held(work, read)
        new: dict[str | int, _Read] = {}
        for place, one in enumerate(read):
            name = one.record.sender_id or place
            if isinstance(one.record, CaseIn) and name not in cases and name not in new and is_plain(one.record):
                new[name] = one
                continue
            if isinstance(one.record, CaseIn):
                # Cases keep the order of the file.
                self._write_new(work, new, cases)
            self._write_one(work, one, cases, records)
        self._write_new(work, new, cases)
        self._relations.write(work, {one.record.sender_id for one in read if one.record.sender_id})

    def _write_new(self, work: Work, new: dict[str | int, _Read], cases: dict[str, Case]) -> None:
        reads = [one.record for one in new.values() if isinstance(one.record, CaseIn)]
        made = write_new_cases(work, reads, publish=self._publish) if reads else []
        for one, case in zip(new.values(), made, strict=True):
            if case.sender_id:
                cases[case.sender_id] = case
            self._count(Outcome.NEW)
            self._wait(one, case.id)
        new.clear()

    def _write_one(self, work: Work, one: _Read, cases: dict[str, Case], records: dict[str, Record]) -> None:
        try:
            if isinstance(one.record, CaseIn):
                owner_id, outcome = self._write_case(work, one, one.record, cases)
            else:
                owner_id, outcome = self._write_record(work, one.record, records)
        except Unreadable as problem:
            self._refuse(one.sent, problem)
            return
        self._count(outcome)
        self._wait(one, owner_id)

    def _write_case(self, work: Work, one: _Read, read: CaseIn, held: dict[str, Case]) -> tuple[int, Outcome]:
        def tell(problem: Problem) -> None:
            self._hear(problem.at(one.sent.file, one.sent.line))

        case, outcome = CaseWriter(work, read, held.get(read.sender_id or ""), self._publish, tell).write()
        if read.sender_id:
            held[read.sender_id] = case
        return case.id, outcome

    def _write_record(self, work: Work, read: RecordIn, held: dict[str, Record]) -> tuple[int, Outcome]:
        record, outcome = write_record(work, read, held.get(read.sender_id))
        held[read.sender_id] = record
        forget_relations(work, record)
        return record.id, outcome

    def _wait(self, one: _Read, owner_id: int) -> None:
        of_case = isinstance(one.record, CaseIn)
        for relation in one.record.relations:
            self._relations.add(Wanted(of_case, owner_id, relation, one.sent.file, one.sent.line))

    def _refuse(self, sent: Sent, problem: Unreadable) -> None:
        self.report.refused += 1
        self._hear(problem.problem.at(sent.file, sent.line))

    def _count(self, outcome: Outcome) -> None:
        setattr(self.report, outcome, getattr(self.report, outcome) + 1)

    def _hear(self, problem: Problem) -> None:
        self.report.problem_count += 1
        if len(self.report.problems) < _KEPT:
            self.report.problems.append(problem)
        self._tell(problem)


def _held(work: Work, read: Sequence[_Read]) -> tuple[dict[str, Case], dict[str, Record]]:
    """What the archive has of these records, by the id that the file uses: the sender's, or the archive's own."""
    of_cases = {one.record.sender_id for one in read if isinstance(one.record, CaseIn) and one.record.sender_id}
    of_records = {one.record.sender_id for one in read if isinstance(one.record, RecordIn)}
    cases: dict[str, Case] = {}
    records: dict[str, Record] = {}
    if of_cases:
        rows = work.session.scalars(select(Case).where(or_(Case.sender_id.in_(of_cases), Case.public_id.in_(of_cases))))
        for case in rows:
            cases.setdefault(case.public_id, case)
            if case.sender_id:
                cases[case.sender_id] = case
    if of_records:
        found = work.session.scalars(
            select(Record).where(or_(Record.sender_id.in_(of_records), Record.public_id.in_(of_records)))
        )
        for record in found:
            records.setdefault(record.public_id, record)
            if record.sender_id:
                records[record.sender_id] = record
    return cases, records
