"""Each step of the schema keeps the rows that were there before it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, MetaData, Table, select

from wgsm_archive.db.access_guard import open_session
from wgsm_archive.db.migrating import upgrade
from wgsm_archive.db.models import OneTimeLink, Person
from wgsm_archive.db.schema import migrate


def test_accounts_and_links_from_before_invitations_had_notes(empty_engine: Engine):
    upgrade(empty_engine, "0001")
    before = MetaData()
    person = Table("person", before, autoload_with=empty_engine)
    link = Table("one_time_link", before, autoload_with=empty_engine)
    day, moment = dt.date(2026, 11, 1), dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    rows = {
        person: {"public_id": "x", "handle": "rosa", "shown_name": "Rosa", "password_hash": "kept", "languages": ["qu"]}
        | {"id": 1, "credit": "", "disabled": False, "joined_on": day},
        link: {"id": 1, "token_hash": "t", "purpose": "invite", "roles": ["translator"], "made_by": 1}
        | {"ends_at": moment},
    }
    with empty_engine.begin() as connection:
        for table, values in rows.items():
            connection.execute(table.insert().values(values))
    assert migrate(empty_engine)
    with open_session(empty_engine, frozenset({"everything"}), write=False) as session:
        rosa, invitation = session.scalars(select(Person)).one(), session.scalars(select(OneTimeLink)).one()
    assert (rosa.handle, rosa.languages, rosa.menu_language) == ("rosa", ["qu"], "")
    assert (invitation.roles, invitation.languages, invitation.note, invitation.made_by) == (["translator"], [], "", 1)
