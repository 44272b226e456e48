"""`wgsm user add|invite|disable|list`."""

from __future__ import annotations

import click

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.domain.errors import NotFound, Refused
from wgsm_archive.services.accounts.passwords import passphrase
from wgsm_archive.services.admin.use_cases import DAYS_OFFERED, Wanted
from wgsm_archive.settings import Settings

_ROLES = click.option("--role", "roles", multiple=True, type=click.Choice([str(role) for role in Role]))
_WHY_NOT = {
    "name-taken": "somebody has this name already",
    "required": "the name is empty",
    "too-long": "the name is longer than 60 characters",
}


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
            handle = work.accounts.make_person(name, password, [Role(role) for role in roles]).handle
    except Refused as refused:
        code = next(iter(refused.problems.values()))
        raise click.ClickException(f"no account was made: {_WHY_NOT.get(code, code)}") from None
    click.echo(f"{handle}  {password}")


@user.command()
@_ROLES
@click.option("--language", "languages", multiple=True, help="A language they work in, as a tag such as es or qu.")
@click.option("--days", type=click.Choice([str(days) for days in DAYS_OFFERED]), default="7", help="How long it holds.")
@pass_context
def invite(context: Context, roles: tuple[str, ...], languages: tuple[str, ...], days: str) -> None:
    """Make a one-time address with which somebody can join."""
    archive = context.archive()
    unknown = [tag for tag in languages if tag not in archive.tools.languages]
    if unknown:
        raise click.BadParameter(f"the archive does not know {', '.join(unknown)}", param_hint="--language")
    wanted = Wanted(frozenset(Role(role) for role in roles), languages, int(days))
    with archive.unit_of_work(SYSTEM, write=True) as work:
        token = work.admin.invite(wanted)
    click.echo(f"{_base(context.settings)}/{context.settings.languages[0]}/account/link/{token}")


@user.command()
@click.argument("name")
@pass_context
def disable(context: Context, name: str) -> None:
    """Close an account and end its sessions."""
    try:
        with context.archive().unit_of_work(SYSTEM, write=True) as work:
            work.admin.set_disabled(work.accounts.public_id_of(name), disabled=True)
    except NotFound:
        raise click.ClickException(f"there is no account called {name}") from None
    click.echo(f"the account {name} is closed, and its sessions have ended")


@user.command(name="list")
@pass_context
def list_people(context: Context) -> None:
    """List accounts with their roles."""
    with context.archive().unit_of_work(SYSTEM) as work:
        people, _total = work.admin.people()
    for person in people:
        click.echo(f"{person.handle}  {', '.join(sorted(person.roles))}{'  (closed)' if person.disabled else ''}")


def _base(settings: Settings) -> str:
    """The archive's own address, as far as it is set; otherwise where it listens."""
    return settings.base_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
