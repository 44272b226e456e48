"""Who works on which part: said to others, renewed by saving, and never in anybody's way."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.fakes import HeldClock
from tests.make import a_person
from tests.services.translating.benches import Bench, second
from wgsm_archive.domain.actor import Actor, Role
from wgsm_archive.domain.errors import NotAllowed, NotFound
from wgsm_archive.services.translating.claiming import Claimed

TWO_WEEKS = dt.timedelta(days=14)


def take_on(bench: Bench, part: str = "summary") -> str:
    with bench.archive.unit_of_work(bench.actor, write=True) as work:
        return work.translating.take_on(bench.made.public_id, bench.target, part)


def release(bench: Bench, part: str = "summary") -> None:
    with bench.archive.unit_of_work(bench.actor, write=True) as work:
        work.translating.release(bench.made.public_id, bench.target, part)


def test_others_see_who_works_on_a_part_and_may_write_there(bench: Bench, tom: Actor, clock: HeldClock):
    until = clock.now().date() + TWO_WEEKS
    assert take_on(bench) == ""
    assert bench.desk().claims == {"summary": Claimed("Asha", until, mine=True, may_release=True)}
    other = second(bench, tom)
    assert other.desk().claims == {"summary": Claimed("Asha", until, mine=False, may_release=False)}
    assert take_on(other) == "Asha"
    assert other.write("The fishers stopped the port.").text == "The fishers stopped the port."
    assert take_on(other, "advice") == ""
    with pytest.raises(NotFound):
        take_on(other, "nothing")


def test_a_claim_lasts_two_weeks_from_the_last_save(bench: Bench, tom: Actor, clock: HeldClock):
    take_on(bench)
    clock.moment += dt.timedelta(days=10)
    bench.write("One.")
    second(bench, tom).write("Two.")
    clock.moment += TWO_WEEKS
    assert bench.desk().claims["summary"].until == clock.now().date()
    clock.moment += dt.timedelta(days=1)
    assert bench.desk().claims == {}
    assert take_on(second(bench, tom)) == ""
    assert bench.desk().claims["summary"].by == "Tom"


def test_it_is_released_by_oneself_or_a_facilitator(bench: Bench, tom: Actor):
    take_on(bench)
    with pytest.raises(NotAllowed):
        release(second(bench, tom))
    release(bench)
    release(bench)
    assert bench.desk().claims == {}
    take_on(bench)
    facilitator = second(bench, a_person(bench.archive, Role.FACILITATOR))
    assert facilitator.desk().claims["summary"].may_release
    release(facilitator)
    assert bench.desk().claims == {}
