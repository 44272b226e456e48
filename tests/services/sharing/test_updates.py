"""Importing again updates and never duplicates, keeps history, and leaves alone what people did in the archive."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.make import a_person
from tests.services.sharing.making import SENT, bring, case_called, changed, exported
from wgsm_archive.db.models import (
    AuditEvent,
    Case,
    ConsentDecision,
    LanguageVersion,
    Record,
    RecordRelation,
    Revision,
    SegmentVersion,
    Slot,
)
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.case_study import AuthorDisplay, Origin
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.case_rows import apply_facts, facts_of
from wgsm_archive.services.rendering import outdated_slots
from wgsm_archive.services.sharing.problems import Code
from wgsm_archive.services.texts import NewText, add_texts, current_texts, save_original, slots_of, texts_now


def _version(work: Any, language: str) -> LanguageVersion:
    found: LanguageVersion = work.session.scalars(
        select(LanguageVersion).where(LanguageVersion.language == language)
    ).one()
    return found


def _texts(archive: Archive, language: str) -> list[tuple[str, str]]:
    with archive.unit_of_work(SYSTEM) as work:
        held = texts_now(work, _version(work, language).id)
        case_id = work.session.scalars(select(Case.id)).one()
        return [(slot.field, held[slot.id].newest.text) for slot in slots_of(work, case_id) if slot.id in held]


def _late(archive: Archive, language: str = "en") -> set[tuple[str, int | None]]:
    with archive.unit_of_work(SYSTEM) as work:
        late = outdated_slots(work, _version(work, language).id)
        return {(slot.field, slot.position) for slot in work.session.scalars(select(Slot)) if slot.id in late}


def _codes(report: Any) -> list[tuple[str, str]]:
    return [(problem.place, str(problem.code)) for problem in report.problems]


def test_the_same_file_again_changes_nothing(archive: Archive):
    record = {"format": "wgsm-record/1", "id": "us", "type": "organisation", "texts": {"en": {"title": "Us"}}}
    bring(archive, SENT, record)
    before = exported(archive)
    with archive.unit_of_work(SYSTEM) as work:
        events = work.session.scalar(select(func.count()).select_from(AuditEvent))
    report = bring(archive, SENT, record)
    assert (report.new, report.updated, report.unchanged, report.refused) == (0, 0, 2, 0)
    assert exported(archive) == before
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(AuditEvent)) == events
        assert work.session.scalar(select(func.count()).select_from(ConsentDecision)) == 1
        assert work.session.scalar(select(func.count()).select_from(Revision)) == 2


def test_a_changed_paragraph_keeps_its_place_and_its_history(archive: Archive):
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM) as work:
        before = {slot.key for slot in work.session.scalars(select(Slot))}
        public_id = work.session.scalars(select(Case.public_id)).one()
    newer = changed("versions", "es", "sections", "change", to="Uno.\n\nDos veces, y otra vez.\n\nTres.")
    report = bring(archive, newer)
    assert (report.new, report.updated) == (0, 1)
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Case.public_id)).all() == [public_id]
        original = _version(work, "es")
        assert original.revision == 2
        assert len(before & {slot.key for slot in work.session.scalars(select(Slot))}) >= len(before) - 1
        kept = work.session.scalars(select(SegmentVersion.text).where(SegmentVersion.version_id == original.id))
        assert {"Dos.", "Dos veces, y otra vez."} <= set(kept)


def test_a_translation_of_a_changed_paragraph_falls_behind(archive: Archive):
    long = "Nos sentamos en el muelle con las redes y no nos movimos hasta la noche."
    first = changed("versions", "es", "sections", "change", to=f"Uno.\n\n{long}\n\nTres.")
    bring(archive, first)
    assert _late(archive) == set()
    newer = changed("versions", "es", "sections", "change", to=f"Uno.\n\n{long} Llovía.\n\nTres.")
    bring(archive, newer)
    assert _late(archive) == {("change", 1)}
    # The list says that nothing is behind: the sender looked at it again.
    newer["versions"]["en"]["outdated"] = []
    assert bring(archive, newer).updated == 1
    assert _late(archive) == set()
    assert bring(archive, newer).unchanged == 1


def test_a_newer_translation_goes_beside_the_older_one(archive: Archive):
    bring(archive, SENT)
    bring(archive, changed("versions", "en", "sections", "change", to="One.\n\nTwo at last.\n\nThree."))
    assert ("change", "Two at last.") in _texts(archive, "en")
    with archive.unit_of_work(SYSTEM) as work:
        version = _version(work, "en")
        kept = work.session.scalars(select(SegmentVersion.text).where(SegmentVersion.version_id == version.id)).all()
        assert sorted(kept).count("One.") == 1
        assert "Two." in kept


def test_a_version_the_file_does_not_have_stays(archive: Archive):
    bring(archive, SENT)
    bring(archive, changed("versions", to={"es": SENT["versions"]["es"]}))
    assert ("title", "The water") in _texts(archive, "en")


def test_what_people_changed_here_is_not_written_over(archive: Archive):
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case, version = work.session.scalars(select(Case)).one(), _version(work, "es")
        texts = {**current_texts(work, version), "summary": "Defendimos el agua, sin nombres."}
        save_original(work, case, version, texts, based_on=version.revision)
    assert _codes(bring(archive, SENT)) == []
    assert ("summary", "Defendimos el agua, sin nombres.") in _texts(archive, "es")
    newer = changed("versions", "es", "sections", "summary", to="Defendimos el agua con Rosa.")
    newer["versions"]["es"]["sections"]["advice"] = "No vayan solos."
    assert _codes(bring(archive, newer)) == [("versions.es.summary", "changed-here")]
    assert ("summary", "Defendimos el agua, sin nombres.") in _texts(archive, "es")
    assert ("advice", "No vayan solos.") in _texts(archive, "es")


def test_what_a_translator_wrote_here_is_not_written_over(archive: Archive):
    bring(archive, SENT)
    translator = a_person(archive, Role.TRANSLATOR)
    with archive.unit_of_work(translator, write=True) as work, work.full_sight():
        case, version = work.session.scalars(select(Case)).one(), _version(work, "en")
        slot = next(slot for slot in slots_of(work, case.id) if slot.field == "summary")
        add_texts(work, version, [NewText(slot, "We stood up for the water.", Origin.HUMAN)])
    assert _codes(bring(archive, SENT)) == []
    newer = changed("versions", "en", "sections", "summary", to="We guarded the water.")
    assert _codes(bring(archive, newer)) == [("versions.en.summary", "changed-here")]
    assert ("summary", "We stood up for the water.") in _texts(archive, "en")


def test_a_place_made_coarser_and_a_name_taken_out_do_not_come_back(archive: Archive):
    record = {**SENT, "author": {"kind": "person", "display": "named", "name": "Rosa"}, "region": "the red house"}
    bring(archive, record)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.scalars(select(Case)).one()
        facts = facts_of(case, with_private_sources=True)
        author = type(facts.author)(facts.author.kind, AuthorDisplay.ANONYMOUS)
        apply_facts(case, type(facts)(author=author, countries=facts.countries, terms=facts.terms))
        case.revision += 1
    report = bring(archive, record)
    assert [problem.code for problem in report.problems] == [Code.CHANGED_HERE]
    case = case_called(archive)
    assert (case.author_name, case.region) == ("", "")


def test_new_facts_of_the_sender_are_taken(archive: Archive):
    bring(archive, SENT)
    report = bring(archive, changed("countries", to=["PE", "BO"]))
    assert (report.updated, report.problems) == (1, [])
    with archive.unit_of_work(SYSTEM) as work:
        assert [row.country for row in work.session.scalars(select(Case)).one().countries] == ["PE", "BO"]


@pytest.mark.parametrize("state", [CaseState.DECLINED, CaseState.SUBMITTED])
def test_a_file_does_not_publish_what_people_decided_on(archive: Archive, state: CaseState):
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        # Published once, then declined or taken up again.
        work.session.execute(update(Case).values(state=state))
    bring(archive, SENT)
    assert case_called(archive).state is state


def test_what_waited_is_published_when_it_is_sent_to_be(archive: Archive):
    bring(archive, SENT, publish=False)
    assert case_called(archive).state is CaseState.SUBMITTED
    assert case_called(archive).sent_on is not None
    bring(archive, SENT)
    case = case_called(archive)
    assert case.state is CaseState.PUBLISHED
    assert case.was_public
    with archive.unit_of_work(SYSTEM) as work:
        published = work.session.scalars(select(LanguageVersion.published_on)).all()
    assert all(published)


@pytest.mark.parametrize("state", ["submitted", "declined"])
def test_the_state_in_the_file_holds_back(archive: Archive, state: str):
    bring(archive, {**SENT, "state": state})
    assert case_called(archive).state == state


def test_a_story_that_its_tellers_are_writing_is_not_written_into(archive: Archive):
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(update(Case).values(state=CaseState.DRAFT))
    report = bring(archive, SENT)
    assert [(problem.code, problem.refused) for problem in report.problems] == [(Code.BEING_WRITTEN, True)]


def test_the_archives_own_id_does_not_open_what_was_taken_back(archive: Archive):
    bring(archive, SENT)
    public_id = case_called(archive).public_id
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(update(Case).values(state=CaseState.WITHDRAWN))
    assert bring(archive, changed("id", to=public_id)).refused == 1
    with archive.unit_of_work(SYSTEM) as work:
        assert len(work.session.scalars(select(Case)).all()) == 1


def test_two_records_of_one_id_in_a_file_are_told(archive: Archive):
    report = bring(archive, SENT, changed("countries", to=["BO"]))
    assert [(problem.code, problem.line) for problem in report.problems] == [(Code.ID_AGAIN, 2)]
    assert (report.new, report.updated) == (1, 1)


def test_the_state_of_a_translation_follows_its_sender_until_somebody_works_on_it_here(archive: Archive):
    bring(archive, changed("versions", "en", "state", to="draft"))
    with archive.unit_of_work(SYSTEM) as work:
        assert _version(work, "en").state is VersionState.DRAFT
    bring(archive, changed("versions", "en", "state", to="ready"))
    with archive.unit_of_work(SYSTEM) as work:
        assert _version(work, "en").state is VersionState.READY
    translator = a_person(archive, Role.TRANSLATOR)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(update(LanguageVersion).values(translator_id=translator.person_id))
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM) as work:
        assert _version(work, "en").state is VersionState.READY


def test_relations_of_a_record_are_those_of_the_last_file(archive: Archive):
    us = {"format": "wgsm-record/1", "id": "us", "type": "organisation", "texts": {"en": {"title": "Us"}}}
    visit = {**us, "id": "visit", "type": "exchange", "relations": [{"kind": "part-of", "to": "us"}]}
    # The visit names what comes after it; the story comes in the same file.
    assert bring(archive, visit, us, SENT).problems == []
    bring(archive, {**visit, "relations": [{"kind": "inspired-by", "to": "a-story"}]})
    with archive.unit_of_work(SYSTEM) as work:
        row = work.session.scalars(select(RecordRelation)).one()
        assert (row.kind, row.other_id) == ("inspired-by", None)
        assert len(work.session.scalars(select(Record)).all()) == 2


def test_a_relation_to_nothing_is_told_with_its_line(archive: Archive):
    report = bring(archive, SENT, changed("relations", to=[{"kind": "part-of", "to": "nobody"}]))
    assert [
        (str(problem.code), problem.place, problem.line)
        for problem in report.problems
        if problem.code is not Code.ID_AGAIN
    ] == [("relation", "relations.1", 2)]


def test_a_story_does_not_change_the_language_it_was_told_in(archive: Archive):
    bring(archive, SENT)
    other = {**SENT, "original_language": "en", "countries": ["BO"]}
    report = bring(archive, other)
    assert [(problem.code, problem.refused) for problem in report.problems] == [(Code.NO_ORIGINAL, True)]
    with archive.unit_of_work(SYSTEM) as work:
        assert [row.country for row in work.session.scalars(select(Case)).one().countries] == ["PE"]
