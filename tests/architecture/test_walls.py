"""The walls of the house: who may import whom, and what must not stand where."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from wgsm_archive.db.access_guard import guarded_tables
from wgsm_archive.db.base import Base
from wgsm_archive.web.access import UndeclaredEndpoint, require_declarations, rule_of

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "wgsm_archive"

# Tables whose rows are open to any unit of work, each with its reason.
OPEN_TABLES = {
    "audit_event": "holds no text and no teller; shown to facilitators and stewards by endpoints of theirs",
    "case_label": "labels only; needed by the guard itself",
    "version_label": "labels only; needed by the guard itself",
    "hiding_check": "codes and days of what took effect where; needed when nothing of the case can be read any more",
    "house_text": "what the archive says of itself to everybody; older wordings are shown by pages of stewards",
    "instance_fact": "facts about the instance",
    "job": "ids only",
    "one_time_link": "hashes of tokens",
    "own_language": "what everybody is told of a language",
    "person": "read by the account's own pages and by stewards",
    "person_role": "as person",
    "receipt": "keyed hashes",
    "record_country": "belongs to a guarded record and is reached through it",
    "record_link": "belongs to a guarded record and is reached through it",
    "record_relation": "ids only",
    "record_term": "belongs to a guarded record and is reached through it",
    "record_text": "belongs to a guarded record and is reached through it",
    "sign_in_session": "hashes of tokens",
    "story_invitation": "hashes of words",
    "teller_session": "hashes of tokens",
    "throttle": "keyed hashes",
    "tombstone": "public addresses of stories that were taken back",
    "vocabulary_term": "public words",
    "words_now": "the archive's own words; no story of anybody's",
    "words_of_month": "how much somebody translated in a month; shown to themselves, and as a sum of all",
    "words_version": "as words_now; older wordings are seen by translators",
}


def test_imports_keep_to_the_walls():
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_endpoint_says_who_may_open_it(app: Flask):
    assert all(rule_of(app, endpoint) for endpoint in app.view_functions)


def test_an_endpoint_without_a_rule_stops_the_start():
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(UndeclaredEndpoint, match="open"):
        require_declarations(bare)


def test_every_table_is_guarded_or_named_as_open():
    assert set(Base.metadata.tables) == guarded_tables() | OPEN_TABLES.keys()


def test_no_raw_sql_outside_the_database_floor():
    raw = re.compile(
        r"\btext\(\s*[\"']|exec_driver_sql|from sqlalchemy import [^\n]*\btext\b|engine\.(connect|begin)\("
    )
    bad = [
        str(file.relative_to(ROOT))
        for file in PACKAGE.rglob("*.py")
        if "db" not in file.relative_to(PACKAGE).parts and raw.search(file.read_text(encoding="utf-8"))
    ]
    assert not bad


def written_by_hand() -> Iterator[tuple[str, str]]:
    """The name and text of each Python file that somebody wrote; migrations begin as the work of a program."""
    for file in (*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")):
        if "migrations" not in file.parts:
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def test_files_and_functions_stay_readable_in_one_sitting():
    files, functions = {}, {}
    for name, text in written_by_hand():
        if (lines := text.count("\n")) > 400:
            files[name] = lines
        for one in ast.walk(ast.parse(text)):
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                # Decorators are not counted: they say what holds for the function, not what it does.
                functions[f"{name}: {one.name}"] = (one.end_lineno or 0) - one.lineno + 1
    assert not files
    assert not {name: lines for name, lines in functions.items() if lines > 40}
