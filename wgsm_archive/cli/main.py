"""The command `wgsm`."""

from __future__ import annotations

import sys

import click

from wgsm_archive import __version__
from wgsm_archive.cli import database, exchange, people, sample, search, serving, translations
from wgsm_archive.cli.context import Context
from wgsm_archive.db.schema import SchemaTooNew
from wgsm_archive.domain.errors import ArchiveError

GROUPS: tuple[click.Command, ...] = (
    serving.serve,
    serving.served,
    serving.worker,
    people.user,
    database.init,
    database.status,
    database.check,
    search.search,
    exchange.import_,
    exchange.export,
    sample.sample,
    translations.translations,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wgsm")
def wgsm() -> None:
    """Run and look after an archive of movements' stories."""


for _command in GROUPS:
    wgsm.add_command(_command)


def run(context: Context) -> None:
    """Run the command line; exits 0 when done, 1 when something was refused or failed, 2 on wrong usage."""
    try:
        wgsm.main(obj=context, prog_name="wgsm")
    except SchemaTooNew:
        sys.exit("wgsm: a newer version of the program made this database; use that version, or one that came after it")
    except ArchiveError as problem:
        click.echo(f"wgsm: {problem}", err=True)
        sys.exit(1)
