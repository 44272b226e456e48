"""`wgsm serve` and `wgsm worker`."""

from __future__ import annotations

import gc
import tempfile
from dataclasses import replace

import click
from sqlalchemy import select

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.db.models import Case
from wgsm_archive.domain.actor import SYSTEM
from wgsm_archive.services.accounts.demo import close_demo_accounts, make_demo_accounts
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.one_worker import OnlyOneWorker
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.sharing.sample import has_sample, load_sample
from wgsm_archive.settings import Settings


@click.command()
@click.option("--host", default=None, help="Address to listen on (127.0.0.1).")
@click.option("--port", type=int, default=None, help="Port to listen on (8000).")
@click.option("--empty", is_flag=True, help="Start without the sample archive.")
@click.option("--no-worker", is_flag=True, help="Leave the outbox to a separate `wgsm worker`.")
@pass_context
def serve(context: Context, host: str | None, port: int | None, *, empty: bool, no_worker: bool) -> None:
    """Serve the archive, with its worker. An empty database gets the sample archive first."""
    import waitress  # noqa: PLC0415 - only serving needs it

    settings = replace(context.settings, host=host or context.settings.host, port=port or context.settings.port)
    archive = context.archive()
    worker = Worker(archive, settings.instance / "worker.lock")
    if settings.sample and not empty and _is_empty(archive):
        click.echo("Loading the sample archive ...")
        load_sample(archive)
        if not no_worker:
            # Whoever comes first shall not be told that the search is not ready.
            worker.heal()
    app = context.make_app(settings, archive=archive)
    app.config["DEMO"] = _offer_demo_accounts(archive, settings)
    if not no_worker and not worker.start():
        click.echo("Another process is the worker of this archive already: this one serves only.")
    click.echo(f"The archive is at http://{settings.host}:{settings.port}/")
    # Bodies wait on the disk until they are whole: where the archive's own files are, not where everybody's are.
    settings.files_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    tempfile.tempdir = str(settings.files_folder)
    set_aside()
    try:
        # Slow clients must not stop others: many connections, few seconds for a silent one.
        waitress.serve(
            app,
            host=settings.host,
            port=settings.port,
            threads=8,
            connection_limit=2000,
            channel_timeout=20,
            # What is longer is not even kept on disk; below this, a page of ours says that it is too long.
            max_request_body_size=64 * 1024 * 1024,
            cleanup_interval=5,
            asyncore_use_poll=True,
            ident=None,
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
        )
    finally:
        worker.stop()


def set_aside() -> None:
    """Keep the collector of garbage from walking, page after page, through what lives as long as the server."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _is_empty(archive: Archive) -> bool:
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalar(select(Case.id).limit(1)) is None


def _offer_demo_accounts(archive: Archive, settings: Settings) -> bool:
    """Accounts to try each role with: only where nobody else can reach them, and only over made-up stories."""
    with archive.unit_of_work(SYSTEM) as work:
        offered = settings.is_loopback and has_sample(work)
    if not offered:
        with archive.unit_of_work(SYSTEM, write=True) as work:
            close_demo_accounts(work)
        return False
    with archive.unit_of_work(SYSTEM, write=True) as work:
        accounts = make_demo_accounts(work)
    click.echo("Accounts to try it with, on this machine only; new passwords at each start:")
    for role, handle, password in accounts:
        click.echo(f"  {role:<12} {handle:<20} {password}")
    return True


@click.command()
@pass_context
def worker(context: Context) -> None:
    """Be the worker of an instance that is served elsewhere."""
    try:
        Worker(context.archive(), context.settings.instance / "worker.lock").run_forever()
    except OnlyOneWorker:
        raise click.ClickException("another process is the worker of this archive already") from None
