"""The translation memory: what was said before is found again, by those who may read it, for as long as they may."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, update

from tests import make
from tests.make import Made, a_case, a_person, a_translation, hide, index
from tests.services.translating.benches import Bench, edit, publish
from wgsm_archive.db.models import Case, GuardedTerm, Job, MemoryUnit, MemoryWord
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.consent import Consent, ConsentLevel, Reach, with_uses
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import decide_consent
from wgsm_archive.services.jobs.checking import faults
from wgsm_archive.services.translating.said_before import SaidBefore, Wanted, said_before

SUMMARY = "Los pescadores pararon el puerto durante nueve días y no dejaron pasar ningún barco."
ENGLISH = "The fishers stopped the port for nine days and let no ship pass."
TEXTS = {**make.TEXTS, "title": "La huelga", "summary": SUMMARY}


def a_translated(
    archive: Archive,
    language: str = "en",
    *,
    told: str = SUMMARY,
    said: str = ENGLISH,
    level: ConsentLevel = ConsentLevel.PUBLIC_SHARE,
) -> Made:
    made = a_case(archive, texts={**TEXTS, "summary": told}, level=level)
    a_translation(archive, made.id, language, {"title": "The strike", "summary": said})
    index(archive)
    return made


def looked_up(
    archive: Archive, actor: Actor, text: str = SUMMARY, *, at: Made | None = None, target: str = "en", before: str = ""
) -> tuple[SaidBefore, ...]:
    """What somebody is offered for a paragraph of a story; of one of everybody's, where none is given."""
    here = at or a_case(archive, texts={**TEXTS, "summary": text})
    with archive.unit_of_work(actor) as work:
        case = work.session.get_one(Case, here.id)
        return said_before(work, case, target, [Wanted(0, text, "es", before)], ("en",)).get(0, ())


def remembered(archive: Archive) -> int:
    with archive.unit_of_work(SYSTEM) as work:
        units = work.session.scalar(select(func.count()).select_from(MemoryUnit)) or 0
        if not units:
            assert not work.session.scalar(select(func.count()).select_from(MemoryWord))
        return units


def test_the_same_paragraph_is_offered_with_its_story(archive, asha):
    a_translated(archive)
    (found,) = looked_up(archive, asha)
    assert (found.text, found.percent, found.title, found.direct) == (ENGLISH, 100, "The strike", True)


def test_the_same_paragraph_after_the_same_one_is_more_than_the_same(archive, asha):
    made = a_case(archive, texts={**TEXTS, "change": f"Primero ganamos.\n\n{SUMMARY}"})
    bench = Bench(archive, made, asha)
    bench.start()
    bench.write(ENGLISH, "change", 1)
    publish(bench, a_person(archive, Role.TRANSLATOR))
    index(archive)
    assert [one.percent for one in looked_up(archive, asha, before="Primero ganamos.")][:1] == [101]
    assert [one.percent for one in looked_up(archive, asha, before="Primero perdimos.")][:1] == [100]


def test_a_like_paragraph_is_offered_and_an_unlike_one_is_not(archive, asha):
    a_translated(archive)
    (found,) = looked_up(archive, asha, SUMMARY.replace("nueve", "once"))
    assert 90 <= found.percent < 100
    assert found.source == SUMMARY
    assert not looked_up(archive, asha, "La empresa mandó a la policía contra la gente del pueblo y del puerto.")


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("ଡଙ୍ଗରିଆ କନ୍ଧମାନେ ନିୟମଗିରି ପାହାଡ଼କୁ ରକ୍ଷା କଲେ।", "ଡଙ୍ଗରିଆ କନ୍ଧମାନେ ନିୟମଗିରି ପାହାଡ଼କୁ ଭଲ ରକ୍ଷା କଲେ।"),
        ("गाँव के लोगों ने पानी के लिए बाँध रोका।", "गाँव के सब लोगों ने पानी के लिए बाँध रोका।"),
        ("ชาวบ้านหยุดเขื่อนได้เก้าวัน", "ชาวบ้านหยุดเขื่อนได้สิบวัน"),
    ],
)
def test_it_is_found_in_scripts_that_python_cuts_apart(archive, asha, told, asked):
    a_translated(archive, told=told)
    (found,) = looked_up(archive, asha, asked)
    assert found.text == ENGLISH
    assert found.percent < 100


def test_links_and_notes_are_those_of_the_paragraph_at_hand(archive, asha):
    told = "Los pescadores leyeron [la sentencia](https://old.example/1)[^1] en voz alta en el muelle."
    a_translated(archive, told=told, said="The fishers read [the ruling](https://old.example/1)[^1] aloud.")
    asked = told.replace("https://old.example/1", "https://new.example/2").replace("[^1]", "[^9]")
    (found,) = looked_up(archive, asha, asked)
    assert (found.text, found.percent) == ("The fishers read [the ruling](https://new.example/2)[^9] aloud.", 100)
    (found,) = looked_up(archive, asha, "Los pescadores leyeron la sentencia en voz alta en el muelle.")
    assert found.text == "The fishers read the ruling aloud."


def test_what_was_made_from_another_language_counts_a_little_less(archive, asha, tom):
    made = a_translated(archive, "pt", said="Os pescadores pararam o porto por nove dias e nenhum barco passou.")
    bench = Bench(archive, made, asha)
    bench.start("pt")
    publish(bench, tom, summary=ENGLISH)
    index(archive)
    (found,) = looked_up(archive, asha)
    assert (found.text, found.percent, found.direct) == (ENGLISH, 95, False)


def test_drafts_and_what_is_behind_are_not_offered(archive, asha, tom):
    made = a_case(archive, texts=TEXTS)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": ENGLISH}, state=VersionState.READY)
    index(archive)
    assert not looked_up(archive, asha)
    other = a_translated(archive, "fr", said="Les pêcheurs ont arrêté le port pendant neuf jours.")
    edit(archive, other, summary=SUMMARY + " Después volvieron.")
    # At once, before the worker has looked.
    assert not looked_up(archive, asha, target="fr")
    index(archive)
    assert not looked_up(archive, asha, target="fr")


def test_an_edit_replaces_what_it_changed_and_leaves_the_rest(archive, asha):
    made = a_translated(archive)
    before = units_of(archive)
    edit(archive, made, summary=SUMMARY + " Después volvieron.")
    index(archive)
    after = units_of(archive)
    assert SUMMARY in before.values()
    assert SUMMARY not in after.values()
    assert after == {unit: told for unit, told in before.items() if told != SUMMARY}
    edit(archive, made, summary=SUMMARY)
    index(archive)
    assert not looked_up(archive, asha)  # the translation was made from an earlier paragraph of the same words


def units_of(archive: Archive) -> dict[int, str]:
    with archive.unit_of_work(SYSTEM) as work:
        return {unit.id: unit.source_text for unit in work.session.scalars(select(MemoryUnit))}


def consent(archive: Archive, made: Made, decided: Consent) -> None:
    with archive.unit_of_work(teller(made.id), write=True) as work:
        decide_consent(work, work.session.get_one(Case, made.id), decided)


USES = ("translate", "quote")


def test_a_story_that_is_hidden_leaves_at_once_and_comes_back_when_shown(archive, asha):
    made = a_translated(archive)
    assert remembered(archive) == 2
    hide(archive, made)
    assert remembered(archive) == 0
    index(archive)
    assert not looked_up(archive, asha)
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.restore()
    index(archive)
    assert looked_up(archive, asha)


@pytest.mark.parametrize(
    "decided",
    [
        with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE), ("quote",)),
        with_uses(Consent(level=ConsentLevel.PRIVATE), USES),
        with_uses(Consent(level=ConsentLevel.CIRCLE), USES),
        with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE, narrowed={"summary": Reach.FACILITATORS}), USES),
    ],
)
def test_consent_that_ends_or_narrows_takes_the_words_out_at_once(archive, asha, decided):
    made = a_translated(archive)
    consent(archive, made, decided)
    assert remembered(archive) == 0
    index(archive)
    assert not looked_up(archive, asha)


def test_consent_that_runs_out_on_its_day_takes_the_words_out(archive, asha, clock):
    made = a_translated(archive)
    consent(archive, made, with_uses(Consent(level=ConsentLevel.PUBLIC_SHARE, until=clock.now().date()), USES))
    index(archive)
    assert looked_up(archive, asha)
    clock.forward(days=1)
    # Nobody reads it from the first moment of the day on; the worker takes it out of the tables.
    assert not looked_up(archive, asha)
    index(archive)
    assert remembered(archive) == 0


def test_a_story_among_members_is_offered_among_members_only(archive, asha):
    a_translated(archive, level=ConsentLevel.NETWORK)
    assert not looked_up(archive, asha)
    here = a_case(archive, texts=TEXTS, level=ConsentLevel.NETWORK)
    assert looked_up(archive, asha, at=here)


def test_a_blocked_and_an_erased_story_are_gone(archive, asha, clock):
    made = a_translated(archive)
    hide(archive, made)
    clock.forward(days=40)
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.get_one(Case, made.id).state is CaseState.ERASED
    assert remembered(archive) == 0
    assert not looked_up(archive, asha)


def test_words_that_are_withheld_are_in_no_memory(archive, asha):
    made = a_translated(archive, told=SUMMARY + " Lo dijo Rosa Quispe.", said=ENGLISH + " Rosa Quispe said so.")
    editor = a_person(archive, Role.FACILITATOR)
    with archive.unit_of_work(editor, write=True) as work:
        work.reviewing.marks.withhold(made.public_id, "Rosa Quispe", Kind.NAME)
    assert remembered(archive) == 0
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(GuardedTerm))
        texts = work.session.execute(select(MemoryUnit.source_text, MemoryUnit.target_text)).all()
        words = work.session.scalars(select(MemoryWord.word)).all()
    assert texts
    assert "Quispe" not in str(texts)
    assert "quispe" not in words


def test_what_is_withheld_in_the_story_at_hand_is_not_offered_to_it(archive, asha):
    a_translated(archive, told=SUMMARY + " Lo dijo Rosa Quispe.", said=ENGLISH + " Rosa Quispe said so.")
    here = a_case(archive, texts=TEXTS)
    assert looked_up(archive, asha, SUMMARY + " Lo dijo Rosa Quispe.", at=here)
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work:
        work.reviewing.marks.withhold(here.public_id, "Rosa Quispe", Kind.NAME)
    assert not looked_up(archive, asha, SUMMARY + " Lo dijo Rosa Quispe.", at=here)


def test_nobody_reads_the_memory_of_a_story_that_they_may_not_read(archive, made, asha):
    a_translated(archive, level=ConsentLevel.NETWORK)
    with archive.unit_of_work(ANONYMOUS) as work:
        assert not work.session.scalars(select(MemoryUnit)).all()
        assert not work.session.scalars(select(MemoryWord)).all()
    with archive.unit_of_work(asha) as work:
        assert work.session.scalars(select(MemoryUnit)).all()
        assert not work.session.scalars(select(MemoryWord)).all()


def _faults(archive: Archive) -> list[str]:
    with archive.unit_of_work(SYSTEM) as work:
        return [line for line in faults(work) if "memory" in line]


def test_the_check_of_an_instance_knows_the_memory(archive):
    made = a_translated(archive)
    assert _faults(archive) == []
    edit(archive, made, summary=SUMMARY + " Después volvieron.")
    # The worker will see to it.
    assert _faults(archive) == []
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(delete(Job))
    assert _faults(archive) == [f"case {made.public_id}: the translation memory holds older texts of it"]
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(update(Case).values(allowed_uses=[]))
    assert _faults(archive) == [
        f"case {made.public_id}: the translation memory holds it, though it may not be translated"
    ]
