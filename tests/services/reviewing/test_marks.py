"""Words that may lead to somebody: withheld in every language and in all history, kept for a reason, or asked about."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from tests.make import TEXTS, Made, a_case, a_person, a_translation, index
from tests.services.translating.benches import Bench, second
from wgsm_archive.db.base import Base
from wgsm_archive.db.models import (
    AuditEvent,
    Case,
    CaseSource,
    GuardedTerm,
    Job,
    LanguageVersion,
    MediaFile,
    RenderedVersion,
    Revision,
    SegmentVersion,
)
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Actor, Role, teller
from wgsm_archive.domain.case_study import SourceType
from wgsm_archive.domain.checklist import Answer, Answered, Check
from wgsm_archive.domain.errors import Conflict, NotAllowed, NotFound, Refused
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.domain.media import Format, MediaKind
from wgsm_archive.domain.review import KeepReason, QuestionState, Verdict
from wgsm_archive.ports.search import Shelf
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reactions import FORGET_WORDS, INDEX_NARROWED
from wgsm_archive.services.reviewing.desk import Desk
from wgsm_archive.services.reviewing.marking import Mark
from wgsm_archive.services.reviewing.marks import MarkDecision
from wgsm_archive.services.texts import current_texts
from wgsm_archive.services.translating.typed import Typed

NAME = "Eusebio Quispe"
TOLD = {
    **TEXTS,
    "strategy": f"Llamen a don {NAME} al 987 654 321.\n\nParamos juntos.",
    "advice": "Pregunten por EUSEBIO QUISPE en el muelle.",
}


@pytest.fixture
def ana(archive: Archive) -> Actor:
    return a_person(archive, Role.FACILITATOR, handle="ana")


@pytest.fixture
def sent(archive: Archive) -> Made:
    return a_case(archive, state=CaseState.SUBMITTED, texts=TOLD)


@pytest.fixture
def public(archive: Archive) -> Made:
    made = a_case(archive, texts=TOLD)
    a_translation(
        archive, made.id, "en", {"title": "The strike", "summary": "In short.", "strategy": f"Call Mr {NAME} now."}
    )
    return made


def marks(archive: Archive, actor: Actor, made: Made) -> dict[str, Mark]:
    with archive.unit_of_work(actor) as work:
        return {mark.words: mark for mark in work.reviewing.desk(made.public_id, ("es",)).marks}


def the_name(archive: Archive, actor: Actor, made: Made) -> Mark:
    return next(mark for words, mark in marks(archive, actor, made).items() if NAME.lower() in words.lower())


def decide(archive: Archive, actor: Actor, made: Made, verdict: Verdict, *, key: str = "", **more: object) -> None:
    key = key or the_name(archive, actor, made).key
    with archive.unit_of_work(actor, write=True) as work:
        work.reviewing.marks.decide(
            made.public_id,
            [MarkDecision(key, verdict, **more)],  # type: ignore[arg-type]
            form_key="form",
        )


def texts(archive: Archive, made: Made) -> dict[str, str]:
    with archive.unit_of_work(SYSTEM) as work:
        version = work.session.get_one(LanguageVersion, made.version_id)
        return current_texts(work, version)


def everything(archive: Archive) -> str:
    """All that the database holds of any text that readers, members or translators could ever be shown."""
    with archive.unit_of_work(SYSTEM) as work:
        rows = [
            *work.session.scalars(select(SegmentVersion.text)),
            *map(str, work.session.scalars(select(Revision.texts))),
            *map(str, work.session.scalars(select(RenderedVersion.sections))),
            *work.session.scalars(select(RenderedVersion.plain)),
            *work.session.scalars(select(LanguageVersion.title + LanguageVersion.summary + LanguageVersion.slug)),
            *(json.dumps(detail) for detail in work.session.scalars(select(AuditEvent.detail))),
            *(json.dumps(payload) for payload in work.session.scalars(select(Job.payload))),
        ]
    return "\n".join(rows).lower()


def test_a_mark_tells_all_places_of_its_words(archive: Archive, ana: Actor, sent: Made):
    mark = the_name(archive, ana, sent)
    assert mark.kind is Kind.NAME
    assert {place.field for place in mark.places} == {"strategy", "advice"}
    assert any("Pregunten por" in place.before for place in mark.places)


def test_what_is_withheld_is_gone_from_every_language_and_from_all_history(archive: Archive, ana: Actor, public: Made):
    with archive.unit_of_work(ana, write=True) as work:
        older = {**TOLD, "summary": f"{NAME} paró el puerto."}
        work.reviewing.editing.save_text(public.public_id, older, based_on=1)
        work.reviewing.editing.save_text(public.public_id, {**older, "summary": "Otra vez."}, based_on=2)
    index(archive)
    assert "quispe" in everything(archive)
    decide(archive, ana, public, Verdict.MASK)
    assert "quispe" not in everything(archive)
    now = texts(archive, public)
    assert now["strategy"].startswith("Llamen a [nombre reservado] al") or "[nombre reservado]" in now["strategy"]
    assert "[nombre reservado]" in now["advice"]
    with archive.unit_of_work(SYSTEM) as work:
        english = work.session.scalars(
            select(SegmentVersion.text).where(SegmentVersion.text.contains("withheld"))
        ).all()
        assert english == ["Call [name withheld] now."] or "[name withheld]" in english[0]
    index(archive)
    with archive.unit_of_work(SYSTEM) as work:
        assert "quispe" not in str([work.tools.index.contents(shelf) for shelf in Shelf]).lower()
        assert public.id not in work.pending_cases("index-case")


def test_the_index_is_written_anew_without_the_words(archive: Archive, ana: Actor, public: Made):
    index(archive)
    decide(archive, ana, public, Verdict.MASK)
    with archive.unit_of_work(SYSTEM) as work:
        assert {INDEX_NARROWED, FORGET_WORDS} <= set(work.session.scalars(select(Job.kind)))


def test_translations_stay_as_valid_as_they_were(archive: Archive, ana: Actor, public: Made):
    def outdated() -> list[int]:
        with archive.unit_of_work(SYSTEM) as work:
            return list(work.session.scalars(select(LanguageVersion.slots_outdated)))

    before = outdated()
    decide(archive, ana, public, Verdict.MASK)
    assert outdated() == before


def test_a_decision_holds_for_later_texts(archive: Archive, ana: Actor, sent: Made):
    decide(archive, ana, sent, Verdict.KEEP, reason=KeepReason.PUBLIC_ROLE)
    assert not [words for words in marks(archive, ana, sent) if "quispe" in words.lower()]
    with archive.unit_of_work(ana, write=True) as work:
        again = {"summary": "Eusebio QUISPE habló."}
        work.reviewing.editing.save_text(sent.public_id, again, based_on=1)
    assert not [words for words in marks(archive, ana, sent) if "quispe" in words.lower()]
    with archive.unit_of_work(ana) as work:
        term = work.reviewing.desk(sent.public_id, ("es",)).terms[0]
    assert (term.verdict, term.reason) == (Verdict.KEEP, KeepReason.PUBLIC_ROLE)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.marks.forget(sent.public_id, term.id)
    assert [words for words in marks(archive, ana, sent) if "quispe" in words.lower()]


def test_to_stay_words_need_a_reason_and_a_question_needs_words(archive: Archive, ana: Actor, sent: Made):
    key = the_name(archive, ana, sent).key
    with pytest.raises(Refused) as refused:
        decide(archive, ana, sent, Verdict.KEEP)
    assert refused.value.problems == {f"reason.{key}": "choose"}
    with pytest.raises(Refused) as refused:
        decide(archive, ana, sent, Verdict.ASK, question="  ")
    assert refused.value.problems == {f"question.{key}": "required"}


def test_an_asked_mark_waits_for_the_tellers_and_is_decided_then(archive: Archive, ana: Actor, sent: Made):
    decide(archive, ana, sent, Verdict.ASK, question="¿Sabe don Eusebio que está aquí?")
    assert the_name(archive, ana, sent).asked is QuestionState.OPEN
    with archive.unit_of_work(teller(sent.id)) as work:
        asked = work.contributing.settling.waiting().questions
    assert [(one.text, one.field) for one in asked] == [("¿Sabe don Eusebio que está aquí?", "strategy")]
    with archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.returning.answer("No, mejor no.", "a", question_id=asked[0].id)
    assert the_name(archive, ana, sent).asked is QuestionState.ANSWERED
    decide(archive, ana, sent, Verdict.MASK)
    with archive.unit_of_work(ana) as work:
        desk = work.reviewing.desk(sent.public_id, ("es",))
    assert [question.state for question in desk.questions] == [QuestionState.RESOLVED]
    with archive.unit_of_work(teller(sent.id)) as work:
        told = work.contributing.settling.waiting()
    assert told.questions == ()
    assert [one.instead for one in told.withheld] == ["[nombre reservado]"]


def test_of_two_who_decide_on_a_mark_the_second_is_told(archive: Archive, ana: Actor, sent: Made):
    found = marks(archive, ana, sent)
    name, phone = the_name(archive, ana, sent).key, next(one.key for one in found.values() if one.kind is Kind.PHONE)
    decide(archive, ana, sent, Verdict.MASK, key=name)
    ben = a_person(archive, Role.FACILITATOR, handle="ben")
    with pytest.raises(Conflict) as conflict, archive.unit_of_work(ben, write=True) as work:
        work.reviewing.marks.decide(
            sent.public_id,
            [MarkDecision(name, Verdict.KEEP, KeepReason.AGREED), MarkDecision(phone, Verdict.MASK)],
            form_key="f",
        )
    assert list(conflict.value.theirs) == [name]
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(GuardedTerm.verdict)).all() == [Verdict.MASK]


def test_no_text_brings_back_what_is_withheld(archive: Archive, ana: Actor, public: Made):
    decide(archive, ana, public, Verdict.MASK)
    with pytest.raises(Refused) as refused, archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.save_text(public.public_id, {"summary": "Lo dijo eusebio quispe."}, based_on=2)
    assert refused.value.problems == {"summary": "masked-term"}
    with pytest.raises(Refused), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.suggest(public.public_id, {"summary": "Lo dijo Eusebio Quispe."}, based_on=2)
    tomas = a_person(archive, Role.TRANSLATOR, handle="tomas", languages=("en", "es"))
    with archive.unit_of_work(tomas) as work:
        slot = work.translating.part(public.public_id, "en", "advice", ("en",)).slots[0]
        assert "quispe" not in repr(slot).lower()
    typed = {slot.id: Typed("Ask for Eusebio-Quispe.", base_id=slot.base_id)}
    with pytest.raises(Refused) as refused, archive.unit_of_work(tomas, write=True) as work:
        work.translating.save(public.public_id, "en", "advice", typed)
    assert refused.value.problems == {str(slot.id): "masked-term"}
    assert "uispe" not in str(refused.value)


def test_a_page_that_was_open_before_does_not_bring_it_back(archive: Archive, ana: Actor, sent: Made):
    decide(archive, ana, sent, Verdict.MASK)
    with archive.unit_of_work(ana, write=True) as work:
        # Sends all fields as they stood when the page was opened, one of them changed.
        work.reviewing.editing.save_text(sent.public_id, {**TOLD, "summary": "Nueve días."}, based_on=1)
    now = texts(archive, sent)
    assert now["summary"] == "Nueve días."
    assert "uispe" not in str(now)
    with archive.unit_of_work(teller(sent.id), write=True) as work:
        work.contributing.returning.propose({**TOLD, "change": "Ganamos."}, based_on=1)
    with archive.unit_of_work(ana) as work:
        proposals = work.reviewing.desk(sent.public_id, ("es",)).proposals
    assert [field.field for field in proposals[0].fields] == ["change"]


def test_a_translator_never_sees_the_older_text_in_what_has_changed(archive: Archive, ana: Actor, public: Made):
    decide(archive, ana, public, Verdict.MASK)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.editing.save_text(public.public_id, {"strategy": "Paramos todos juntos."}, based_on=2)
    tomas = a_person(archive, Role.TRANSLATOR, handle="tomas", languages=("en", "es"))
    with archive.unit_of_work(tomas) as work:
        for part in ("summary", "story", "strategy", "change", "advice"):
            assert "quispe" not in repr(work.translating.part(public.public_id, "en", part, ("en",))).lower()
        assert work.session.scalars(select(GuardedTerm)).all() == []


def test_what_is_withheld_stands_in_no_message_proposal_or_note_either(archive: Archive, ana: Actor, sent: Made):
    mark = the_name(archive, ana, sent)
    decide(archive, ana, sent, Verdict.ASK, key=mark.key, question=f"¿Lo sabe {NAME}?")

    def talk(number: int) -> None:
        with archive.unit_of_work(teller(sent.id), write=True) as work:
            work.contributing.returning.answer(f"{NAME} no lo sabe ({number}).", f"answer-{number}")
            work.contributing.returning.propose({"change": f"Con {NAME} ganamos ({number})."}, based_on=1)
        with archive.unit_of_work(ana, write=True) as work:
            desk = work.reviewing.desk(sent.public_id, ("es",))
            noted = {Check.MINORS: Answered(Answer.PROBLEM, f"El hijo de {NAME}")}
            revision, text = desk.review_revision, desk.page.revision
            work.reviewing.deciding.check(sent.public_id, noted, None, based_on=revision, text_revision=text)

    talk(1)
    assert {"dialogue_message", "proposal", "case_review", "guarded_term"} <= tables_that_name_him(archive)
    decide(archive, ana, sent, Verdict.MASK, key=mark.key)
    assert tables_that_name_him(archive) == {"guarded_term"}
    talk(2)
    assert tables_that_name_him(archive) == {"guarded_term"}
    with archive.unit_of_work(teller(sent.id)) as work:
        assert "[nombre reservado] no lo sabe (2)." in repr(work.contributing.returning.story())


def test_what_is_written_about_a_story_later_is_held_to_it_as_well(archive: Archive, ana: Actor):
    """The notes that go with a translation, with a suggested change and its answer; messages and reports of readers."""
    public = a_case(archive, texts=TOLD, uses=("translate", "contact", "contact-anybody"))
    tomas, other = (a_person(archive, Role.TRANSLATOR, languages=("en", "es")) for _ in range(2))
    english = Bench(archive, public, tomas)
    english.start()
    english.write("The strike", "title")

    def write(number: int) -> None:
        said = f"No nombren a {NAME} ({number})."
        with archive.unit_of_work(ana, write=True) as work:
            work.reviewing.editing.suggest(public.public_id, {"summary": f"Día {number}."}, based_on=1, why=said)
        with archive.unit_of_work(teller(public.id), write=True) as work:
            suggestion = work.contributing.settling.waiting().suggestions[0].id
            work.contributing.settling.decline(suggestion, said)
        with archive.unit_of_work(ANONYMOUS, write=True) as work:
            work.reading.report_harm(public.public_id, said, f"harm-{number}")
            work.reading.send_message(public.public_id, said, f"message-{number}")
        english.write(f"In short ({number}).")
        english.ready()
        second(english, other).give_back(said)

    write(1)
    assert {"suggestion", "harm_report", "relay_message", "revision"} <= tables_that_name_him(archive)
    decide(archive, ana, public, Verdict.MASK)
    assert tables_that_name_him(archive) == {"guarded_term"}
    write(2)
    assert tables_that_name_him(archive) == {"guarded_term"}


def tables_that_name_him(archive: Archive) -> set[str]:
    with archive.unit_of_work(SYSTEM) as work:
        tables = Base.metadata.sorted_tables
        return {one.name for one in tables if "quispe" in repr(work.session.execute(select(one)).all()).lower()}


def test_region_and_sources_are_withheld_and_a_named_teller_hinders(archive: Archive, ana: Actor, sent: Made):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, sent.id)
        case.region, case.author_name = f"Muelle {NAME}", NAME
        case.sources = [CaseSource(type=SourceType.ASSEMBLY_RECORD, title=f"Acta de {NAME}")]
    decide(archive, ana, sent, Verdict.MASK)
    with archive.unit_of_work(ana) as work:
        desk = work.reviewing.desk(sent.public_id, ("es",))
    assert "uispe" not in desk.facts.region
    assert [source.title for source in desk.private_sources] == [f"Acta de {NAME}"]
    assert "masked-term" in desk.hindrances


def test_files_are_named_and_described_without_what_is_withheld(archive: Archive, ana: Actor, public: Made):
    with archive.unit_of_work(SYSTEM, write=True) as work:
        described = MediaFile(
            public_id="file",
            case_id=public.id,
            form_key="a",
            kind=MediaKind.PHOTO,
            format=Format.JPEG,
            name="eusebio_quispe-2014.jpg",
            stored={},
            fingerprint="",
            bytes=1,
            caption=f"{NAME} en el muelle",
            alt="Un hombre",
            language="es",
        )
        work.session.add(described)
    decide(archive, ana, public, Verdict.MASK)
    with archive.unit_of_work(SYSTEM) as work:
        file = work.session.scalars(select(MediaFile)).one()
    assert (file.name, file.caption) == ("[nombre reservado]-2014.jpg", "[nombre reservado] en el muelle")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.scalars(select(MediaFile)).one().alt = "Eusebio QUISPE"
    with pytest.raises(Refused) as refused, archive.unit_of_work(ana, write=True) as work:
        work.media.accept("file")
    assert refused.value.problems == {"alt": "masked-term"}
    assert "masked-term" in desk_of(archive, ana, public).hindrances


def desk_of(archive: Archive, actor: Actor, made: Made) -> Desk:
    with archive.unit_of_work(actor) as work:
        return work.reviewing.desk(made.public_id, ("es",))


def test_a_verb_before_a_name_does_not_keep_it_from_being_withheld_elsewhere(archive: Archive, ana: Actor):
    told = {**TEXTS, "strategy": f"Buscamos {NAME} juntos. Su número: +51 987 654 321."}
    made = a_case(archive, texts=told)
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": f"They took {NAME}."})
    decide(archive, ana, made, Verdict.MASK)
    assert "quispe" not in everything(archive)
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.marks.withhold(made.public_id, "+51 987 654 321", Kind.PHONE)
    assert texts(archive, made)["strategy"].endswith("Su número: [dato reservado].")


def test_words_in_other_letters_are_withheld_by_hand(archive: Archive, ana: Actor, public: Made):
    a_translation(archive, public.id, "ar", {"title": "الإضراب", "summary": "اتصلوا بيوسيبيو كيسبي الآن"})
    with archive.unit_of_work(ana, write=True) as work:
        work.reviewing.marks.withhold(public.public_id, "يوسيبيو كيسبي", Kind.NAME)
    assert "كيسبي" not in everything(archive)
    for words, code in (("", "required"), ("a", "too-short"), ("!!!", "too-short"), ("x" * 201, "too-long")):
        with pytest.raises(Refused) as refused, archive.unit_of_work(ana, write=True) as work:
            work.reviewing.marks.withhold(public.public_id, words, Kind.NAME)
        assert refused.value.problems == {"words": code}


def test_only_facilitators_decide_and_only_tellers_and_they_see_the_words(archive: Archive, ana: Actor, public: Made):
    decide(archive, ana, public, Verdict.MASK)
    somebody = a_person(archive, Role.TRANSLATOR, Role.STEWARD)
    with archive.unit_of_work(somebody) as work:
        assert work.session.scalars(select(GuardedTerm)).all() == []
    for actor, error in ((somebody, NotAllowed), (teller(public.id), NotAllowed)):
        with pytest.raises(error), archive.unit_of_work(actor, write=True) as work:
            work.reviewing.marks.withhold(public.public_id, "muelle", Kind.PLACE)
    with pytest.raises(NotFound), archive.unit_of_work(ana, write=True) as work:
        work.reviewing.marks.forget(public.public_id, 999)
