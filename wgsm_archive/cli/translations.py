"""`wgsm translations extract|update|check|export|import`: the words of the interface."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from jinja2 import TemplateSyntaxError

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.domain.errors import NotFound
from wgsm_archive.domain.language import read_tag
from wgsm_archive.i18n import soundness, upkeep
from wgsm_archive.i18n.catalogs import catalog_path
from wgsm_archive.i18n.language import SOURCE
from wgsm_archive.i18n.texts import interface_pieces
from wgsm_archive.services.translating.words.use_cases import OwnWords

Result = TypeVar("Result")


class _Tag(click.ParamType[str]):
    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The tag in its usual spelling."""
        tag = read_tag(value)
        if tag is None or tag == SOURCE:
            self.fail(f"{value!r} is not the tag of a language to translate into, such as qu or pt-BR", param, ctx)
        return tag


@click.group()
def translations() -> None:
    """Keep the words of the interface in all languages."""


@translations.command()
def extract() -> None:
    """Gather the texts of the code and the templates into the template file."""
    template = _gathered()
    path = upkeep.template_path()
    path.write_text(upkeep.write(template), encoding="utf-8")
    click.echo(f"{path}: {len(list(upkeep.said(template)))} texts")


@translations.command()
@click.argument("language", type=_Tag(), nargs=-1)
def update(language: tuple[str, ...]) -> None:
    """Gather the texts and bring each language's file up to date; a LANGUAGE without a file gets one."""
    waiting = upkeep.update_all(_gathered(), tags=language)
    for tag, count in waiting.items():
        click.echo(f"{tag}: {count} texts wait for a translation")


@translations.command()
def check() -> None:
    """Say what is missing or wrong in the translations; exit status 1 if anything is."""
    problems = soundness.check_all(_gathered())
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo("The translations are complete and sound.")


@translations.command("export")
@click.argument("language", type=_Tag())
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_context
def export(context: Context, language: str, file: Path) -> None:
    """Write the words of a LANGUAGE to a PO file, those that were translated on the archive's pages among them."""
    catalog = _with(context, language, lambda words: words.catalog(language))
    file.write_text(upkeep.write(catalog, language), encoding="utf-8")
    click.echo(f"{file}: {upkeep.waiting(upkeep.read(file))} texts wait for a translation")


@translations.command("import")
@click.argument("language", type=_Tag())
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into-files", is_flag=True, help="Into the files of a checkout, for those who work on the software.")
@pass_context
def import_(context: Context, language: str, file: Path, *, into_files: bool) -> None:
    """Take the translations of a PO file into this archive; those with mistakes are named and left out."""
    foreign = _read_foreign(file)
    if into_files:
        taken, problems = _into_file(language, foreign)
    else:
        outcome = _with(context, language, lambda words: words.take_in(language, foreign, approved=True), write=True)
        texts = interface_pieces()
        taken = outcome.saved
        problems = [
            f"{texts[key].sources[0]!r}: {flaw}" for (_kind, key), flaws in outcome.problems.items() for flaw in flaws
        ]
        click.echo(f"{language}: {taken} translations taken in")
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)


def _into_file(language: str, foreign: Catalog) -> tuple[int, list[str]]:
    path = catalog_path(language)
    known = upkeep.read(path) if path.is_file() else upkeep.empty(language)
    merged = upkeep.update(upkeep.read(upkeep.template_path()), known, language)
    taken, problems = soundness.take_in(merged, foreign, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(upkeep.write(merged, language), encoding="utf-8")
    click.echo(f"{path}: {taken} translations taken in, {upkeep.waiting(merged)} texts wait for one")
    return taken, problems


def _with(context: Context, language: str, ask: Callable[[OwnWords], Result], *, write: bool = False) -> Result:
    """What the archive's words say; a LANGUAGE that it does not know is an error."""
    try:
        with context.archive().unit_of_work(SYSTEM, write=write) as work:
            return ask(work.translating.words)
    except NotFound:
        raise click.ClickException(f"the archive does not know {language}: a steward has to add it first") from None


def _gathered() -> Catalog:
    try:
        return upkeep.extract()
    except FileNotFoundError:
        raise click.ClickException("texts are gathered in a checkout of the source, not in an installed copy") from None
    except TemplateSyntaxError as problem:
        raise click.ClickException(f"{problem.filename}, line {problem.lineno}: {problem.message}") from problem


def _read_foreign(file: Path) -> Catalog:
    try:
        with file.open("rb") as handle:
            return read_po(handle, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as problem:
        raise click.ClickException(f"{file} is not a PO file: {problem}") from problem
