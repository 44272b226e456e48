"""Names under a translation: those of the profiles, or another one, or none, for one translation alone."""

from __future__ import annotations

import pytest

from tests.make import Made, a_translation
from tests.services.translating.benches import Bench, publish, second
from wgsm_archive.db.models import LanguageVersion, Person, TranslationCredit
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor
from wgsm_archive.domain.errors import NotAllowed, Refused
from wgsm_archive.services.accounts.leaving import leave
from wgsm_archive.services.archive import Archive


@pytest.fixture
def approved(archive: Archive, bench: Bench, tom: Actor) -> Bench:
    """A translation that readers can see, by Asha, who is credited with her usual name."""
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Person, bench.actor.person_id).credit = "Asha R."
    publish(bench, tom)
    return bench


def choose(archive: Archive, made: Made, actor: Actor, name: str | None) -> None:
    with archive.unit_of_work(actor, write=True) as work:
        work.translating.boards.choose_credit(made.public_id, "en", name)


def shown(archive: Archive, made: Made) -> str:
    with archive.unit_of_work(ANONYMOUS) as work:
        versions = work.reading.case(made.public_id, ("en",)).versions
    return next(one.credit for one in versions if one.language == "en")


def test_readers_see_another_name_or_none_at_once(archive: Archive, made: Made, approved: Bench):
    assert shown(archive, made) == "Asha R."
    for name, credit in (("  Paloma ", "Paloma"), ("", ""), (None, "Asha R.")):
        choose(archive, made, approved.actor, name)
        assert shown(archive, made) == credit
    with archive.unit_of_work(approved.actor) as work:
        found = work.translating.boards.my_credit(made.public_id, "en")
    assert found is not None
    assert (found.usual, found.chosen, found.name) == ("Asha R.", None, "Asha R.")


def test_the_choice_holds_for_what_is_approved_later(archive: Archive, made: Made, approved: Bench, tom: Actor):
    choose(archive, made, approved.actor, "Paloma")
    approved.write("Fishers closed the port.")
    approved.ready()
    second(approved, tom).approve()
    assert shown(archive, made) == "Paloma"


def test_only_who_wrote_some_of_it_is_named(archive: Archive, made: Made, approved: Bench, tom: Actor):
    with archive.unit_of_work(tom) as work:
        assert work.translating.boards.my_credit(made.public_id, "en") is None
    with pytest.raises(NotAllowed):
        choose(archive, made, tom, "Tom")
    with pytest.raises(Refused):
        choose(archive, made, approved.actor, "x" * 500)
    assert shown(archive, made) == "Asha R."


def test_the_name_goes_with_the_account(archive: Archive, made: Made, approved: Bench):
    choose(archive, made, approved.actor, "Paloma")
    with archive.unit_of_work(approved.actor, write=True) as work:
        leave(work)
    assert shown(archive, made) == ""
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.query(TranslationCredit).all() == []
        assert work.session.query(LanguageVersion).filter_by(credit="Paloma").all() == []


def test_names_from_a_file_stay_beside_those_that_change(archive: Archive, made: Made, asha: Actor, tom: Actor):
    number = a_translation(archive, made.id, "en", {"title": "The strike", "summary": "Fishers closed the port."})
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Person, asha.person_id).credit = "Asha R."
        version = work.session.get_one(LanguageVersion, number)
        version.credit = version.brought_credit = "Coast Group, Lin"
    bench = Bench(archive, made, asha)
    publish(bench, tom, title="The long strike", summary="Fishers closed the port.")
    assert shown(archive, made) == "Coast Group, Lin, Asha R."
    choose(archive, made, asha, "Paloma")
    assert shown(archive, made) == "Coast Group, Lin, Paloma"
    choose(archive, made, asha, "")
    assert shown(archive, made) == "Coast Group, Lin"
    choose(archive, made, asha, "Lin")
    assert shown(archive, made) == "Coast Group, Lin"
