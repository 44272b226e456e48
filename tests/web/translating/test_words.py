"""The archive's own words, translated on its pages: a language from nothing to offered, without touching a file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.make import a_case, a_person, index, sign_in
from wgsm_archive.db.models import HouseText, Person, TermRow, WordsVersion
from wgsm_archive.domain.actor import Actor, Role
from wgsm_archive.domain.words import READERS_PLACES
from wgsm_archive.i18n.catalogs import plural_count
from wgsm_archive.i18n.language import language_of
from wgsm_archive.i18n.overlay import overlay
from wgsm_archive.i18n.texts import interface_pieces, words_key
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.house_texts import TextKind
from wgsm_archive.services.translating.words.saving import TypedWords
from wgsm_archive.web.translating.places import SEEN_AT

STORIES = f"interface.{words_key(None, 'Stories')}"
NUMBER = f"interface.{words_key(None, '%(num)s story')}"
SAMI = {
    "autonym": "Davvisámegiella",
    "name_en": "Northern Sami",
    "direction": "ltr",
    "dates_like": "en",
    "counts_like": "en",
    "fallbacks": ["fr", "", ""],
    "digits": "",
}


@pytest.fixture(autouse=True)
def _no_overlay() -> Iterator[None]:
    yield
    overlay([], {})


@pytest.fixture
def steward(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.STEWARD, handle="ana"))
    return client


@pytest.fixture
def asha(archive: Archive) -> Actor:
    return a_person(archive, Role.TRANSLATOR, handle="asha", languages=("se-x-test",))


@pytest.fixture
def translator(app: Flask, archive: Archive, asha: Actor) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, asha)
    return client


@pytest.fixture
def reader(app: Flask, archive: Archive) -> FlaskClient:
    client = app.test_client()
    sign_in(client, archive, a_person(archive, Role.TRANSLATOR, handle="tom"))
    return client


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def send(client: FlaskClient, page: str, action: str = "", **fields: object) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown(client.get(page)))
    return client.post(action or page, data={"csrf_token": token[1] if token else "", **fields})


def words(tag: str, place: str = "all") -> str:
    return f"/en/translate/words/{tag}/at/{place}"


def numbers_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(number\.[^"]+)" value="(\d+)"', page))


def write(client: FlaskClient, tag: str, typed: dict[str, object], go: str = "ready") -> TestResponse:
    return send(client, words(tag), **{f"number.{name}": 0 for name in typed}, **typed_fields(typed), go=go)


def typed_fields(typed: dict[str, object]) -> dict[str, object]:
    return {f"text.{name}": text for name, text in typed.items()}


def approve(client: FlaskClient, tag: str, *names: str) -> TestResponse:
    page = f"/en/translate/words/{tag}/review"
    numbers = numbers_in(shown(client.get(page)))
    return send(client, page, approve=list(names), **numbers)


def translate_readers_words(archive: Archive, actor: Actor, tag: str) -> None:
    """What readers meet, in capitals with a mark, placeholders kept; and as a second person approves it."""
    needed = plural_count(language_of(tag).plural)
    typed = {}
    for piece in interface_pieces().values():
        if piece.place in READERS_PLACES:
            forms = tuple(f"Ø {text}" for text in (piece.sources[-1],) * (needed if len(piece.sources) > 1 else 1))
            typed[piece.kind, piece.key] = forms
    with archive.unit_of_work(actor, write=True) as work:
        numbers = {one.piece.key: one.number for one in work.translating.words.these(tag, list(typed))}
        typed = {name: TypedWords(forms, numbers[name[1]]) for name, forms in typed.items()}
        outcome = work.translating.words.save(tag, typed, ready=True)
        assert not outcome.problems
        assert outcome.saved == len(typed)


def approve_all(archive: Archive, tag: str) -> None:
    with archive.unit_of_work(a_person(archive, Role.TRANSLATOR, handle="lee"), write=True) as work:
        waiting = work.translating.words.wordings(tag, None, show="waiting", limit=5000).items
        chosen = {(one.piece.kind, one.piece.key): one.number for one in waiting}
        assert work.translating.words.approve(tag, chosen).approved == len(waiting) > 400


def offer(steward: FlaskClient, *tags: str) -> TestResponse:
    return send(steward, "/en/admin/running", "/en/admin/running/languages", languages=list(tags))


def test_a_language_comes_from_nothing_to_readers_without_touching_a_file(
    archive: Archive, steward: FlaskClient, asha: Actor, translator: FlaskClient, reader: FlaskClient
):
    a_case(archive)
    index(archive)
    client = steward.application.test_client()
    assert "Davvisámegiella" not in shown(client.get("/en/"))
    # A steward adds it.
    gone_on = send(steward, "/en/admin/languages", tag="se_x_test")
    assert gone_on.headers["Location"].endswith("/en/admin/languages/se-x-test")
    assert send(steward, "/en/admin/languages/se-x-test", based_on="0", **SAMI).status_code == 303
    assert "Davvisámegiella" not in shown(steward.get("/en/admin/running"))
    # Volunteers translate. Nothing is seen before a second person has approved it.
    assert "Davvisámegiella" in shown(translator.get("/en/translate/words/"))
    assert write(translator, "se-x-test", {STORIES: "Muitalusat"}).status_code == 303
    assert 'lang="fr"' in shown(client.get("/se-x-test/"))[:200]
    # It is previewed, by those who asked for it only.
    send(translator, "/en/translate/words/se-x-test/", "/en/translate/words/se-x-test/preview", preview="on")
    preview = shown(translator.get("/se-x-test/"))
    assert '<html lang="se-x-test" dir="ltr">' in preview
    assert "Muitalusat" in preview
    assert "You see words" not in shown(translator.get("/fr/"))
    assert "Muitalusat" not in shown(reader.get("/se-x-test/"))
    # Once enough is approved it can be offered, and everybody can choose it.
    translate_readers_words(archive, asha, "se-x-test")
    approve_all(archive, "se-x-test")
    assert "Davvisámegiella" in shown(steward.get("/en/admin/running"))
    assert offer(steward, "en", "es", "fr", "se-x-test").status_code == 303
    page = shown(client.get("/se-x-test/"))
    assert '<html lang="se-x-test" dir="ltr">' in page
    assert "Ø Stories" in page
    assert 'hreflang="se-x-test"' in shown(client.get("/es/"))
    assert client.get("/", headers={"Accept-Language": "se-x-test"}).headers["Location"].endswith("/se-x-test/")


def test_nobody_approves_their_own_words(archive: Archive, translator: FlaskClient, reader: FlaskClient):
    write(translator, "qu", {STORIES: "Willakuykuna"})
    assert "waits for somebody else" in shown(translator.get(approve(translator, "qu", STORIES).headers["Location"]))
    assert "Willakuykuna" not in shown(archive_page(reader, "qu"))
    assert "1 text is approved" in shown(reader.get(approve(reader, "qu", STORIES).headers["Location"]))
    with archive.unit_of_work(a_person(archive, handle="x")) as work:
        assert work.session.scalar(select(func.count()).select_from(WordsVersion)) == 1


def archive_page(client: FlaskClient, tag: str) -> TestResponse:
    return client.get(f"/{tag}/")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (STORIES, "<script>alert(1)</script>", "must be those of the source"),
        (STORIES, "100% nuestro", "may follow a percent sign"),
        (STORIES, "%(whoo)s", "stands for nothing here"),
        (NUMBER, ["cuento", "cuentos"], "is missing"),
        (NUMBER, ["%(num)s cuento", ""], "every form, or none"),
        (STORIES, "x" * 3000, "too long"),
    ],
)
def test_what_could_break_a_page_is_refused_with_what_was_typed(
    translator: FlaskClient, name: str, text: object, said: str
):
    if name == NUMBER and text == ["cuento", "cuentos"]:
        name, text = f"interface.{words_key(None, 'Page %(number)s')}", "página"
    answer = write(translator, "qu", {name: text})
    assert answer.status_code == 422
    page = shown(answer)
    assert said in page
    assert (text if isinstance(text, str) else text[0]) in page
    assert translator.get("/qu/").status_code == 200


def test_what_is_sound_is_saved_beside_what_is_not(archive: Archive, translator: FlaskClient):
    other = f"interface.{words_key(None, 'Search')}"
    page = shown(write(translator, "ay", {STORIES: "100%", other: "Thaqaña"}))
    assert "the rest is saved" in page
    with archive.unit_of_work(a_person(archive, handle="x")) as work:
        assert work.session.scalars(select(WordsVersion.forms)).all() == [["Thaqaña"]]


def test_two_at_once_see_both_wordings(translator: FlaskClient, reader: FlaskClient):
    write(translator, "ay", {STORIES: "Sarnaqawinaka"})
    answer = write(reader, "ay", {STORIES: "Arunaka"})
    assert answer.status_code == 409
    assert "Sarnaqawinaka" in shown(answer)
    assert "Arunaka" in shown(answer)
    again = send(reader, words("ay"), **numbers_in(shown(answer)), **typed_fields({STORIES: "Arunaka"}), go="ready")
    assert again.status_code == 303


def test_a_draft_is_given_back_with_a_note_and_seen_by_its_writer(translator: FlaskClient, reader: FlaskClient):
    write(translator, "ay", {STORIES: "Arunaka"})
    page = "/en/translate/words/ay/review"
    numbers = numbers_in(shown(reader.get(page)))
    assert send(reader, page, "/en/translate/words/ay/return", text=STORIES, note="", **numbers).status_code == 422
    send(reader, page, "/en/translate/words/ay/return", text=STORIES, note="Is it not sarnaqawi?", **numbers)
    assert "Nothing waits" in shown(reader.get(page))
    assert "Is it not sarnaqawi?" in shown(translator.get(words("ay") + "?show=missing&q=stories"))


def test_a_term_and_a_text_of_the_house_go_the_same_way(
    archive: Archive, app: Flask, steward: FlaskClient, translator: FlaskClient, reader: FlaskClient
):
    send(steward, "/en/admin/texts/safety/en", text="We keep **no names**.", based_on="0")
    term, text = "term.themes/water/label", "text.safety"
    write(translator, "qu", {term: "Yaku", text: "Manam **sutikunata** waqaychaykuchu."})
    approve(reader, "qu", term, text)
    client = app.test_client()
    assert "Yaku" in shown(client.get("/qu/terms/themes/water"))
    assert "<strong>sutikunata</strong>" in shown(client.get("/qu/safety"))
    with archive.unit_of_work(a_person(archive, handle="x")) as work:
        assert work.session.get_one(TermRow, ("themes", "water")).labels == {"qu": "Yaku"}
        kinds = work.session.scalars(select(HouseText.kind).where(HouseText.language == "qu")).all()
        assert kinds == [TextKind.SAFETY]
    # The source changes: the translation is behind until somebody has looked.
    send(steward, "/en/admin/texts/safety/en", text="We keep **no names** at all.", based_on="1")
    page = shown(translator.get(words("qu") + "?show=outdated"))
    assert "We keep **no names**." in page
    assert "behind the source" in page
    send(
        translator,
        words("qu"),
        **numbers_in(page),
        **typed_fields({text: "Manam **sutikunata** waqaychaykuchu."}),
        confirm=text,
    )
    assert "There is nothing here" in shown(translator.get(words("qu") + "?show=outdated"))
    assert "<strong>sutikunata</strong>" in shown(client.get("/qu/safety"))


def test_lists_and_their_groups_have_names_in_every_language(
    archive: Archive, app: Flask, translator: FlaskClient, reader: FlaskClient
):
    a_case(archive)
    index(archive)
    name, group = "list.vocabularies/themes/label", "list.groups/struggles.home"
    write(translator, "qu", {name: "Rimaykuna", group: "Wasi"})
    assert "Rimaykuna" not in shown(app.test_client().get("/qu/terms/themes/water"))
    approve(reader, "qu", name, group)
    assert "Rimaykuna" in shown(app.test_client().get("/qu/terms/themes/water"))
    assert "Wasi" in shown(app.test_client().get("/qu/like-ours"))
    assert "Rimaykuna" not in shown(app.test_client().get("/es/terms/themes/water"))


def test_a_stewards_label_that_changed_leaves_the_shipped_translation_behind(
    steward: FlaskClient, translator: FlaskClient
):
    page = "/en/admin/terms/themes/water"
    shown_page = shown(steward.get(page))
    fields = dict(re.findall(r'name="((?:label|description)_\w+)" value="([^"]*)"', shown_page))
    send(steward, page, f"{page}/words", based_on="0", **{**fields, "label_en": "Water and rivers"})
    assert "Water and rivers" in shown(translator.get(words("es", "terms") + "?show=outdated"))


def test_a_po_file_goes_out_and_comes_back(translator: FlaskClient, reader: FlaskClient):
    write(translator, "ay", {STORIES: "Arunaka"})
    answer = translator.get("/en/translate/words/ay/menus.po")
    text = answer.get_data(as_text=True)
    assert 'msgid "Stories"\nmsgstr "Arunaka"' in text
    assert answer.headers["Cache-Control"] == "private, no-store"
    approve(reader, "ay", STORIES)
    text = re.sub(r'msgid "Search"\nmsgstr ""', 'msgid "Search"\nmsgstr "Thaqaña"', text)
    text = re.sub(r'msgid "Map"\nmsgstr ""', 'msgid "Map"\nmsgstr "100% x"', text)
    back = send(
        translator,
        "/en/translate/words/ay/",
        "/en/translate/words/ay/menus",
        file=(io.BytesIO(text.encode()), "ay.po"),
    )
    page = shown(back)
    assert "1 text was taken in" in page
    assert "Some of it was left out" in page
    assert "Thaqaña" in shown(reader.get("/en/translate/words/ay/review"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b"<html>",
        b'msgid "a\nmsgstr',
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=nope\\n"\n',
    ],
)
def test_what_is_no_po_file_is_refused(translator: FlaskClient, data: bytes):
    answer = send(
        translator,
        "/en/translate/words/ay/",
        "/en/translate/words/ay/menus",
        file=(io.BytesIO(data), "ay.po"),
    )
    assert answer.status_code in (303, 422)
    assert "0 texts" in shown(translator.get(answer.headers["Location"])) if answer.status_code == 303 else True


def test_native_digits_are_written_where_a_steward_says_so(
    archive: Archive, app: Flask, steward: FlaskClient, asha: Actor
):
    form = {**SAMI, "autonym": "हो", "digits": "Deva", "fallbacks": ["hi", "", ""]}
    send(steward, "/en/admin/languages/hoc", based_on="0", **form)
    made = a_case(archive)
    index(archive)
    translate_readers_words(archive, asha, "hoc")
    approve_all(archive, "hoc")
    offer(steward, "en", "hoc")
    page = shown(app.test_client().get("/hoc/cases/"))
    assert made.public_id in page
    assert "१" in page
    assert "Ø 1 " not in page


@pytest.mark.parametrize("tag", ["xx!", "en", "en-XA", "se-x-preview", ""])
def test_a_steward_is_told_what_is_no_language(steward: FlaskClient, tag: str):
    assert send(steward, "/en/admin/languages", tag=tag).status_code == 422


def test_a_language_that_is_not_described_well_is_refused_with_what_was_typed(steward: FlaskClient):
    form = {**SAMI, "counts_like": "nope", "direction": "up", "dates_like": "zz-zz", "digits": "zzzz"}
    answer = send(steward, "/en/admin/languages/se", based_on="0", **form)
    assert answer.status_code == 422
    assert "Davvisámegiella" in shown(answer)
    assert shown(answer).count("Please look again:") >= 4


def test_translators_are_credited_as_they_wish(
    archive: Archive, translator: FlaskClient, reader: FlaskClient, asha: Actor
):
    with archive.unit_of_work(asha, write=True) as work:
        work.session.get_one(Person, asha.person_id).credit = "Asha of the coast"
    write(translator, "ay", {STORIES: "Arunaka"})
    approve(reader, "ay", STORIES)
    assert "Asha of the coast" in shown(reader.get("/en/translate/words/ay/"))


@pytest.mark.parametrize("role", [Role.MEMBER, Role.STEWARD])
def test_words_are_for_translators(client: FlaskClient, archive: Archive, role: Role):
    pages = ["/en/translate/words/", "/en/translate/words/ay/", words("ay"), "/en/translate/words/ay/review"]
    pages.append("/en/translate/words/ay/menus.po")
    for page in pages:
        assert client.get(page).status_code == 302
    sign_in(client, archive, a_person(archive, role))
    for page in pages:
        assert client.get(page).status_code == 403


def test_the_page_of_words_leads_to_where_they_stand(app: Flask, archive: Archive, translator: FlaskClient):
    everybody = a_person(archive, *Role)
    client = app.test_client()
    sign_in(client, archive, everybody)
    rendered: list[str] = []
    with template_rendered.connected_to(lambda sender, template, context, **_: rendered.append(template.name), app):
        for template, endpoint in SEEN_AT.items():
            rendered.clear()
            with app.test_request_context():
                rule = next(one for one in app.url_map.iter_rules() if one.endpoint == endpoint)
            assert client.get(str(rule.rule).replace("<language:language>", "en")).status_code == 200
            assert template in rendered or template == "base.html"


def test_a_text_like_another_is_offered_what_was_said(translator: FlaskClient, reader: FlaskClient):
    first = f"interface.{words_key(None, 'Not translated yet')}"
    write(translator, "ay", {first: "Janira"})
    approve(reader, "ay", first)
    page = shown(translator.get(words("ay") + "?q=Not translated yet."))
    assert "Janira" in page
