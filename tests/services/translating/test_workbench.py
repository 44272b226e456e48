"""The rules of translating: who may, what is kept, and what counts as behind."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.make import TEXTS, Made, a_case, a_person
from tests.services.translating.benches import Bench, edit, publish, read, second
from wgsm_archive.db.models import Case, SegmentVersion
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotFound, Refused, SignInNeeded
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.diffing import Change
from wgsm_archive.services.translating.desk import Standing
from wgsm_archive.services.translating.typed import Typed


def test_only_what_changed_is_kept(archive: Archive, bench: Bench):
    bench.write("One.")
    bench.write("One.")
    bench.write("  One.\r\n")
    assert bench.write("").standing is Standing.MISSING
    with archive.unit_of_work(SYSTEM) as work:
        texts = [row.text for row in work.session.query(SegmentVersion).filter(SegmentVersion.base_id.is_not(None))]
    assert texts == ["One."]
    assert bench.desk().done == 0
    assert bench.write("Two.").standing is Standing.DRAFT


def test_two_at_once_lose_nothing(bench: Bench, tom: Actor):
    seen = bench.slot()
    second(bench, tom).write("By Tom.")
    with pytest.raises(Conflict) as conflict:
        bench.post("summary", {seen.id: Typed("By Asha.", seen.base_id, seen.target_id)})
    assert conflict.value.theirs == {str(seen.id): "By Tom."}
    assert bench.slot().text == "By Tom."
    again = bench.slot()
    bench.post("summary", {seen.id: Typed("By both.", again.base_id, again.target_id)})
    assert bench.slot().text == "By both."


def test_of_two_who_save_at_the_same_moment_one_is_asked(archive: Archive, bench: Bench, tom: Actor):
    benches = [bench, second(bench, tom)]
    seen = bench.slot()
    together = threading.Barrier(len(benches))

    def try_it(one: Bench) -> str:
        together.wait()
        try:
            one.post("summary", {seen.id: Typed(f"By {one.actor.name}.", seen.base_id, seen.target_id)})
        except Conflict as conflict:
            return "asked" if conflict.theirs[str(seen.id)].startswith("By ") else "lost"
        return "saved"

    with ThreadPoolExecutor(len(benches)) as pool:
        assert sorted(pool.map(try_it, benches)) == ["asked", "saved"]


def test_of_two_who_begin_at_the_same_moment_one_does(archive: Archive, made: Made, asha: Actor, tom: Actor):
    together = threading.Barrier(2)

    def try_it(actor: Actor) -> str:
        together.wait()
        try:
            return Bench(archive, made, actor, "sw").start()
        except Refused as refused:
            return refused.problems["target"]

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, [asha, tom])) == ["sw", "version-exists"]


def test_a_paragraph_left_alone_does_not_undo_what_somebody_else_saved(bench: Bench, tom: Actor):
    title, summary = bench.slot("title"), bench.slot()
    second(bench, tom).write("By Tom.")
    typed = {
        title.id: Typed("The strike", title.base_id, title.target_id),
        summary.id: Typed("", summary.base_id, summary.target_id),
    }
    assert bench.post("summary", typed) == 1
    assert bench.slot().text == "By Tom."
    assert bench.slot("title").text == "The strike"


def test_the_same_form_twice_is_no_conflict(bench: Bench):
    seen = bench.slot()
    for _ in range(2):
        bench.post("summary", {seen.id: Typed("Once.", seen.base_id, seen.target_id)})
    assert bench.slot().text == "Once."


def test_what_was_typed_over_an_older_source_is_kept_and_marked(archive: Archive, bench: Bench, made: Made):
    seen = bench.slot()
    edit(archive, made, summary="Los pescadores pararon el puerto durante doce días.")
    bench.post("summary", {seen.id: Typed("For nine days.", seen.base_id, seen.target_id)})
    behind = bench.slot().behind
    assert behind is not None
    assert [(run.change, run.text) for run in behind.runs if run.change is not Change.SAME] == [
        (Change.OLD, "nueve"),
        (Change.NEW, "doce"),
    ]
    bench.confirm()
    assert bench.slot().behind is None
    edit(archive, made, summary="Los pescadores pararon el puerto durante un mes.")
    assert bench.slot().behind is not None
    assert bench.write("For a month.").behind is None


def test_a_small_correction_leaves_translations_valid(archive: Archive, bench: Bench, made: Made):
    bench.write("For nine days.")
    edit(archive, made, summary="Los pescadores pararon el puerto durante 9 días.", minor=("summary",))
    assert bench.slot().behind is None


def test_a_relay_of_four_languages(archive: Archive, asha: Actor, tom: Actor):
    """or -> hi -> en -> es, as in research: what a change far away means for each of them."""
    story = {**TEXTS, "title": "ନିୟମଗିରି", "summary": "ବାରଟି ଗ୍ରାମସଭା ନା କହିଲେ।"}
    made = a_case(archive, language="or", texts=story)
    hi, en, es = (Bench(archive, made, asha, tag) for tag in ("hi", "en", "es"))
    for bench, source in ((hi, "or"), (en, "hi"), (es, "en")):
        bench.start(source)
        publish(bench, tom, f"Niyamgiri {bench.target}", f"Twelve said no ({bench.target}).")
    assert [source.steps for source in es.desk().sources] == [0, 1, 2]
    beside = es.slot(source="hi")
    assert (beside.source, beside.original) == ("Twelve said no (hi).", story["summary"])
    assert es.slot(source="or").original == ""

    def marks() -> list[str]:
        seen = (one.slot() for one in (hi, en, es))
        return ["outdated" if one.behind else "upstream" if one.far_behind else "" for one in seen]

    assert marks() == ["", "", ""]
    edit(archive, made, summary="ବାରଟି ଗ୍ରାମସଭା ନା କହିଲେ !", minor=("summary",))
    assert marks() == ["", "", ""]
    edit(archive, made, summary="ତେରଟି ଗ୍ରାମସଭା ନା କହିଲେ !")
    assert marks() == ["outdated", "upstream", "upstream"]
    assert [read(archive, made, tag)[2] for tag in ("hi", "en", "es")] == [1, 0, 0]
    behind = hi.slot().behind
    assert behind is not None
    assert next(run.text for run in behind.runs if run.change is Change.NEW) == "ତେରଟି"
    hi.confirm()
    assert marks() == ["", "", ""]
    hi.write("Thirteen said no (hi).")
    assert marks() == ["", "", ""], "nobody can read the new Hindi yet"
    hi.ready()
    second(hi, tom).approve()
    assert marks() == ["", "outdated", "upstream"]
    assert [read(archive, made, tag)[2] for tag in ("hi", "en", "es")] == [0, 1, 0]


def test_a_correction_of_a_translation_can_be_small_too(archive: Archive, bench: Bench, tom: Actor, made: Made):
    publish(bench, tom)
    relay = Bench(archive, made, tom, "fr")
    relay.start("en")
    relay.write("Le port.", source="en")
    bench.write("Fishers stopped the port!", minor=True)
    bench.ready()
    second(bench, tom).approve()
    assert relay.slot().behind is None
    bench.write("Fishers closed the port.")
    bench.ready()
    second(bench, tom).approve()
    assert relay.slot().behind is not None


@pytest.mark.parametrize("base", ["of another paragraph", "of another story", "of its own language", "of nothing"])
def test_a_base_that_does_not_belong_there_is_refused(archive: Archive, bench: Bench, base: str):
    other = Bench(archive, a_case(archive), bench.actor)
    other.start()
    own = bench.write("Mine.", "advice")
    bases = {
        "of another paragraph": bench.slot("strategy").base_id,
        "of another story": other.slot().base_id,
        "of its own language": own.target_id,
        "of nothing": 999_999,
    }
    seen = bench.slot("advice") if base == "of its own language" else bench.slot()
    typed = Typed("Other words.", bases[base], seen.target_id)
    with pytest.raises(Refused) as refused:
        bench.post(seen.field, {seen.id: typed})
    assert refused.value.problems == {str(seen.id): "form-old"}
    assert bench.slot(seen.field).text == seen.text


def test_nothing_but_a_newer_source_confirms_a_paragraph(archive: Archive, bench: Bench, made: Made):
    bench.write("For nine days.")
    edit(archive, made, summary="Los pescadores pararon el puerto durante doce días.")
    seen = bench.slot()
    for wrong in (seen.target_id, bench.slot("strategy").base_id, 999_999):
        with pytest.raises(Refused):
            bench.post("summary", {seen.id: Typed(seen.text, seen.base_id, seen.target_id, confirmed_id=wrong)})
    assert bench.slot().behind is not None


def test_what_cannot_be_text_is_refused(bench: Bench):
    seen = bench.slot()
    cases = {"not-text": "a\x00b", "too-long": "word " * 5000}
    for code, text in [*cases.items(), ("not-text", "a\ud800")]:
        with pytest.raises(Refused) as refused:
            bench.post("summary", {seen.id: Typed(text, seen.base_id, seen.target_id)})
        assert refused.value.problems == {str(seen.id): code}


def test_lists_and_tables_stay_what_they_are(archive: Archive, asha: Actor):
    change = "Ganamos:\n\n- el agua\n- la playa\n\n| año | casas |\n|---|---|\n| 2014 | 12 |"
    bench = Bench(archive, a_case(archive, texts={**TEXTS, "change": change}), asha)
    bench.start()
    for place, text in enumerate(("We won:", "water", "the beach", "| year | houses |", "| 2014\n| 12 |")):
        bench.write(text, "change", place)
    with archive.unit_of_work(asha) as work:
        page = work.translating.preview(bench.made.public_id, "en", ("en",))
    html = next(one.html for one in page.passages if one.field == "change")
    cells = re.findall(r"<(li|t[hd])[^>]*>\s*([^<]*?)\s*</\1>", html)
    assert [text for _, text in cells] == ["water", "the beach", "year", "houses", "2014", "12"]


def test_a_paragraph_taken_out_meanwhile_is_handed_back(archive: Archive, bench: Bench, made: Made):
    seen = bench.slot("change", 1)
    edit(archive, made, change="La concesión fue suspendida.")
    with pytest.raises(Conflict) as conflict:
        bench.post("change", {seen.id: Typed("We still wait.", seen.base_id, seen.target_id)})
    assert conflict.value.theirs == {str(seen.id): ""}


def test_a_language_is_begun_once_and_by_its_tag(archive: Archive, made: Made, asha: Actor):
    assert Bench(archive, made, asha, "PT_br").start() == "pt-BR"
    assert Bench(archive, made, asha, "es-x-facil").start() == "es-x-facil"
    for tag, code in (("pt-BR", "version-exists"), ("es", "version-exists"), ("not a tag", "unknown-language")):
        with pytest.raises(Refused) as refused:
            Bench(archive, made, asha, tag).start()
        assert refused.value.problems == {"target": code}
    with pytest.raises(Refused) as refused:
        Bench(archive, made, asha, "fr").start("pt-BR")
    assert refused.value.problems == {"source": "unknown-choice"}


@pytest.mark.parametrize(("level", "uses"), [(ConsentLevel.PUBLIC_SHARE, ()), (ConsentLevel.PRIVATE, ("translate",))])
def test_nothing_is_translated_without_consent(archive: Archive, level: ConsentLevel, uses: tuple[str, ...]):
    made = a_case(archive, level=level, uses=uses)
    with pytest.raises(Refused) as refused:
        Bench(archive, made, a_person(archive, Role.FACILITATOR)).start()
    assert refused.value.problems == {"consent": "consent-forbids"}


def test_a_consent_that_is_taken_back_closes_the_workbench(archive: Archive, bench: Bench, made: Made):
    bench.write("By Asha.")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Case, made.id).allowed_uses = ["quote"]
    with pytest.raises(NotFound):
        bench.desk()
    with pytest.raises(NotAllowed):
        second(bench, a_person(archive, Role.FACILITATOR)).desk()


def test_a_story_that_is_hidden_is_gone_for_translators(archive: Archive, bench: Bench, made: Made):
    seen = bench.slot()
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, made.id)
        case.state, case.withdrawn_from = CaseState.WITHDRAWN, CaseState.PUBLISHED
    with pytest.raises(NotFound):
        bench.desk()
    with pytest.raises(NotFound):
        bench.post("summary", {seen.id: Typed("Late.", seen.base_id, seen.target_id)})
    with archive.unit_of_work(bench.actor) as work:
        assert work.translating.started("en").total == 0


def test_only_translators_and_facilitators_translate(archive: Archive, made: Made):
    for actor, refusal in ((ANONYMOUS, SignInNeeded), (a_person(archive), NotAllowed)):
        with pytest.raises(refusal):
            Bench(archive, made, actor).start()
        with archive.unit_of_work(actor) as work, pytest.raises(refusal):
            work.translating.started("en")
