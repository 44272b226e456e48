"""`wgsm translations export|import`: the words of the menus between an archive and other tools."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wgsm_archive.app import create_app
from wgsm_archive.cli.context import Context
from wgsm_archive.cli.main import wgsm
from wgsm_archive.domain.actor import ANONYMOUS
from wgsm_archive.i18n import _
from wgsm_archive.i18n.language import speaking
from wgsm_archive.i18n.overlay import overlay
from wgsm_archive.services.archive import Archive
from wgsm_archive.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(archive: Archive, settings: Settings) -> Iterator[Run]:
    context = Context(settings, lambda _settings: archive, create_app)
    yield lambda *words: CliRunner().invoke(wgsm, ["translations", *words], obj=context)
    overlay([], {})


def test_words_go_out_and_come_back_for_readers(archive: Archive, run: Run, tmp_path: Path):
    away = tmp_path / "qu.po"
    assert run("export", "qu", str(away)).exit_code == 0
    text = away.read_text(encoding="utf-8")
    text = re.sub(r'msgid "Map"\nmsgstr ""', 'msgid "Map"\nmsgstr "Saywa"', text)
    text = re.sub(r'msgid "Search"\nmsgstr ""', 'msgid "Search"\nmsgstr "100% maskay"', text)
    away.write_text(text, encoding="utf-8")
    taken = run("import", "qu", str(away))
    assert taken.exit_code == 1
    assert "1 translations taken in" in taken.stdout
    assert "'Search'" in taken.stderr
    with archive.unit_of_work(ANONYMOUS), speaking("qu"):
        assert _("Map") == "Saywa"
    again = tmp_path / "again.po"
    run("export", "qu", str(again))
    assert 'msgstr "Saywa"' in again.read_text(encoding="utf-8")


def test_a_shipped_language_is_written_out_whole(run: Run, tmp_path: Path):
    said = run("export", "es", str(tmp_path / "es.po"))
    assert "0 texts wait" in said.stdout


def test_a_language_that_nobody_described_is_not_taken(run: Run, tmp_path: Path):
    said = run("export", "xx-x-none", str(tmp_path / "xx.po"))
    assert said.exit_code == 1
    assert "does not know xx-x-none" in said.stderr
