"""The papers keep up with the code: settings and commands are named, links lead somewhere, names of files are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from wgsm_archive.cli.main import wgsm
from wgsm_archive.settings import Settings

ROOT = Path(__file__).parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
PAPERS = sorted(
    [ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "ARCHITECTURE", "SECURITY", "CHANGELOG")]
    + list((ROOT / "docs").rglob("*.md"))
    + [ROOT / "instance" / "README.md", ROOT / "translations" / "README.md"]
)
_CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)", re.MULTILINE)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PATH = re.compile(r"`((?:wgsm_archive|tests|docs|benchmarks|translations|instance)/[\w./-]+|(?:domain|db)/[\w./-]+)`")
# What only a running archive has.
_MADE_LATER = frozenset({"instance/settings.toml", "instance/secret_key", "instance/files"})


def commands(command: click.Command, path: tuple[str, ...] = ("wgsm",)) -> Iterator[tuple[str, click.Command]]:
    """Every command and group with the words that call it."""
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, (*path, name))


ALL_COMMANDS = dict(commands(wgsm))


def anchors(text: str) -> set[str]:
    """The anchors that a forge makes of headings."""
    found = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(text))
    return set(found)


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_is_explained(setting: str):
    assert f"`WGSM_{setting.upper()}`" in RUNNING


def test_no_setting_is_explained_that_does_not_exist():
    known = {f"WGSM_{field.name.upper()}" for field in fields(Settings)}
    assert set(re.findall(r"`(WGSM_[A-Z_]+)`", RUNNING)) <= known


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_every_command_is_explained(name: str):
    assert re.search(rf"`{re.escape(name)}[` ]", RUNNING), name


def test_no_command_is_explained_that_does_not_exist():
    for paper in PAPERS:
        for words in re.findall(r"`wgsm((?: [a-z]+)+)", paper.read_text(encoding="utf-8")):
            parts = words.split()
            known = [f"wgsm {' '.join(parts[:length])}" in ALL_COMMANDS for length in range(1, len(parts) + 1)]
            assert known[0], f"{paper.name}: wgsm{words}"


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_every_option_is_explained(name: str):
    for parameter in ALL_COMMANDS[name].params:
        if isinstance(parameter, click.Option) and parameter.name != "version":
            assert any(f"`{spelling}" in RUNNING or f" {spelling}" in RUNNING for spelling in parameter.opts), (
                f"{name} {parameter.opts}"
            )


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_lead_somewhere(paper: Path):
    text = _CODE.sub("", paper.read_text(encoding="utf-8"))
    for inline, reference in _LINK.findall(text):
        target, _, anchor = (inline or reference).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (paper.parent / target).resolve() if target else paper
        assert file.exists(), f"{paper.name} links to {target}"
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{paper.name} links to {target}#{anchor}"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_files_that_are_named_exist(paper: Path):
    for name in set(_PATH.findall(paper.read_text(encoding="utf-8"))) - _MADE_LATER:
        assert (ROOT / name).exists() or (ROOT / "wgsm_archive" / name).exists(), f"{paper.name} names {name}"
