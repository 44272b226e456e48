"""Findings, drafts and claims on the page of a part, as a browser without scripts sends and shows them."""

from __future__ import annotations

import re

from flask import Flask

from tests.make import TEXTS, USES, Made, a_case, a_translation
from tests.services.translating.benches import edit
from tests.web.translating.browsers import Bench, other
from wgsm_archive.db.models import MediaFile
from wgsm_archive.domain.actor import SYSTEM, Actor, Role
from wgsm_archive.domain.media import Agreement, Format, MediaKind
from wgsm_archive.services.archive import Archive


def names(fields: dict[str, str]) -> list[str]:
    return [name for name in fields if name.startswith("text.")]


def test_findings_are_shown_ticked_and_lead_to_ready(bench: Bench):
    status, page = bench.write("summary", "إضراب", "أوقف الصيادون الميناء ٩٠ يوما")
    assert status == 303
    assert "1 paragraph needs another look." in page
    assert "The numbers are not those of the source." in page
    assert '<bdi class="found-piece">٩٠</bdi>' in page
    page = bench.page()
    slot = re.findall(r'href="[^"]*/summary#p(\d+)"', page)[0]
    assert "1 paragraph needs another look first" in page
    assert "It is ready to be read" not in page
    status, page = bench.step("ready")
    assert status == 422
    assert "Something was found in paragraphs" in page
    assert f"/summary#p{slot}" in page
    fields = bench.fields("summary")
    assert f"looked.{slot}" in fields
    ticked = bench.client.post(
        bench.address + "summary", data={**fields, "right": [f"{slot}:numbers", f"{slot}:ending", f"{slot}:nothing"]}
    )
    assert ticked.status_code == 303
    page = bench.page("summary")
    assert len(re.findall(r'name="right" value="\d+:\w+" checked', page)) == 2
    assert "So says <bdi>Asha</bdi>." in page
    assert bench.step("ready")[0] == 303


def test_an_error_has_no_tick(bench: Bench, archive: Archive, made: Made):
    edit(archive, made, summary="Miren https://example.org/a y no olviden.")
    page = bench.write("summary", "إضراب", "انظروا https://elsewhere.example/b ولا تنسوا.")[1]
    assert "The links are not those of the source." in page
    assert "This has to be put right before a second reader gets it." in page
    assert 'name="right"' not in page


def test_a_draft_is_kept_by_a_button_and_thrown_away_by_another(bench: Bench):
    fields = bench.fields("summary")
    title, summary = names(fields)
    status, page = bench.send("summary", fields | {title: "إض", summary: "أوقف الص", "go": "keep"})
    assert status == 303
    assert "kept as a draft that you alone can see" in page
    shown = bench.fields(shown=page)
    assert (shown[title], shown[summary]) == ("إض", "أوقف الص")
    assert page.count("Your draft: it is not saved yet") == 2
    assert "0/" in bench.page()
    slot = title.removeprefix("text.")
    # What is typed elsewhere on the page while one draft is thrown away stays.
    status, page = bench.send("summary", shown | {summary: "أوقف الصيادون", "throw": slot})
    shown = bench.fields(shown=page)
    assert (status, shown[title], shown[summary]) == (303, "", "أوقف الصيادون")
    status, page = bench.send("summary", shown)
    assert "1 paragraph was saved." in page
    assert "Your draft" not in page


def test_a_script_keeps_what_is_typed(bench: Bench, app: Flask, archive: Archive, made: Made):
    fields = bench.fields("summary")
    _title, summary = names(fields)
    answer = bench.client.post(bench.address + "summary/keep", data=fields | {summary: "أوقف الص"})
    assert (answer.status_code, answer.get_data()) == (204, b"")
    assert bench.fields("summary")[summary] == "أوقف الص"
    colleague = other(app, archive, bench, made)
    assert colleague.fields("summary")[summary] == ""
    assert bench.client.post(bench.address + "summary/keep", data=fields | {summary: "x" * 100_000}).status_code == 422
    bare = {name: text for name, text in fields.items() if name != "csrf_token"}
    assert bench.client.post(bench.address + "summary/keep", data=bare).status_code == 403
    assert app.test_client().post(bench.address + "summary/keep", data=fields).status_code == 401


def test_a_draft_over_which_somebody_saved_shows_both_texts(bench: Bench, app: Flask, archive: Archive, made: Made):
    colleague = other(app, archive, bench, made)
    fields = colleague.fields("summary")
    _title, summary = names(fields)
    colleague.send("summary", fields | {summary: "نص ثان", "go": "keep"})
    bench.write("summary", "", "نص أول")
    page = colleague.page("summary")
    assert "Somebody else saved since you began a draft here." in page
    assert "نص أول" in page
    again = colleague.fields(shown=page)
    assert again[summary] == "نص ثان"
    assert colleague.send("summary", again)[0] == 303
    assert "نص ثان" in bench.page("summary")


def test_who_works_on_a_part_is_said_and_stops_nobody(bench: Bench, app: Flask, archive: Archive, made: Made):
    fields = bench.fields("summary")
    title = names(fields)[0]
    status, page = bench.send("summary", fields | {title: "إض", "go": "take-on"})
    assert status == 303
    assert "You work on this part until" in page
    assert bench.fields(shown=page)[title] == "إض"
    colleague = other(app, archive, bench, made)
    page = colleague.page("summary")
    assert "<bdi>Asha</bdi> works on this part until" in page
    assert "Let it be free" not in page
    assert '<bdi class="part-by">Asha</bdi>' in colleague.page()
    assert (
        "Asha works on this part already."
        in colleague.send("summary", colleague.fields("summary") | {"go": "take-on"})[1]
    )
    assert colleague.send("summary", colleague.fields("summary") | {"go": "release"})[0] == 403
    assert colleague.write("summary", "", "نص ثان")[0] == 303
    facilitator = other(app, archive, bench, made, Role.FACILITATOR)
    assert (
        "This part is free for others now."
        in facilitator.send("summary", facilitator.fields("summary") | {"go": "release"})[1]
    )


def test_another_source_the_original_and_other_languages_stand_beside(
    bench: Bench, app: Flask, archive: Archive, made: Made
):
    a_translation(archive, made.id, "fr", {"title": "La grève", "summary": "Les pêcheurs ont fermé le port."})
    a_translation(archive, made.id, "en", {"title": "The strike", "summary": "Fishers closed the port."})
    page = bench.page("summary")
    assert 'source=fr"' in page
    assert "1 step from the original" in page
    # English is in the profile of this person, French is not.
    assert 'lang="en" dir="ltr">Fishers closed the port.' in page
    assert "Les pêcheurs" not in page
    page = bench.page("summary?source=fr")
    assert "has-original" in page
    assert 'lang="fr" dir="ltr">Les pêcheurs ont fermé le port.' in page
    assert f'lang="es" dir="ltr">{TEXTS["summary"]}' in page


def test_a_text_comes_back_at_the_next_paragraph(bench: Bench):
    fields = bench.fields("summary")
    title, summary = names(fields)
    slot = summary.removeprefix("text.")
    answer = bench.client.post(bench.address + "summary", data=fields | {title: "إضراب", "then": slot})
    assert answer.headers["Location"] == f"{bench.address}summary#p{slot}"
    answer = bench.client.post(bench.address + "summary", data=fields | {"then": "x#y"})
    assert answer.headers["Location"] == f"{bench.address}summary"


def test_the_findings_of_others_are_theirs_to_tick_too(bench: Bench, app: Flask, archive: Archive, made: Made):
    bench.write("summary", "إضراب", "أوقف الصيادون الميناء تسعة أيام")
    colleague = other(app, archive, bench, made)
    fields = colleague.fields("summary")
    slot = names(fields)[1].removeprefix("text.")
    assert colleague.send("summary", fields | {"right": f"{slot}:ending"})[0] == 303
    assert "It is ready to be read" in bench.page()


def test_the_tellers_can_be_heard_beside_their_part(bench: Bench, archive: Archive, asha: Actor):
    made = a_case(archive, uses=(*USES, "media"))
    with archive.unit_of_work(asha, write=True) as work:
        work.translating.start(made.public_id, "ar", "es")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.add_all([a_recording(made, "22222222222", "advice"), a_recording(made, "33333333333", "")])
    story = Bench(bench.client, made)
    assert "/media/22222222222/file" in story.page("advice")
    assert "/media/33333333333/file" in story.page("summary")
    assert "Listen to the tellers" not in story.page("strategy")


def a_recording(made: Made, public_id: str, section: str) -> MediaFile:
    return MediaFile(
        public_id=public_id,
        case_id=made.id,
        form_key=public_id,
        kind=MediaKind.AUDIO,
        format=Format.OGG,
        name="a.ogg",
        section=section,
        stored={},
        fingerprint="",
        bytes=1,
        language="es",
        agreement=Agreement.AGREED,
        accepted=True,
        shown=True,
    )
