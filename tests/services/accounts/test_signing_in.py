"""The door of the archive: passwords, tries to sign in, sessions."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.fakes import HeldClock
from tests.make import a_person
from tests.services.accounts.signing import GOOD, HERE, actor_of, somebody, trail, tried, who
from wgsm_archive.cli.serving import _offer_demo_accounts
from wgsm_archive.db.models import AuditEvent, Person, SignInSession
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role
from wgsm_archive.domain.errors import NotFound, Refused, TooOften
from wgsm_archive.domain.ids import token_hash
from wgsm_archive.services.accounts import demo, doors, passwords, sessions
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings


def test_passwords_are_kept_as_argon2id_with_19_mebibytes(archive: Archive):
    person_id = somebody(archive)
    with archive.unit_of_work(SYSTEM) as work:
        stored = work.session.get_one(Person, person_id).password_hash
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("nine char", "password-short"),
        ("ten chars!", None),
        ("ñ" * 3 + "aquí se queda", None),
        ("ab" * 500 + "c", "password-long"),
        ("palabra " * 125, None),
        ("aaaaaaaaaaaaaaa", "password-common"),
        ("Password1234", "password-common"),
        ("contraseña123", "password-common"),
        ("my rosa is red", "password-is-name"),
        ("with\0zero bytes", None),
        ("half a pair \ud800", None),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_new_password_is_long_enough_and_not_the_first_that_is_tried(password: str, code: str | None):
    assert passwords.password_problem(password, "rosa") == code


@pytest.mark.parametrize("password", ["palabra " * 125, "with\0zero bytes", "half a pair \ud800", "  blanks  count  "])
def test_any_characters_make_a_password(password: str):
    stored = passwords.hash_password(password)
    assert passwords.is_right(stored, password)
    assert not passwords.is_right(stored, password.strip() + "x")


def test_a_wrong_password_and_an_unknown_name_look_and_cost_the_same(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    somebody(archive)
    looked: list[str] = []
    verify = passwords.PasswordHasher.verify

    def count(hasher: passwords.PasswordHasher, stored: str, password: bytes) -> bool:
        looked.append(stored.rsplit("$", 2)[0])
        return bool(verify(hasher, stored, password))

    monkeypatch.setattr(passwords.PasswordHasher, "verify", count)
    for name in ("rosa", "nobody"):
        assert doors.sign_in(archive, tried(name, "wrong password")) is None
    assert len(looked) == 2
    assert looked[0] == looked[1]
    assert trail(archive)[-2:] == ["account:sign-in-failed"] * 2
    with archive.unit_of_work(SYSTEM) as work:
        failed = work.session.scalars(select(AuditEvent).where(AuditEvent.event == "account:sign-in-failed")).all()
    assert {(row.person_id, row.subject_id) for row in failed} == {(None, None)}


def test_the_name_is_found_however_it_is_written(archive: Archive):
    person_id = somebody(archive, "José María")
    for written in ("josé maría", "JOSEMARIA", " jose  maria "):
        token = doors.sign_in(archive, tried(written, GOOD))
        assert token
        actor = who(archive, token)
        assert actor is not None
        assert actor.person_id == person_id


def test_signing_in_again_ends_the_session_this_browser_held(archive: Archive):
    somebody(archive)
    first = doors.sign_in(archive, tried("rosa", GOOD))
    second = doors.sign_in(archive, tried("rosa", GOOD, before=str(first)))
    assert who(archive, str(first)) is None
    assert who(archive, str(second)) is not None
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(SignInSession)) == 1


def test_guessing_is_slowed_down_for_a_name_and_for_a_place(archive: Archive, clock: HeldClock):
    somebody(archive)
    for number in range(10):
        doors.sign_in(archive, tried("rosa", "wrong", f"198.51.100.{number}"))
    with pytest.raises(TooOften) as often:
        doors.sign_in(archive, tried("rosa", GOOD, "198.51.100.200"))
    assert 0 < often.value.wait_seconds <= 301
    assert doors.sign_in(archive, tried("other", GOOD, "198.51.100.200")) is None
    for number in range(10):
        doors.sign_in(archive, tried(f"name{number}", "wrong", "2001:db8:1:100::1"))
    with pytest.raises(TooOften):
        doors.sign_in(archive, tried("yet-another", "wrong", "2001:db8:1:1ff::2"))
    clock.forward(minutes=6)
    assert doors.sign_in(archive, tried("rosa", GOOD, "198.51.100.200"))


def test_behind_a_proxy_that_tells_no_address_one_person_does_not_keep_all_out(archive: Archive):
    somebody(archive)
    for number in range(12):
        doors.sign_in(archive, tried(f"name{number}", "wrong", "127.0.0.1"))
    assert doors.sign_in(archive, tried("rosa", GOOD, "127.0.0.1"))


def test_no_address_and_no_tried_name_is_in_the_database_file(archive: Archive):
    doors.sign_in(archive, tried("evangelina", "wrong", "203.0.113.77"))
    doors.sign_in(archive, tried("evangelina", "wrong", "2001:db8:aa:bb::cc"))
    file = Path(str(archive.engine.url.database))
    kept = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert b"sign-in-place" in kept
    for word in (b"203.0.113.77", b"2001:db8", b"evangelina"):
        assert word not in kept


def test_a_closed_account_is_out_at_once_and_cannot_come_back(archive: Archive):
    steward, person_id = a_person(archive, Role.STEWARD), somebody(archive)
    token = str(doors.sign_in(archive, tried("rosa", GOOD)))
    with archive.unit_of_work(SYSTEM) as work:
        public_id = work.session.get_one(Person, person_id).public_id
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_disabled(public_id, disabled=True)
    assert who(archive, token) is None
    assert doors.sign_in(archive, tried("rosa", GOOD)) is None
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_disabled(public_id, disabled=False)
    assert who(archive, token) is None
    assert doors.sign_in(archive, tried("rosa", GOOD))
    assert [one for one in trail(archive) if one in ("account:disabled", "account:enabled")] == [
        "account:disabled",
        "account:enabled",
    ]


def test_sessions_run_out_sooner_for_those_who_see_more(archive: Archive, clock: HeldClock):
    somebody(archive, "member")
    somebody(archive, "facilitator", Role.FACILITATOR)
    member = str(doors.sign_in(archive, tried("member", GOOD)))
    staff = str(doors.sign_in(archive, tried("facilitator", GOOD)))
    clock.forward(hours=3)
    assert who(archive, staff) is None
    assert who(archive, member) is not None
    clock.forward(days=14)
    assert who(archive, member) is None


def test_who_is_given_a_role_that_sees_more_signs_in_again_on_the_next_day(archive: Archive, clock: HeldClock):
    person_id = somebody(archive)
    token = str(doors.sign_in(archive, tried("rosa", GOOD)))
    clock.forward(hours=11)
    steward = a_person(archive, Role.STEWARD)
    with archive.unit_of_work(steward, write=True) as work:
        public_id = work.session.get_one(Person, person_id).public_id
        sessions.note_use(work, work.session.scalars(select(SignInSession.id)).one())
        work.admin.set_roles(public_id, frozenset({Role.FACILITATOR}))
    actor = who(archive, token)
    assert actor is not None
    assert Role.FACILITATOR in actor.roles
    clock.forward(hours=1)
    assert who(archive, token) is None


def test_changing_the_password_asks_for_the_old_one(archive: Archive):
    person_id = somebody(archive)
    token = str(doors.sign_in(archive, tried("rosa", GOOD)))
    me = actor_of(archive, person_id)
    with pytest.raises(Refused) as refused:
        doors.change_password(archive, me, "wrong", "short", HERE)
    assert refused.value.problems == {"old": "password-wrong", "password": "password-short"}
    new = doors.change_password(archive, me, GOOD, "a different phrase", HERE)
    assert who(archive, token) is None
    assert who(archive, new) is not None


def test_the_old_password_cannot_be_guessed_at_an_open_browser(archive: Archive):
    me = actor_of(archive, somebody(archive))
    for _number in range(10):
        with pytest.raises(Refused):
            doors.change_password(archive, me, "wrong", "a different phrase", HERE)
    with pytest.raises(TooOften):
        doors.change_password(archive, me, GOOD, "a different phrase", HERE)


def test_single_sessions_end_and_all_others_end(archive: Archive):
    person_id = somebody(archive)
    tokens = [str(doors.sign_in(archive, tried("rosa", GOOD))) for _number in range(4)]
    stranger = str(doors.sign_in(archive, tried("ana", GOOD))) if somebody(archive, "ana") else ""
    me = actor_of(archive, person_id)
    with archive.unit_of_work(me) as work:
        listed = work.accounts.profile(tokens[2]).open_sessions
    assert [one.is_here for one in listed] == [True, False, False, False]
    with archive.unit_of_work(me, write=True) as work:
        work.accounts.end_session(listed[1].key)
    assert sum(who(archive, token) is not None for token in tokens) == 3
    assert who(archive, tokens[2]) is not None
    with archive.unit_of_work(me, write=True) as work:
        work.accounts.end_sessions(keep=tokens[2])
    assert [who(archive, token) is not None for token in tokens] == [False, False, True, False]
    assert who(archive, stranger) is not None


def test_nobody_ends_the_session_of_another(archive: Archive):
    somebody(archive)
    token = str(doors.sign_in(archive, tried("rosa", GOOD)))
    with archive.unit_of_work(a_person(archive), write=True) as work, pytest.raises(NotFound):
        work.accounts.end_session(token_hash(token)[:16])
    assert who(archive, token) is not None


def test_sessions_that_ran_out_are_not_listed_and_not_kept(archive: Archive, clock: HeldClock):
    person_id = somebody(archive)
    doors.sign_in(archive, tried("rosa", GOOD))
    clock.forward(days=15)
    with archive.unit_of_work(actor_of(archive, person_id)) as work:
        assert work.accounts.profile().open_sessions == ()
    clock.forward(days=16)
    doors.sign_in(archive, tried("rosa", GOOD))
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(SignInSession)) == 1


def test_signing_out_ends_the_session_and_is_on_the_trail(archive: Archive):
    somebody(archive)
    token = str(doors.sign_in(archive, tried("rosa", GOOD)))
    for _number in range(2):
        with archive.unit_of_work(ANONYMOUS, write=True) as work:
            work.accounts.sign_out(token)
    assert who(archive, token) is None
    assert trail(archive).count("account:sign-out") == 1


def test_new_demo_passwords_end_what_was_open_with_the_old_ones(archive: Archive):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        first = demo.make_demo_accounts(work)
    tokens = [doors.sign_in(archive, tried(handle, password)) for _role, handle, password in first]
    assert all(tokens)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.admin.set_disabled(work.accounts.public_id_of("demo-member"), disabled=True)
        work.admin.set_roles(work.accounts.public_id_of("demo-translator"), frozenset({Role.STEWARD}))
        again = demo.make_demo_accounts(work)
    assert [who(archive, str(token)) for token in tokens] == [None] * 4
    for role, handle, password in again:
        token = doors.sign_in(archive, tried(handle, password, "198.51.100.9"))
        actor = who(archive, str(token))
        assert actor is not None
        assert actor.roles == {Role.MEMBER, role}
    assert doors.sign_in(archive, tried(first[0][1], first[0][2], "198.51.100.10")) is None


def test_demo_accounts_close_as_soon_as_others_can_reach_the_archive(archive: Archive):
    settings = Settings(instance=Path(str(archive.engine.url.database)).parent, host="0.0.0.0")  # noqa: S104
    with archive.unit_of_work(SYSTEM, write=True) as work:
        _role, handle, password = demo.make_demo_accounts(work)[-1]
    token = str(doors.sign_in(archive, tried(handle, password)))
    assert who(archive, token) is not None
    assert not _offer_demo_accounts(archive, settings)
    assert who(archive, token) is None
    assert doors.sign_in(archive, tried(handle, password)) is None


def test_hashing_does_not_hold_up_those_who_save(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    somebody(archive)
    saved: list[bool] = []

    def save_meanwhile(stored: str | None, password: str) -> bool:
        with archive.unit_of_work(SYSTEM, write=True) as work:
            work.accounts.count_try("somebody-else", "")
        saved.append(True)
        return True

    monkeypatch.setattr(passwords, "is_right", save_meanwhile)
    assert doors.sign_in(archive, tried("rosa", GOOD))
    assert saved


def test_an_account_needs_somebody(archive: Archive):
    with archive.unit_of_work(SYSTEM) as work, pytest.raises(NotFound):
        Accounts(work).public_id_of("nobody")
