"""What stewards do with accounts: roles, invitations, closing; and that nobody else can."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.fakes import HeldClock
from tests.make import a_person
from wgsm_archive.db.models import AuditEvent, OneTimeLink, Person, Record, RecordText
from wgsm_archive.domain.access import labels_of
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.case_study import RecordType
from wgsm_archive.domain.errors import NotAllowed, NotFound, NotNow, Refused
from wgsm_archive.services.accounts import doors, sessions
from wgsm_archive.services.admin.use_cases import Admin, Wanted
from wgsm_archive.services.archive import Archive

GOOD = "maize beans squash"


@pytest.fixture
def steward(archive: Archive) -> Actor:
    return a_person(archive, Role.STEWARD, handle="ana")


def public_id(archive: Archive, actor: Actor) -> str:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.get_one(Person, actor.person_id).public_id


def actor_now(archive: Archive, actor: Actor) -> Actor:
    with archive.unit_of_work(SYSTEM) as work:
        return sessions.actor_of(work.session.get_one(Person, actor.person_id))


def roles_now(archive: Archive, actor: Actor) -> frozenset[Role]:
    return actor_now(archive, actor).roles


ACTS: list[Callable[[Admin], object]] = [
    lambda admin: admin.people(),
    lambda admin: admin.person("x"),
    lambda admin: admin.set_roles("x", frozenset()),
    lambda admin: admin.set_disabled("x", disabled=True),
    lambda admin: admin.invite(Wanted(frozenset())),
    lambda admin: admin.invitations(),
    lambda admin: admin.revoke(1),
    lambda admin: admin.reset_link("x"),
    lambda admin: admin.organisations(()),
    lambda admin: admin.set_organisation("x", ""),
]


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.TRANSLATOR, Role.FACILITATOR])
def test_only_stewards_look_after_accounts(archive: Archive, role: Role | None):
    actor = a_person(archive, role) if role else ANONYMOUS
    for act in ACTS:
        with archive.unit_of_work(actor, write=True) as work, pytest.raises(NotAllowed):
            act(work.admin)


def test_roles_are_given_and_taken_and_the_trail_says_which(archive: Archive, steward: Actor):
    somebody = a_person(archive, Role.TRANSLATOR)
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_roles(public_id(archive, somebody), frozenset({Role.FACILITATOR}))
    assert roles_now(archive, somebody) == {Role.MEMBER, Role.FACILITATOR}
    with archive.unit_of_work(SYSTEM) as work:
        event = work.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.event, event.person_id, event.subject_id) == (
        "account:roles-changed",
        steward.person_id,
        somebody.person_id,
    )
    assert event.detail == {"gained": "facilitator", "lost": "translator"}


def test_saving_the_same_roles_is_no_event(archive: Archive, steward: Actor):
    somebody = a_person(archive, Role.TRANSLATOR)
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_roles(public_id(archive, somebody), frozenset({Role.TRANSLATOR}))
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(AuditEvent)).all() == []


def test_who_belongs_to_an_organisation_reads_what_its_circle_shares(archive: Archive, steward: Actor):
    somebody = a_person(archive)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        texts = [RecordText(language="es", title="Red de mujeres"), RecordText(language="en", title="Women's network")]
        network = Record(public_id="red", type=RecordType.ORGANISATION, label="public", language="es", texts=texts)
        book = Record(public_id="book", type=RecordType.PUBLICATION, label="public", language="es")
        work.session.add_all([network, book])
        work.session.flush()
        circle = f"circle:{network.id}"
    whom = public_id(archive, somebody)
    with archive.unit_of_work(steward, write=True) as work:
        assert work.admin.organisations(("ar", "en")) == [("red", "Women's network")]
        for wrong in ("book", "nowhere"):
            with pytest.raises(NotFound):
                work.admin.set_organisation(whom, wrong)
        work.admin.set_organisation(whom, "red")
        assert work.admin.person(whom).organisation == "red"
    assert circle in labels_of(actor_now(archive, somebody))
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_organisation(whom, "")
    assert circle not in labels_of(actor_now(archive, somebody))


def test_the_last_steward_stays(archive: Archive, steward: Actor):
    closed = a_person(archive, Role.STEWARD)
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_disabled(public_id(archive, closed), disabled=True)
    me = public_id(archive, steward)
    for act in (
        lambda admin: admin.set_disabled(me, disabled=True),
        lambda admin: admin.set_roles(me, frozenset({Role.FACILITATOR})),
    ):
        with archive.unit_of_work(steward, write=True) as work, pytest.raises(Refused) as refused:
            act(work.admin)
        assert refused.value.problems == {"roles": "last-steward"}
    assert Role.STEWARD in roles_now(archive, steward)
    other = a_person(archive, Role.STEWARD)
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_roles(me, frozenset())
    assert Role.STEWARD not in roles_now(archive, steward)
    assert Role.STEWARD in roles_now(archive, other)


def test_two_stewards_who_close_each_other_at_once_leave_one(archive: Archive, steward: Actor):
    other = a_person(archive, Role.STEWARD)
    pairs = [(steward, public_id(archive, other)), (other, public_id(archive, steward))]
    together = threading.Barrier(2)
    refused: list[str] = []

    def close(actor: Actor, whom: str) -> None:
        together.wait()
        try:
            with archive.unit_of_work(actor, write=True) as work:
                work.admin.set_disabled(whom, disabled=True)
        except Refused:
            refused.append(whom)

    threads = [threading.Thread(target=close, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1


def test_people_are_found_by_either_name_and_signs_mean_themselves(archive: Archive, steward: Actor):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for handle, name in (("rosa", "Doña Rosa"), ("tico", "Rosario"), ("per_cent", "50% off")):
            work.accounts.make_person(handle, GOOD, [], shown_name=name)
    with archive.unit_of_work(steward) as work:
        found = {
            words: work.admin.people(words)[1] for words in ("ROS", "doña rosa", "%", "_", "nobody", "", "rosa tico")
        }
    assert found == {"ROS": 2, "doña rosa": 1, "%": 1, "_": 1, "nobody": 0, "": 4, "rosa tico": 1}


def test_the_list_comes_in_pages(archive: Archive, steward: Actor):
    for number in range(5):
        a_person(archive, handle=f"person{number}")
    with archive.unit_of_work(steward) as work:
        rows, total = work.admin.people("person", offset=2, limit=2)
    assert [row.handle for row in rows] == ["person2", "person3"]
    assert total == 5


def test_an_invitation_is_listed_until_it_is_followed_taken_back_or_over(
    archive: Archive, steward: Actor, clock: HeldClock
):
    with archive.unit_of_work(steward, write=True) as work:
        followed = work.admin.invite(Wanted(frozenset(), note="followed"))
        work.admin.invite(Wanted(frozenset({Role.TRANSLATOR}), ("qu",), 30, "  a \u202e note\0 "))
        work.admin.invite(Wanted(frozenset(), days=1, note="short"))
    doors.follow_link(archive, followed, "rosa", GOOD)
    with archive.unit_of_work(steward) as work:
        listed = work.admin.invitations()
    assert [one.note for one in listed] == ["short", "a note"]
    assert (listed[1].roles, listed[1].languages, listed[1].made_by) == ({Role.TRANSLATOR}, ("qu",), "Ana")
    clock.forward(days=2)
    with archive.unit_of_work(steward, write=True) as work:
        assert [one.note for one in work.admin.invitations()] == ["a note"]
        work.admin.revoke(listed[1].id)
        with pytest.raises(NotFound):
            work.admin.revoke(listed[1].id)
        assert work.admin.invitations() == []
    with archive.unit_of_work(SYSTEM) as work:
        assert "account:invitation-revoked" in work.session.scalars(select(AuditEvent.event)).all()


def test_notes_on_invitations_go_when_they_are_over(archive: Archive, steward: Actor, clock: HeldClock):
    with archive.unit_of_work(steward, write=True) as work:
        link = work.admin.invite(Wanted(frozenset(), note="for rosa"))
        work.admin.invite(Wanted(frozenset(), note="for nobody"))
    doors.follow_link(archive, link, "rosa", GOOD)
    clock.forward(days=8)
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.invite(Wanted(frozenset(), note="new"))
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(OneTimeLink.note)).all() == ["new"]


def test_an_invitation_holds_for_an_offered_time(archive: Archive, steward: Actor):
    with archive.unit_of_work(steward, write=True) as work, pytest.raises(Refused):
        work.admin.invite(Wanted(frozenset(), days=3650))


def test_a_closed_account_gets_no_link(archive: Archive, steward: Actor):
    somebody = public_id(archive, a_person(archive))
    with archive.unit_of_work(steward, write=True) as work:
        link = work.admin.reset_link(somebody)
        work.admin.set_disabled(somebody, disabled=True)
        with pytest.raises(NotNow):
            work.admin.reset_link(somebody)
    with pytest.raises(NotFound):
        doors.follow_link(archive, link, "", GOOD)


def test_a_deleted_account_is_gone_from_the_list_and_stays_closed(archive: Archive, steward: Actor):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        person = work.accounts.make_person("rosa", GOOD, [])
        me = sessions.actor_of(person)
    gone = public_id(archive, me)
    doors.delete_account(archive, me, GOOD)
    with archive.unit_of_work(steward, write=True) as work:
        assert [row.handle for row in work.admin.people()[0]] == ["ana"]
        with pytest.raises(NotFound):
            work.admin.set_disabled(gone, disabled=False)


def test_what_happened_to_an_account_is_shown_with_who_did_it(archive: Archive, steward: Actor):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        person_id = work.accounts.make_person("rosa", GOOD, []).public_id
    doors.sign_in(archive, doors.SignInTry("rosa", GOOD, "198.51.100.7"))
    with archive.unit_of_work(steward, write=True) as work:
        work.admin.set_roles(person_id, frozenset({Role.TRANSLATOR}))
    with archive.unit_of_work(steward) as work:
        events = work.admin.person(person_id).events
    assert [(event.event, event.by) for event in events[:2]] == [
        ("account:roles-changed", "Ana"),
        ("account:sign-in", ""),
    ]
