"""`wgsm init`, `wgsm status` and `wgsm check`."""

from __future__ import annotations

import click
from sqlalchemy import func, select

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.db.models import Case, Job, LanguageVersion
from wgsm_archive.db.schema import head, revision_of
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.jobs.checking import MOST_ATTEMPTS, faults


@click.command()
@pass_context
def init(context: Context) -> None:
    """Make the instance folder and bring its database to this version's schema."""
    context.archive()
    click.echo(f"Ready: {context.settings.instance}")


@click.command()
@pass_context
def status(context: Context) -> None:
    """Say how many stories there are and what waits to be done."""
    archive = context.archive()
    with archive.unit_of_work(SYSTEM) as work:
        by_state = work.session.execute(select(Case.state, func.count()).group_by(Case.state)).all()
        versions = work.session.scalar(select(func.count()).select_from(LanguageVersion)) or 0
        waiting = work.session.scalar(select(func.count()).select_from(Job)) or 0
        failing = work.session.scalar(select(func.count()).select_from(Job).where(Job.attempts > 0)) or 0
        given_up = work.session.scalar(select(func.count()).select_from(Job).where(Job.attempts >= MOST_ATTEMPTS)) or 0
    click.echo(f"schema {revision_of(archive.engine)} (this version: {head()})")
    for state, number in by_state:
        click.echo(f"cases {state}: {number}")
    click.echo(f"language versions: {versions}")
    click.echo(f"jobs waiting: {waiting} (failed so far: {failing}, given up: {given_up})")


@click.command()
@pass_context
def check(context: Context) -> None:
    """Look the instance over: labels, renderings, trail and index against the database."""
    with context.archive().unit_of_work(SYSTEM) as work:
        found = list(faults(work))
    for line in found:
        click.echo(line)
    if found:
        raise click.ClickException(f"{len(found)} things do not agree")
    click.echo("Everything agrees.")
