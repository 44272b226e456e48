"""The translators' pages, as a browser without scripts sends and shows them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import TEXTS, Made, a_case, a_person, a_translation
from tests.web.translating.browsers import Bench, other
from wgsm_archive.db.models import Person
from wgsm_archive.domain.access import VersionState
from wgsm_archive.domain.actor import SYSTEM, Actor, Role, teller
from wgsm_archive.domain.identifiers import Kind
from wgsm_archive.services.archive import Archive


def test_visitors_see_what_is_wanted_and_how_to_join(client: FlaskClient, archive: Archive, made: Made):
    a_translation(archive, made.id, "ar", {"title": "zqdraft", "summary": "zqdraft"}, state=VersionState.DRAFT)
    page = client.get("/ar/translate/").get_data(as_text=True)
    assert TEXTS["title"] in page
    assert "zqdraft" not in page
    assert f"/translate/{made.public_id}/" not in page
    page = client.get("/en/translate/").get_data(as_text=True)
    assert "Ask somebody of the working group for an invitation." in page
    assert "Every story can be read in this language." in client.get("/en/translate/?to=es").get_data(as_text=True)


def test_the_board_shows_the_languages_of_the_translator(bench: Bench):
    page = bench.client.get("/en/translate/").get_data(as_text=True)
    assert "Begun in Arabic" in page
    assert f'href="{bench.address}"' in page
    assert f"{bench.base}/start?to=en" in bench.client.get("/en/translate/?to=en").get_data(as_text=True)
    assert "Wanted in Quechua" in bench.client.get("/en/translate/?to=qu").get_data(as_text=True)


def test_a_story_leads_translators_to_the_workbench(bench: Bench, app: Flask, archive: Archive, made: Made):
    closed = a_case(archive, uses=("quote",))

    def leads(client: FlaskClient, public_id: str) -> bool:
        page = client.get(f"/en/cases/{public_id}/", follow_redirects=True).get_data(as_text=True)
        return f"/en/translate/{public_id}/start?to=en" in page

    assert leads(bench.client, made.public_id)
    assert not leads(bench.client, closed.public_id)
    assert not leads(app.test_client(), made.public_id)


def test_a_translation_is_begun_in_words(bench: Bench):
    start = f"{bench.base}/start"
    assert "It is in this language already" in bench.client.get(f"{start}?to=ar").get_data(as_text=True)
    token = bench.fields()["csrf_token"]
    wrong = {
        "ar": "in this language already, or somebody is translating it",
        "no language": "We do not know this language.",
    }
    for tag, words in wrong.items():
        answer = bench.client.post(start, data={"csrf_token": token, "other": tag, "source": "es"})
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    answer = bench.client.post(start, data={"csrf_token": token, "other": "QU-bo", "target": "fr", "source": "es"})
    assert answer.headers["Location"].endswith("/qu-BO/")


def test_nothing_is_begun_where_the_tellers_do_not_allow_it(bench: Bench, archive: Archive):
    closed = a_case(archive, uses=("quote",))
    start = f"/en/translate/{closed.public_id}/start"
    page = bench.client.get(start).get_data(as_text=True)
    assert "The tellers have not allowed translations of this story." in page
    assert "<form" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    answer = bench.client.post(start, data={"csrf_token": bench.fields()["csrf_token"], "target": "ar", "source": "es"})
    assert answer.status_code == 422


def test_source_and_target_stand_side_by_side(bench: Bench):
    page = bench.page("summary")
    assert TEXTS["summary"] in page
    assert re.search(r'<textarea id="text-\d+" name="text\.\d+" rows="\d" lang="ar" dir="rtl"', page)
    assert f'lang="es" dir="ltr">{TEXTS["title"]}' in page
    assert "Add no names, places, dates or numbers" in page
    assert "<script>" not in page
    bench.page("nothing", status=404)
    assert bench.client.get(f"{bench.base}/xx_!/").status_code == 404


def test_a_translation_goes_all_the_way(bench: Bench, app: Flask, archive: Archive, made: Made):
    bench.write("advice", "خذوا طعاما لعشرة أيام.")
    assert "Please translate the title and the summary first" in bench.page()
    status, page = bench.write("summary", "إضراب الصيادين", "أوقف الصيادون الميناء تسعة أيام.")
    assert status == 303
    assert "2 paragraphs were saved." in page
    assert "أوقف الصيادون الميناء" in page
    assert bench.step("ready")[0] == 303
    assert "You wrote some of it" in bench.page()
    assert bench.step("approve", based_on="2")[0] == 403
    reader = other(app, archive, bench, made)
    preview = reader.page("preview")
    assert '<article lang="ar" dir="rtl">' in preview
    assert "أوقف الصيادون الميناء" in preview
    status, page = reader.send("approve", reader.fields("preview"))
    assert status == 303
    assert "Readers can see it now." in page
    page = app.test_client().get(f"/ar/cases/{made.public_id}/", follow_redirects=True).get_data(as_text=True)
    assert "أوقف الصيادون الميناء" in page
    assert reader.step("approve", based_on="3")[0] == 409


def test_it_is_given_back_with_a_note(bench: Bench, app: Flask, archive: Archive, made: Made):
    bench.write("summary", "إضراب", "أوقف الصيادون الميناء.")
    bench.step("ready")
    reader = other(app, archive, bench, made)
    status, page = reader.step("return", note=" ")
    assert status == 422
    assert "Please fill this in." in page
    assert reader.step("return", note="Nine days, <not> none.")[0] == 303
    assert "Nine days, &lt;not&gt; none." in bench.page("summary")


def test_what_was_changed_after_it_was_read_is_read_again(bench: Bench, app: Flask, archive: Archive, made: Made):
    bench.write("summary", "إضراب", "أوقف الصيادون الميناء.")
    bench.step("ready")
    reader = other(app, archive, bench, made)
    seen = reader.fields("preview")
    bench.write("advice", "خذوا طعاما.")
    bench.step("ready")
    status, page = reader.send("approve", seen)
    assert status == 409
    assert "changed after you had opened the page" in page


def test_two_translators_at_once_see_both_texts(bench: Bench, app: Flask, archive: Archive, made: Made):
    colleague = other(app, archive, bench, made)
    before = colleague.fields("summary")
    bench.write("summary", "", "نص أول")
    names = [name for name in before if name.startswith("text.")]
    status, page = colleague.send("summary", before | {names[0]: "عنوان", names[1]: "نص ثان"})
    assert status == 409
    assert "نص أول" in page
    assert "نص ثان" in page
    again = colleague.fields(shown=page)
    assert (again[names[0]], again[names[1]]) == ("عنوان", "نص ثان")
    assert colleague.send("summary", again)[0] == 303
    assert "نص ثان" in bench.page("summary")


def test_a_changed_original_is_shown_word_by_word(bench: Bench, archive: Archive, made: Made):
    bench.write("summary", "إضراب", "تسعة أيام")
    editor = a_person(archive, Role.FACILITATOR)
    with archive.unit_of_work(editor, write=True) as work:
        texts = {**TEXTS, "summary": TEXTS["summary"].replace("nueve", "doce")}
        work.reviewing.editing.save_text(made.public_id, texts, based_on=1)
    page = bench.page("summary")
    assert "<del>nueve</del><ins>doce</ins>" in page
    assert "1 paragraph is older than what it was made from." in bench.page()
    fields = bench.fields("summary")
    slot = next(name for name in fields if name.startswith("newest.")).removeprefix("newest.")
    status, page = bench.send("summary", fields | {"confirm": slot})
    assert status == 303
    assert "still correct" in page
    assert "<del>" not in page


def test_a_form_from_elsewhere_changes_nothing(bench: Bench, archive: Archive):
    foreign = Bench(bench.client, a_case(archive), "ar")
    fields = bench.fields("summary")
    names = [name for name in fields if name.startswith("text.")]
    theirs = re.findall(r'name="base\.\d+" value="(\d+)"', bench.client.get(f"{foreign.base}/start").get_data(True))
    assert not theirs
    for wrong in ("999999", "-1", "x", "", "9" * 30):
        bases = {name: wrong for name in fields if name.startswith("base.")}
        status, page = bench.send("summary", {**fields, **bases, names[1]: "نص محفوظ"})
        assert status == 422
        assert "نص محفوظ" in page
        assert "Nothing is lost" in page
    status, page = bench.send("summary", {**bench.fields(shown=page)})
    assert status == 303


def test_what_is_no_text_or_too_long_is_kept_and_said(bench: Bench):
    long = "كلمة " * 5000
    status, page = bench.write("summary", "عنوان", long)
    assert status == 422
    assert "This is too long." in page
    assert long.strip() in page
    assert "عنوان" in page
    status, page = bench.write("summary", "عنوان\x00", "نص")
    assert status == 422
    assert "This holds characters that are no text." in page
    fields = bench.fields("summary")
    body = "&".join(f"{name}=%ED%A0%80" if name.startswith("text.") else f"{name}={fields[name]}" for name in fields)
    answer = bench.client.post(bench.address + "summary", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 422)
    status, page = bench.write("summary", "x" * 5_000_000)
    assert status == 422
    assert "This is too long." in page
    assert "x" * 5_000_000 in page


def test_saving_can_go_on_to_the_next_part(bench: Bench):
    status, page = bench.send("summary", bench.fields("summary") | {"go": "next"})
    assert status == 303
    assert "Nothing has changed." in page
    assert TEXTS["story.1.we"] in page


def test_a_hidden_story_is_gone_at_once(bench: Bench, archive: Archive, made: Made):
    bench.write("summary", "إضراب", "أوقف الصيادون الميناء.")
    fields = bench.fields("summary")
    with archive.unit_of_work(teller(made.id), write=True) as work:
        work.contributing.returning.hide()
    for part in ("", "summary", "preview"):
        answer = bench.client.get(bench.address + part)
        assert answer.status_code == 410
        assert "إضراب" not in answer.get_data(as_text=True)
    assert bench.send("summary", fields)[0] == 410
    assert bench.client.get(f"{bench.base}/start").status_code == 410
    page = bench.client.get("/en/translate/").get_data(as_text=True)
    assert "إضراب" not in page
    assert TEXTS["title"] not in page


@pytest.mark.parametrize("tag", ["zun", "es-x-facil", "qu-BO"])
def test_a_version_in_a_language_without_a_name_here_can_be_read(
    client: FlaskClient, archive: Archive, made: Made, tag: str
):
    address = f"/{tag}/cases/{made.public_id}/"
    assert client.get("/mus/").status_code == 404
    a_translation(archive, made.id, tag, {"title": "Zq", "summary": "Zqvoice of it."})
    page = client.get(address, follow_redirects=True)
    assert page.status_code == 200
    assert "Zqvoice of it." in page.get_data(as_text=True)


def test_the_workbench_is_for_translators(app: Flask, archive: Archive, bench: Bench, made: Made):
    for part in ("", "summary", "preview"):
        assert app.test_client().get(bench.address + part).status_code == 302
        assert other(app, archive, bench, made, Role.STEWARD).client.get(bench.address + part).status_code == 403


def test_what_is_withheld_is_refused_by_its_place_and_never_named(
    bench: Bench, app: Flask, archive: Archive, made: Made, asha: Actor
):
    with archive.unit_of_work(a_person(archive, Role.FACILITATOR), write=True) as work:
        work.reviewing.marks.withhold(made.public_id, "سلمى الخطيب", Kind.NAME)
    status, page = bench.write("summary", "إضراب الصيادين", "أوقفته سلمى الخطيب.")
    assert status == 422
    assert "something that is withheld in this story" in page
    assert "أوقفته سلمى الخطيب." in page
    bench.write("summary", "إضراب الصيادين", "أوقف الصيادون الميناء.")
    with archive.unit_of_work(SYSTEM, write=True) as work:
        work.session.get_one(Person, asha.person_id).credit = "سلمى الخطيب"
    assert bench.step("ready")[0] == 303
    reader = other(app, archive, bench, made)
    status, page = reader.send("approve", reader.fields("preview"))
    assert status == 422
    assert "Names of the translators" in page
    assert "الخطيب" not in page
