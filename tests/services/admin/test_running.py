"""Stewards decide how the archive is run; machines are set aside."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pytest

from tests.fakes import HeldClock
from tests.make import a_case, a_person
from wgsm_archive.db.models import AuditEvent, CaseReview, DialogueMessage, SetAside, Throttle
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.errors import Conflict, NotAllowed, Refused, TooOften
from wgsm_archive.domain.spam import PER_PLACE, is_proof
from wgsm_archive.services import submissions
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.house_texts import TextKind, shown_text
from wgsm_archive.services.policy import policy_of
from wgsm_archive.services.reviewing.pile import Chosen
from wgsm_archive.services.submissions import Arrival


@pytest.fixture
def steward(archive: Archive) -> Actor:
    return a_person(archive, Role.STEWARD)


@pytest.fixture
def facilitator(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR)


def admit(archive: Archive, words: str = "", actor: Actor = ANONYMOUS) -> None:
    with archive.unit_of_work(actor, write=True) as work:
        submissions.admit(work, Arrival("key", invitation=words))


def close(archive: Archive, steward: Actor) -> None:
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.running.open_to("invited")


def test_the_settings_hold_until_a_steward_decides(archive: Archive, steward: Actor):
    archive.tools = replace(archive.tools, open_submissions=False)
    with pytest.raises(Refused):
        admit(archive)
    admit(archive, actor=a_person(archive))
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.running.open_to("open")
    admit(archive)
    with archive.unit_of_work(SYSTEM) as work:
        event = work.session.query(AuditEvent).filter_by(event="archive:policy-changed").one()
        assert (event.person_id, event.detail) == (steward.person_id, {"submissions": "open"})


def test_an_invitation_is_good_for_its_times_and_days(archive: Archive, steward: Actor, clock: HeldClock):
    close(archive, steward)
    with archive.unit_of_work(steward, write=True) as work:
        code = work.admin.running.invite(times=2, days=7, note="May meeting")
        other = work.admin.running.invite(times=1, days=1, note="")
    spanish = " ".join(code.words(archive.tools.receipt_words["es"]))
    english = "-".join(code.words(archive.tools.receipt_words["en"])).upper()
    admit(archive, spanish)
    admit(archive, english)
    with pytest.raises(Refused) as refused:
        admit(archive, english)
    assert refused.value.problems == {"invitation": "invitation-over"}
    clock.moment += dt.timedelta(days=2)
    with pytest.raises(Refused):
        admit(archive, " ".join(other.words(archive.tools.receipt_words["en"])))
    with archive.unit_of_work(steward) as work:
        assert work.admin.running.invitations() == []


def test_an_invitation_is_taken_back(archive: Archive, steward: Actor):
    close(archive, steward)
    with archive.unit_of_work(steward, write=True) as work:
        code = work.admin.running.invite(times=5, days=7, note="")
        work.session.flush()
        work.admin.running.revoke(work.admin.running.invitations()[0].id)
    with pytest.raises(Refused):
        admit(archive, " ".join(code.words(archive.tools.receipt_words["en"])))


def test_trying_words_is_slowed_down(archive: Archive):
    def tries() -> None:
        with archive.unit_of_work(ANONYMOUS, write=True) as work:
            submissions.count_words(work, "192.0.2.1")

    for _ in range(10):
        tries()
    with pytest.raises(TooOften):
        tries()


def begun(archive: Archive, clock: HeldClock, *, seconds: int = 30, **fields: str) -> bool:
    made = a_case(archive, state=CaseState.DRAFT)
    with archive.unit_of_work(ANONYMOUS) as work:
        key = submissions.form_key(work)
    clock.moment += dt.timedelta(seconds=seconds)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        return submissions.look_closer(work, made.id, Arrival(**{"form_key": key, **fields}))


def test_people_are_not_set_aside(archive: Archive, clock: HeldClock):
    assert not begun(archive, clock, place="192.0.2.1")
    assert not begun(archive, clock, place="192.0.2.1", seconds=1)


def test_a_trap_that_only_machines_see(archive: Archive, clock: HeldClock):
    assert begun(archive, clock, trap="http://example.org")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(SetAside).one().signs == ["filled-trap"]
        event = work.session.query(AuditEvent).filter_by(event="case:set-aside").one()
        assert (event.actor, event.person_id) == ("teller", None)


def test_many_quick_stories_from_one_place_in_a_day(archive: Archive, clock: HeldClock):
    found = [begun(archive, clock, place="192.0.2.1", seconds=0) for _ in range(PER_PLACE + 2)]
    assert found == [False] * PER_PLACE + [True, True]
    assert not begun(archive, clock, place="192.0.2.2", seconds=0)
    with archive.unit_of_work(SYSTEM) as work:
        assert not [row for row in work.session.query(Throttle) if "192.0" in row.tag]
    clock.moment += dt.timedelta(days=1)
    assert not begun(archive, clock, place="192.0.2.1", seconds=0)
    with archive.unit_of_work(SYSTEM) as work:
        # Only today's counters are left: the key of yesterday, and all under it, is gone.
        assert work.session.query(Throttle).count() == 2


def test_a_proof_of_work_or_an_answer_in_words(archive: Archive, clock: HeldClock, steward: Actor):
    with pytest.raises(Refused), archive.unit_of_work(steward, write=True) as work:
        work.admin.running.ask_for_proof(proof=True, language="es", text="", answers="")
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.running.ask_for_proof(
            proof=True, language="es", text="¿Qué cae del cielo y moja?", answers="La lluvia, lluvia, agua"
        )
    assert begun(archive, clock)
    assert begun(archive, clock, answer="sol")
    assert not begun(archive, clock, answer=" LLUVIA. ")
    key = next((str(n) for n in range(1_000_000) if is_proof("fixed-key", str(n))), "")
    assert hashlib.sha256(f"fixed-key:{key}".encode()).hexdigest().startswith("000")
    assert not begun(archive, clock, form_key="fixed-key", proof=key)
    with archive.unit_of_work(SYSTEM) as work:
        found = policy_of(work).question(("qu", "fr"))
        assert found is not None
        assert found[0] == "es"


def test_many_are_declined_for_one_reason_that_each_teller_reads(archive: Archive, facilitator: Actor):
    made = [a_case(archive, state=CaseState.SUBMITTED) for _ in range(4)]
    held, published = a_case(archive, state=CaseState.SUBMITTED), a_case(archive)
    other = a_person(archive, Role.FACILITATOR)
    with archive.unit_of_work(other, write=True) as work:
        work.reviewing.deciding.claim(held.public_id)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(SetAside(case_id=made[0].id, signs=["filled-trap"]))
    with archive.unit_of_work(facilitator, write=True) as work:
        lines, total = work.reviewing.pile.lines(Chosen())
        assert ([line.public_id for line in lines], total) == ([made[0].public_id], 1)
        assert work.reviewing.queue().total == 4
        assert work.reviewing.pile.lines(Chosen(aside=False, words="HUELGA"))[1] == 5
        assert work.reviewing.pile.lines(Chosen(aside=False, words="100%"))[1] == 0
        assert work.reviewing.pile.lines(Chosen(day=work.today))[1] == 0
        wanted = [one.public_id for one in (*made[:3], held, published)]
        done = work.reviewing.pile.decline(wanted, "This is advertising.")
        assert (done.done, done.left) == (3, 2)
    with archive.unit_of_work(teller(made[0].id)) as work:
        assert work.session.query(DialogueMessage).one().text == "This is advertising."
    with archive.unit_of_work(SYSTEM) as work:
        assert {row.case_id for row in work.session.query(CaseReview).filter_by(decision="declined")} == {
            one.id for one in made[:3]
        }
        assert work.session.query(AuditEvent).filter_by(event="case:declined").count() == 3


def test_a_story_set_aside_comes_back_into_the_queue(archive: Archive, facilitator: Actor):
    made = a_case(archive, state=CaseState.SUBMITTED)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add(SetAside(case_id=made.id, signs=["no-proof"]))
    with archive.unit_of_work(facilitator, write=True) as work:
        assert work.reviewing.queue().total == 0
        assert work.reviewing.pile.let_in([made.public_id]) == 1
    with archive.unit_of_work(facilitator) as work:
        assert work.reviewing.queue().total == 1


@pytest.mark.parametrize(("ids", "reason"), [((), "x"), (("a",), " "), (("a",), "x" * 60_001)])
def test_declining_needs_stories_and_a_reason(archive: Archive, facilitator: Actor, ids: tuple[str, ...], reason: str):
    with pytest.raises(Refused), archive.unit_of_work(facilitator, write=True) as work:
        work.reviewing.pile.decline(ids, reason)


def test_a_steward_alone_reads_nothing_of_the_pile(archive: Archive, steward: Actor):
    a_case(archive, state=CaseState.SUBMITTED)
    with pytest.raises(NotAllowed), archive.unit_of_work(steward) as work:
        work.reviewing.pile.lines(Chosen(aside=False))


def test_texts_of_the_house_keep_their_history_and_fall_back(archive: Archive, steward: Actor):
    kind = TextKind.SAFETY

    def write(language: str, text: str, based_on: int = 0) -> None:
        with archive.unit_of_work(steward, write=True) as work:
            work.admin.house.write(kind, language, text, based_on=based_on)

    write("es", "Llame a **Rosa**.\n\n<script>alert(1)</script>")
    with archive.unit_of_work(ANONYMOUS) as work:
        found = shown_text(work, kind, ("qu", "es"))
        assert found is not None
        assert "<strong>Rosa</strong>" in found.html
        assert "<script" not in found.html
        assert shown_text(work, kind, ("ar",)) == found
        assert shown_text(work, TextKind.ABOUT, ("es",)) is None
    write("ar", "مرحبا")
    with archive.unit_of_work(ANONYMOUS) as work:
        arabic = shown_text(work, kind, ("ar", "en"))
        assert arabic is not None
        assert (arabic.language, arabic.direction) == ("ar", "rtl")
    with pytest.raises(Conflict):
        write("es", "Otro texto.")
    write("es", "", 1)
    with archive.unit_of_work(steward) as work:
        assert [one.number for one in work.admin.house.history(kind, "es")] == [2, 1]
        assert work.admin.house.written_in(kind) == {"ar"}


def test_only_complete_languages_are_offered(archive: Archive, steward: Actor):
    complete = ("en", "es", "ar")
    for wanted in ((), ("es", "qu")):
        with pytest.raises(Refused), archive.unit_of_work(steward, write=True) as work:
            work.admin.running.speak(wanted, complete)
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.running.speak(("ar", "en"), complete)
    archive.catch_up()
    assert archive.remembered.languages == ("en", "ar")
