"""`wgsm import`, `wgsm export jsonl` and `wgsm sample` as an operator meets them: real files, words and exit status."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import event, select

from tests.services.sharing.making import SENT, changed
from wgsm_archive.app import create_app
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.db.models import Case, LanguageVersion, Record
from wgsm_archive.domain.access import CaseState
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.sharing import writing_out
from wgsm_archive.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(archive: Archive, settings: Settings) -> Run:
    def call(*words: str | Path) -> Result:
        context = Context(settings, lambda settings: archive, create_app)
        return CliRunner().invoke(wgsm, [str(word) for word in words], obj=context)

    return call


def _lines(file: Path, *records: Any) -> Path:
    file.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return file


def _rows(archive: Archive) -> str:
    """A fingerprint of every row of every table."""
    digest = hashlib.sha256()
    with archive.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        for line in raw.iterdump():
            digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def test_a_file_of_lines_comes_in_and_goes_out(run: Run, archive: Archive, tmp_path: Path):
    file = _lines(tmp_path / "stories.jsonl", SENT, changed("id", to="another"))
    done = run("import", file, "--publish")
    assert (done.exit_code, done.stdout) == (0, "2 new, 0 updated, 0 unchanged, 0 refused\n")
    out = tmp_path / "out.jsonl"
    assert run("export", "jsonl", out).exit_code == 0
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["a-story", "another"]
    assert out.stat().st_mode & 0o077 == 0
    assert run("import", out, "--publish").stdout == "0 new, 0 updated, 2 unchanged, 0 refused\n"
    assert run("export", "jsonl", "-").stdout_bytes == out.read_bytes()
    assert [file.name for file in tmp_path.glob(".out*")] == []


def test_without_publish_stories_wait_for_facilitators(run: Run, archive: Archive, tmp_path: Path):
    assert run("import", _lines(tmp_path / "stories.jsonl", SENT)).exit_code == 0
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Case.state)).one() is CaseState.SUBMITTED


def test_a_folder_of_both_kinds_is_read_by_name(run: Run, archive: Archive, tmp_path: Path):
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    _lines(folder / "b.jsonl", SENT)
    (folder / "below" / "a.toml").write_text(
        'format = "wgsm-record/1"\nid = "us"\ntype = "organisation"\n[texts.en]\ntitle = "Us"\n', encoding="utf-8"
    )
    (folder / ".hidden.jsonl").write_text("{", encoding="utf-8")
    done = run("import", folder)
    assert (done.exit_code, done.stdout) == (0, "2 new, 0 updated, 0 unchanged, 0 refused\n")
    with archive.unit_of_work(SYSTEM) as work:
        assert work.session.scalars(select(Record.sender_id)).all() == ["us"]


@pytest.mark.parametrize("name", ["stories.csv", "story.docx", "story.odt", "notes"])
def test_other_kinds_of_file_are_not_read_yet(run: Run, tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"\x00\xff")
    done = run("import", tmp_path / name)
    assert done.exit_code == 1
    assert f"{name}: files of this kind are not read yet" in done.stderr
    assert ".jsonl and .toml" in done.stderr
    assert done.stdout == "0 new, 0 updated, 0 unchanged, 1 refused; problems: 1\n"


def test_each_problem_is_a_line_with_file_line_place_and_code(run: Run, tmp_path: Path):
    file = _lines(tmp_path / "stories.jsonl", changed("terms", to={"themes": ["moon"]}), "text", SENT)
    done = run("import", file)
    assert done.exit_code == 1
    first, second, third = done.stderr.splitlines()
    assert first == "stories.jsonl:1: terms.themes.1: no list of terms holds this term; it was left out (moon) [term]"
    assert second.startswith("stories.jsonl:2: an object was expected here")
    assert "nothing of this record was imported" in second
    assert third.startswith("stories.jsonl:3: id: a record with this id came before")


def test_what_is_left_out_of_a_record_is_no_failure(run: Run, tmp_path: Path):
    done = run("import", _lines(tmp_path / "stories.jsonl", changed("colour", to="red")))
    assert done.exit_code == 0
    assert "[unknown-key]" in done.stderr


def test_the_answer_for_programs_is_one_object(run: Run, tmp_path: Path):
    file = _lines(tmp_path / "stories.jsonl", changed("colour", to="red"), 7)
    done = run("import", file, "--json", "--publish")
    assert done.exit_code == 1
    answer = json.loads(done.stdout)
    assert {name: answer[name] for name in ("imported", "new", "updated", "unchanged", "refused", "problem_count")} == {
        "imported": 1,
        "new": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": 1,
        "problem_count": 2,
    }
    assert answer["dry_run"] is False
    assert [(row["code"], row["file"], row["line"], row["place"], row["refused"]) for row in answer["problems"]] == [
        ("unknown-key", "stories.jsonl", 1, "colour", False),
        ("not-an-object", "stories.jsonl", 2, "", True),
    ]
    assert all(row["words"] for row in answer["problems"])
    assert json.loads(run("import", _lines(tmp_path / "more.jsonl", SENT), "--json").stdout)["problems"] == []


@pytest.mark.parametrize("publish", [True, False])
def test_a_dry_run_writes_nothing(run: Run, archive: Archive, tmp_path: Path, publish: bool):
    run("import", _lines(tmp_path / "first.jsonl", SENT), "--publish")
    before = _rows(archive)
    written: list[str] = []

    def listen(conn: Any, cursor: Any, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")):
            written.append(statement)

    event.listen(archive.engine, "before_cursor_execute", listen)
    records = [
        changed("countries", to=["BO"]),
        changed("id", to="new", record=changed("relations", to=[{"kind": "part-of", "to": "later"}])),
        changed("id", to="later", record=changed("relations", to=[{"kind": "part-of", "to": "nobody"}])),
        {},
    ]
    done = run("import", _lines(tmp_path / "second.jsonl", *records), "--dry-run", *(["--publish"] if publish else []))
    assert done.exit_code == 1
    assert done.stdout == "2 new, 1 known, 1 refused; problems: 2. Nothing was written.\n"
    assert [line.split(" [")[-1] for line in done.stderr.splitlines()] == ["format]", "relation]"]
    assert written == []
    assert _rows(archive) == before


def test_wrong_use_is_told_apart(run: Run, tmp_path: Path):
    assert run("import", tmp_path / "nowhere.jsonl").exit_code == 2
    assert run("import").exit_code == 2
    assert run("export", "jsonl").exit_code == 2
    assert run("export", "pictures", "-").exit_code == 2
    for tag in ("???", ""):
        assert run("export", "jsonl", "-", "--language", tag).exit_code == 2
    (tmp_path / "empty").mkdir()
    assert run("import", tmp_path / "empty").exit_code == 1


def test_an_export_that_breaks_leaves_what_was_there(run: Run, tmp_path: Path, monkeypatch):
    run("import", _lines(tmp_path / "stories.jsonl", SENT, changed("id", to="another")), "--publish")
    out = tmp_path / "out.jsonl"
    out.write_text("as it was", encoding="utf-8")
    made: list[Any] = []

    def line_of(record: Any) -> bytes:
        made.append(record)
        if len(made) == 2:
            raise OSError("the disk is full")
        return b"one\n"

    monkeypatch.setattr(writing_out, "line_of", line_of)
    assert run("export", "jsonl", out).exit_code == 1
    assert out.read_text(encoding="utf-8") == "as it was"
    assert sorted(file.name for file in tmp_path.iterdir() if "out" in file.name) == ["out.jsonl"]


def test_a_file_that_cannot_be_written_is_said_in_words(run: Run, tmp_path: Path):
    done = run("export", "jsonl", tmp_path / "no" / "folder.jsonl")
    assert done.exit_code == 1
    assert "cannot be written" in str(done.exception) + done.output


def test_the_public_file_has_what_anybody_may_take_along(run: Run, tmp_path: Path):
    closed = changed("id", to="closed", record=changed("consent", "export", to=False))
    run("import", _lines(tmp_path / "stories.jsonl", SENT, closed), "--publish")
    assert len(run("export", "jsonl", "-").stdout.splitlines()) == 2
    assert len(run("export", "jsonl", "-", "--public-only").stdout.splitlines()) == 1
    assert run("export", "jsonl", "-", "--language", "qu").stdout == ""
    assert len(run("export", "jsonl", "-", "--language", "EN").stdout.splitlines()) == 2


def test_the_sample_is_loaded_once(run: Run, archive: Archive):
    assert run("sample").stdout == "The sample archive is loaded: 38 new records, 0 brought up to date.\n"
    assert run("sample").stdout == "The sample archive was there already; nothing changed.\n"
    with archive.unit_of_work(SYSTEM) as work:
        assert len(work.session.scalars(select(Case.id)).all()) == 17
        assert len(work.session.scalars(select(LanguageVersion.id)).all()) == 56


def test_lines_are_read_one_by_one(run: Run, archive: Archive, tmp_path: Path):
    """Thousands of lines that are refused take no memory: each is gone when the next is read."""
    file = tmp_path / "many.jsonl"
    file.write_bytes(b'{"format": "no"}\n' * 20_000)
    done = run("import", file)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("many.jsonl:20000: ")
    assert "20000 refused" in done.stdout
