"""`wgsm user add|invite|disable|list`."""

from __future__ import annotations

import click
from sqlalchemy import select

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.db.models import Person
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.errors import Refused
from wgsm_archive.services.accounts import sessions
from wgsm_archive.services.accounts.passwords import passphrase
from wgsm_archive.services.one_time_links import make_link

_ROLES = click.option("--role", "roles", multiple=True, type=click.Choice([str(role) for role in Role]))


@click.group()
def user() -> None:
    """Look after accounts."""


@user.command()
@click.argument("name")
@_ROLES
@pass_context
def add(context: Context, name: str, roles: tuple[str, ...]) -> None:
    """Make an account with a new password, which is printed once."""
    archive = context.archive()
    password = passphrase(archive.tools.receipt_words["en"])
    try:
        with archive.unit_of_work(SYSTEM, write=True) as work:
            person = work.accounts.make_person(name, password, [Role(role) for role in roles])
            handle = person.handle
    except Refused as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"{handle}  {password}")


@user.command()
@_ROLES
@pass_context
def invite(context: Context, roles: tuple[str, ...]) -> None:
    """Make a one-time address with which somebody can join."""
    with context.archive().unit_of_work(SYSTEM, write=True) as work:
        token = make_link(work, "invite", roles=[Role(role) for role in roles])
    click.echo(f"{context.settings.base_url}/en/account/link/{token}")


@user.command()
@click.argument("name")
@pass_context
def disable(context: Context, name: str) -> None:
    """Close an account and end its sessions."""
    with context.archive().unit_of_work(SYSTEM, write=True) as work:
        person = work.session.scalar(select(Person).where(Person.handle == name))
        if person is None:
            raise click.ClickException(f"there is no account called {name}")
        person.disabled = True
        sessions.end_sessions(work, person.id)


@user.command(name="list")
@pass_context
def list_people(context: Context) -> None:
    """List accounts with their roles."""
    with context.archive().unit_of_work(SYSTEM) as work:
        for person in work.session.scalars(select(Person).order_by(Person.handle)):
            roles = ", ".join(sorted(row.role for row in person.roles))
            click.echo(f"{person.handle}  {roles}{'  (closed)' if person.disabled else ''}")
