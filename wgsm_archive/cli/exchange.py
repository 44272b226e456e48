"""`wgsm import` and `wgsm export`: stories and other records in files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.domain.language import read_tag
from wgsm_archive.services.sharing.files import records_in
from wgsm_archive.services.sharing.going_out import export_all
from wgsm_archive.services.sharing.interchange import Report, import_records
from wgsm_archive.services.sharing.problems import Problem
from wgsm_archive.services.sharing.writing_out import whole_file, write_lines


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--publish", is_flag=True, help="Publish the stories at once; else they wait for facilitators.")
@click.option("--dry-run", is_flag=True, help="Read and report only; nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@pass_context
def import_(context: Context, path: Path, *, publish: bool, dry_run: bool, as_json: bool) -> None:
    """Bring in the stories and records of a .jsonl or .toml file, or of a folder of them."""
    answer = _JsonProblems() if as_json else None
    report = import_records(
        context.archive(),
        records_in(path),
        publish=publish,
        dry_run=dry_run,
        tell=answer or _say,
        progress=_progress(as_json=as_json),
    )
    if answer:
        answer.end(report, dry_run=dry_run)
    else:
        click.echo(_summary(report, dry_run=dry_run))
    if report.refused:
        sys.exit(1)


def _say(problem: Problem) -> None:
    click.echo(str(problem), err=True)


def _summary(report: Report, *, dry_run: bool) -> str:
    counts = f"{report.new} new, {report.updated} updated, {report.unchanged} unchanged, {report.refused} refused"
    if dry_run:
        # Whether something would change shows only in writing it.
        counts = f"{report.new} new, {report.updated} known, {report.refused} refused"
    problems = f"; problems: {report.problem_count}" if report.problem_count else ""
    return f"{counts}{problems}{'. Nothing was written.' if dry_run else ''}"


def _progress(*, as_json: bool) -> Callable[[Report], None]:
    def show(report: Report) -> None:
        click.echo(f"\r{report.imported + report.refused} records", nl=False, err=True)

    return show if sys.stderr.isatty() and not as_json else lambda report: None


class _JsonProblems:
    """Writes one JSON object without holding its problems: however many there are, memory stays small."""

    def __init__(self) -> None:
        self._between = ""
        click.echo('{"problems": [', nl=False)

    def __call__(self, problem: Problem) -> None:
        click.echo(f"{self._between}\n{json.dumps(problem.as_object(), ensure_ascii=True)}", nl=False)
        self._between = ","

    def end(self, report: Report, *, dry_run: bool) -> None:
        """Close the object with the counts."""
        counts = json.dumps({**report.as_object(), "dry_run": dry_run})
        click.echo(f"\n], {counts.removeprefix('{')}")


@click.group()
def export() -> None:
    """Write stories and records to files."""


@export.command()
@click.argument("path", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--language", default=None, metavar="TAG", help="Only what can be read in this language.")
@click.option("--public-only", is_flag=True, help="Only what anybody may read and take along.")
@pass_context
def jsonl(context: Context, path: str, language: str | None, *, public_only: bool) -> None:
    """Write every story and record as a line of JSON; `-` writes to the console."""
    tag = read_tag(language) if language else None
    if language is not None and tag is None:
        raise click.BadParameter(f"{language!r} is not a language tag, such as qu or pt-BR", param_hint="--language")
    with context.archive().unit_of_work(ANONYMOUS if public_only else SYSTEM) as work:
        records = export_all(work, language=tag)
        if path == "-":
            number = write_lines(sys.stdout.buffer, records)
        else:
            with whole_file(Path(path)) as stream:
                number = write_lines(stream, records)
    click.echo(f"{number} records", err=True)
