"""What checks find keeps a draft from a second reader until it is mended or found right as it is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.make import Made, a_person
from tests.services.translating.benches import Bench, edit, publish, second
from wgsm_archive.db.models import CheckDismissal, LanguageVersion, Person, SegmentNow, SegmentVersion
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.checking import TextCheck
from wgsm_archive.domain.errors import Refused
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.translating.desk import SlotView, Standing
from wgsm_archive.services.translating.typed import Typed

GOOD = "The fishers stopped the port for nine days."


def checks(slot: SlotView) -> list[tuple[TextCheck, bool]]:
    return [(one.finding.check, one.right) for one in slot.found]


def tick(bench: Bench, *right: TextCheck, slot: SlotView | None = None, text: str = "") -> SlotView:
    seen = slot or bench.slot()
    typed = Typed(text or seen.text, seen.base_id, seen.target_id, looked_at=seen.target_id, right=frozenset(right))
    bench.post("summary", {seen.id: typed})
    return bench.slot()


def test_findings_stand_beside_the_text_that_was_saved(bench: Bench):
    assert bench.write(GOOD, "summary").found == ()
    slot = bench.write("The fishers stopped the the port for 90 days")
    assert checks(slot) == [(TextCheck.NUMBERS, False), (TextCheck.ENDING, False), (TextCheck.DOUBLED, False)]
    assert [one.finding.here for one in slot.found] == [("90",), (), ("the the",)]


def test_a_draft_with_findings_waits_and_the_way_to_each_is_told(bench: Bench):
    bench.write("The strike", "title")
    bench.write("The fishers stopped the port for nine days")
    bench.write("Eat for 90 days.", "advice")
    again = bench.desk().look_again
    assert [(one.part, one.field, one.checks) for one in again] == [
        ("summary", "summary", (TextCheck.ENDING,)),
        ("advice", "advice", (TextCheck.NUMBERS,)),
    ]
    assert again[0].slot_id == bench.slot().id
    with pytest.raises(Refused) as refused:
        bench.ready(ticked=False)
    assert refused.value.problems == {"checks": "look-again"}
    assert bench.slot().standing is Standing.DRAFT
    bench.write(GOOD)
    tick(bench)
    bench.find_right("advice")
    assert bench.desk().look_again == ()
    bench.ready(ticked=False)
    assert bench.slot().standing is Standing.READY


def test_what_is_right_as_it_is_is_kept_with_the_name_for_that_text(bench: Bench, tom: Actor, archive: Archive):
    bench.write("The fishers stopped the port for nine days")
    assert checks(tick(bench, TextCheck.ENDING)) == [(TextCheck.ENDING, True)]
    assert second(bench, tom).slot().found[0].right_by == "Asha"
    # A new text asks again, also when the tick comes with it.
    slot = bench.slot()
    assert checks(tick(bench, TextCheck.ENDING, slot=slot, text=f"{slot.text} long")) == [(TextCheck.ENDING, False)]
    # A tick for the text before does not count for the one that stands now.
    assert checks(tick(bench, TextCheck.ENDING, slot=slot, text=bench.slot().text)) == [(TextCheck.ENDING, False)]


def test_a_tick_can_be_taken_back(bench: Bench, archive: Archive):
    bench.write("The fishers stopped the port for nine days")
    tick(bench, TextCheck.ENDING)
    assert checks(tick(bench)) == [(TextCheck.ENDING, False)]
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(CheckDismissal)) is None


def test_errors_and_what_is_not_found_are_never_right_as_they_are(bench: Bench, archive: Archive, made: Made):
    edit(archive, made, summary="Miren https://example.org/a y no olviden.")
    bench.write("Look at https://elsewhere.example/b and do not forget.")
    slot = tick(bench, TextCheck.LINKS, TextCheck.DOUBLED)
    assert checks(slot) == [(TextCheck.LINKS, False)]
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(CheckDismissal)) is None


def test_a_new_source_asks_again(bench: Bench, archive: Archive, made: Made, tom: Actor):
    publish(bench, tom, summary="The fishers stopped the port for nine days")
    edit(archive, made, summary="Los pescadores pararon el puerto durante doce días.")
    bench.confirm()
    bench.post("summary", {})
    assert checks(bench.slot()) == [(TextCheck.ENDING, False)]


def test_a_text_is_looked_at_beside_what_it_was_made_from(bench: Bench, tom: Actor):
    publish(bench, tom, summary="The fishers stopped the port for 9 days!")
    french = Bench(bench.archive, bench.made, bench.actor, "fr")
    french.start("en")
    assert french.write("Les pêcheurs ont fermé le port 9 jours !", source="en").found == ()
    assert checks(french.slot()) == []


def test_the_same_source_is_translated_alike_in_one_story(bench: Bench, archive: Archive, made: Made):
    edit(archive, made, advice="¿Nos quedamos?", strategy="¿Nos quedamos?")
    bench.write("Do we stay?", "advice")
    slot = bench.write("Shall we stay?", "strategy")
    assert [(one.finding.check, one.finding.here) for one in slot.found] == [(TextCheck.INCONSISTENT, ("Do we stay?",))]
    assert bench.write("Do we stay?", "strategy").found == ()


def test_a_machine_text_is_not_given_to_a_second_reader_unchanged(bench: Bench, archive: Archive):
    bench.write("The strike", "title")
    slot = bench.write(GOOD)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(SegmentVersion, slot.target_id).origin = Origin.MACHINE
    assert checks(bench.slot()) == [(TextCheck.MACHINE, False)]
    with pytest.raises(Refused):
        bench.ready(ticked=False)
    bench.write("For nine days no ship left: the fishers had closed the port.")
    bench.ready(ticked=False)


def test_what_needs_no_decision_is_mended_at_the_save(archive: Archive, made: Made, asha: Actor):
    bench = Bench(archive, made, asha, "hi")
    bench.start()
    assert bench.write("मछुआरों ने नौ दिन बंदरगाह रोका |").text == "मछुआरों ने नौ दिन बंदरगाह रोका ।"
    assert bench.slot().found == ()


def test_what_was_found_right_goes_with_the_account_and_the_story(bench: Bench, archive: Archive, asha: Actor):
    bench.write("The fishers stopped the port for nine days")
    tick(bench, TextCheck.ENDING)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.delete(work.session.get_one(Person, asha.person_id))
    facilitator = second(bench, a_person(archive, Role.FACILITATOR))
    assert [(one.right, one.right_by) for one in facilitator.slot().found] == [(True, "")]
    with archive.unit_of_work(SYSTEM, write=True) as work:
        version = work.session.scalar(select(LanguageVersion).where(LanguageVersion.language == "en"))
        assert version is not None
        work.session.query(SegmentNow).filter_by(version_id=version.id).delete()
        work.session.query(SegmentVersion).filter_by(version_id=version.id).delete()
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(CheckDismissal)) is None
