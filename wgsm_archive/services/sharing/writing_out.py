"""Writing an export to a file that is there whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from wgsm_archive.domain.errors import ArchiveError


class CannotWrite(ArchiveError):
    """The file cannot be written where it should be."""


def write_lines(stream: BinaryIO, records: Iterable[Mapping[str, Any]]) -> int:
    """Each record as a line of JSON; how many there were."""
    number = 0
    for record in records:
        stream.write(line_of(record))
        number += 1
    return number


def line_of(record: Mapping[str, Any]) -> bytes:
    """A record as a line of JSON in UTF-8."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False).encode() + b"\n"


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name once everything is written and safe on the disk; others cannot read it.

    Raises:
        CannotWrite: the folder is not there, or nothing may be written to it.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as problem:
        raise CannotWrite(f"{path} cannot be written: {problem.strerror}") from problem
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
