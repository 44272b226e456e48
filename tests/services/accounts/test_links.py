"""Links that are good once: joining by invitation, and a new password for who forgot theirs."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.fakes import HeldClock
from tests.make import a_person
from tests.services.accounts.signing import GOOD, actor_of, somebody, trail, tried, who
from wgsm_archive.db.models import OneTimeLink
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.domain.ids import token_hash
from wgsm_archive.services.accounts import doors, people
from wgsm_archive.services.admin.use_cases import Wanted
from wgsm_archive.services.archive import Archive


def invitation(archive: Archive, *roles: Role, languages: tuple[str, ...] = ()) -> str:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        return work.admin.invite(Wanted(frozenset(roles), languages))


def test_joining_brings_roles_and_languages_of_the_invitation_once(archive: Archive):
    link = invitation(archive, Role.TRANSLATOR, languages=("qu", "es"))
    token = doors.follow_link(archive, link, "Ñusta", GOOD)
    actor = who(archive, token)
    assert actor is not None
    assert actor.roles == {Role.MEMBER, Role.TRANSLATOR}
    assert actor.languages == ("qu", "es")
    assert trail(archive) == ["account:invited", "account:joined", "account:password-changed"]
    with pytest.raises(NotFound):
        doors.follow_link(archive, link, "another", GOOD)
    assert doors.sign_in(archive, tried("nusta", GOOD))


def test_an_invitation_runs_out(archive: Archive, clock: HeldClock):
    link = invitation(archive)
    clock.forward(days=7)
    with pytest.raises(NotFound):
        doors.follow_link(archive, link, "late", GOOD)


@pytest.mark.parametrize(
    ("name", "password", "problems"),
    [
        ("rosa", GOOD, {"handle": "name-taken"}),
        (" RÓSA\0 ", GOOD, {"handle": "name-taken"}),
        ("\0\u0301 ", GOOD, {"handle": "required"}),
        ("ﷺ" * 20, GOOD, {"handle": "too-long"}),
        ("x" * 61, "short", {"handle": "too-long", "password": "password-short"}),
    ],
    ids=["taken", "taken in other letters", "nothing left", "grows when folded", "two at once"],
)
def test_what_is_wrong_with_a_new_account_is_told_at_once(
    archive: Archive, name: str, password: str, problems: dict[str, str]
):
    somebody(archive)
    link = invitation(archive)
    with pytest.raises(Refused) as refused:
        doors.follow_link(archive, link, name, password)
    assert refused.value.problems == problems
    assert doors.follow_link(archive, link, "another", GOOD)


def test_two_who_join_at_once_with_one_name_get_one_account_and_one_answer(archive: Archive):
    links = [invitation(archive), invitation(archive)]
    answers: list[str] = []
    together = threading.Barrier(2)

    def join(link: str) -> None:
        together.wait()
        try:
            doors.follow_link(archive, link, "same", GOOD)
            answers.append("in")
        except Refused as refused:
            answers.append(refused.problems["handle"])

    threads = [threading.Thread(target=join, args=(link,)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["in", "name-taken"]


def test_a_name_that_is_taken_between_the_look_and_the_act_is_a_refusal(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    somebody(archive)
    link = invitation(archive)
    monkeypatch.setattr(people, "name_problem", lambda work, typed: None)
    with pytest.raises(Refused) as refused:
        doors.follow_link(archive, link, "rosa", GOOD)
    assert refused.value.problems == {"handle": "name-taken"}
    monkeypatch.undo()
    assert doors.follow_link(archive, link, "rosa2", GOOD)


def test_a_reset_ends_all_sessions_and_works_once(archive: Archive):
    facilitator, person_id = a_person(archive, Role.FACILITATOR), somebody(archive)
    before = str(doors.sign_in(archive, tried("rosa", GOOD)))
    with archive.unit_of_work(facilitator, write=True) as work:
        link = work.accounts.help_in("Rosa")
    with archive.unit_of_work(ANONYMOUS) as work:
        assert work.accounts.link(link) == "reset"
    token = doors.follow_link(archive, link, "", "a different phrase")
    assert who(archive, before) is None
    actor = who(archive, token)
    assert actor is not None
    assert actor.person_id == person_id
    with pytest.raises(NotFound):
        doors.follow_link(archive, link, "", "and another phrase")
    assert doors.sign_in(archive, tried("rosa", GOOD)) is None
    assert doors.sign_in(archive, tried("rosa", "a different phrase"))


def test_a_reset_holds_for_half_an_hour_and_a_newer_one_replaces_it(archive: Archive, clock: HeldClock):
    facilitator = a_person(archive, Role.FACILITATOR)
    somebody(archive)
    links = []
    for _number in range(2):
        with archive.unit_of_work(facilitator, write=True) as work:
            links.append(work.accounts.help_in("rosa"))
    with pytest.raises(NotFound):
        doors.follow_link(archive, links[0], "", GOOD)
    clock.forward(minutes=30)
    with pytest.raises(NotFound):
        doors.follow_link(archive, links[1], "", GOOD)


def test_a_changed_password_lets_no_open_reset_hold(archive: Archive):
    facilitator, person_id = a_person(archive, Role.FACILITATOR), somebody(archive)
    with archive.unit_of_work(facilitator, write=True) as work:
        link = work.accounts.help_in("rosa")
    doors.change_password(archive, actor_of(archive, person_id), GOOD, "a different phrase")
    with pytest.raises(NotFound):
        doors.follow_link(archive, link, "", "the thief's phrase")


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.STEWARD])
def test_a_facilitator_cannot_become_somebody_with_more_rights(archive: Archive, role: Role):
    somebody(archive, "rosa", role)
    with (
        archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work,
        pytest.raises(Refused) as refused,
    ):
        work.accounts.help_in("rosa")
    assert refused.value.problems == {"handle": "steward-needed"}
    with archive.unit_of_work(a_person(archive, Role.STEWARD), write=True) as work:
        assert work.accounts.help_in("rosa")


def test_links_are_stored_as_hashes(archive: Archive):
    link = invitation(archive)
    with archive.unit_of_work(SYSTEM) as work:
        stored = work.session.scalars(select(OneTimeLink.token_hash)).one()
    assert stored == token_hash(link)
    file = Path(str(archive.engine.url.database))
    assert link.encode() not in b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
