"""`wgsm serve` and `wgsm worker`."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import socket
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy import select

from wgsm_archive.cli.context import Context, pass_context
from wgsm_archive.cli.processes import be, begin
from wgsm_archive.db.models import Case
from wgsm_archive.domain.actor import ANONYMOUS, SYSTEM
from wgsm_archive.ports.search import IndexBroken, IndexBusy, Shelf
from wgsm_archive.services.accounts.demo import close_demo_accounts, make_demo_accounts
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.one_worker import OnlyOneWorker
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.sharing.sample import has_sample, load_sample
from wgsm_archive.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

_M_ARENA_MAX = -8


@click.command()
@click.option("--host", default=None, help="Address to listen on (127.0.0.1).")
@click.option("--port", type=int, default=None, help="Port to listen on (8000).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Processes that serve (1).")
@click.option("--empty", is_flag=True, help="Start without the sample archive.")
@click.option("--no-worker", is_flag=True, help="Leave the outbox to a separate `wgsm worker`.")
@pass_context
def serve(context: Context, host: str | None, port: int | None, workers: int, *, empty: bool, no_worker: bool) -> None:
    """Serve the archive, with its worker. An empty database gets the sample archive first."""
    if workers > 1 and not hasattr(os, "fork"):
        raise click.ClickException("this system cannot serve with several processes: leave out --workers")
    settings = replace(context.settings, host=host or context.settings.host, port=port or context.settings.port)
    archive = context.archive()
    worker = Worker(archive, settings.instance / "worker.lock")
    if settings.sample and not empty and _is_empty(archive):
        click.echo("Loading the sample archive ...")
        load_sample(archive)
        if not no_worker:
            # Whoever comes first shall not be told that the search is not ready.
            worker.heal()
    demo = _offer_demo_accounts(archive, settings)
    app = _app(context, settings, archive, demo=demo)
    where = f"The archive is at http://{settings.host}:{settings.port}/"
    if workers == 1:
        _serve(app, settings, None if no_worker else worker, where, host=settings.host, port=settings.port)
        return
    doors = _doors(settings)
    warm(app, archive, settings.languages)
    click.echo(where)
    begin(
        workers,
        lambda number: _serve(app, settings, None if number or no_worker else worker, sockets=doors),
        lambda watched: _command(settings, doors, watched, demo=demo, no_worker=no_worker),
    )


@click.command(hidden=True)
@click.option("--host", required=True)
@click.option("--port", type=int, required=True)
@click.option("--demo", is_flag=True)
@click.option("--no-worker", is_flag=True)
@click.argument("doors")
@click.argument("watched", type=int)
@click.argument("number", type=int)
@pass_context
def served(
    context: Context, doors: str, watched: int, number: int, *, host: str, port: int, demo: bool, no_worker: bool
) -> None:
    """Be one of several processes that serve, in the place of one that has ended; begun by their keeper."""
    settings = replace(context.settings, host=host, port=port)
    archive = context.archive()
    app = _app(context, settings, archive, demo=demo)
    worker = None if number or no_worker else Worker(archive, settings.instance / "worker.lock")
    sockets = [socket.socket(fileno=int(door)) for door in doors.split(",")]
    be(number, watched, lambda _number: _serve(app, settings, worker, sockets=sockets))


def _command(settings: Settings, doors: list[socket.socket], watched: int, *, demo: bool, no_worker: bool) -> list[str]:
    """The command `served`, with its number still to come; what it needs of this process is left open for it."""
    for door in doors:
        door.set_inheritable(True)
    os.environ["WGSM_INSTANCE"] = str(settings.instance)
    # Wherever this process found the archive's code, the other one finds it, too.
    root = str(Path(__file__).parents[2])
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    begin = [sys.executable, "-c", "from wgsm_archive.app import main; main()", "served"]
    flags = [name for name, wanted in (("--demo", demo), ("--no-worker", no_worker)) if wanted]
    held = ",".join(str(door.fileno()) for door in doors)
    return [*begin, "--host", settings.host, "--port", str(settings.port), *flags, held, str(watched)]


def _app(context: Context, settings: Settings, archive: Archive, *, demo: bool) -> Flask:
    app = context.make_app(settings, archive=archive)
    app.config["DEMO"] = demo
    # Bodies wait on the disk until they are whole: where the archive's own files are, not where everybody's are.
    settings.files_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    tempfile.tempdir = str(settings.files_folder)
    return app


def _serve(app: Flask, settings: Settings, worker: Worker | None, where: str = "", **doors: Any) -> None:
    """Serve in this process, which is the worker too if it is given one, until it is told to end."""
    import waitress  # noqa: PLC0415 - only serving needs it

    _share_one_arena()
    if worker is not None and not worker.start():
        click.echo("Another process is the worker of this archive already: this one serves only.")
    if where:
        click.echo(where)
    set_aside()
    try:
        # Slow clients must not stop others: many connections, few seconds for a silent one.
        waitress.serve(
            app,
            threads=8,
            connection_limit=2000,
            channel_timeout=20,
            # What is longer is not even kept on disk; below this, a page of ours says that it is too long.
            max_request_body_size=64 * 1024 * 1024,
            cleanup_interval=5,
            asyncore_use_poll=True,
            ident=None,
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
            **doors,
        )
    finally:
        if worker is not None:
            worker.stop()


def _doors(settings: Settings) -> list[socket.socket]:
    """Open what several processes listen at, before there are several."""
    found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    places = dict.fromkeys((family, address[:2]) for family, _kind, _protocol, _name, address in found)
    try:
        return [socket.create_server(address, family=family, backlog=1024) for family, address in places]
    except OSError as problem:
        raise click.ClickException(f"{settings.host}:{settings.port}: {problem.strerror}") from problem


def warm(app: Flask, archive: Archive, languages: Iterable[str]) -> None:
    """Read what every process will need before they part, so that it is in memory once.

    Nothing that belongs to one process may be left: the connections to the database are closed.
    """
    for shelf in Shelf:
        with contextlib.suppress(IndexBroken, IndexBusy):
            archive.tools.index.contents(shelf)
    visitor = app.test_client()
    with archive.unit_of_work(ANONYMOUS) as work:
        story = work.session.scalar(select(Case.public_id).limit(1))
    for language in languages:
        for page in ("", "cases/", "search?q=a", f"cases/{story}"):
            visitor.get(f"/{language}/{page}", follow_redirects=True).close()
    archive.engine.dispose()
    set_aside()


def _share_one_arena() -> None:
    """Let all threads take memory from one place, where the C library knows of several (mallopt(3) of glibc).

    Each place keeps the most that it ever held. Python's own lock lets hardly two threads ask at once.
    """
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


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
