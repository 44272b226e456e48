"""Who waits for whom: writers for each other, and nobody else."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import select

from tests.make import a_case, a_person
from wgsm_archive.db.models import Person
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs import renewing
from wgsm_archive.settings import Settings


def _write(archive: Archive) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for person in work.session.scalars(select(Person)):
            person.shown_name += "."


@contextmanager
def _running(thread: threading.Thread) -> Iterator[threading.Thread]:
    thread.start()
    try:
        yield thread
    finally:
        thread.join(30)


def test_readers_do_not_wait_for_a_writer_who_waits_for_another(archive: Archive, settings: Settings):
    made = a_case(archive)
    read = threading.Event()

    def look() -> None:
        with archive.unit_of_work(ANONYMOUS) as work:
            assert work.reading.case(made.public_id, ("es",)).title
        read.set()

    with closing(sqlite3.connect(settings.instance / "archive.sqlite3", isolation_level=None)) as other:
        # Somebody saved since this process looked last, and somebody is saving.
        other.execute("UPDATE case_study SET region = 'la costa'")
        other.execute("BEGIN IMMEDIATE")
        with _running(threading.Thread(target=_write, args=(archive,))) as waiting:
            waiting.join(0.3)
            assert waiting.is_alive()
            with _running(threading.Thread(target=look)):
                assert read.wait(3), "a reader waits"
                other.execute("ROLLBACK")


def test_others_save_while_words_are_made_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    for _ in range(5):
        a_case(archive)
    a_person(archive)
    monkeypatch.setattr(renewing, "_AT_ONCE", 1)
    begun, learn = threading.Event(), renewing.vocabulary.learn

    def learn_and_tell(*given: object) -> None:
        learn(*given)  # type: ignore[arg-type]
        begun.set()

    monkeypatch.setattr(renewing.vocabulary, "learn", learn_and_tell)
    with _running(threading.Thread(target=renewing.renew_words, args=(archive, Shelf.PUBLIC))) as renewal:
        assert begun.wait(30)
        _write(archive)
        assert renewal.is_alive(), "they had to wait for the whole of it"
