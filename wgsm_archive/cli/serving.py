"""`wgsm serve` and `wgsm worker`."""

from __future__ import annotations

import click

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.services.jobs.worker import OnlyOneWorker, Worker


@click.command()
@click.option("--host", default=None, help="Address to listen on (127.0.0.1).")
@click.option("--port", type=int, default=None, help="Port to listen on (8000).")
@click.option("--no-worker", is_flag=True, help="Leave the outbox to a separate `wgsm worker`.")
@pass_context
def serve(context: Context, host: str | None, port: int | None, *, no_worker: bool) -> None:
    """Serve the archive, with its worker."""
    import waitress  # noqa: PLC0415 - only serving needs it

    archive = context.archive()
    app = context.make_app(context.settings, archive=archive)
    worker = Worker(archive, context.settings.instance / "worker.lock")
    if not no_worker:
        worker.start()
    where = host or context.settings.host
    at = port or context.settings.port
    click.echo(f"The archive is at http://{where}:{at}/")
    try:
        # Slow clients must not stop others: many connections, few seconds for a silent one.
        waitress.serve(
            app,
            host=where,
            port=at,
            threads=8,
            connection_limit=2000,
            channel_timeout=20,
            cleanup_interval=5,
            asyncore_use_poll=True,
            ident=None,
            # waitress takes away what proxies say of the visitor; where proxies are trusted, the app must hear it.
            clear_untrusted_proxy_headers=not context.settings.trusted_proxies,
        )
    finally:
        worker.stop()


@click.command()
@pass_context
def worker(context: Context) -> None:
    """Be the worker of an instance that is served elsewhere."""
    try:
        Worker(context.archive(), context.settings.instance / "worker.lock").run_forever()
    except OnlyOneWorker:
        raise click.ClickException("another process is the worker of this instance already") from None
