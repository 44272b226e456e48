from __future__ import annotations

import pytest

from tests.make import Made, a_case, a_person
from tests.services.translating.benches import Bench
from wgsm_archive.domain.actor import Actor, Role
from wgsm_archive.services.archive import Archive


@pytest.fixture
def asha(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="asha")


@pytest.fixture
def tom(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="tom")


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive)


@pytest.fixture
def bench(archive: Archive, made: Made, asha: Actor) -> Bench:
    bench = Bench(archive, made, asha)
    bench.start()
    return bench
