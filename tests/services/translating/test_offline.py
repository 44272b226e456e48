"""Taking translations along and bringing them back: nothing leaves that should not, nothing newer is overwritten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.make import TEXTS, Made, a_case, a_person, hide
from tests.services.translating.benches import Bench, edit, publish, second
from wgsm_archive.db.models import GuardedTerm, SegmentVersion
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.domain.case_study import Origin
from wgsm_archive.domain.consent import Reach
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotFound, OutOfSight, Refused, Withdrawn
from wgsm_archive.domain.review import Verdict
from wgsm_archive.ports.offline import Brought, BroughtText, Form, Unit, Words
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.translating.bringing_back import Fate, Looked, Preview, read_file
from wgsm_archive.services.translating.matching import Row
from wgsm_archive.services.translating.taking_along import TakenAlong
from wgsm_archive.services.translating.typed import Typed

LINK = "Los pescadores [pararon](https://ejemplo.org/huelga) el puerto[^1]."
SUMMARY = TEXTS["summary"]


class Offline:
    """Somebody who takes a translation along and brings it back."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.archive = bench, bench.archive

    def taken(self, source: str = "", *, whole: bool = True) -> TakenAlong:
        with self.archive.unit_of_work(self.bench.actor) as work:
            return work.translating.take_along(self.bench.made.public_id, self.bench.target, source=source, whole=whole)

    def units(self, source: str = "", *, whole: bool = True) -> dict[str, Unit]:
        taken = self.taken(source, whole=whole)
        return {taken.places[unit.key].field: unit for unit in reversed(taken.parcel.units)}

    def brought(self, **typed: str) -> Brought:
        """The file as it was taken along, with other texts in the first paragraph of these fields."""
        taken = self.taken()
        keys = {taken.places[unit.key].field: unit.key for unit in reversed(taken.parcel.units)}
        texts = {keys[name.replace("__", ".")]: text for name, text in typed.items()}
        units = tuple(replace(unit, target=texts.get(unit.key, unit.target)) for unit in taken.parcel.units)
        content = self.archive.tools.offline.write(replace(taken.parcel, units=units), Form.PO, Words("", "", {}))
        return read_file(self.archive.tools, content)

    def look(self, brought: Brought) -> Preview:
        with self.archive.unit_of_work(self.bench.actor) as work:
            return work.translating.look(self.bench.made.public_id, self.bench.target, brought)

    def take(self, *rows: Row) -> int:
        with self.archive.unit_of_work(self.bench.actor, write=True) as work:
            return work.translating.take_over(self.bench.made.public_id, self.bench.target, rows).changed

    def bring(self, brought: Brought) -> int:
        return self.take(*(one.row for one in self.look(brought).rows if one.wanted))


@pytest.fixture
def offline(bench: Bench) -> Offline:
    return Offline(bench)


def _fates(preview: Preview) -> list[tuple[str, Fate]]:
    return [(one.field, one.fate) for one in preview.rows]


def _only(preview: Preview) -> Looked:
    (one,) = preview.rows
    return one


@pytest.mark.parametrize("form", list(Form))
def test_texts_come_back_as_drafts_of_who_brought_them(offline: Offline, asha: Actor, form: Form) -> None:
    taken = offline.taken().parcel
    made = {SUMMARY: "Fishers stopped the port.", TEXTS["title"]: "The strike"}
    units = tuple(replace(unit, target=made.get(unit.source, "")) for unit in taken.units)
    content = offline.archive.tools.offline.write(replace(taken, units=units), form, Words("es", "en", {}))
    preview = offline.look(read_file(offline.archive.tools, content))
    assert _fates(preview) == [("title", Fate.NEW), ("summary", Fate.NEW)]
    assert offline.take(*(one.row for one in preview.rows)) == 2
    assert offline.bench.slot().text == "Fishers stopped the port."
    assert offline.bench.slot().standing == "draft"
    with offline.archive.unit_of_work(SYSTEM) as work:
        row = work.session.query(SegmentVersion).filter(SegmentVersion.text == "The strike").one()
        assert (row.origin, row.person_id) == (Origin.IMPORT, asha.person_id)
    again = offline.look(read_file(offline.archive.tools, content))
    assert (again.rows, again.same) == ((), 2)


def test_what_is_translated_goes_along(offline: Offline) -> None:
    offline.bench.write("Fishers stopped the port.")
    unit = offline.units()["summary"]
    assert (unit.source, unit.target, unit.standing) == (SUMMARY, "Fishers stopped the port.", "draft")
    assert "summary" not in offline.units(whole=False)
    assert offline.units(whole=False)["advice"].source == TEXTS["advice"]


def test_drafts_of_others_stay_here(offline: Offline, tom: Actor) -> None:
    publish(offline.bench, tom)
    Offline(second(offline.bench, tom)).bench.write("Tom is still thinking.")
    assert offline.units()["summary"].target == "Fishers stopped the port."
    assert Offline(second(offline.bench, tom)).units()["summary"].target == "Tom is still thinking."


def test_a_draft_of_somebody_else_is_not_overwritten_unasked(offline: Offline, tom: Actor) -> None:
    second(offline.bench, tom).write("By Tom.")
    one = _only(offline.look(offline.brought(summary="By Asha.")))
    assert (one.fate, one.stands, one.text, one.wanted) == (Fate.CONFLICT, "By Tom.", "By Asha.", False)
    assert offline.take(one.row) == 1
    assert offline.bench.slot().text == "By Asha."


def test_a_late_file_lands_on_what_it_was_made_from(offline: Offline, archive: Archive, made: Made) -> None:
    brought = offline.brought(summary="Fishers stopped the port.")
    edit(archive, made, summary="Los pescadores pararon el puerto durante diez días.")
    one = _only(offline.look(brought))
    assert (one.fate, one.source, "diez" in one.source_now) == (Fate.NEW, SUMMARY, True)
    assert offline.take(one.row) == 1
    behind = offline.bench.slot().behind
    assert behind is not None
    assert offline.bench.desk().outdated == 1


def test_a_small_correction_meanwhile_is_not_spoken_of(offline: Offline, archive: Archive, made: Made) -> None:
    brought = offline.brought(summary="Fishers stopped the port.")
    edit(archive, made, minor=("summary",), summary=SUMMARY.replace("nueve", "9"))
    assert _only(offline.look(brought)).source_now == ""
    assert offline.bring(brought) == 1
    assert offline.bench.desk().outdated == 0


def test_what_needs_no_change_can_be_found_still_correct(offline: Offline, archive: Archive, made: Made) -> None:
    offline.bench.write("Fishers stopped the port.")
    edit(archive, made, summary="Los pescadores pararon el puerto durante diez días.")
    assert offline.bench.desk().outdated == 1
    one = _only(offline.look(offline.brought()))
    assert (one.fate, one.wanted) == (Fate.STILL, False)
    assert offline.take(one.row) == 0
    assert offline.bench.desk().outdated == 0
    assert offline.look(offline.brought()).rows == ()


def test_a_late_file_is_not_laid_over_newer_work(offline: Offline, archive: Archive, made: Made) -> None:
    brought = offline.brought(summary="Old work.")
    edit(archive, made, summary="Los pescadores pararon el puerto durante diez días.")
    offline.bench.write("Newer work.")
    one = _only(offline.look(brought))
    assert (one.fate, one.stands, one.text) == (Fate.CONFLICT, "Newer work.", "Old work.")
    assert offline.bring(brought) == 0


def test_what_was_saved_after_it_was_taken_along_is_a_conflict(offline: Offline) -> None:
    offline.bench.write("First.")
    brought = offline.brought(summary="From the road.")
    offline.bench.write("At home.")
    assert _only(offline.look(brought)).fate is Fate.CONFLICT
    untouched = replace(brought, texts=tuple(replace(one, text="First.") for one in brought.texts if one.text))
    assert _only(offline.look(untouched)).fate is Fate.CONFLICT


def test_what_one_changed_on_the_way_is_taken_over(offline: Offline) -> None:
    offline.bench.write("First.")
    assert _only(offline.look(offline.brought(summary="Better."))).fate is Fate.CHANGED
    assert offline.bring(offline.brought(summary="Better.")) == 1


def test_between_looking_and_saving_nothing_is_lost(offline: Offline, tom: Actor) -> None:
    row = _only(offline.look(offline.brought(summary="By Asha."))).row
    second(offline.bench, tom).write("By Tom.")
    with pytest.raises(Conflict) as conflict:
        offline.take(row)
    assert conflict.value.theirs == {str(row.slot_id): "By Tom."}
    with offline.archive.unit_of_work(offline.bench.actor) as work:
        again = work.translating.look_again(offline.bench.made.public_id, "en", [row], 1)
    assert _only(again).stands == "By Tom."
    assert offline.take(_only(again).row) == 1


def test_addresses_come_from_here_and_never_from_a_file(archive: Archive, asha: Actor) -> None:
    bench = Bench(archive, a_case(archive, texts={**TEXTS, "summary": LINK + "\n\n[^1]: Lo dijo Rosa."}), asha)
    bench.start()
    offline = Offline(bench)
    assert offline.units()["summary"].source == "Los pescadores {1}pararon{2} el puerto{3}."
    assert offline.bring(offline.brought(summary="Fishers{3} {1}stopped{2} the port.")) == 1
    assert bench.slot().text == "Fishers[^1] [stopped](https://ejemplo.org/huelga) the port."
    assert offline.units()["summary"].target == "Fishers{3} {1}stopped{2} the port."
    for text, wrong in (
        ("Fishers {1}stopped{2}.", {"missing": (3,)}),
        ("Fishers {1}stopped{2}{3}{3}{9}.", {"doubled": (3,), "unknown": (9,)}),
        ("[Fishers](https://evil.example) {1}stopped{2}{3}.", {"foreign": ("](", "https://evil.example")}),
    ):
        one = _only(offline.look(offline.brought(summary=text)))
        assert one.fate is Fate.CODES
        assert {name: getattr(one.codes, name) for name in wrong} == wrong
        with pytest.raises(Refused) as refused:
            offline.take(one.row)
        assert refused.value.problems == {str(one.row.slot_id): "codes-differ"}


def test_what_was_left_as_it_was_told_is_not_translated(offline: Offline) -> None:
    preview = offline.look(offline.brought(summary=SUMMARY, advice="", title="The strike"))
    assert _fates(preview) == [("title", Fate.NEW)]
    assert preview.untranslated == len(offline.taken().parcel.units) - 1


def test_paragraphs_that_nobody_knows_are_shown_and_left(offline: Offline) -> None:
    brought = offline.brought(summary="Fishers stopped the port.")
    strange = (
        BroughtText("s-000000000000", "Otra cosa", "Something else"),
        replace(next(one for one in brought.texts if one.source == SUMMARY), source="Cambiado por alguien"),
    )
    preview = offline.look(replace(brought, texts=strange))
    assert [one.text for one in preview.unknown] == ["Something else", "Fishers stopped the port."]
    assert preview.rows == ()


def test_files_of_other_stories_and_languages_are_refused(offline: Offline, archive: Archive) -> None:
    brought = offline.brought(title="The strike")
    for changed, code in (
        ({"story": a_case(archive).public_id}, "file-other-story"),
        ({"target": "fr"}, "file-other-language"),
        ({"target": "en-x-plain"}, "file-other-language"),
        ({"texts": ()}, "file-not-ours"),
    ):
        with pytest.raises(Refused) as refused:
            offline.look(replace(brought, **changed))
        assert refused.value.problems == {"file": code}
    assert offline.look(replace(brought, target="en-GB", story="")).rows


def test_ids_of_other_stories_open_nothing(offline: Offline, archive: Archive, asha: Actor) -> None:
    other = Bench(archive, a_case(archive), asha)
    other.start()
    seen = other.slot()
    mine = _only(offline.look(offline.brought(summary="Mine."))).row
    for row in (replace(mine, slot_id=seen.id), replace(mine, base_id=seen.base_id), replace(mine, base_id=10**8)):
        with pytest.raises(Refused) as refused:
            offline.take(row)
        assert set(refused.value.problems.values()) == {"form-old"}


def test_only_who_may_translate_takes_along_and_only_while_it_is_allowed(offline: Offline, archive: Archive) -> None:
    reader = Offline(second(offline.bench, a_person(archive, Role.MEMBER)))
    with pytest.raises((NotAllowed, NotFound)):
        reader.taken()
    brought = offline.brought(summary="Fishers stopped the port.")
    row = _only(offline.look(brought)).row
    hide(archive, offline.bench.made)
    for act in (offline.taken, lambda: offline.look(brought), lambda: offline.take(row)):
        with pytest.raises((NotFound, OutOfSight, Withdrawn)):
            act()


@pytest.mark.parametrize("reach", list(Reach))
def test_sections_for_fewer_than_the_story_stay_here(archive: Archive, asha: Actor, reach: Reach) -> None:
    bench = Bench(archive, a_case(archive, narrowed={"strategy": reach}), asha)
    bench.start()
    fields = {place.field for place in Offline(bench).taken().places.values()}
    assert "strategy" not in fields
    assert "summary" in fields


def test_the_words_of_the_subjects_go_along(offline: Offline) -> None:
    terms = {(one.source, one.target) for one in offline.taken().parcel.terms}
    vocabularies = offline.archive.tools.vocabularies
    labels = [
        term.labels
        for name, key in (("themes", "fisheries"), ("strategies", "strike"))
        if (term := vocabularies.find(name, key))
    ]
    assert terms == {(one["es"], one["en"]) for one in labels}
    assert len(terms) == 2


def test_a_sheet_of_paper_is_typed_in_by_its_numbers(offline: Offline, archive: Archive, made: Made) -> None:
    taken = offline.taken()
    numbers = {taken.places[key].field: number for key, number in taken.paper_numbers.items()}
    edit(archive, made, summary="Los pescadores pararon el puerto durante diez días.")
    again = offline.taken()
    newer = {again.places[key].field: number for key, number in again.paper_numbers.items()}
    assert newer["summary"] == f"{numbers['summary']}-2"
    assert newer["advice"] == numbers["advice"]
    typed = f"({numbers['summary']}) Fishers stopped\nthe port.\n\n{newer['advice']}) Bring food.\n(99999) Lost."
    with archive.unit_of_work(offline.bench.actor) as work:
        preview = work.translating.look_at_sheet(made.public_id, "en", typed, "es")
    assert [(one.field, one.text) for one in preview.rows] == [
        ("summary", "Fishers stopped\nthe port."),
        ("advice", "Bring food."),
    ]
    assert [one.text for one in preview.unknown] == ["Lost."]
    assert preview.rows[0].source == SUMMARY
    assert preview.rows[0].source_now


def test_what_is_withheld_neither_leaves_nor_comes_in(offline: Offline, archive: Archive, made: Made) -> None:
    brought = offline.brought(summary="Miramar stopped the port.", title="The strike")
    assert "advice" in offline.units()
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for number, words in enumerate(("Miramar", "comida")):
            term = GuardedTerm(case_id=made.id, name=str(number), words=words, kind="name", verdict=Verdict.MASK)
            term.decided_on = work.today
            work.session.add(term)
    assert "advice" not in offline.units()
    with pytest.raises(Refused) as refused:
        offline.take(*(one.row for one in offline.look(brought).rows))
    assert list(refused.value.problems.values()) == ["masked-term"]
    assert offline.bench.desk().done == 0


def test_a_translation_of_a_translation_lands_on_the_one_in_between(
    offline: Offline, archive: Archive, made: Made, asha: Actor, tom: Actor
) -> None:
    hindi = Bench(archive, made, asha, "hi")
    hindi.start()
    publish(hindi, tom, title="मछुआरों की हड़ताल", summary="मछुआरों ने बंदरगाह रोक दिया।")
    taken = offline.taken("hi").parcel
    assert (taken.units[0].source, taken.units[0].source_language) == ("मछुआरों की हड़ताल", "hi")
    assert {unit.source_language for unit in taken.units} == {"hi", "es"}
    made_of = {"मछुआरों ने बंदरगाह रोक दिया।": "Fishers stopped the port.", TEXTS["advice"]: "Bring food."}
    units = tuple(replace(unit, target=made_of.get(unit.source, "")) for unit in taken.units)
    content = archive.tools.offline.write(replace(taken, units=units), Form.OMEGAT, Words("", "", {}))
    hindi.write("मछुआरों ने नौ दिन बंदरगाह रोक दिया।")
    hindi.ready()
    second(hindi, tom).approve()
    preview = offline.look(read_file(archive.tools, content))
    assert [(one.field, one.source_language, bool(one.source_now)) for one in preview.rows] == [
        ("summary", "hi", True),
        ("advice", "es", False),
    ]
    assert offline.take(*(one.row for one in preview.rows)) == 2
    assert offline.bench.desk().outdated == 1
    behind = offline.bench.slot(source="hi").behind
    assert behind is not None
    assert behind.language == "hi"


def test_what_somebody_is_typing_here_waits_while_a_file_comes_back(offline: Offline, made: Made) -> None:
    seen = offline.bench.slot()
    with offline.archive.unit_of_work(offline.bench.actor, write=True) as work:
        typed = {seen.id: Typed("Half a thought", seen.base_id, seen.target_id)}
        work.translating.keep(made.public_id, offline.bench.target, "summary", typed)
    assert offline.bring(offline.brought(summary="From the road.")) == 1
    now = offline.bench.slot()
    assert now.text == "From the road."
    assert now.unsaved is not None
    assert now.unsaved.text == "Half a thought"
