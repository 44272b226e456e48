"""From a draft to what readers see: a second reader approves or gives back, and nothing shows before."""

from __future__ import annotations

import pytest

from tests.make import TEXTS, Made, a_person, index
from tests.services.translating.benches import Bench, edit, publish, read, second
from wgsm_archive.db.models import LanguageVersion, Person
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotNow, Refused
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.translating.desk import Standing


def hits(archive: Archive, words: str, language: str) -> int:
    index(archive)
    with archive.unit_of_work(ANONYMOUS) as work:
        return work.reading.find(Question(words=words), (language,)).total


def test_a_translation_is_begun_saved_approved_read_and_found(archive: Archive, bench: Bench, tom: Actor, made: Made):
    assert bench.desk().state is VersionState.DRAFT
    first = bench.write("Fishers stopped the harbour for nine days.")
    assert (first.standing, first.source) == (Standing.DRAFT, TEXTS["summary"])
    bench.write("The fishers' strike", "title")
    assert read(archive, made, "en")[0] == "es"
    assert hits(archive, "harbour", "en") == 0
    bench.ready()
    assert bench.desk().state is VersionState.READY
    second(bench, tom).approve()
    assert "harbour for nine days" in read(archive, made, "en")[1]
    assert hits(archive, "harbour", "en") == 1
    with archive.unit_of_work(SYSTEM) as work:
        version = work.session.query(LanguageVersion).filter_by(case_id=made.id, language="en").one()
        assert (version.title, version.reviewer_id) == ("The fishers' strike", tom.person_id)
        assert version.published_on == work.month


def test_nobody_approves_their_own_words(archive: Archive, bench: Bench, asha: Actor, tom: Actor):
    bench.write("The strike", "title")
    second(bench, tom).write("By Tom.")
    bench.ready()
    for one in (bench, second(bench, tom)):
        assert one.desk().wrote_it
        with pytest.raises(NotAllowed):
            one.approve()
    second(bench, a_person(archive, Role.FACILITATOR)).approve()
    assert bench.desk().state is VersionState.APPROVED
    # Who wrote what has long been approved may well read what somebody else adds.
    second(bench, tom).write("By Tom again.")
    bench.ready()
    bench.approve()


def test_title_and_summary_come_first(bench: Bench):
    with pytest.raises(NotNow):
        bench.ready()
    bench.write("Because alone we could not.", "strategy")
    with pytest.raises(Refused) as refused:
        bench.ready()
    assert set(refused.value.problems) == {"title", "summary"}
    assert bench.desk().lacking == ("title", "summary")


def test_a_second_reader_gives_back_with_a_note(bench: Bench, tom: Actor):
    bench.write("The strike", "title")
    bench.write("By Asha.")
    bench.ready()
    reader = second(bench, tom)
    with pytest.raises(Refused):
        reader.give_back("  ")
    reader.give_back("Nine days, not none.")
    assert bench.desk().note == "Nine days, not none."
    assert bench.desk().state is VersionState.DRAFT
    with pytest.raises(NotNow):
        reader.approve()
    bench.write("For nine days.")
    bench.ready()
    assert bench.desk().note == ""
    reader.approve()


def test_what_changed_after_it_was_read_is_not_approved(archive: Archive, bench: Bench, tom: Actor, made: Made):
    bench.write("The strike", "title")
    bench.write("Read by Tom.")
    bench.ready()
    revision = second(bench, tom).desk().revision
    bench.write("Not read by Tom.")
    bench.ready()
    with archive.unit_of_work(tom, write=True) as work, pytest.raises(Conflict):
        work.translating.approve(made.public_id, "en", based_on=revision)


def test_later_edits_stay_unseen_until_they_are_approved(archive: Archive, bench: Bench, tom: Actor, made: Made):
    publish(bench, tom)
    bench.write("A draft of something else.")
    assert "Fishers stopped" in read(archive, made, "en")[1]
    assert hits(archive, "something else", "en") == 0
    with archive.unit_of_work(bench.actor) as work:
        page = work.translating.preview(made.public_id, "en", ("en",))
    assert "A draft of something else." in page.passages[0].html
    bench.ready()
    second(bench, tom).approve()
    assert "something else" in read(archive, made, "en")[1]


def test_a_mark_stays_for_readers_until_the_new_text_is_approved(
    archive: Archive, bench: Bench, tom: Actor, made: Made
):
    publish(bench, tom)
    edit(archive, made, summary="Los pescadores pararon el puerto durante doce días.")
    bench.write("For twelve days.")
    assert bench.slot().behind is None
    assert read(archive, made, "en")[2] == 1
    bench.ready()
    second(bench, tom).approve()
    assert read(archive, made, "en")[2] == 0


def test_an_approved_paragraph_is_taken_away_by_two_people(archive: Archive, bench: Bench, tom: Actor, made: Made):
    publish(bench, tom)
    bench.write("We stopped together.", "strategy")
    bench.ready()
    second(bench, tom).approve()
    assert bench.write("", "strategy").standing is Standing.MISSING
    assert _strategy(archive, made)[0] == "en"
    bench.ready()
    second(bench, tom).approve()
    assert _strategy(archive, made)[0] == "es"
    assert bench.write("Together we stopped.", "strategy").standing is Standing.DRAFT


def _strategy(archive: Archive, made: Made) -> tuple[str, str]:
    with archive.unit_of_work(ANONYMOUS) as work:
        page = work.reading.case(made.public_id, ("en",))
    found = next(one for one in page.passages if one.field == "strategy")
    return ("es", found.html) if found.missing else ("en", found.html)


def test_translators_are_named_as_they_wish(archive: Archive, bench: Bench, tom: Actor, made: Made):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Person, bench.actor.person_id).credit = "Asha of the coast"
    second(bench, tom).write("By Tom.", "strategy")
    bench.write("The strike", "title")
    bench.write("By Asha.")
    bench.ready()
    second(bench, a_person(archive, Role.FACILITATOR)).approve()
    with archive.unit_of_work(ANONYMOUS) as work:
        versions = work.reading.case(made.public_id, ("en",)).versions
    assert [row.credit for row in versions if row.language == "en"] == ["Asha of the coast"]
