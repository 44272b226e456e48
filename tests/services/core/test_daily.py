"""What the worker does by itself as days pass: consents end, stories are erased, keys are replaced."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.fakes import HeldClock
from tests.make import USES, a_case, a_person, a_translation, index
from wgsm_archive.db.base import Base
from wgsm_archive.db.models import AuditEvent, Case, InstanceFact, Job, Throttle, Tombstone
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role, teller
from wgsm_archive.domain.errors import TooOften
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.checking import faults
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.sharing.interchange import import_cases
from wgsm_archive.services.throttling import count_try, place_of
from wgsm_archive.settings import Settings


def _found(archive: Archive) -> int:
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.find(Question(words="pescadores"), ("es",)).total


def test_a_consent_that_runs_out_closes_the_story_and_its_hit(archive: Archive, clock: HeldClock):
    made = a_case(archive)
    index(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, made.id).consent_until = work.today
    index(archive)
    assert _found(archive) == 1
    clock.forward(days=1)
    index(archive)
    assert _found(archive) == 0
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.session.scalars(select(Case)).all() == []


def _hidden(archive: Archive) -> int:
    texts = {"title": "Zarapito", "summary": "Zarapito grande."}
    made = a_case(archive, texts=texts, uses=USES)
    a_translation(archive, made.id, "en", {"title": "Zarapito too", "summary": "The zarapito."})
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, made.id).sender_id = "sent-by"
    index(archive)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.hide()
    return made.id


def test_a_story_that_stays_hidden_is_erased_to_the_last_word(archive: Archive, clock: HeldClock, settings: Settings):
    case_id = _hidden(archive)
    clock.forward(days=30)
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, case_id).state is CaseState.WITHDRAWN
    clock.forward(days=1)
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        case = work.session.get_one(Case, case_id)
        assert case.state is CaseState.ERASED
        assert work.session.get(Tombstone, case.public_id) is not None
        assert list(faults(work)) == []
        rows = [
            str(row)
            for table in Base.metadata.tables.values()
            for row in work.session.execute(select(table)).mappings()
        ]
    assert not [row for row in rows if "zarapito" in row.lower()]
    archive.engine.dispose()
    index_files = [file for file in settings.index_folder.rglob("*") if file.is_file()]
    assert index_files
    assert not [file for file in index_files if b"zarapito" in file.read_bytes().lower()]


def test_no_file_brings_an_erased_story_back(archive: Archive, clock: HeldClock):
    case_id = _hidden(archive)
    clock.forward(days=31)
    index(archive)
    sent = {
        "format": "wgsm-case/1",
        "id": "sent-by",
        "original_language": "es",
        "consent": {"level": "public-share"},
        "versions": {"es": {"title": "Zarapito", "sections": {"summary": "Zarapito."}}},
    }
    assert import_cases(archive, [sent], publish=True).refused == 1
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, case_id).state is CaseState.ERASED


def test_tries_are_counted_for_five_minutes_and_slowed_down(archive: Archive, clock: HeldClock):
    def once() -> None:
        with archive.unit_of_work(ANONYMOUS, write=True) as work:
            count_try(work, "door", place_of("203.0.113.7"), limit=3)

    for _ in range(3):
        once()
    with pytest.raises(TooOften):
        once()
    clock.forward(minutes=5)
    once()


def test_the_key_of_tries_is_replaced_daily_and_nothing_of_the_day_before_stays(archive: Archive, clock: HeldClock):
    with archive.unit_of_work(ANONYMOUS, write=True) as work:
        count_try(work, "door", place_of("203.0.113.7"), limit=3)
    with archive.unit_of_work(SYSTEM) as work:
        before = work.session.get_one(InstanceFact, "throttle-key").value
    clock.forward(days=1)
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(InstanceFact, "throttle-key").value != before
        assert work.session.scalar(select(func.count()).select_from(Throttle)) == 0


def test_no_address_is_written_anywhere(archive: Archive, settings: Settings):
    with archive.unit_of_work(ANONYMOUS, write=True) as work:
        count_try(work, "door", place_of("203.0.113.7"), limit=3)
    archive.engine.dispose()
    assert not [
        file for file in Path(settings.instance).rglob("*") if file.is_file() and b"203.0.113" in file.read_bytes()
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2f:9::7", True),
        ("2001:db8:1:200::1", "2001:db8:1:300::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
    ],
)
def test_one_connection_is_one_place(one: str, other: str, *, same: bool):
    assert (place_of(one) == place_of(other)) is same


def test_the_trail_shows_a_changed_row_and_no_teller(archive: Archive):
    owner = a_person(archive, Role.MEMBER)
    made = a_case(archive, owner_id=owner.person_id)
    with archive.unit_of_work(replace(owner, case_id=made.id), write=True) as work:
        work.contributing.returning.hide()
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert list(faults(work)) == []
        assert owner.person_id not in {row.person_id for row in work.session.scalars(select(AuditEvent))}
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).first().event = "case:sent"
    with archive.unit_of_work(SYSTEM) as work:
        assert any("trail is broken" in fault for fault in faults(work))
        assert work.session.scalar(select(func.count()).select_from(Job)) == 0
