"""The schema has one road, and it leads to what the models say."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, select, update

from wgsm_archive.db.access_guard import open_session
from wgsm_archive.db.base import Base
from wgsm_archive.db.models import InstanceFact
from wgsm_archive.db.schema import MIGRATIONS, SchemaTooNew, head, migrate, revision_of, revisions

ALL = frozenset({"everything"})


def test_migrations_make_what_the_models_say(engine: Engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_files_of_the_steps_are_named_by_their_revisions():
    steps = ScriptDirectory(str(MIGRATIONS))
    assert revisions() == [step.revision for step in steps.walk_revisions()][::-1]
    assert head() == steps.get_current_head()


def test_migrating_twice_does_nothing_the_second_time(empty_engine: Engine):
    assert migrate(empty_engine) is True
    assert migrate(empty_engine) is False
    assert revision_of(empty_engine) == head()


def test_a_database_from_the_future_is_refused(engine: Engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew):
        migrate(engine)


def test_writers_at_once_lose_no_update(engine: Engine):
    with open_session(engine, ALL, write=True) as session:
        session.add(InstanceFact(name="count", value="0"))
        session.commit()

    def count() -> None:
        for _ in range(20):
            with open_session(engine, ALL, write=True) as session:
                found = session.scalars(
                    select(InstanceFact).where(InstanceFact.name == "count").with_for_update()
                ).one()
                session.execute(
                    update(InstanceFact).where(InstanceFact.name == "count").values(value=str(int(found.value) + 1))
                )
                session.commit()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_session(engine, ALL, write=False) as session:
        assert session.scalar(select(InstanceFact.value).where(InstanceFact.name == "count")) == "80"
