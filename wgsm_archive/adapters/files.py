"""Files in a folder of the instance: `parts/` holds what is coming in, `kept/` what is kept, under random names."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

from wgsm_archive.ports.files import FileGone, Found

_NAME = re.compile(r"[0-9a-f]{32}")


class FolderFiles:
    """Written, fsynced and renamed: after a power cut a file is there whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._parts, self._kept, self._root = root / "parts", root / "kept", root

    def begin(self) -> str:
        """Begin a part, which is empty; its name."""
        self._make(self._parts)
        name = secrets.token_hex(16)
        os.close(os.open(self._parts / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return name

    def open_part(self, part: str) -> IO[bytes]:
        """A part, to be read and written. Raises `FileGone`."""
        return _opened(self._parts / _checked(part), "r+b")

    def append(self, part: str, offset: int, piece: bytes) -> None:
        """Write a piece at a place of a part; it is on the disk when this returns. Raises `FileGone`."""
        with self.open_part(part) as handle:
            handle.seek(offset)
            handle.write(piece)
            _settle(handle)
        _settle_folder(self._parts)

    def read_part(self, part: str) -> bytes:
        """All of a part. Raises `FileGone`."""
        with self.open_part(part) as handle:
            return handle.read()

    def drop_part(self, part: str) -> None:
        """Delete a part; nothing happens where there is none."""
        (self._parts / _checked(part)).unlink(missing_ok=True)

    def keep(self, content: bytes) -> str:
        """Keep a content; it is on the disk when this returns. Its name."""
        part = self.begin()
        with self.open_part(part) as handle:
            handle.write(content)
            _settle(handle)
        folder = self._kept / part[:2]
        self._make(folder)
        (self._parts / part).rename(folder / part)
        _settle_folder(folder)
        return part

    def open(self, name: str) -> IO[bytes]:
        """A kept file, to be read. Raises `FileGone`."""
        return _opened(self._place(name), "rb")

    def remove(self, name: str) -> None:
        """Delete a kept file; nothing happens where there is none."""
        self._place(name).unlink(missing_ok=True)

    def parts(self) -> Iterator[Found]:
        """All that is coming in, or was left over."""
        return _found(self._parts.glob("*"))

    def kept(self) -> Iterator[Found]:
        """All that is kept."""
        return _found(self._kept.glob("*/*"))

    def free(self) -> int:
        """Bytes that are left on the disk."""
        self._make(self._parts)
        return shutil.disk_usage(self._parts).free

    def _place(self, name: str) -> Path:
        return self._kept / _checked(name)[:2] / name

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        for one in (self._root, folder.parent, folder):
            one.mkdir(parents=True, exist_ok=True, mode=0o700)
            _settle_folder(one.parent)


def _checked(name: str) -> str:
    if _NAME.fullmatch(name) is None:
        raise FileGone(name)
    return name


def _opened(place: Path, mode: Literal["rb", "r+b"]) -> IO[bytes]:
    try:
        return open(place, mode)  # noqa: PTH123 - typed as bytes; whoever asked closes it
    except FileNotFoundError:
        raise FileGone(place.name) from None


def _settle(handle: IO[bytes]) -> None:
    handle.flush()
    os.fsync(handle.fileno())


def _settle_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _found(places: Iterator[Path]) -> Iterator[Found]:
    for place in places:
        # Others may delete it while we look.
        with contextlib.suppress(FileNotFoundError):
            changed = dt.datetime.fromtimestamp(place.stat().st_mtime, tz=dt.UTC)
            if _NAME.fullmatch(place.name):
                yield Found(place.name, changed)
