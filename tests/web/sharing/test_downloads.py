"""Downloads of a search and of a folder: what consent allows, in files that nothing typed can turn into a trap."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import TEXTS, a_case, a_person, hide, index, sign_in
from wgsm_archive.app import create_app
from wgsm_archive.db.models import Case
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.case_study import AuthorDisplay, ProtocolNotice
from wgsm_archive.domain.consent import ConsentLevel, Reach
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.reading.comparing import IN_FOLDER
from wgsm_archive.settings import Settings
from wgsm_archive.web.sharing import citations, downloads

KINDS = ("csv", "jsonl", "ris", "bib")


@pytest.fixture
def app(archive: Archive, settings: Settings) -> Flask:
    return create_app(replace(settings, base_url="https://archive.example"), archive=archive)


def taken(client: FlaskClient, address: str) -> str:
    with client.get(f"/es/{address}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert answer.headers["Cache-Control"] == "no-cache"
        return answer.get_data().decode("utf-8-sig")


def rows(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken(client, f"search.csv?{query}"), newline="")))


def named(archive: Archive, case_id: int, name: str) -> None:
    with archive.unit_of_work(SYSTEM, write=True) as work:
        case = work.session.get_one(Case, case_id)
        case.author_display, case.author_name = AuthorDisplay.ORGANISATION, name
        case.protocol_notices = [ProtocolNotice.ASK_FIRST]


def test_a_row_tells_what_a_story_is_and_how_to_cite_it(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    named(archive, made.id, "Sindicato del Puerto")
    index(archive)
    (row,) = rows(client, "q=huelga&strategy=strike")
    address = f"https://archive.example/es/cases/{made.public_id}/"
    assert (row["id"], row["address"], row["title"]) == (made.public_id, address, TEXTS["title"])
    assert (row["language"], row["countries"], row["licence"]) == ("es", "PE", "CC-BY-NC-SA-4.0")
    assert (row["told_by"], row["published"], row["may_quote"]) == ("Sindicato del Puerto", "2026-11", "yes")
    assert row["summary"] == TEXTS["summary"]
    assert row["wishes"]
    assert row["cite_as"].startswith(f"Sindicato del Puerto: “{TEXTS['title']}”.")
    assert address in row["cite_as"]


def test_no_cell_is_a_formula(archive: Archive, client: FlaskClient):
    for title in ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "＝1", "Plain"):
        a_case(archive, texts={**TEXTS, "title": title, "summary": '=1,"\n2"'})
    index(archive)
    found = rows(client)
    assert sorted(row["title"] for row in found) == ["'+1", "'-1", "'=HYPERLINK(1)", "'@SUM(1)", "'＝1", "Plain"]
    assert {row["summary"][:2] for row in found} == {"'="}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_no_part_of_a_cell_is_a_formula_wherever_a_spreadsheet_parts_it(
    archive: Archive, client: FlaskClient, delimiter: str
):
    traps = ("=1", " +1", '"-1', '""@1', '"\n=1', "\u00a0＝1")
    a_case(archive, texts={**TEXTS, "summary": "".join(f"We won;\n{delimiter}{trap}" for trap in traps)})
    index(archive)
    written = taken(client, "search.csv")
    parted = [cell for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter) for cell in row]
    assert not [cell for cell in parted if cell.strip(' "\u00a0')[:1] in tuple("=+-@＝")]
    assert len([cell for cell in parted if re.match("[\\s\"]*'[=+@＝-]1", cell)]) == len(traps)
    assert citations.guarded("Land; water - and +51; e-mail a@b") == "Land; water - and +51; e-mail a@b"


def test_references_hold_no_line_or_brace_of_a_title(archive: Archive, client: FlaskClient):
    made = a_case(archive, texts={**TEXTS, "title": "A} @misc{x, 50% & \\input{y} #1_$"})
    index(archive)
    references = taken(client, "search.ris")
    assert references.startswith("TY  - ELEC\r\n")
    assert references.endswith("ER  - \r\n")
    assert all(line[2:6] == "  - " for line in references.splitlines())
    written = taken(client, "search.bib")
    assert written.startswith(f"@misc{{{made.public_id},\n")
    assert r"title = {{A\} @misc\{x, 50\% \& \textbackslash{}input\{y\} \#1\_\$}}" in written


def test_whole_stories_are_as_an_import_takes_them(archive: Archive, client: FlaskClient):
    apart = {**TEXTS, "hard": "Solo para miembros."}
    a_case(archive, texts=apart, narrowed={"hard": Reach.MEMBERS})
    index(archive)
    (line,) = taken(client, "search.jsonl").splitlines()
    story = json.loads(line)
    assert story["format"] == "wgsm-case/1"
    assert story["versions"]["es"]["title"] == TEXTS["title"]
    assert "miembros" not in line


def test_only_what_tellers_let_go_is_taken_whoever_asks(archive: Archive, client: FlaskClient):
    allowed = a_case(archive)
    closed = [
        a_case(archive, uses=("quote", "translate")),
        a_case(archive, level=ConsentLevel.PUBLIC_READ),
        a_case(archive, level=ConsentLevel.NETWORK),
    ]
    index(archive)
    sign_in(client, archive, a_person(archive))
    every = "&".join(f"case={one.public_id}" for one in [allowed, *closed])
    addresses = [address for kind in KINDS for address in (f"search.{kind}", f"folder.{kind}?{every}")]
    for address in addresses:
        text = taken(client, address)
        assert allowed.public_id in text
        assert not [one for one in closed if one.public_id in text]
    hide(archive, allowed)
    assert not [address for address in addresses if allowed.public_id in taken(client, address)]


def test_many_come_in_parts_and_not_without_end(archive: Archive, client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    for _number in range(5):
        a_case(archive)
    index(archive)
    monkeypatch.setattr(downloads, "_AT_ONCE", 2)
    assert len(rows(client)) == 5
    monkeypatch.setitem(downloads.MOST, "csv", 4)
    assert len(rows(client)) == 4


@pytest.mark.parametrize("is_away", [False, True], ids=["with an index", "without"])
def test_what_is_hidden_while_a_file_is_written_is_left_out_and_nothing_else(
    archive: Archive, client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, is_away: bool
):
    made = [a_case(archive) for _number in range(5)]
    index(archive)
    if is_away:
        shutil.rmtree(settings.index_folder)
    monkeypatch.setattr(downloads, "_AT_ONCE", 2)
    with client.get("/es/search.csv?sort=oldest", buffered=False) as answer:
        parts = iter(answer.response)
        begun = b"".join(next(parts) for _part in range(2)).decode()
        told = [one for one in made if one.public_id in begun]
        assert len(told) == 2
        hidden = next(one for one in made if one not in told)
        hide(archive, told[0])
        hide(archive, hidden)
        rest = b"".join(parts).decode()
    assert [one for one in made if one.public_id in rest] == [one for one in made if one not in (*told, hidden)]


def test_nothing_odd_breaks_them(archive: Archive, client: FlaskClient):
    for query in ("q=%00", "page=99999999", "case=%00&case=" + "x" * 3000, "sort=nope&theme=nope", "q=" + "(" * 300):
        for name in ("search", "folder"):
            taken(client, f"{name}.csv?{query}")
    assert client.get("/es/search.exe").status_code == 404


def test_what_cannot_be_the_id_of_a_story_never_reaches_the_database(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    nonsense = "&".join(f"case=%00{number}" for number in range(IN_FOLDER))
    assert made.public_id in taken(client, f"folder.csv?{nonsense}&case={made.public_id}")


def test_the_pages_lead_to_the_files(archive: Archive, client: FlaskClient):
    made = a_case(archive)
    index(archive)
    assert "/es/search.ris?q=huelga" in client.get("/es/search?q=huelga").get_data(as_text=True)
    folder = client.get(f"/es/folder?case={made.public_id}").get_data(as_text=True)
    assert f"/es/folder.csv?case={made.public_id}" in folder
