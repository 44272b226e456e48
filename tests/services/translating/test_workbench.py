"""The rules of translating: who may, what is kept, what counts as behind, and what readers see of it."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.make import TEXTS, Made, a_case, a_person, index
from wgsm_archive.db.models import Case, LanguageVersion, Person, SegmentVersion
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotFound, NotNow, Refused, SignInNeeded
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.diffing import Change
from wgsm_archive.services.reading.views import Question
from wgsm_archive.services.translating.desk import PartDesk, SlotView, Standing, VersionDesk
from wgsm_archive.services.translating.saving import Typed


class Bench:
    """Somebody at work on translations of one story."""

    def __init__(self, archive: Archive, made: Made, actor: Actor, target: str = "en") -> None:
        self.archive, self.made, self.actor, self.target = archive, made, actor, target

    def start(self, source: str = "es") -> str:
        with self.archive.unit_of_work(self.actor, write=True) as work:
            return work.translating.start(self.made.public_id, self.target, source)

    def desk(self) -> VersionDesk:
        with self.archive.unit_of_work(self.actor) as work:
            return work.translating.version(self.made.public_id, self.target)

    def part(self, name: str = "summary", source: str = "") -> PartDesk:
        with self.archive.unit_of_work(self.actor) as work:
            return work.translating.part(self.made.public_id, self.target, name, ("en",), source=source)

    def slot(self, field: str = "summary", place: int = 0, source: str = "") -> SlotView:
        part = "summary" if field == "title" else field.split(".", maxsplit=1)[0]
        return [one for one in self.part(part, source).slots if one.field == field][place]

    def post(self, part: str, typed: dict[int, Typed]) -> int:
        with self.archive.unit_of_work(self.actor, write=True) as work:
            return work.translating.save(self.made.public_id, self.target, part, typed)

    def write(self, text: str, field: str = "summary", place: int = 0, source: str = "", **more: bool) -> SlotView:
        """Open the page, type into one paragraph, send it."""
        seen = self.slot(field, place, source)
        part = "summary" if field == "title" else field.split(".", maxsplit=1)[0]
        self.post(part, {seen.id: Typed(text, seen.base_id, seen.target_id, **more)})
        return self.slot(field, place, source)

    def confirm(self, field: str = "summary") -> None:
        seen = self.slot(field)
        assert seen.behind is not None
        typed = Typed(seen.text, seen.base_id, seen.target_id, confirmed_id=seen.behind.newest_id)
        self.post(field, {seen.id: typed})

    def ready(self) -> None:
        with self.archive.unit_of_work(self.actor, write=True) as work:
            work.translating.make_ready(self.made.public_id, self.target)

    def approve(self) -> None:
        with self.archive.unit_of_work(self.actor, write=True) as work:
            revision = work.translating.version(self.made.public_id, self.target).revision
            work.translating.approve(self.made.public_id, self.target, based_on=revision)

    def give_back(self, note: str) -> None:
        revision = self.desk().revision
        with self.archive.unit_of_work(self.actor, write=True) as work:
            work.translating.give_back(self.made.public_id, self.target, note, based_on=revision)


@pytest.fixture
def asha(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="asha")


@pytest.fixture
def tom(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="tom")


@pytest.fixture
def made(archive: Archive) -> Made:
    return a_case(archive)


@pytest.fixture
def bench(archive: Archive, made: Made, asha: Actor) -> Bench:
    bench = Bench(archive, made, asha)
    bench.start()
    return bench


def second(bench: Bench, actor: Actor) -> Bench:
    return Bench(bench.archive, bench.made, actor, bench.target)


def publish(bench: Bench, reader: Actor, title: str = "The strike", summary: str = "Fishers stopped the port.") -> None:
    bench.write(title, "title")
    bench.write(summary)
    bench.ready()
    second(bench, reader).approve()


def edit(archive: Archive, made: Made, *, minor: tuple[str, ...] = (), **changed: str) -> None:
    editor = a_person(archive, Role.FACILITATOR)
    with archive.unit_of_work(editor, write=True) as work:
        now = work.reviewing.text(made.public_id, ("es",))
        work.reviewing.editing.save_text(made.public_id, {**now.texts, **changed}, based_on=now.revision, minor=minor)


def read(archive: Archive, made: Made, language: str, actor: Actor = ANONYMOUS) -> tuple[str, str, int]:
    """Language, summary and number of outdated paragraphs of the page that a reader gets."""
    with archive.unit_of_work(actor) as work:
        page = work.reading.case(made.public_id, (language,))
    summary = next(one for one in page.passages if one.field == "summary")
    return page.language, summary.html, page.outdated


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
