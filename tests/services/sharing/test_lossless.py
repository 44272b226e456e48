"""What is exported and imported elsewhere is exported again the same, byte for byte."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from tests.fakes import HeldClock
from tests.make import a_case, a_person, a_translation
from tests.services.sharing.making import SENT, another_archive, bring, bring_lines, case_called, changed, exported
from wgsm_archive.db.models import (
    Case,
    CaseLabel,
    CaseRelation,
    ConsentDecision,
    LanguageVersion,
    RenderedVersion,
    Revision,
    SegmentNow,
    SegmentVersion,
    Slot,
)
from wgsm_archive.domain.access import CaseState, VersionState
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM, Role
from wgsm_archive.domain.case_study import Origin, RelationKind
from wgsm_archive.domain.consent import ConsentLevel
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.sharing.sample import load_sample
from wgsm_archive.services.texts import NewText, add_texts, slots_of, texts_now


def _again(archive: Archive, folder: Path, clock: HeldClock) -> tuple[bytes, bytes]:
    first = exported(archive)
    with another_archive(folder, clock) as other:
        report = bring_lines(other, first)
        assert report.problems == []
        return first, exported(other)


def test_the_whole_sample_archive_comes_back_the_same(archive: Archive, tmp_path: Path, clock: HeldClock):
    load_sample(archive)
    first, second = _again(archive, tmp_path, clock)
    assert first == second
    records = [json.loads(line) for line in first.splitlines()]
    assert [record["format"] for record in records] == ["wgsm-case/1"] * 17 + ["wgsm-record/1"] * 21
    versions = [version for record in records[:17] for version in record["versions"].values()]
    assert sum(bool(version.get("outdated")) for version in versions) == 4
    assert any(version.get("how") for version in versions)
    assert any(record.get("relations") for record in records[17:])


def test_an_export_says_what_the_sample_file_said(archive: Archive):
    load_sample(archive)
    records = {record["id"]: record for record in map(json.loads, exported(archive).splitlines())}
    told = records["sample-02-river-port"]
    assert told["terms"]["strategies"][0]["how"].startswith("Once años de cuadernos")
    assert told["consent"]["basis"] == "both"
    assert told["area"] == [9.5, -74.5]
    assert any(version.get("outdated") for version in told["versions"].values())
    assert {relation["to"] for relation in records["price-of-steel"]["relations"]} >= {"mission-posco-india"}


def test_work_that_is_not_finished_comes_back_the_same(archive: Archive, tmp_path: Path, clock: HeldClock):
    made = a_case(archive)
    translator = a_person(archive, Role.TRANSLATOR)
    english = a_translation(archive, made.id, "en", {"title": "The strike", "change": "It was suspended."})
    a_translation(archive, made.id, "fr", {"title": "La grève"}, state=VersionState.READY)
    a_case(archive, state=CaseState.SUBMITTED, level=ConsentLevel.NETWORK)
    with archive.unit_of_work(translator, write=True) as work, work.full_sight():
        version = work.session.get_one(LanguageVersion, english)
        places = {(slot.field, slot.position): slot for slot in slots_of(work, made.id)}
        second, first = places["change", 1], places["change", 0]
        newer = [NewText(first, "It was suspended at last.", Origin.HUMAN, None, VersionState.DRAFT)]
        # Two paragraphs in the place of one, and a place before it that is still empty.
        odd = NewText(places["strategy", 0], "Together.\n\n- because alone\n- we could not", Origin.HUMAN)
        add_texts(work, version, [*newer, odd])
        assert second.id not in texts_now(work, english)
    first_export, again = _again(archive, tmp_path, clock)
    assert first_export == again
    version_form = json.loads(first_export.splitlines()[0])["versions"]["en"]
    assert version_form["drafts"] == [
        {"section": "change", "paragraph": 1, "state": "draft", "text": "It was suspended at last."}
    ]
    assert version_form["sections"]["change"] == ["It was suspended."]
    assert version_form["sections"]["strategy"] == ["Together.\n\n- because alone\n- we could not"]


def test_holes_keep_their_place(archive: Archive, tmp_path: Path, clock: HeldClock):
    bring(archive, changed("versions", "en", "sections", to={"change": ["", "Two.", None]}))
    first, second = _again(archive, tmp_path, clock)
    assert first == second
    assert json.loads(first)["versions"]["en"]["sections"] == {"change": [None, "Two."]}


def test_a_translation_made_from_a_translation_keeps_its_source(archive: Archive, tmp_path: Path, clock: HeldClock):
    record = changed(
        "versions",
        "ay",
        to={
            "title": "Uma",
            "from": "en",
            "sections": {"change": "Maya.\n\nPaya.\n\nKimsa."},
            "outdated": [
                {"section": "change", "paragraph": 2, "was": "The second."},
                {"section": "change", "paragraph": 3, "was": "El tercero.", "from": "es"},
            ],
        },
    )
    assert bring(archive, record).problems == []
    first, second = _again(archive, tmp_path, clock)
    assert first == second
    form = json.loads(first)["versions"]
    assert list(form) == ["es", "en", "ay"]
    assert form["ay"]["outdated"] == record["versions"]["ay"]["outdated"]
    assert form["en"]["outdated"] == []


def test_relations_between_stories_come_along_whichever_came_first(archive: Archive, tmp_path: Path, clock: HeldClock):
    first = changed("relations", to=[{"kind": "same-company", "to": "another"}])
    assert bring(archive, first, changed("id", to="another")).problems == []
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(CaseRelation)).one().kind is RelationKind.SAME_COMPANY
    one, two = _again(archive, tmp_path, clock)
    assert one == two


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.ERASED, CaseState.DRAFT])
def test_what_was_taken_back_or_is_still_written_is_in_no_file(archive: Archive, state: CaseState):
    bring(archive, changed("relations", to=[{"kind": "same-company", "to": "another"}]), changed("id", to="another"))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.execute(update(Case).where(Case.sender_id == "another").values(state=state))
    found = [json.loads(line) for line in exported(archive).splitlines()]
    assert [record["id"] for record in found] == ["a-story"]
    assert "relations" not in found[0]


def test_the_public_file_holds_what_anybody_may_take_along(archive: Archive):
    sources = [
        {"type": "media", "title": "Open paper", "public": True},
        {"type": "own-testimony", "title": "Hidden notebook", "public": False},
    ]
    author = {"kind": "movement", "display": "organisation", "name": "Junta del Agua"}
    record = changed("sources", to=sources)
    record["author"] = author
    record["consent"] |= {"explained": "in the house of somebody"}
    record["versions"]["qu"] = {"title": "Yaku", "state": "draft", "sections": {"summary": "Manaraq tukusqa."}}
    no_export = changed("id", to="no-export")
    no_export["consent"] = {"level": "public-share", "translate": True}
    network = changed("id", to="network-only", record=changed("consent", "level", to="network"))
    network["audience"] = "network"
    bring(archive, record, no_export, network, changed("id", to="in-a-queue", record={**SENT, "state": "submitted"}))
    public = exported(archive, ANONYMOUS).decode()
    found = [json.loads(line) for line in public.splitlines()]
    assert [one["id"] for one in found] == [case_called(archive).public_id]
    assert set(found[0]["versions"]) == {"es", "en"}
    for hidden in ("Hidden notebook", "somebody", "Junta del Agua", "a-story", "Manaraq"):
        assert hidden not in public
        assert hidden in exported(archive).decode()
    assert found[0]["consent"]["export"] is True


def test_a_consent_that_has_run_out_closes_the_public_file(archive: Archive, clock: HeldClock):
    bring(archive, changed("consent", "until", to="2026-11-30"))
    assert exported(archive, ANONYMOUS)
    clock.forward(days=10)
    assert exported(archive, ANONYMOUS) == b""


def test_one_language_takes_along_what_it_was_made_from(archive: Archive):
    ay = {"title": "Uma", "from": "en", "sections": {"summary": "Uma."}}
    record = changed("versions", "ay", to=ay)
    record["versions"]["fr"] = {"title": "L'eau", "sections": {}}
    bring(archive, record, changed("id", to="another"))
    found = [json.loads(line) for line in exported(archive, language="ay").splitlines()]
    assert [list(one["versions"]) for one in found] == [["es", "en", "ay"]]


def test_a_story_told_here_goes_by_its_address_and_is_known_again(archive: Archive, tmp_path: Path, clock: HeldClock):
    made = a_case(archive)
    first, second = _again(archive, tmp_path, clock)
    assert first == second
    assert json.loads(first)["id"] == made.public_id
    report = bring_lines(archive, first)
    assert (report.new, report.updated, report.unchanged, report.problems) == (0, 0, 1, [])


def test_a_restriction_by_facilitators_travels_with_the_story(archive: Archive, tmp_path: Path, clock: HeldClock):
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.scalars(select(Case)).one().consent_level = ConsentLevel.NETWORK
    first, second = _again(archive, tmp_path, clock)
    assert first == second
    assert json.loads(second)["consent"]["level"] == "network"
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(ConsentDecision)).one().level is ConsentLevel.PUBLIC_SHARE


def test_texts_in_the_archive_are_those_that_were_sent(archive: Archive):
    bring(archive, SENT)
    with archive.unit_of_work(SYSTEM) as work:
        version = work.session.scalars(select(LanguageVersion).where(LanguageVersion.language == "en")).one()
        texts = [held.newest.text for held in texts_now(work, version.id).values()]
        assert sorted(texts) == sorted(["The water", "We defended the water.", "One.", "Two.", "Three."])
        states = work.session.scalars(select(SegmentNow.state).where(SegmentNow.version_id == version.id))
        assert set(states) == {VersionState.APPROVED}


def test_new_cases_written_together_are_as_those_written_one_by_one(
    archive: Archive, tmp_path: Path, clock: HeldClock, monkeypatch
):
    load_sample(archive)
    monkeypatch.setattr("wgsm_archive.services.sharing.interchange.is_plain", lambda read: False)
    with another_archive(tmp_path, clock) as other:
        load_sample(other)
        assert exported(archive) == exported(other)
        assert _all_rows(archive) == _all_rows(other)


def _all_rows(archive: Archive) -> list[object]:
    """Everything about texts but the names that chance gives."""
    base = aliased(SegmentVersion)
    with archive.unit_of_work(SYSTEM) as work:
        run = work.session.execute
        segments = run(
            select(
                Case.sender_id,
                LanguageVersion.language,
                Slot.field,
                Slot.position,
                Slot.lead,
                SegmentVersion.number,
                SegmentVersion.text,
                SegmentVersion.hash,
                SegmentVersion.origin,
                SegmentVersion.minor,
                base.text,
                SegmentNow.state,
                SegmentNow.approved_id == SegmentVersion.id,
            )
            .join(LanguageVersion, LanguageVersion.id == SegmentVersion.version_id)
            .join(Slot, Slot.id == SegmentVersion.slot_id)
            .join(Case, Case.id == Slot.case_id)
            .outerjoin(base, base.id == SegmentVersion.base_id)
            .outerjoin(SegmentNow, SegmentNow.segment_id == SegmentVersion.id)
        )
        versions = run(select(LanguageVersion, RenderedVersion.plain, RenderedVersion.revision).join(RenderedVersion))
        names = ("language", "title", "slug", "summary", "state", "credit", "published_on", "revision")
        counts = ("slots_total", "slots_done", "slots_outdated", "source_language", "title_key")
        told = [(*(getattr(row, name) for name in (*names, *counts)), plain, number) for row, plain, number in versions]
        revisions = run(select(Revision.number, Revision.texts, Revision.note)).all()
        cases = run(
            select(Case.sender_id, Case.state, Case.published_on, Case.was_public, Case.consent_level, Case.sent_on)
        ).all()
        labels = run(select(Case.sender_id, CaseLabel.label).join(CaseLabel)).all()
        found = [sorted(map(repr, rows)) for rows in (segments, told, revisions, cases, labels)]
        return [len(found[0]), *found]
