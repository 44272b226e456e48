"""Each step of the schema keeps the rows that were there before it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, MetaData, Table, select

from wgsm_archive.db.access_guard import open_session
from wgsm_archive.db.migrating import upgrade
from wgsm_archive.db.models import LanguageVersion, OneTimeLink, Person
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.rhythm import Rhythm


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


def _filled(table: Table, **values: object) -> dict[str, object]:
    """A row of a table as it was: what must be given and is not said here is empty."""
    empty: dict[str, object] = {"VARCHAR": "", "TEXT": "", "INTEGER": 0, "BOOLEAN": False, "JSON": []}
    needed = (one for one in table.columns if not one.nullable and one.server_default is None and one.name != "id")
    return {one.name: empty.get(type(one.type).__visit_name__) for one in needed} | values


def test_words_of_stories_are_counted_when_the_boards_come(empty_engine: Engine):
    upgrade(empty_engine, "0015")
    before = MetaData()
    before.reflect(empty_engine)
    story, place = {"case_id": 1}, {"field": "summary", "position": 0}
    told = {"origin": "original", "language": "or", "kind": "standard", "state": "approved"}
    rows = [
        ("case_study", {"id": 1, "public_id": "a", "original_language": "or"}),
        ("section_narrowing", {**story, "prefix": "advice", "label": "network"}),
        ("language_version", {**story, **told, "id": 1}),
        ("language_version", {**story, **told, "id": 2, "origin": "human", "language": "hi"}),
        ("slot", {**story, **place, "id": 1, "key": "a"}),
        ("slot", {**story, **place, "id": 2, "key": "b", "position": 1}),
        ("slot", {**story, **place, "id": 3, "key": "c", "field": "advice"}),
    ]
    texts = [(1, 1, "ନଦୀ ଆମର, ଜମି ଆମର।"), (2, 1, "ଦୁଇ ପାହାଡ଼"), (3, 1, "ଗୁପ୍ତ"), (1, 2, "नदी हमारी है।")]
    for number, (slot, version, words) in enumerate(texts, start=1):
        where = {"slot_id": slot, "version_id": version}
        text = {**where, "id": number, "number": 1, "text": words, "hash": str(number), "origin": "human"}
        rows += [("segment_version", text), ("segment_now", {**where, "segment_id": number, "state": "approved"})]
    with empty_engine.begin() as connection:
        for name, values in rows:
            table = before.tables[name]
            connection.execute(table.insert().values(_filled(table, **values)))
    assert migrate(empty_engine)
    with open_session(empty_engine, frozenset({"everything"}), write=False) as session:
        found = [(row.words_done, row.words_total) for row in session.scalars(select(LanguageVersion))]
    assert found == [(6, 6), (4, 6)]


def test_who_wants_no_letters_gets_none_about_translations_either(empty_engine: Engine):
    upgrade(empty_engine, "0015")
    before = MetaData()
    person = Table("person", before, autoload_with=empty_engine)
    with empty_engine.begin() as connection:
        for name, letters in (("rosa", True), ("ana", False)):
            row = _filled(person, public_id=name, handle=name, letters=letters, joined_on=dt.date(2026, 11, 1))
            connection.execute(person.insert().values(row))
    assert migrate(empty_engine)
    with open_session(empty_engine, frozenset({"everything"}), write=False) as session:
        assert {row.handle: row.digest for row in session.scalars(select(Person))} == {
            "rosa": Rhythm.WEEKLY,
            "ana": Rhythm.NEVER,
        }
