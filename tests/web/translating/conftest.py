from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.make import Made, a_case, a_person, sign_in
from tests.web.translating.browsers import Bench
from wgsm_archive.domain.actor import Actor, Role
from wgsm_archive.services.archive import Archive


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive)


@pytest.fixture
def asha(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="asha", languages=("ar", "en"))


@pytest.fixture
def bench(client: FlaskClient, archive: Archive, made: Made, asha: Actor) -> Bench:
    sign_in(client, archive, asha)
    bench = Bench(client, made)
    token = re.findall(r'name="csrf_token" value="([^"]*)"', client.get(f"{bench.base}/start").get_data(as_text=True))
    answer = client.post(f"{bench.base}/start", data={"csrf_token": token[0], "target": "ar", "source": "es"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == bench.address
    return bench
