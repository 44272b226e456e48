"""The one worker: takes jobs from the outbox, keeps the index right, lets consents run out on their day."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from wgsm_archive.db.models import Job
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.ports.search import IndexBroken, IndexBusy, IndexMissing, Shelf
from wgsm_archive.services.accounts.letters import RESET_LETTER, send_letters
from wgsm_archive.services.accounts.sessions import actor_of
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.erasing import erase_what_is_due
from wgsm_archive.services.expiring import let_consent_end
from wgsm_archive.services.hiding import look_again, look_where_hidden
from wgsm_archive.services.jobs import indexing
from wgsm_archive.services.jobs.checking import MOST_ATTEMPTS
from wgsm_archive.services.jobs.one_worker import OnlyOneWorker, WorkerLock
from wgsm_archive.services.jobs.renewing import renewed_words
from wgsm_archive.services.letting_go import sweep_the_bench
from wgsm_archive.services.media.sweeping import sweep
from wgsm_archive.services.reaching import delete_due_contacts
from wgsm_archive.services.reactions import CHECK_HIDDEN, FORGET_WORDS, INDEX_CASE, INDEX_NARROWED, REMEMBER_CASE
from wgsm_archive.services.remembering import remember
from wgsm_archive.services.reviewing.letters import DESK_LETTER, remind, send_desk_letter
from wgsm_archive.services.throttling import renew_key
from wgsm_archive.services.translating.digests import DIGEST_LETTER, leave_digests, send_digest
from wgsm_archive.services.work import Work

_log = logging.getLogger(__name__)
_LOOK_EVERY, _LOOK_OVER_EVERY = 0.5, 10.0
_BATCH = 100
_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=1)


class Worker:
    """Runs in its own thread inside `wgsm serve`, or alone as `wgsm worker`. Only one may run for an instance."""

    def __init__(self, archive: Archive, lock_file: Path) -> None:
        self._archive = archive
        self._lock_path = lock_file
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._last_day: dt.date | None = None
        self._problem = ""

    def start(self) -> bool:
        """Start in the background; False when another process is the worker already."""
        try:
            lock = WorkerLock(self._archive.engine, self._lock_path)
        except OnlyOneWorker:
            return False
        self._thread = threading.Thread(target=self._run, args=(lock,), name="worker", daemon=True)
        self._thread.start()
        return True

    def stop(self) -> None:
        """Finish the job at hand and end."""
        self._stop.set()
        self._archive.bell.ring()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def run_forever(self) -> None:
        """Be the worker until the process ends.

        Raises:
            OnlyOneWorker: there is one already.
        """
        self._run(WorkerLock(self._archive.engine, self._lock_path))

    def run_once(self) -> int:
        """Do what waits now and return how many jobs were done; for tests and for the command line."""
        self._do_what_each_day_asks()
        done = 0
        while batch := self._take_batch():
            done += batch
        return done

    def heal(self) -> bool:
        """Make the index anew if it is missing, broken, or not what the database says. Whether it had to."""
        mended = renewed_words(self._archive)
        return self._made_anew() or mended

    def _made_anew(self) -> bool:
        with self._archive.unit_of_work(SYSTEM) as work:
            try:
                if all(indexing.verify(work, shelf).whole for shelf in Shelf):
                    return False
            except IndexMissing:
                _log.info("the search index is made")
            except IndexBroken as problem:
                _log.warning("the search index is made anew: %s", problem)
            indexing.rebuild(work)
        return True

    def _mend_what_is_broken(self) -> None:
        """Files of the index may be spoilt while there is nothing to write."""
        try:
            for shelf in Shelf:
                self._archive.tools.index.contents(shelf)
        except IndexBroken:
            self.heal()

    def _run(self, lock: WorkerLock) -> None:
        # The system lets go of the lock however the process ends.
        with lock:
            self._guarded(self.heal)
            self._guarded(self._take_up_again)
            looked = time.monotonic()
            while not self._stop.is_set():
                if not self._is_still_the_one(lock):
                    self._stop.wait(_LOOK_OVER_EVERY)
                    continue
                self._guarded(self.run_once)
                if time.monotonic() - looked > _LOOK_OVER_EVERY:
                    self._guarded(self._mend_what_is_broken)
                    looked = time.monotonic()
                self._archive.bell.wait(_LOOK_EVERY)

    def _is_still_the_one(self, lock: WorkerLock) -> bool:
        try:
            lock.make_sure()
        except (OnlyOneWorker, DBAPIError) as problem:
            _log.warning("this worker lost its lock and waits for it: %s", type(problem).__name__)
            return False
        return True

    def _guarded(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Exception:  # noqa: BLE001 - the worker outlives any single failure
            # The worker outlives any single failure; jobs stay in the outbox and are tried again.
            _log.exception("the worker could not finish; it tries again")
            self._stop.wait(2)

    def _take_batch(self) -> int:
        with self._archive.unit_of_work(SYSTEM) as work:
            due = work.session.execute(
                select(Job.id, Job.kind, Job.case_id)
                .where(Job.not_before <= work.now, Job.attempts < MOST_ATTEMPTS)
                .order_by(Job.id)
                .limit(_BATCH)
            ).all()
        done = 0
        # In the order in which they were left: an index is written anew after documents were taken out of it.
        for kind in dict.fromkeys(row.kind for row in due):
            if kind in (RESET_LETTER, DESK_LETTER, DIGEST_LETTER):
                done += sum(self._send(row.id) for row in due if row.kind == kind)
                continue
            ids = [row.id for row in due if row.kind == kind]
            cases = {row.case_id for row in due if row.kind == kind and row.case_id is not None}
            if self._do(kind, cases):
                self._remove(ids)
                done += len(ids)
            elif len(ids) == 1 or self._problem in _OF_THE_INDEX:
                self._put_off(ids)
            else:
                # One story that cannot be read must not keep the others from being found.
                done += sum(self._do_one(row.id, kind, row.case_id) for row in due if row.kind == kind)
        return done

    def _do_one(self, job_id: int, kind: str, case_id: int | None) -> bool:
        is_done = self._do(kind, set() if case_id is None else {case_id})
        if is_done:
            self._remove([job_id])
        else:
            self._put_off([job_id])
        return is_done

    def _do(self, kind: str, cases: set[int]) -> bool:
        try:
            try:
                self._act(kind, cases)
            except IndexBroken:
                renewed_words(self._archive)
                self._act(kind, cases, written=self._made_anew())
        except Exception as problem:  # noqa: BLE001 - the worker outlives any single failure
            self._problem = type(problem).__name__
            _log.exception("job %s failed", kind)
            return False
        return True

    def _send(self, job_id: int) -> bool:
        with self._archive.unit_of_work(SYSTEM) as work:
            job = work.session.get_one(Job, job_id)
            kind, payload = job.kind, job.payload
            sent = kind == DESK_LETTER and send_desk_letter(work, payload)
        if kind == RESET_LETTER:
            sent = send_letters(self._archive, payload)
        if kind == DIGEST_LETTER:
            sent = send_digest(self._archive, payload, actor_of)
        if sent:
            self._remove([job_id])
        else:
            self._problem = "NotSent"
            self._put_off([job_id])
        return sent

    def _act(self, kind: str, cases: set[int], *, written: bool = False) -> None:
        """Do it; `written` says that the index was made anew since this was left to be done."""
        if kind in _INDEXING:
            with self._archive.unit_of_work(SYSTEM) as work:
                indexed = indexing.index_cases(work, cases, written=written)
            with self._archive.unit_of_work(SYSTEM, write=True) as work:
                indexing.keep_words(work, indexed)
            return
        if kind == REMEMBER_CASE:
            # One by one: nobody else has to wait with what they write for long.
            for case_id in sorted(cases):
                with self._archive.unit_of_work(SYSTEM, write=True) as work:
                    remember(work, [case_id])
            return
        with self._archive.unit_of_work(SYSTEM, write=kind in _WRITING) as work:
            _DOING[kind](work, cases)

    def _remove(self, ids: list[int]) -> None:
        with self._archive.unit_of_work(SYSTEM, write=True) as work:
            work.session.execute(delete(Job).where(Job.id.in_(ids)))

    def _put_off(self, ids: list[int]) -> None:
        """Try these again after a wait that doubles each time; what failed too often is told by `wgsm check`."""
        with self._archive.unit_of_work(SYSTEM, write=True) as work:
            for job in work.session.scalars(select(Job).where(Job.id.in_(ids))):
                job.not_before = work.now + min(_FIRST_WAIT * 2 ** min(job.attempts, 20), _LONGEST_WAIT)
                job.attempts += 1
                # The kind of the problem only: its message may hold words of a story.
                job.last_error = self._problem

    def _take_up_again(self) -> None:
        """A start of the program gives what was given up another chance: the cause may have been mended."""
        with self._archive.unit_of_work(SYSTEM, write=True) as work:
            work.session.execute(
                update(Job).where(Job.attempts >= MOST_ATTEMPTS).values(attempts=0, not_before=work.now)
            )

    def _do_what_each_day_asks(self) -> None:
        today = self._archive.tools.clock.now().date()
        if self._last_day == today:
            return
        with self._archive.unit_of_work(SYSTEM, write=True) as work:
            let_consent_end(work)
            renew_key(work)
            erase_what_is_due(work)
            look_again(work)
            delete_due_contacts(work)
            sweep(work)
            sweep_the_bench(work)
            remind(work)
            leave_digests(work)
        self._last_day = today


_DOING: Mapping[str, Callable[[Work, set[int]], None]] = {
    FORGET_WORDS: indexing.forget_words,
    CHECK_HIDDEN: look_where_hidden,
}
_WRITING = frozenset({CHECK_HIDDEN})
_OF_THE_INDEX = frozenset({IndexBroken.__name__, IndexBusy.__name__})
_INDEXING = frozenset({INDEX_CASE, INDEX_NARROWED})
