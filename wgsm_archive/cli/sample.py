"""`wgsm sample`: the sample archive."""

from __future__ import annotations

import click

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.services.sharing.sample import load_sample


@click.command()
@pass_context
def sample(context: Context) -> None:
    """Load the sample archive of made-up stories; what is there already stays as it is."""
    report = load_sample(context.archive())
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.new or report.updated:
        click.echo(f"The sample archive is loaded: {report.new} new records, {report.updated} brought up to date.")
    else:
        click.echo("The sample archive was there already; nothing changed.")
