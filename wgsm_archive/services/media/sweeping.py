"""Files that belong to nothing, as a crash leaves them, and uploads that nobody goes on with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select

from wgsm_archive.db.models import MediaFile, SpokenPart, Upload
from wgsm_archive.ports.files import FileGone, Found
from wgsm_archive.services.work import Work

UPLOADS_WAIT = dt.timedelta(hours=48)
ORPHANS_WAIT = dt.timedelta(days=1)
_TABLES = (MediaFile, SpokenPart)
"""Whose rows name files."""
_AT_WORK = dt.timedelta(minutes=15)
"""A file that is being taken in has no row yet."""


def sweep(work: Work) -> None:
    """Delete uploads that are too old, and what has belonged to nothing for a day."""
    files, session = work.tools.files, work.session
    for upload in session.scalars(select(Upload).where(Upload.begun_at < work.now - UPLOADS_WAIT)):
        session.delete(upload)
    session.flush()
    left_kept, left_parts = _left(work, ORPHANS_WAIT)

    def delete() -> None:
        for name in left_kept:
            files.remove(name)
        for name in left_parts:
            files.drop_part(name)

    work.after_commit.append(delete)


def orphans(work: Work) -> list[str]:
    """Names of files on the disk that belong to nothing."""
    left_kept, left_parts = _left(work, _AT_WORK)
    return [*left_kept, *left_parts]


def missing(work: Work) -> Iterator[str]:
    """Public ids of files whose bytes are not where they should be."""
    rows = [row for table in _TABLES for row in work.session.execute(select(table.public_id, table.stored))]
    for public_id, stored in rows:
        try:
            for name in stored.values():
                work.tools.files.open(name).close()
        except FileGone:
            yield public_id


def _left(work: Work, wait: dt.timedelta) -> tuple[list[str], list[str]]:
    # First the disk, then the rows: what is committed in between is known when it is looked for.
    kept, parts = list(work.tools.files.kept()), list(work.tools.files.parts())
    known = {
        name for table in _TABLES for stored in work.session.scalars(select(table.stored)) for name in stored.values()
    }
    coming = set(work.session.scalars(select(Upload.part)))
    return _older(work, kept, known, wait), _older(work, parts, coming, wait)


def _older(work: Work, found: list[Found], known: set[str], wait: dt.timedelta) -> list[str]:
    return sorted(one.name for one in found if one.name not in known and one.changed < work.now - wait)
