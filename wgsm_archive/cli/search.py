"""`wgsm search rebuild|verify`."""

from __future__ import annotations

import click

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.ports.search import IndexBroken, Shelf
from wgsm_archive.services.jobs import indexing


@click.group()
def search() -> None:
    """Look after the search index."""


@search.command()
@pass_context
def rebuild(context: Context) -> None:
    """Make the index anew beside the one in use and swap it in."""
    with context.archive().unit_of_work(SYSTEM) as work:
        indexing.rebuild(work)
    click.echo("The index is new.")


@search.command()
@pass_context
def verify(context: Context) -> None:
    """Check that the index says what the database says."""
    bad = False
    with context.archive().unit_of_work(SYSTEM) as work:
        for shelf in Shelf:
            try:
                found = indexing.verify(work, shelf)
            except IndexBroken as problem:
                click.echo(f"{shelf}: broken ({problem})")
                bad = True
                continue
            click.echo(f"{shelf}: missing {len(found.missing)}, surplus {len(found.surplus)}, stale {len(found.stale)}")
            bad = bad or not found.whole
    if bad:
        raise click.ClickException("the index differs from the database; `wgsm search rebuild` makes it anew")
