"""The archive as it is run: `wgsm serve` in a process of its own, with its worker, over an instance of a test's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.served import Served
from wgsm_archive.app import create_archive
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import SYSTEM, Role
from wgsm_archive.services.accounts.use_cases import Accounts
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.jobs.worker import Worker
from wgsm_archive.services.sharing.sample import load_sample
from wgsm_archive.settings import Settings

PASSWORD = "seven boats before the morning wind"  # noqa: S105 - of made-up people


class House(NamedTuple):
    """A running archive: where it is, and the archive behind it to look into."""

    address: str
    archive: Archive


def made(instance: Path, people: Sequence[tuple[str, Role]]) -> None:
    """An instance with accounts of these names and roles, to be copied."""
    archive = create_archive(Settings(instance=instance))
    migrate(archive.engine)
    with archive.unit_of_work(SYSTEM, write=True) as work:
        for handle, role in people:
            Accounts(work).make_person(handle, PASSWORD, [role], shown_name=handle.title())
    archive.engine.dispose()


@contextmanager
def opened(like: Path, folder: Path, *, sample: bool = False) -> Iterator[House]:
    """Serve an archive from an instance in `folder` that begins as a copy of another.

    Whatever the server writes about an error fails the test when the block ends.
    """
    settings = Settings(instance=folder / "instance")
    shutil.copytree(like, settings.instance)
    archive = create_archive(settings)
    if sample:
        load_sample(archive)
        Worker(archive, settings.instance / "worker.lock").heal()
    with Served(settings.instance, folder / "server.log") as served:
        served.begin()
        yield House(served.address, archive)
    archive.engine.dispose()
