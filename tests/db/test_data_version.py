"""The word for the state of the data: the same while nothing is committed, another as soon as something is."""

from __future__ import annotations

import time

from sqlalchemy import Engine, insert

from wgsm_archive.db.data_version import DataVersion
from wgsm_archive.db.models import InstanceFact


def test_it_changes_with_every_commit_and_with_nothing_else(engine: Engine):
    word = DataVersion(engine)
    before = word.read()
    assert word.read() == before
    with engine.connect() as connection:
        connection.execute(insert(InstanceFact).values(name="a", value="b"))
        connection.rollback()
    seen = {word.read()}
    for name in ("c", "d"):
        with engine.begin() as connection:
            connection.execute(insert(InstanceFact).values(name=name, value="b"))
            running = word.read()
        assert word.read() not in {*seen, running}
        seen.add(word.read())
    assert word.read() in seen


def test_it_costs_next_to_nothing(engine: Engine):
    word = DataVersion(engine)
    word.read()
    began = time.process_time()
    for _number in range(20):
        word.read()
    assert (time.process_time() - began) / 20 < 0.005


def test_a_closed_engine_can_be_asked_again(engine: Engine):
    word = DataVersion(engine)
    before = word.read()
    engine.dispose()
    assert word.read()
    assert engine.dialect.name != "sqlite" or word.read() != before
