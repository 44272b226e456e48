"""What the tests of the interchange share: a second archive, an export as bytes, a small record to change."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.fakes import HeldClock
from wgsm_archive.app import create_archive
from wgsm_archive.db.models import Case
from wgsm_archive.db.schema import migrate
from wgsm_archive.domain.actor import SYSTEM, Actor
from wgsm_archive.services.archive import Archive
from wgsm_archive.services.sharing.files import Sent, json_lines
from wgsm_archive.services.sharing.going_out import export_all
from wgsm_archive.services.sharing.interchange import Report, import_records
from wgsm_archive.services.sharing.writing_out import write_lines
from wgsm_archive.settings import Settings

SENT: dict[str, Any] = {
    "format": "wgsm-case/1",
    "id": "a-story",
    "original_language": "es",
    "audience": "public",
    "consent": {"level": "public-share", "translate": True, "export": True, "basis": "assembly"},
    "countries": ["PE"],
    "terms": {"themes": ["water"]},
    "versions": {
        "es": {
            "title": "El agua",
            "sections": {"summary": "Defendimos el agua.", "change": "Uno.\n\nDos.\n\nTres."},
        },
        "en": {
            "title": "The water",
            "sections": {"summary": "We defended the water.", "change": "One.\n\nTwo.\n\nThree."},
        },
    },
}


def changed(*path: str, to: object, record: dict[str, Any] = SENT) -> dict[str, Any]:
    """The record with one value put somewhere inside it."""
    made = copy.deepcopy(record)
    at = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return made


def bring(archive: Archive, *records: dict[str, Any], publish: bool = True) -> Report:
    """Import records as if they were lines of a file."""
    lines = (Sent("lines", number, record) for number, record in enumerate(records, 1))
    return import_records(archive, lines, publish=publish)


def bring_lines(archive: Archive, lines: bytes, *, publish: bool = True) -> Report:
    """Import the lines of a file."""
    return import_records(archive, json_lines(io.BytesIO(lines), "lines"), publish=publish)


def exported(archive: Archive, actor: Actor = SYSTEM, *, language: str | None = None) -> bytes:
    """The export as it would stand in a file."""
    stream = io.BytesIO()
    with archive.unit_of_work(actor) as work:
        write_lines(stream, export_all(work, language=language))
    return stream.getvalue()


@contextmanager
def another_archive(folder: Path, clock: HeldClock) -> Iterator[Archive]:
    """A second, empty archive."""
    made = create_archive(Settings(instance=folder / "another"), clock=clock)
    migrate(made.engine)
    yield made
    made.engine.dispose()


def case_called(archive: Archive, sender_id: str = "a-story") -> Case:
    """A case by the id its sender gave it."""
    with archive.unit_of_work(SYSTEM) as work:
        return work.session.scalars(select(Case).where(Case.sender_id == sender_id)).one()
