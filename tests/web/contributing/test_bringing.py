"""Bringing a document: read, spread over the questions, looked at, taken over; nothing written before is lost."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.make import a_person, sign_in
from tests.papers import docx, odt, p
from tests.web.contributing.test_flow import begin, post, tell
from wgsm_archive.db.models import Case, DraftWords
from wgsm_archive.domain.actor import SYSTEM, teller
from wgsm_archive.i18n.wording.problems import PROBLEMS
from wgsm_archive.services.archive import Archive

BRING, CHECK = "/es/contribute/bring", "/es/contribute/bring/check"
STORY = docx(
    p("La huelga del agua", "Title")
    + p("Resumen", "Titre1")
    + p("Los pescadores pararon el puerto durante nueve días porque la empresa cerró el paso.")
    + p("Consejos", "Titre1")
    + p("No empiecen sin comida para diez días.")
    + p("Anexo", "Titre1")
    + p("Una lista de redes.")
)


def shown(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token|seen|form_key)" value="([^"]*)"', page))


def bring(client: FlaskClient, content: bytes, name: str = "informe de Rosa.docx", **fields: str) -> TestResponse:
    form = {**hidden(shown(client.get(BRING))), **fields}
    parts = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in form.items()]
    parts.append(f'name="file"; filename="{name}"\r\nContent-Type: x/y\r\n\r\n'.encode() + content)
    body = b"".join(b"--cut\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--cut--\r\n"
    return client.post(BRING, data=body, content_type="multipart/form-data; boundary=cut")


def pieces(client: FlaskClient) -> dict[str, str]:
    """The fields of the page on which pieces are looked at."""
    page = shown(client.get(CHECK))
    found = dict(re.findall(r'<textarea [^>]*name="(piece-\d+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    for name, inner in re.findall(r'<select [^>]*name="(to-\d+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    return {**hidden(page), **found}


def by_place(fields: dict[str, str]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for name, text in fields.items():
        if name.startswith("piece-"):
            made.setdefault(fields[name.replace("piece", "to")], []).append(text)
    return made


def texts(archive: Archive) -> dict[str, str]:
    with archive.unit_of_work(SYSTEM) as work:
        newest = work.session.scalars(select(Case.id).order_by(Case.id.desc()).limit(1)).one()
    with archive.unit_of_work(teller(newest)) as work:
        return dict(work.contributing.writing.draft().texts)


def test_a_document_begins_a_draft_and_is_looked_at_first(client: FlaskClient, archive: Archive):
    answer = bring(client, STORY)
    assert (answer.status_code, answer.location) == (303, CHECK)
    assert texts(archive) == {}
    fields = pieces(client)
    assert by_place(fields) == {
        "": ["### Anexo\n\nUna lista de redes."],
        "title": ["La huelga del agua"],
        "summary": ["Los pescadores pararon el puerto durante nueve días porque la empresa cerró el paso."],
        "advice": ["No empiecen sin comida para diez días."],
    }
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Case)).one().original_language == "es"


def test_pieces_are_moved_changed_and_taken_over(client: FlaskClient, archive: Archive):
    bring(client, STORY)
    fields = pieces(client)
    nowhere = next(name for name in fields if name.startswith("to-") and fields[name] == "")
    fields[nowhere] = "allies"
    advice = next(name for name in fields if fields[name] == "advice").replace("to", "piece")
    fields[advice] = "Lleven comida."
    answer = client.post(CHECK, data={**fields, "wish": "take"})
    assert (answer.status_code, answer.location) == (303, "/es/contribute/title")
    assert texts(archive) == {
        "title": "La huelga del agua",
        "summary": "Los pescadores pararon el puerto durante nueve días porque la empresa cerró el paso.",
        "advice": "Lleven comida.",
        "allies": "### Anexo\n\nUna lista de redes.",
    }
    assert "La huelga del agua" in shown(client.get("/es/contribute/title"))
    assert client.get(CHECK).location == BRING
    again = client.post(CHECK, data={**fields, "wish": "take"})
    assert again.location == "/es/contribute/title"
    assert texts(archive)["advice"] == "Lleven comida."


def test_what_was_written_before_stays_above_what_is_brought(client: FlaskClient, archive: Archive):
    begin(client)
    post(client, "/es/contribute/title", title="Mi título", countries="")
    post(client, "/es/contribute/summary", summary="Mi resumen.[^1]\n\n[^1]: Mi nota.")
    assert bring(client, b"# Otro\n\n## Resumen\n\nTraido.[^1]\n\n[^1]: Nota traida.", "a.md").location == CHECK
    fields = pieces(client)
    assert by_place(fields)[""] == ["Otro"]
    assert "Mi resumen" in shown(client.get(CHECK))
    assert client.post(CHECK, data={**fields, "wish": "take"}).location == CHECK
    stands = texts(archive)
    assert stands["title"] == "Mi título"
    assert stands["summary"] == "Mi resumen.[^1]\n\n[^1]: Mi nota.\n\n---\n\nTraido.[^1-2]\n\n[^1-2]: Nota traida."
    # What has no place waits on, and the story cannot be sent without it by mistake.
    assert by_place(pieces(client)) == {"": ["Otro"]}
    assert CHECK in shown(client.get("/es/contribute/preview"))


def test_a_place_that_is_full_says_so_and_nothing_is_lost(client: FlaskClient, archive: Archive):
    bring(client, STORY)
    fields = pieces(client)
    title = next(name for name in fields if fields[name] == "title")
    other = next(name for name in fields if fields[name] == "advice")
    fields[other] = "title"
    answer = client.post(CHECK, data={**fields, "wish": "take"})
    assert answer.status_code == 422
    assert "No empiecen sin comida" in shown(answer)
    fields[other], fields[title.replace("to", "piece")] = "advice", "y" * 300
    assert client.post(CHECK, data={**fields, "wish": "take"}).status_code == 422
    assert texts(archive) == {}


def test_two_windows_do_not_overwrite_each_other(client: FlaskClient):
    bring(client, STORY)
    fields = pieces(client)
    assert client.post(CHECK, data={**fields, "piece-0": "Primero", "wish": "sort"}).location == CHECK
    answer = client.post(CHECK, data={**fields, "piece-0": "Segundo", "wish": "sort"})
    assert answer.status_code == 409
    assert "Segundo" in shown(answer)
    assert "Primero" in pieces(client).values()
    fresh = hidden(shown(answer))
    assert client.post(CHECK, data={**fields, **fresh, "piece-0": "Segundo", "wish": "sort"}).status_code == 303
    assert "Segundo" in pieces(client).values()


def test_what_was_deleted_in_another_window_is_shown_once_more(client: FlaskClient, archive: Archive):
    bring(client, STORY)
    fields = pieces(client)
    assert client.post(CHECK, data={**fields, "wish": "forget"}).location == "/es/contribute/title"
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(DraftWords)) == 0
    answer = client.post(CHECK, data={**fields, "piece-1": "Lo mío", "wish": "take"})
    assert answer.status_code == 409
    assert "Lo mío" in shown(answer)


def test_the_same_file_twice_is_one_and_a_second_one_comes_below(client: FlaskClient):
    bring(client, STORY)
    before = by_place(pieces(client))
    bring(client, STORY)
    assert by_place(pieces(client)) == before
    bring(client, b"Aliados\n\nLa parroquia.", "b.txt")
    assert by_place(pieces(client)) == {**before, "allies": ["La parroquia."]}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "vacio.txt", "file-empty"),
        (b"GIF89a....", "a.gif", "file-type"),
        (STORY[:400], "roto.docx", "file-unreadable"),
        (STORY, "informe.pdf", "file-ending"),
        (docx(p("x"), doctype='<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "a.docx", "file-unreadable"),
        (docx(p("x" * 3_000_000)), "largo.docx", "file-too-much"),
    ],
)
def test_a_refused_file_leaves_everything_as_it_was(
    client: FlaskClient, archive: Archive, content: bytes, name: str, sentence: str
):
    answer = bring(client, content, name, language="es")
    assert answer.status_code == 422
    assert name not in shown(answer)
    with archive.unit_of_work(SYSTEM) as work:
        assert not work.session.scalars(select(Case)).all()
    begin(client)
    post(client, "/es/contribute/title", title="Sigue", countries="")
    answer = bring(client, content, name)
    assert answer.status_code == 422
    assert texts(archive) == {"title": "Sigue"}
    english = shown(
        client.post(
            BRING.replace("/es/", "/en/"),
            data={**hidden(shown(client.get(BRING))), "file": (io.BytesIO(content), name)},
        )
    )
    assert str(PROBLEMS[sentence]) in english


def test_no_file_and_too_large_files_are_told_in_words(client: FlaskClient):
    assert bring(client, b"", "").status_code == 422
    large = b"La tierra es nuestra. " * (26 * 1024 * 1024 // 22)
    assert bring(client, large, "a.txt", language="es").status_code == 422
    assert bring(client, large * 2, "a.txt", language="es").status_code == 413


def test_the_language_is_found_out_or_asked_for(client: FlaskClient, archive: Archive):
    arabic = "كيف دافعنا عن البئر\n\nجلسنا أمام البئر كل ليلة حتى رحلت الشركة عن القرية".encode()
    assert bring(client, arabic, "a.txt").location == CHECK
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Case.original_language)).one() == "ar"
    # Into the draft that is open, with a word about it.
    assert bring(client, STORY).location == CHECK
    other = client.application.test_client()
    answer = bring(other, b"xyzzy plugh", "a.txt")
    assert answer.status_code == 422
    assert bring(other, b"xyzzy plugh", "a.txt", language="sw").location == CHECK


def test_a_document_in_another_language_than_the_story_is_told(client: FlaskClient):
    begin(client)
    bring(
        client,
        b"The strike\n\nWe stood at the gate of the port and they did not let us in for nine days with the boats.",
        "a.txt",
    )
    assert "English" in shown(client.get(CHECK))


def test_a_story_that_was_sent_takes_no_document(client: FlaskClient):
    tell(client)
    token = hidden(shown(client.get(BRING)))
    client.post("/es/contribute/send", data=token)
    assert client.get(BRING).location == "/es/receipt/story"
    assert client.get(CHECK).location == "/es/receipt/story"
    answer = client.post(BRING, data={**token, "file": (io.BytesIO(STORY), "a.docx")})
    assert answer.status_code == 409


def test_nobody_sees_what_another_brought(app: Flask, client: FlaskClient, archive: Archive):
    bring(client, STORY)
    other = app.test_client()
    assert other.get(CHECK).location == "/es/contribute/"
    assert other.post(CHECK, data={"piece-0": "x", "wish": "take"}).status_code == 422
    begin(other)
    assert other.get(CHECK).location == BRING
    sign_in(other, archive, a_person(archive))
    assert "nueve días" not in shown(other.get(BRING))


def test_places_that_do_not_exist_are_no_places(client: FlaskClient, archive: Archive):
    bring(client, STORY)
    fields = pieces(client)
    for place in ("how.themes.water", "nothing", "story", "../x", "story.99.we"):
        answer = client.post(CHECK, data={**fields, **hidden(shown(client.get(CHECK))), "to-1": place, "wish": "sort"})
        assert answer.status_code == 303
        assert place not in by_place(pieces(client))
    assert texts(archive) == {}


def test_a_long_document_is_taken_over_in_time(client: FlaskClient, archive: Archive):
    long = "## Qué pasó\n\n" + "\n\n".join(
        f"Párrafo {number}. " + "Nos quedamos en la plaza. " * 20 for number in range(500)
    )
    assert bring(client, long.encode(), "a.md", language="es").location == CHECK
    fields = pieces(client)
    assert client.post(CHECK, data={**fields, "wish": "take"}).location == "/es/contribute/title"
    told = "".join(texts(archive).values())
    assert all(f"Párrafo {number}." in told for number in range(500))
    assert client.get("/es/contribute/preview").status_code == 200


def test_too_many_files_from_one_place_wait(client: FlaskClient):
    begin(client)
    fields = hidden(shown(client.get(BRING)))
    statuses = [
        client.post(BRING, data=fields, environ_base={"REMOTE_ADDR": "203.0.113.5"}).status_code for _time in range(14)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_an_odt_and_its_hidden_author(client: FlaskClient, archive: Archive):
    note = "<office:annotation><text:p>De Rosa</text:p></office:annotation>"
    body = f'<text:h text:outline-level="1">Lecciones</text:h><text:p>No solos.{note}</text:p>'
    assert bring(client, odt(body), "a.odt", language="es").location == CHECK
    assert by_place(pieces(client)) == {"advice": ["No solos."]}
    with archive.unit_of_work(SYSTEM) as work:
        kept = str([row.texts for row in work.session.scalars(select(DraftWords))])
    assert "Rosa" not in kept
